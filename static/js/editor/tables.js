// Commands for tables. A new table has a header row; rows, columns and cells are prosemirror-tables' own.
import { Selection } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
} from "prosemirror-tables";
import { around, insertBlock, toggleLine } from "./blocks.js";
import { schema } from "./schema.js";

const { nodes } = schema;
const ROWS = 3;
const COLUMNS = 3;

function newTable() {
  const row = (type, attrs, group) =>
    nodes.tr.create({ group }, Array.from({ length: COLUMNS }, () => type.createAndFill(attrs)));
  const body = Array.from({ length: ROWS - 1 }, () => row(nodes.td, null, "tbody"));
  const rows = [row(nodes.th, { scope: "col" }, "thead"), ...body];
  return nodes.tablebox.create(null, nodes.table.create(null, rows));
}

function insertTable(state, dispatch, view) {
  return insertBlock(newTable)(
    state,
    dispatch &&
      ((tr) => {
        let first = null;
        const from = state.selection.from;
        tr.doc.nodesBetween(Math.max(0, from - 2), tr.doc.content.size, (node, pos) => {
          if (first === null && node.type === nodes.th && pos >= from - 2) first = pos;
          return first === null;
        });
        if (first !== null) tr.setSelection(Selection.near(tr.doc.resolve(first + 1)));
        dispatch(tr.scrollIntoView());
      }),
    view,
  );
}

function deleteTable(state, dispatch) {
  const table = around(state, nodes.tablebox);
  if (!table) return false;
  dispatch?.(state.tr.delete(table.pos, table.pos + table.node.nodeSize).scrollIntoView());
  return true;
}

function toggleCaption(state, dispatch) {
  const table = around(state, nodes.tablebox);
  if (!table) return false;
  return toggleLine(state, dispatch, table, nodes.caption, table.node.firstChild, true);
}

// Make the first row (scope "col") or the first column (scope "row") a header, or plain cells again.
function toggleHeader(scope) {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { tr } = state;
    const { map, table, tableStart } = selectedRect(state);
    const across = scope === "col";
    const area = across
      ? { left: 0, top: 0, right: map.width, bottom: 1 }
      : { left: 0, top: 0, right: 1, bottom: map.height };
    const type = isHeader(table, map, scope) ? nodes.td : nodes.th;
    for (const pos of map.cellsInRect(area)) {
      const isCorner = pos === map.map[0];
      const other = isHeader(table, map, across ? "row" : "col");
      if (isCorner && other) continue; // the corner already is a header of the other direction
      const { colspan, rowspan, lang, dir } = table.nodeAt(pos).attrs;
      const own = { colspan, rowspan, lang, dir };
      tr.setNodeMarkup(tableStart + pos, type, type === nodes.th ? { ...own, scope } : own);
    }
    if (across) {
      const group = type === nodes.th ? "thead" : "tbody";
      tr.setNodeMarkup(tableStart, null, { ...table.firstChild.attrs, group });
    }
    dispatch?.(tr);
    return true;
  };
}

function isHeader(table, map, scope) {
  const at = scope === "col" ? map.width > 1 ? 1 : 0 : map.height > 1 ? map.width : 0;
  return table.nodeAt(map.map[at])?.type === nodes.th;
}

function hasHeader(scope) {
  return (state) => {
    if (!isInTable(state)) return false;
    const { table, map } = selectedRect(state);
    return isHeader(table, map, scope);
  };
}

export const tableCommands = {
  table: { run: insertTable },
  rowBefore: { run: addRowBefore },
  rowAfter: { run: addRowAfter },
  columnBefore: { run: addColumnBefore },
  columnAfter: { run: addColumnAfter },
  deleteRow: { run: deleteRow },
  deleteColumn: { run: deleteColumn },
  headerRow: { run: toggleHeader("col"), isOn: hasHeader("col") },
  headerColumn: { run: toggleHeader("row"), isOn: hasHeader("row") },
  mergeCells: { run: mergeCells },
  splitCell: { run: splitCell },
  caption: {
    run: toggleCaption,
    isOn: (state) => around(state, nodes.tablebox)?.node.firstChild.type === nodes.caption,
  },
  deleteTable: { run: deleteTable },
};
