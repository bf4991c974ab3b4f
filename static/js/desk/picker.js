// The picture picker: a button with data-picks opens the library in a dialog, and hears
// `picture:chosen` with the picture in its detail: id, alt, caption, credit, html, thumb …
// The picture's number becomes its value, so that a form is sent with it.
import htmx from "htmx.org";
import { take } from "./uploads.js";

const dialog = () => document.getElementById("picker");
const body = () => document.getElementById("picker-body");
let opener = null;

document.addEventListener("click", (event) => {
  const opens = event.target.closest?.("[data-picks]");
  const pick = event.target.closest?.("[data-pick]");
  if (opens && dialog()) {
    event.preventDefault();
    open(opens);
  } else if (pick && opener) {
    dialog().close();
    const detail = JSON.parse(pick.dataset.pick);
    opener.value = detail.id;
    opener.dispatchEvent(new CustomEvent("picture:chosen", { bubbles: true, detail }));
  }
});

function open(button) {
  opener = button;
  dialog().showModal();
  dialog().onclose = () => body().replaceChildren(); // what is dropped on the page is not for it
  return htmx.ajax("GET", dialog().dataset.library, { source: body(), target: body(), swap: "innerHTML" });
}

// Pictures dropped or pasted into a text come in by the dialog of its picture button.
function bring(event) {
  const brought = event.dataTransfer ?? event.clipboardData;
  const button = event.target.closest?.(".editor")?.querySelector("[data-picks]");
  if (!button || !holdsPictures(brought)) return;
  event.preventDefault();
  event.stopPropagation();
  const files = [...brought.files]; // they are gone when this has returned
  open(button).then(() => take(files));
}

// Word sends a picture of each text beside it.
export const holdsPictures = (brought) => brought?.files.length > 0 && !brought.types.includes("text/plain");

for (const name of ["drop", "paste"]) document.addEventListener(name, bring, true);
