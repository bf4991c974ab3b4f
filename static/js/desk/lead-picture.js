// A picture dropped or pasted beside the text becomes the lead picture, as if chosen with its file field.
// A bar beside the field shows the progress of the upload.
import { hasPictureFiles } from "./picture-picker.js";

const field = () => !document.querySelector("form.drop") && document.getElementById("new_picture");
const isTextInput = (element) => element.closest?.("input, textarea, [contenteditable]");

function upload(event, transfer) {
  if (!field() || isTextInput(event.target) || !hasPictureFiles(transfer)) return;
  event.preventDefault();
  field().files = transfer.files;
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("dragover", (event) => {
  if (field() && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => upload(event, event.dataTransfer));
document.addEventListener("paste", (event) => upload(event, event.clipboardData));

document.addEventListener("htmx:xhr:progress", (event) => {
  const { loaded, total } = event.detail;
  const bar = event.target.closest?.(".picture-upload")?.querySelector("progress");
  if (bar && total) loaded < total ? (bar.value = (100 * loaded) / total) : bar.removeAttribute("value");
});
