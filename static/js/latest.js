// Update the latest stories while the page is visible, without moving anything else.
import htmx from "./htmx.js";

const INTERVAL_MS = 30_000;

for (const list of document.querySelectorAll(".latest__list[hx-get]")) {
  const isBeingRead = () => list.matches(":hover, :focus-within");
  const requestNewer = () => document.visibilityState === "visible" && !isBeingRead() && htmx.trigger(list, "due");
  setInterval(requestNewer, Number(list.dataset.every) || INTERVAL_MS);
  document.addEventListener("visibilitychange", requestNewer);

  list.addEventListener("htmx:configRequest", (event) => {
    event.detail.path = `/latest/since/${list.firstElementChild?.dataset.cursor ?? "0-0"}/`;
  });
  let height = 0;
  list.addEventListener("htmx:beforeSwap", () => (height = list.offsetHeight));
  list.addEventListener("htmx:afterSwap", () => {
    while (list.children.length > 1 && list.scrollHeight > height) list.lastElementChild.remove();
    list.style.minHeight = `${height}px`;
  });
}
