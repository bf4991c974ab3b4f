// Show results under a search box while a reader types: a combobox with a listbox (WAI-ARIA APG).
import htmx from "./htmx.js";
import { announce } from "./announce.js";

const MIN_QUERY_CHARS = 2;
// One sign of these scripts is a word.
const WORD_OF_ONE_SIGN =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Mymr}\p{sc=Khmr}\p{ExtPict}]/u;

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

  // The positions are the options and the box itself, where nothing is chosen.
  function move(step) {
    const positions = options.length + 1;
    choose(((chosen + 1 + step + positions) % positions) - 1);
  }

  input.addEventListener("htmx:configRequest", (event) => {
    if (typed().length >= MIN_QUERY_CHARS || WORD_OF_ONE_SIGN.test(typed())) return;
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
      event.preventDefault(); // Chromium would clear the box.
      show(false);
    } else if (event.key === "Tab") {
      show(false);
    }
  });

  input.addEventListener("click", () => answered && answered === typed() && panel.hidden && show(true));
  panel.addEventListener("mousedown", (event) => event.preventDefault()); // Leave the focus in the box.
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || show(false));
  htmx.on(input, "htmx:responseError", () => show(false));
}
