// Keys. Single letters work only while no field has the focus, and can be switched off under My
// account; each of them has a visible button or link of its own, marked with data-key.
const rooms = { a: "articles", q: "queue", t: "today" };
let going = false;

const isField = (element) =>
  element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName);

function rows() {
  return [...document.querySelectorAll("main tbody tr, main .rows > li")].filter((row) =>
    row.querySelector("a"),
  );
}

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.querySelector("a")?.focus();
}

function choose() {
  document.activeElement.closest("tr, li")?.querySelector('input[type="checkbox"]')?.click();
}

function press(selector) {
  const found = document.querySelector(selector);
  if (!found) return false;
  isField(found) ? found.focus() : found.click();
  return true;
}

function letter(event) {
  if (going) {
    going = false;
    return rooms[event.key] ? press(`[data-room="${rooms[event.key]}"]`) : false;
  }
  if (event.key === "g") return (going = true);
  if (event.key === "j") return step(1), true;
  if (event.key === "k") return step(-1), true;
  if (event.key === "x") return choose(), true;
  return press(`[data-key="${CSS.escape(event.key)}"]`);
}

function chord(event) {
  if (event.key === "Enter") return press("main .button--primary");
  if (event.key === "s") return press('[data-key="save"]');
  if (event.shiftKey && event.key.toLowerCase() === "p") return press('[data-key="preview"]');
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const handled =
    event.ctrlKey || event.metaKey
      ? chord(event)
      : "keys" in document.body.dataset && event.key.length === 1 && !isField(event.target) &&
        letter(event);
  if (handled) event.preventDefault();
});
