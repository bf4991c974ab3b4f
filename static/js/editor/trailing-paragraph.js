// Keep an empty paragraph after a final table, picture or list, so that writing can go on there. The cleaner
// drops it if it stays empty.
import { Plugin } from "prosemirror-state";
import { schema } from "./schema.js";

const needsParagraph = (doc) => doc.lastChild.type !== schema.nodes.p;
const addParagraph = (state) => state.tr.insert(state.doc.content.size, schema.nodes.p.create());

export const trailingParagraph = () =>
  new Plugin({
    appendTransaction(transactions, _before, state) {
      const isChanged = transactions.some((each) => each.docChanged || each.selectionSet);
      return isChanged && needsParagraph(state.doc)
        ? addParagraph(state).setMeta("addToHistory", false)
        : null;
    },
  });
