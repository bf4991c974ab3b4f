// Keyboard shortcuts. A single letter works only while no field has the focus, and an editor can switch
// the letters off under My account. Each letter also has a visible button or link, marked with data-key.
const SECTIONS = { s: "articles", q: "queue", t: "today" };
let isAfterG = false;

const isField = (element) =>
  element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName);

function rows() {
  const all = document.querySelectorAll("main tbody tr, main .rows > li");
  return [...all].filter((row) => row.querySelector("a"));
}

function moveFocus(by) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.querySelector("a")?.focus();
}

function toggleRow() {
  document.activeElement.closest("tr, li")?.querySelector('input[type="checkbox"]')?.click();
}

function activate(selector) {
  const found = document.querySelector(selector);
  if (!found) return false;
  isField(found) ? found.focus() : found.click();
  return true;
}

function handleLetter(event) {
  if (isAfterG) {
    isAfterG = false;
    return SECTIONS[event.key] ? activate(`[data-section="${SECTIONS[event.key]}"]`) : false;
  }
  if (event.key === "g") return (isAfterG = true);
  if (event.key === "j") return moveFocus(1), true;
  if (event.key === "k") return moveFocus(-1), true;
  if (event.key === "x") return toggleRow(), true;
  return activate(`[data-key="${CSS.escape(event.key)}"]`);
}

function handleControlKey(event) {
  if (event.key === "Enter") return activate("main .button--primary");
  if (event.key === "s") return activate('[data-key="save"]');
  if (event.shiftKey && event.key.toLowerCase() === "p") return activate('[data-key="preview"]');
  return false;
}

function handle(event) {
  if (event.ctrlKey || event.metaKey) return handleControlKey(event);
  const isLetter = event.key.length === 1 && !isField(event.target);
  return isLetter && "keys" in document.body.dataset && handleLetter(event);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  if (handle(event)) event.preventDefault();
});
