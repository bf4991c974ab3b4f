// The rich-text editor of a body. Without it, or until it has come, the body is a textarea of HTML.
import { Editor } from "./editor/editor.js";

function open(root) {
  for (const box of root.querySelectorAll?.("[data-body-editor]") ?? []) {
    if (!box.editor) box.editor = new Editor(box);
  }
}

document.addEventListener("htmx:load", (event) => open(event.target));
open(document);
