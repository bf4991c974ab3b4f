// The dialogs for a link and for an embed. A page has one of each, outside the form.
import { insertHtml } from "./figures.js";
import { schema } from "./schema.js";

const { a } = schema.marks;
const ADDRESS = /^(https?:\/\/[^\s/]+\.[^\s]+|mailto:[^\s@]+@[^\s@]+|(tel|sms):[+\d][\d().-]*|#[^\s]+|\/[^\s]*)$/;

export class Dialogs {
  constructor(editor) {
    this.editor = editor;
    editor.box.addEventListener("click", (event) => {
      const name = event.target.closest("[data-command]")?.dataset.command;
      if (name === "link") this.link();
      if (name === "embed") this.embed();
    });
  }

  // Open a dialog. `use(address, button)` returns an error message, or nothing if the address is good.
  open(id, address, use) {
    const dialog = document.getElementById(id);
    const form = dialog.querySelector("form");
    const field = form.elements.address;
    const message = dialog.querySelector(".field__error");
    field.value = address;
    message.hidden = true;
    field.removeAttribute("aria-invalid");
    form.onsubmit = async (event) => {
      event.preventDefault();
      const error = event.submitter?.value === "cancel" ? "" : await use(field.value.trim(), event.submitter?.value);
      message.hidden = !error;
      message.textContent = error ?? "";
      if (error) return field.setAttribute("aria-invalid", "true"), field.focus();
      back();
    };
    // Focus the text now: the dialog's close event comes only after the next key, which would then
    // replace the words that were selected before.
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
    const error = document.getElementById("link-dialog").dataset.error;
    document.querySelector("#link-dialog [value=remove]").hidden = !range.mark;
    return this.open("link-dialog", range.mark?.attrs.href ?? "", (typed, button) => {
      const address = /^[^\s/:@#]+\.[^\s]+$/.test(typed) ? `https://${typed}` : typed;
      if (button !== "remove" && !ADDRESS.test(address)) return error;
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
      const response = await fetch(`${dialog.dataset.lookup}?${new URLSearchParams({ address })}`).catch(() => null);
      if (!response?.ok && response?.status !== 422) return dialog.dataset.offline;
      const result = await response.json();
      if (result.wrong) return result.wrong;
      const { view } = this.editor;
      insertHtml(result.html)(view.state, view.dispatch);
    });
  }
}

// Return the range of the link around the cursor, or else of the selection, and its mark.
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
