// The picture picker: a button with data-picks opens the library in a dialog, and hears
// `picture:chosen` with the picture in its detail: id, alt, caption, credit, html, thumb …
// The picture's number becomes its value, so that a form is sent with it.
import htmx from "htmx.org";

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
  htmx.ajax("GET", dialog().dataset.library, { source: body(), target: body(), swap: "innerHTML" });
}
