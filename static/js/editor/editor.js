// The rich-text editor of one textarea. The form sends the textarea; until the editor changes something,
// the textarea keeps exactly the HTML that the server wrote.
import { baseKeymap } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { Dialogs } from "./dialogs.js";
import { documentOf, htmlOf } from "./html.js";
import { keys, shorthands } from "./keys.js";
import { nodeViews } from "./node-views.js";
import { handlePaste, transformPasted, transformPastedHTML } from "./paste.js";
import { Toolbars } from "./toolbars.js";
import { trailingParagraph } from "./trailing-paragraph.js";

const WRITE_MILLISECONDS = 400; // the textarea is written after this pause in typing
const WORDS_A_MINUTE = 220;

export class Editor {
  constructor(box) {
    this.box = box;
    this.textarea = box.querySelector("textarea");
    const dialogs = new Dialogs(this);
    this.toolbars = new Toolbars(this);
    this.plugins = [
      shorthands(),
      keymap(keys(dialogs, this.toolbars)),
      keymap(baseKeymap),
      history(),
      tableEditing(),
      gapCursor(),
      trailingParagraph(),
    ];
    const text = box.querySelector(".editor__text");
    this.view = new EditorView(
      { mount: text },
      {
        state: this.stateOf(this.textarea.value),
        nodeViews,
        handlePaste,
        transformPasted,
        transformPastedHTML,
        dispatchTransaction: (transaction) => this.apply(transaction),
      },
    );
    for (const part of box.querySelectorAll("[hidden]")) {
      if (!part.hasAttribute("data-context")) part.hidden = false;
    }
    this.textarea.hidden = true;
    this.textarea.form?.addEventListener("formdata", (event) => this.writeTo(event.formData));
    this.toolbars.show();
    this.showCount();
  }

  stateOf(html) {
    return EditorState.create({ doc: documentOf(html), plugins: this.plugins });
  }

  // Replace the body and clear the undo history.
  load(html) {
    this.textarea.value = html;
    this.isChanged = false;
    this.view.updateState(this.stateOf(html));
    this.toolbars.show();
    this.showCount();
  }

  get html() {
    return htmlOf(this.view.state.doc);
  }

  apply(transaction) {
    this.view.updateState(this.view.state.apply(transaction));
    this.toolbars.show();
    if (!transaction.docChanged) return;
    this.isChanged = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), WRITE_MILLISECONDS);
  }

  write() {
    clearTimeout(this.timer);
    if (!this.isChanged) return;
    this.isChanged = false;
    this.textarea.value = this.html;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.showCount();
  }

  // Called when the form is sent, perhaps before the pause is over.
  writeTo(data) {
    if (this.isChanged) data.set(this.textarea.name, this.html);
  }

  showCount() {
    const line = this.box.querySelector("[data-word-count]");
    const words = this.view.state.doc.textBetween(0, this.view.state.doc.content.size, " ");
    const number = words.split(/\s+/).filter(Boolean).length;
    const minutes = Math.max(1, Math.round(number / WORDS_A_MINUTE));
    line.textContent = line.dataset.wordCount
      .replace("{words}", number.toLocaleString(document.documentElement.lang))
      .replace("{minutes}", minutes);
  }
}
