// Find and change the blocks around the cursor.
import { Selection } from "prosemirror-state";

// Return the nearest node of these types around the selection, with its position, or null.
export function around(state, ...types) {
  const { $from, node } = state.selection;
  if (node && types.includes(node.type)) return { node, pos: $from.pos, depth: $from.depth + 1 };
  for (let depth = $from.depth; depth > 0; depth--) {
    const found = $from.node(depth);
    if (types.includes(found.type)) return { node: found, pos: $from.before(depth), depth };
  }
  return null;
}

// Add or remove a line such as a caption at the end of a node, or with `first` at its start.
// `there` is the child that is at that place now.
export function toggleLine(state, dispatch, { node, pos }, type, there, first = false) {
  const end = pos + node.nodeSize - 1;
  const start = pos + 1;
  const { tr } = state;
  if (there?.type === type) {
    if (first) tr.delete(start, start + there.nodeSize);
    else tr.delete(end - there.nodeSize, end);
  } else {
    const at = first ? start : end;
    tr.insert(at, type.create());
    tr.setSelection(Selection.near(tr.doc.resolve(at + 1)));
  }
  dispatch?.(tr.scrollIntoView());
  return true;
}

export function insertBlock(node) {
  return (state, dispatch) => {
    if (!state.selection.$from.parent.inlineContent && !state.selection.node) return false;
    dispatch?.(state.tr.replaceSelectionWith(node()).scrollIntoView());
    return true;
  };
}
