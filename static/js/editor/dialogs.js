// The dialogs for a link and for an embed. They stand outside the form, once a page.
import { insertHtml } from "./figures.js";
import { schema } from "./schema.js";

const { a } = schema.marks;
const ADDRESS = /^(https?:\/\/[^\s/]+\.[^\s]+|mailto:[^\s@]+@[^\s@]+|\/[^\s]*)$/;

export class Dialogs {
  constructor(editor) {
    this.editor = editor;
    editor.box.addEventListener("click", (event) => {
      const name = event.target.closest("[data-command]")?.dataset.command;
      if (name === "link") this.link();
      if (name === "embed") this.embed();
    });
  }

  // Opens a dialog; `use` is given its address, and answers what is wrong with it, or nothing.
  open(id, address, use) {
    const dialog = document.getElementById(id);
    const form = dialog.querySelector("form");
    const field = form.elements.address;
    const wrong = dialog.querySelector(".field__error");
    field.value = address;
    wrong.hidden = true;
    field.removeAttribute("aria-invalid");
    form.onsubmit = async (event) => {
      event.preventDefault();
      const words = event.submitter?.value === "cancel" ? "" : await use(field.value.trim(), event.submitter?.value);
      wrong.hidden = !words;
      wrong.textContent = words ?? "";
      if (words) return field.setAttribute("aria-invalid", "true"), field.focus();
      back();
    };
    // At once: a dialog says that it has closed only after the next key, which would meet the words
    // as they were chosen before, and replace them.
    const back = () => {
      dialog.close();
      this.editor.view.focus();
    };
    dialog.oncancel = (event) => {
      event.preventDefault();
      back();
    };
    dialog.showModal();
    field.select();
    return true;
  }

  link() {
    const { view } = this.editor;
    const range = linkAround(view.state);
    const words = document.getElementById("link-dialog").dataset.wrong;
    document.querySelector("#link-dialog [value=remove]").hidden = !range.mark;
    return this.open("link-dialog", range.mark?.attrs.href ?? "", (typed, button) => {
      const address = /^[^\s/:@]+\.[^\s]+$/.test(typed) ? `https://${typed}` : typed;
      if (button !== "remove" && !ADDRESS.test(address)) return words;
      this.setLink(range, button === "remove" ? null : address);
    });
  }

  setLink({ from, to, mark }, href) {
    const { state, dispatch } = this.editor.view;
    const { tr } = state;
    tr.removeMark(from, to, a);
    if (href && from === to) tr.insertText(href, from);
    if (href) tr.addMark(from, from === to ? from + href.length : to, a.create({ ...mark?.attrs, href }));
    dispatch(tr);
  }

  embed() {
    const dialog = document.getElementById("embed-dialog");
    return this.open("embed-dialog", "", async (address) => {
      const answer = await fetch(`${dialog.dataset.asks}?${new URLSearchParams({ address })}`).catch(() => null);
      if (!answer?.ok && answer?.status !== 422) return dialog.dataset.offline;
      const told = await answer.json();
      if (told.wrong) return told.wrong;
      const { view } = this.editor;
      insertHtml(told.html)(view.state, view.dispatch);
    });
  }
}

// The whole link that the cursor is in, else the selection.
function linkAround(state) {
  const { $from, from, to, empty } = state.selection;
  const beside = empty ? [$from.nodeAfter, $from.nodeBefore] : [$from.nodeAfter];
  const mark = [$from.marks(), ...beside.map((each) => each?.marks ?? [])].map((set) => a.isInSet(set)).find(Boolean);
  if (!mark || !empty) return { from, to, mark };
  let start = $from.start();
  let range = { from, to, mark };
  $from.parent.forEach((child) => {
    const end = start + child.nodeSize;
    const isLinked = mark.isInSet(child.marks);
    if (isLinked && end >= range.from && start <= range.to) {
      range = { from: Math.min(start, range.from), to: Math.max(end, range.to), mark };
    }
    start = end;
  });
  return range;
}
