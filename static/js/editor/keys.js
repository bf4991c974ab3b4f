// The keys of the text, and shorthands such as "## " for a heading.
import { chainCommands, newlineInCode } from "prosemirror-commands";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Selection } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import { commands, setKind } from "./commands.js";
import { schema } from "./schema.js";

const { nodes } = schema;
const LINES = [nodes.caption, nodes.figcaption, nodes.footer, nodes.summary];

// Enter in a caption or a signature moves the cursor behind it.
function leaveLine(state, dispatch) {
  const { $from } = state.selection;
  if (!LINES.includes($from.parent.type)) return false;
  const isLast = $from.after() === $from.end(-1);
  const at = isLast ? $from.after(-1) : $from.after();
  const { tr } = state;
  if (isLast) tr.insert(at, nodes.p.create());
  tr.setSelection(Selection.near(tr.doc.resolve(at + 1)));
  dispatch?.(tr.scrollIntoView());
  return true;
}

// Backspace in an empty caption or signature removes it.
function dropLine(state, dispatch) {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  if (!empty || parent.content.size || !LINES.includes(parent.type)) return false;
  if (parent.type === nodes.summary) return false;
  dispatch?.(state.tr.delete($from.before(), $from.after()).scrollIntoView());
  return true;
}

function lineBreak(state, dispatch) {
  if (!state.selection.$from.parent.inlineContent) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.br.create()).scrollIntoView());
  return true;
}

export const keys = (dialogs, toolbars) => ({
  "Mod-b": commands.bold.run,
  "Mod-i": commands.italic.run,
  "Mod-k": () => dialogs.link(),
  "Mod-z": commands.undo.run,
  "Mod-y": commands.redo.run,
  "Shift-Mod-z": commands.redo.run,
  "Shift-Mod-7": commands.numbered.run,
  "Shift-Mod-8": commands.list.run,
  "Shift-Mod-b": commands.quote.run,
  "Mod-Alt-0": setKind("p"),
  "Mod-Alt-2": setKind("h2"),
  "Mod-Alt-3": setKind("h3"),
  "Mod-Alt-4": setKind("h4"),
  "Mod-]": sinkListItem(nodes.li),
  "Mod-[": liftListItem(nodes.li),
  "Shift-Enter": chainCommands(newlineInCode, lineBreak),
  Enter: chainCommands(leaveLine, splitListItem(nodes.li)),
  Backspace: dropLine,
  Tab: goToNextCell(1),
  "Shift-Tab": goToNextCell(-1),
  "Alt-F10": () => toolbars.focus(),
});

export const shorthands = () =>
  inputRules({
    rules: [
      textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      wrappingInputRule(/^\s*[-*]\s$/, nodes.ul),
      wrappingInputRule(/^(\d+)\.\s$/, nodes.ol, (match) => ({ start: match[1] === "1" ? null : match[1] })),
      new InputRule(/^---$/, (state, _match, start, end) =>
        state.tr.replaceRangeWith(start, end, nodes.hr.create()),
      ),
    ],
  });
