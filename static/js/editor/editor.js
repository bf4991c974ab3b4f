// One editor over one textarea, which is what the form sends. As long as nothing is changed the
// textarea keeps what the server wrote.
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
import { handlePaste, transformPastedHTML } from "./paste.js";
import { roomBelow } from "./room-below.js";
import { Toolbars } from "./toolbars.js";
import { nodeViews } from "./views.js";

const PAUSE = 400; // milliseconds without a key, after which the textarea is written

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
      roomBelow(),
    ];
    const text = box.querySelector(".editor__text");
    this.view = new EditorView(
      { mount: text },
      {
        state: this.stateOf(this.textarea.value),
        nodeViews,
        handlePaste,
        transformPastedHTML,
        dispatchTransaction: (transaction) => this.take(transaction),
      },
    );
    for (const part of box.querySelectorAll("[hidden]")) {
      if (!part.hasAttribute("data-context")) part.hidden = false;
    }
    this.textarea.hidden = true;
    this.textarea.form?.addEventListener("formdata", (event) => this.hand(event.formData));
    this.toolbars.show();
    this.count();
  }

  stateOf(html) {
    return EditorState.create({ doc: documentOf(html), plugins: this.plugins });
  }

  // Put another body in, with nothing to undo.
  load(html) {
    this.textarea.value = html;
    this.isAhead = false;
    this.view.updateState(this.stateOf(html));
    this.toolbars.show();
    this.count();
  }

  get html() {
    return htmlOf(this.view.state.doc);
  }

  take(transaction) {
    this.view.updateState(this.view.state.apply(transaction));
    this.toolbars.show();
    if (!transaction.docChanged) return;
    this.isAhead = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), PAUSE);
  }

  write() {
    clearTimeout(this.timer);
    if (!this.isAhead) return;
    this.isAhead = false;
    this.textarea.value = this.html;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.count();
  }

  // The form is sent: with what was typed up to now.
  hand(data) {
    if (this.isAhead) data.set(this.textarea.name, this.html);
  }

  count() {
    const line = this.box.querySelector("[data-counts-words]");
    const words = this.view.state.doc.textBetween(0, this.view.state.doc.content.size, " ");
    const number = words.split(/\s+/).filter(Boolean).length;
    const minutes = Math.max(1, Math.round(number / 220));
    line.textContent = line.dataset.countsWords
      .replace("{words}", number.toLocaleString(document.documentElement.lang))
      .replace("{minutes}", minutes);
  }
}
