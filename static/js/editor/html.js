// Convert a body's HTML to the editor's document and back.
import { DOMParser as Reader, DOMSerializer } from "prosemirror-model";
import { schema } from "./schema.js";

const reader = Reader.fromSchema(schema);
const writer = DOMSerializer.fromSchema(schema);
// A document without a window: the browser loads no picture and runs no script in it.
const inert = document.implementation.createHTMLDocument("");

export function documentOf(html) {
  const { body } = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  return reader.parse(body);
}

export function htmlOf(doc) {
  if (isEmpty(doc)) return "";
  const box = inert.createElement("div");
  box.append(writer.serializeFragment(doc.content, { document: inert }));
  for (const rows of box.querySelectorAll("tbody")) groupRows(rows);
  return box.innerHTML;
}

export const isEmpty = (doc) =>
  doc.childCount === 1 && doc.firstChild.type.name === "p" && !doc.firstChild.childCount;

// Put the rows of a table back into their thead, tbody and tfoot.
function groupRows(rows) {
  const parts = { thead: [], tbody: [], tfoot: [] };
  for (const row of [...rows.children]) {
    parts[row.dataset.group].push(row);
    delete row.dataset.group;
  }
  const elements = Object.entries(parts)
    .filter(([, rows]) => rows.length)
    .map(([name, rows]) => {
      const element = inert.createElement(name);
      element.append(...rows);
      return element;
    });
  rows.replaceWith(...elements);
}
