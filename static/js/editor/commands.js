// The commands of the buttons and keys: `run` is a ProseMirror command, `isOn` tells whether the button is
// pressed.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { around, insertBlock, toggleLine } from "./blocks.js";
import { figureCommands } from "./figures.js";
import { schema } from "./schema.js";
import { tableCommands } from "./tables.js";

const { nodes, marks } = schema;

export function toggleList(type) {
  return (state, dispatch, view) => {
    const list = around(state, nodes.ul, nodes.ol);
    if (!list) return wrapInList(type)(state, dispatch, view);
    if (list.node.type === type) return liftListItem(nodes.li)(state, dispatch, view);
    const { lang, dir } = list.node.attrs;
    dispatch?.(state.tr.setNodeMarkup(list.pos, type, { lang, dir }));
    return true;
  };
}

function toggleQuote(state, dispatch, view) {
  const quote = around(state, nodes.blockquote);
  if (!quote) return wrapIn(nodes.blockquote)(state, dispatch, view);
  const { node, pos } = quote;
  const paragraphs = [];
  node.forEach((child) =>
    paragraphs.push(child.type === nodes.footer ? nodes.p.create(null, child.content) : child),
  );
  dispatch?.(state.tr.replaceWith(pos, pos + node.nodeSize, paragraphs));
  return true;
}

// Add the signature below a quote and move the cursor into it, or remove it.
function toggleSignature(state, dispatch) {
  const quote = around(state, nodes.blockquote);
  if (!quote) return false;
  return toggleLine(state, dispatch, quote, nodes.footer, quote.node.lastChild);
}

const kinds = {
  p: setBlockType(nodes.p),
  h2: setBlockType(nodes.heading, { level: 2 }),
  h3: setBlockType(nodes.heading, { level: 3 }),
  h4: setBlockType(nodes.heading, { level: 4 }),
  pre: setBlockType(nodes.pre, { code: true }),
};

// Return the kind of the paragraph around the cursor, or "" if it is none of `kinds`.
export function kindOf(state) {
  const { parent } = state.selection.$from;
  if (parent.type === nodes.heading) return `h${parent.attrs.level}`;
  return parent.type === nodes.p ? "p" : parent.type === nodes.pre ? "pre" : "";
}

export function setKind(kind) {
  return kinds[kind];
}

function hasMark(type) {
  return (state) => {
    const { from, $from, to, empty } = state.selection;
    if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
    return state.doc.rangeHasMark(from, to, type);
  };
}

const marked = (type) => ({ run: toggleMark(type), isOn: hasMark(type) });
const within = (...types) => (state) => Boolean(around(state, ...types));

export const commands = {
  bold: marked(marks.strong),
  italic: marked(marks.em),
  strike: marked(marks.s),
  sub: marked(marks.sub),
  sup: marked(marks.sup),
  code: marked(marks.code),
  list: { run: toggleList(nodes.ul), isOn: (state) => around(state, nodes.ul, nodes.ol)?.node.type === nodes.ul },
  numbered: { run: toggleList(nodes.ol), isOn: (state) => around(state, nodes.ul, nodes.ol)?.node.type === nodes.ol },
  quote: { run: toggleQuote, isOn: within(nodes.blockquote) },
  signature: {
    run: toggleSignature,
    isOn: (state) => around(state, nodes.blockquote)?.node.lastChild.type === nodes.footer,
  },
  line: { run: insertBlock(() => nodes.hr.create()) },
  out: { run: lift },
  undo: { run: undo },
  redo: { run: redo },
  ...tableCommands,
  ...figureCommands,
};

// A row of tools with such a context is shown only while the cursor is within it.
export const contexts = {
  table: within(nodes.tablebox),
  figure: within(nodes.figure),
  quote: within(nodes.blockquote),
};

export const isLinked = hasMark(marks.a);
