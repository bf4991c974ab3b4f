// The schema of a body: exactly the elements and attributes that portal/cleaning allows.
// Nodes are named after their elements. The order of the marks is the order in which the cleaner nests them.
import { Schema } from "prosemirror-model";

const OWN = ["lang", "dir"];
const emptyAttrs = (names) => Object.fromEntries(names.map((name) => [name, { default: null }]));
const read = (dom, names) => Object.fromEntries(names.map((name) => [name, dom.getAttribute(name)]));

// The spec of an element with these attributes, its language and its direction.
function written(tag, names = [], spec = {}) {
  const all = [...names, ...OWN];
  return {
    attrs: emptyAttrs(all),
    parseDOM: [{ tag, getAttrs: (dom) => read(dom, all) }],
    toDOM: (node) => [tag, node.attrs, 0],
    ...spec,
  };
}

const block = (tag, spec) => written(tag, [], { group: "block", ...spec });
const line = (tag, spec) => ({
  content: "inline*",
  defining: true,
  parseDOM: [{ tag }],
  toDOM: () => [tag, 0],
  ...spec,
});

const LEVELS = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 };
const heading = block("h2", {
  content: "inline*",
  defining: true,
  attrs: { level: { default: 2 }, ...emptyAttrs(OWN) },
  parseDOM: Object.entries(LEVELS).map(([tag, level]) => ({
    tag,
    getAttrs: (dom) => ({ level, ...read(dom, OWN) }),
  })),
  toDOM: ({ attrs: { level, ...own } }) => [`h${level}`, own, 0],
});

const pre = block("pre", {
  content: "text*",
  marks: "",
  code: true,
  defining: true,
  attrs: { code: { default: false }, ...emptyAttrs(OWN) },
  parseDOM: [
    {
      tag: "pre",
      preserveWhitespace: "full",
      getAttrs: (dom) => ({ code: Boolean(dom.querySelector("code")), ...read(dom, OWN) }),
    },
  ],
  toDOM: ({ attrs: { code, ...own } }) => ["pre", own, code ? ["code", 0] : 0],
});

const ol = written("ol", ["start", "reversed"], { group: "block", content: "li+" });

// Pictures

const PICTURE = ["src", "alt", "width", "height", "title"];
const LINK = ["href", "title", "hreflang"];
const onlyPicture = (dom) => {
  const image = dom.querySelector(":scope > img");
  return image && !dom.textContent.trim() ? image : null;
};
const image = {
  attrs: { ...emptyAttrs(PICTURE), link: { default: null } },
  draggable: true,
  parseDOM: [
    {
      tag: "a",
      context: "figure/",
      priority: 60,
      getAttrs(dom) {
        const picture = onlyPicture(dom);
        return picture && { ...read(picture, PICTURE), link: read(dom, [...LINK, ...OWN]) };
      },
    },
    { tag: "img", getAttrs: (dom) => read(dom, PICTURE) },
  ],
  toDOM({ attrs: { link, ...own } }) {
    return link ? ["a", link, ["img", own]] : ["img", own];
  },
};
const figure = block("figure", {
  content: "(image | figure+ | pre | embed) figcaption?",
  marks: "",
  isolating: true,
});

const embed = {
  group: "block",
  atom: true,
  attrs: { address: {}, title: { default: null } },
  parseDOM: [{ tag: "portal-embed", getAttrs: (dom) => read(dom, ["address", "title"]) }],
  toDOM: (node) => ["portal-embed", node.attrs],
};

// Tables. prosemirror-tables allows only rows in a table, so `tablebox` is the table element with its caption,
// `table` holds the rows, and each row remembers whether it belongs to thead, tbody or tfoot.

const GROUPS = ["THEAD", "TBODY", "TFOOT"];
const groupOf = (row) =>
  GROUPS.includes(row.parentNode?.nodeName) ? row.parentNode.nodeName.toLowerCase() : "tbody";
const table = { content: "tr+", tableRole: "table", isolating: true, toDOM: () => ["tbody", 0] };
const tr = {
  content: "(td | th)+",
  tableRole: "row",
  attrs: { group: { default: "tbody" }, ...emptyAttrs(OWN) },
  parseDOM: [{ tag: "tr", getAttrs: (dom) => ({ group: groupOf(dom), ...read(dom, OWN) }) }],
  toDOM: ({ attrs: { group, ...own } }) => ["tr", { ...own, "data-group": group }, 0],
};
const span = (dom, name) => Math.max(1, Number(dom.getAttribute(name)) || 1);
const cell = (tag, tableRole, names) => ({
  content: "block+",
  tableRole,
  isolating: true,
  attrs: {
    colspan: { default: 1 },
    rowspan: { default: 1 },
    colwidth: { default: null },
    ...emptyAttrs([...names, ...OWN]),
  },
  parseDOM: [
    {
      tag,
      getAttrs: (dom) => ({
        colspan: span(dom, "colspan"),
        rowspan: span(dom, "rowspan"),
        ...read(dom, [...names, ...OWN]),
      }),
    },
  ],
  toDOM({ attrs: { colspan, rowspan, colwidth, ...own } }) {
    const spans = { colspan: colspan > 1 ? colspan : null, rowspan: rowspan > 1 ? rowspan : null };
    return [tag, { ...own, ...spans }, 0];
  },
});

const nodes = {
  doc: { content: "block+" },
  p: block("p", { content: "inline*" }),
  heading,
  ul: block("ul", { content: "li+" }),
  ol,
  li: written("li", [], { content: "block+", defining: true }),
  blockquote: block("blockquote", { content: "block+ footer?", defining: true }),
  footer: line("footer", { parseDOM: [{ tag: "footer", context: "blockquote/" }] }),
  pre,
  hr: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  figure,
  image,
  figcaption: line("figcaption"),
  embed,
  tablebox: written("table", [], { group: "block", content: "caption? table", isolating: true }),
  caption: line("caption"),
  table,
  tr,
  td: cell("td", "cell", []),
  th: cell("th", "header_cell", ["scope"]),
  dl: block("dl", { content: "(dt | dd)+" }),
  dt: written("dt", [], { content: "inline*" }),
  dd: written("dd", [], { content: "block+" }),
  details: block("details", { content: "summary block+", isolating: true }),
  summary: line("summary"),
  text: { group: "inline" },
  // The target of a link within the story.
  anchor: {
    inline: true,
    group: "inline",
    atom: true,
    selectable: false,
    attrs: { id: {} },
    parseDOM: [{ tag: "span[id]", priority: 60, getAttrs: (dom) => !dom.hasChildNodes() && { id: dom.id } }],
    toDOM: (node) => ["span", node.attrs],
  },
  br: {
    inline: true,
    group: "inline",
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
};

// Marks

const mark = (tag, names = [], others = [], wanted = "") => {
  const all = [...names, ...OWN];
  return {
    attrs: emptyAttrs(all),
    parseDOM: [tag + wanted, ...others].map((each) => ({
      tag: each,
      getAttrs: (dom) => read(dom, all),
    })),
    toDOM: (it) => [tag, it.attrs, 0],
  };
};
const language = mark("span");
language.parseDOM = ["span[lang]", "span[dir]"].map((tag) => ({ ...language.parseDOM[0], tag }));

const marks = {
  a: { ...mark("a", LINK, [], "[href]"), inclusive: false },
  span: language,
  abbr: mark("abbr", ["title"], [], "[title]"),
  cite: mark("cite"),
  strong: mark("strong", [], ["b"]),
  em: mark("em", [], ["i"]),
  s: mark("s", [], ["del", "strike"]),
  sub: mark("sub"),
  sup: mark("sup"),
  code: mark("code", [], ["kbd", "samp", "tt", "var"]),
};

export const schema = new Schema({ nodes, marks });
