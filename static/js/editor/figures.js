// Pictures and embeds in the text.
import { around, toggleLine } from "./blocks.js";
import { documentOf } from "./html.js";
import { schema } from "./schema.js";

const { nodes } = schema;

// Return the selected picture, or the first of the figure around the cursor, with its position.
export function pictureIn(state) {
  const figure = around(state, nodes.figure);
  const chosen = state.selection.node;
  if (chosen?.type === nodes.image) return { node: chosen, pos: state.selection.from };
  const first = figure?.node.firstChild;
  return first?.type === nodes.image ? { node: first, pos: figure.pos + 1 } : null;
}

export function describePicture(alt) {
  return (state, dispatch) => {
    const picture = pictureIn(state);
    if (!picture) return false;
    dispatch?.(state.tr.setNodeMarkup(picture.pos, null, { ...picture.node.attrs, alt }));
    return true;
  };
}

// Insert blocks, given as HTML, at the cursor; they replace an empty line.
export function insertHtml(html) {
  return (state, dispatch) => {
    const { content } = documentOf(html);
    const { $from } = state.selection;
    const isEmptyLine = $from.parent.isTextblock && !$from.parent.content.size;
    const { tr } = state;
    if (isEmptyLine && $from.depth) tr.replaceWith($from.before(), $from.after(), content);
    else tr.insert($from.depth ? $from.after() : $from.pos, content);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function toggleFigcaption(state, dispatch) {
  const figure = around(state, nodes.figure);
  if (!figure) return false;
  return toggleLine(state, dispatch, figure, nodes.figcaption, figure.node.lastChild);
}

function deleteFigure(state, dispatch) {
  const figure = around(state, nodes.figure);
  if (!figure) return false;
  dispatch?.(state.tr.delete(figure.pos, figure.pos + figure.node.nodeSize).scrollIntoView());
  return true;
}

export const figureCommands = {
  figcaption: {
    run: toggleFigcaption,
    isOn: (state) => around(state, nodes.figure)?.node.lastChild.type === nodes.figcaption,
  },
  deleteFigure: { run: deleteFigure },
};
