// The latest stories: asked for while the page is seen; what comes moves nothing else.
import htmx from "./htmx.js";

const EVERY = 30_000;

for (const list of document.querySelectorAll(".latest__list[hx-get]")) {
  const isBeingRead = () => list.matches(":hover, :focus-within");
  const ask = () => document.visibilityState === "visible" && !isBeingRead() && htmx.trigger(list, "due");
  setInterval(ask, Number(list.dataset.every) || EVERY);
  document.addEventListener("visibilitychange", ask);

  list.addEventListener("htmx:configRequest", (event) => {
    event.detail.path = `/latest/since/${list.firstElementChild?.dataset.cursor ?? "0-0"}/`;
  });
  let room = 0;
  list.addEventListener("htmx:beforeSwap", () => (room = list.offsetHeight));
  list.addEventListener("htmx:afterSwap", () => {
    while (list.children.length > 1 && list.scrollHeight > room) list.lastElementChild.remove();
    list.style.minHeight = `${room}px`;
  });
}
