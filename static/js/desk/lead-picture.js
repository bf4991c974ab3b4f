// A picture dropped or pasted beside the text is the article's lead picture, as one chosen by its
// file field is. How much of it has been sent is shown beside that.
import { holdsPictures } from "./picker.js";

const field = () => !document.querySelector("form.drop") && document.getElementById("new_picture");
const isText = (element) => element.closest?.("input, textarea, [contenteditable]");

function take(event, brought) {
  if (!field() || isText(event.target) || !holdsPictures(brought)) return;
  event.preventDefault();
  field().files = brought.files;
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("dragover", (event) => {
  if (field() && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => take(event, event.dataTransfer));
document.addEventListener("paste", (event) => take(event, event.clipboardData));

document.addEventListener("htmx:xhr:progress", (event) => {
  const { loaded, total } = event.detail;
  const bar = event.target.closest?.(".bringing")?.querySelector("progress");
  if (bar && total) loaded < total ? (bar.value = (100 * loaded) / total) : bar.removeAttribute("value");
});
