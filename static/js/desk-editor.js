// Turn each body's textarea into the rich-text editor. Without a script an editor writes HTML there.
import { Editor } from "./editor/editor.js";

function open(root) {
  for (const box of root.querySelectorAll?.("[data-body-editor]") ?? []) {
    if (!box.editor) box.editor = new Editor(box);
  }
}

document.addEventListener("htmx:load", (event) => open(event.target));
open(document);
