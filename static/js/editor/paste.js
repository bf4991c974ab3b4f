// Convert HTML pasted from Word, Google Docs and web pages to elements of the schema.
import { toggleMark } from "prosemirror-commands";
import { Slice } from "prosemirror-model";
import { schema } from "./schema.js";

const ADDRESS = /^https?:\/\/\S+$/;
const FOREIGN = "img:not([src^='/media/'])";

// An address pasted over selected words makes them a link.
export function handlePaste(view, event) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  const { empty, $from, $to } = view.state.selection;
  if (empty || !$from.sameParent($to) || !ADDRESS.test(text)) return false;
  return toggleMark(schema.marks.a, { href: text })(view.state, view.dispatch);
}

let isForeign = false; // the HTML that is being pasted comes from elsewhere

// Lists, headings, quotations and tables stay whole: the paragraph around the cursor is divided, and only
// pasted paragraphs join its halves. HTML from this editor says itself how far its ends are open.
export function transformPasted(slice, view) {
  const wasForeign = isForeign;
  isForeign = false;
  const { p, heading } = schema.nodes;
  const { firstChild, lastChild } = slice.content;
  const { type } = view.state.selection.$from.parent;
  const isDivisible = type === p || type === heading;
  if (!wasForeign || !isDivisible || !firstChild?.isBlock || !lastChild.isBlock) return slice;
  return new Slice(
    slice.content,
    firstChild.type === p ? slice.openStart : 0,
    lastChild.type === p ? slice.openEnd : 0,
  );
}

export function transformPastedHTML(html, view) {
  isForeign = !html.includes("data-pm-slice");
  if (!isForeign) return html; // from this editor
  // Rename style attributes: the content policy refuses them, and here they are only read.
  const quiet = html.replace(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>/gi, "").replace(/(<[^>]*?\s)style=/gi, "$1data-style=");
  const { body } = new DOMParser().parseFromString(quiet, "text/html");
  if (body.querySelector(FOREIGN)) showPicturesMissing(view.dom.closest("[data-body-editor]"));
  for (const each of body.querySelectorAll(`style, script, meta, link, title, o\\:p, ${FOREIGN}`)) each.remove();
  makeLists(body);
  makeAnchors(body);
  for (const each of body.querySelectorAll("*")) {
    each.removeAttribute("lang");
    each.removeAttribute("dir");
  }
  for (const each of body.querySelectorAll("b, i, strong, em, span, font, a")) readStyle(each);
  for (const each of body.querySelectorAll("a[href^='https://www.google.com/url?']")) {
    const there = new URL(each.href).searchParams.get("q") ?? ""; // Google's click counter
    if (ADDRESS.test(there)) each.href = there;
  }
  return body.innerHTML;
}

// Put an anchor into each target of a link within the pasted text. Word names targets by `<a name>`.
function makeAnchors(body) {
  for (const link of body.querySelectorAll("a[href*='#']")) {
    const name = /^(?:file:[^#]*)?#(.+)$/.exec(link.getAttribute("href"))?.[1];
    const target = name && body.querySelector(`[id="${CSS.escape(name)}"], a[name="${CSS.escape(name)}"]`);
    if (!target) continue;
    link.setAttribute("href", `#${name}`);
    if (target.matches("span[id]:empty")) continue;
    const anchor = document.createElement("span");
    anchor.id = name;
    target.removeAttribute("id");
    target.prepend(anchor);
  }
}

function showPicturesMissing(box) {
  const line = box.querySelector("[data-without-pictures]");
  line.textContent = line.dataset.withoutPictures;
}

const styleOf = (element) => (element.dataset.style ?? "").toLowerCase().replaceAll(" ", "");

// Google Docs writes bold as a style, and wraps the whole document in a `b` of normal weight.
function readStyle(element) {
  const style = styleOf(element);
  const weight = /(?:^|;)font-weight:(\w+)/.exec(style)?.[1];
  const isBold = weight === "bold" || Number(weight) >= 600;
  const wanted = [
    isBold && "strong",
    style.includes("font-style:italic") && "em",
    style.includes("line-through") && "s",
    style.includes("vertical-align:super") && "sup",
    style.includes("vertical-align:sub") && "sub",
  ].filter(Boolean);
  for (const tag of wanted) {
    const mark = document.createElement(tag);
    mark.append(...element.childNodes);
    element.append(mark);
  }
  const isPlain = weight && !isBold && /^(B|STRONG)$/.test(element.tagName);
  const isUpright = style.includes("font-style:normal") && /^(I|EM)$/.test(element.tagName);
  if (isPlain || isUpright) element.replaceWith(...element.childNodes);
}

// Word writes a list item as a paragraph with a style of its own and its bullet as text.
function makeLists(body) {
  let lists = [];
  let name; // Word's name of the list under way
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3")]) {
    const item = /mso-list:(l\d+)level(\d+)(lfo\d+)?/.exec(styleOf(paragraph));
    if (!item) {
      lists = [];
      continue;
    }
    const level = Number(item[2]);
    const bullet = [...paragraph.querySelectorAll("span")].find((each) => styleOf(each).includes("mso-list:ignore"));
    const tag = /^\s*(\d+|[a-z]{1,4})[.)]/i.test(bullet?.textContent ?? "") ? "ol" : "ul";
    bullet?.remove();
    const isAnother = level === 1 && name !== item[1] + item[3];
    if (isAnother || lists[0]?.nextElementSibling !== paragraph) lists = [];
    if (!lists.length) name = item[1] + item[3];
    lists.length = Math.min(lists.length, level);
    while (lists.length < level) {
      const list = document.createElement(tag);
      const last = lists.at(-1);
      if (!last) paragraph.before(list);
      else (last.lastElementChild ?? last.appendChild(document.createElement("li"))).append(list);
      lists.push(list);
    }
    const li = document.createElement("li");
    li.append(...paragraph.childNodes);
    lists.at(-1).append(li);
    paragraph.remove();
  }
}
