// What is found shows under a search box while a reader types: a combobox with a list (WAI-ARIA APG).
import htmx from "./htmx.js";
import { announce } from "./announce.js";

const SHORTEST = 2;

for (const input of document.querySelectorAll(".search input[hx-get]")) {
  const box = input.closest(".search");
  const panel = box.querySelector(".search__panel");
  const typed = () => input.value.trim();
  let options = [];
  let chosen = -1;
  let answered = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  show(false);

  function show(isShown) {
    panel.hidden = !isShown;
    input.setAttribute("aria-expanded", isShown && options.length > 0);
    choose(-1);
  }

  function choose(number) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    const option = options[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    option ? input.setAttribute("aria-activedescendant", option.id) : input.removeAttribute("aria-activedescendant");
  }

  // One more place than there are options: the box itself, with nothing chosen.
  function move(step) {
    const places = options.length + 1;
    choose(((chosen + 1 + step + places) % places) - 1);
  }

  input.addEventListener("htmx:configRequest", (event) => {
    if (typed().length >= SHORTEST) return;
    event.preventDefault();
    answered = null;
    show(false);
  });

  panel.addEventListener("htmx:afterSwap", () => {
    options = [...panel.querySelectorAll("[role=option]")];
    options.forEach((option, number) => (option.id = `${input.id}-option-${number}`));
    const list = panel.querySelector("[role=listbox]");
    list ? input.setAttribute("aria-controls", (list.id = `${input.id}-list`)) : input.removeAttribute("aria-controls");
    answered = typed();
    show(document.activeElement === input && panel.firstElementChild !== null);
    if (!panel.hidden) announce(panel.querySelector(".search__status").textContent);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && answered && answered === typed()) {
      event.preventDefault();
      if (panel.hidden) show(true);
      move(step);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      options[chosen].click();
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault(); // Chromium would empty the box.
      show(false);
    } else if (event.key === "Tab") {
      show(false);
    }
  });

  input.addEventListener("click", () => answered && answered === typed() && panel.hidden && show(true));
  panel.addEventListener("mousedown", (event) => event.preventDefault()); // The box keeps the focus.
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || show(false));
  htmx.on(input, "htmx:responseError", () => show(false));
}
