// A body's HTML → the editor's document, and back.
import { DOMParser as Reader, DOMSerializer } from "prosemirror-model";
import { schema } from "./schema.js";

const reader = Reader.fromSchema(schema);
const writer = DOMSerializer.fromSchema(schema);
// Nothing in it is loaded or run.
const inert = document.implementation.createHTMLDocument("");

export function documentOf(html) {
  const { body } = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  return reader.parse(body);
}

export function htmlOf(doc) {
  if (isEmpty(doc)) return "";
  const box = inert.createElement("div");
  box.append(writer.serializeFragment(doc.content, { document: inert }));
  for (const rows of box.querySelectorAll("tbody")) group(rows);
  return box.innerHTML;
}

export const isEmpty = (doc) =>
  doc.childCount === 1 && doc.firstChild.type.name === "p" && !doc.firstChild.childCount;

// Give each part of a table its element again.
function group(rows) {
  const parts = { thead: [], tbody: [], tfoot: [] };
  for (const row of [...rows.children]) {
    parts[row.dataset.group].push(row);
    delete row.dataset.group;
  }
  const elements = Object.entries(parts)
    .filter(([, held]) => held.length)
    .map(([name, held]) => {
      const element = inert.createElement(name);
      element.append(...held);
      return element;
    });
  rows.replaceWith(...elements);
}
