// Below a last table, picture or list there is a paragraph to go on in. Left empty, it is not saved.
import { Plugin } from "prosemirror-state";
import { schema } from "./schema.js";

const wantsRoom = (doc) => doc.lastChild.type !== schema.nodes.p;
const addRoom = (state) => state.tr.insert(state.doc.content.size, schema.nodes.p.create());

export const roomBelow = () =>
  new Plugin({
    appendTransaction(transactions, _before, state) {
      const isChanged = transactions.some((each) => each.docChanged || each.selectionSet);
      return isChanged && wantsRoom(state.doc)
        ? addRoom(state).setMeta("addToHistory", false)
        : null;
    },
  });
