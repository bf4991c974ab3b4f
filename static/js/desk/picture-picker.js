// A button with data-opens-picker opens the library in a dialog. When the editor chooses a picture, the
// button's value becomes the picture's id and it receives `picture:chosen`; the event's detail is the
// picture: id, alt, caption, credit, html, thumb …
import htmx from "./htmx.js";
import { uploadFiles } from "./uploads.js";

const dialog = () => document.getElementById("picker");
const body = () => document.getElementById("picker-body");
let opener = null;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-opens-picker]");
  const choice = event.target.closest?.("[data-picture]");
  if (button && dialog()) {
    event.preventDefault();
    open(button);
  } else if (choice && opener) {
    dialog().close();
    const detail = JSON.parse(choice.dataset.picture);
    opener.value = detail.id;
    opener.dispatchEvent(new CustomEvent("picture:chosen", { bubbles: true, detail }));
  }
});

function open(button) {
  opener = button;
  dialog().showModal();
  dialog().onclose = () => body().replaceChildren(); // else a file dropped on the page would go to its drop zone
  return htmx.ajax("GET", dialog().dataset.library, { source: body(), target: body(), swap: "innerHTML" });
}

// Pictures dropped or pasted into a text are uploaded in the dialog of its picture button.
function uploadIntoText(event) {
  const transfer = event.dataTransfer ?? event.clipboardData;
  const button = event.target.closest?.(".editor")?.querySelector("[data-opens-picker]");
  if (!button || !hasPictureFiles(transfer)) return;
  event.preventDefault();
  event.stopPropagation();
  const files = [...transfer.files]; // the browser empties the transfer after this event
  open(button).then(() => uploadFiles(files));
}

// Word puts a picture of the copied text beside the text itself.
export const hasPictureFiles = (transfer) => transfer?.files.length > 0 && !transfer.types.includes("text/plain");

for (const name of ["drop", "paste"]) document.addEventListener(name, uploadIntoText, true);
