// Tags as they are typed: Enter or a comma adds one, arrows go through the suggestions, Backspace in
// the empty field goes to the last one, × takes it away. Without this each button answers with the form.
const field = () => document.getElementById("new_tag");
const box = () => field().closest(".tokens");
const suggestions = () => document.getElementById("tag-suggestions");
const options = () => [...suggestions().children];
const active = () => suggestions().querySelector('[aria-selected="true"]');
const chosen = () => [...box().querySelectorAll("[name=tags]")].map((each) => each.value.toLowerCase());

function add(words) {
  for (const each of words.split(",")) {
    const name = each.trim().replace(/\s+/g, " ");
    if (name && !chosen().includes(name.toLowerCase())) box().querySelector("ul").append(token(name));
  }
  field().value = "";
  close();
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

function token(name) {
  const li = document.getElementById("tag-token").content.firstElementChild.cloneNode(true);
  const [words, hidden, button] = li.children;
  words.textContent = hidden.value = button.value = name;
  button.setAttribute("aria-label", button.getAttribute("aria-label").replace("{}", name));
  return li;
}

function remove(button) {
  const li = button.closest(".token");
  const next = li.nextElementSibling ?? li.previousElementSibling;
  (next?.querySelector("button") ?? field()).focus();
  li.remove();
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

function close() {
  suggestions().replaceChildren();
  point(null);
}

function point(option) {
  for (const each of options()) each.setAttribute("aria-selected", each === option);
  field().setAttribute("aria-activedescendant", option?.id ?? "");
  field().setAttribute("aria-expanded", options().length > 0);
}

function step(by) {
  const all = options();
  const at = all.indexOf(active());
  point(at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by]);
}

function press(key) {
  const words = active()?.dataset.tag ?? field().value.trim();
  if (key === "Enter" && words) return add(words), true;
  if (key === "ArrowDown" || key === "ArrowUp") return step(key === "ArrowDown" ? 1 : -1), true;
  if (key === "Escape" && options().length) return close(), true;
  if (key === "Backspace" && !field().value) return box().querySelector("li:last-child button")?.focus(), true;
  return false;
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const adds = key === "Enter" && target.value && document.getElementById(target.dataset?.enter);
  if (adds) adds.click();
  const isToken = target.closest?.(".token button") && (key === "Backspace" || key === "Delete");
  if (isToken) remove(target);
  if (adds || isToken || (target === field() && press(key))) event.preventDefault();
});

document.addEventListener("input", ({ target }) => {
  if (target.id === "new_tag" && target.value.includes(",")) add(target.value); // also where no key is told
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".tokens button, #tag-suggestions button");
  if (!button) return;
  event.preventDefault();
  if (button.name === "remove_tag") return remove(button);
  add(button.dataset.tag ?? field().value);
  field().focus();
});

document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#tag-suggestions")) event.preventDefault(); // the field keeps the focus
});
document.addEventListener("focusout", ({ target }) => target.id === "new_tag" && close());
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "tag-suggestions") document.activeElement === field() ? point(null) : close();
});

function open() {
  field()?.setAttribute("role", "combobox");
  field()?.setAttribute("aria-autocomplete", "list");
  field()?.setAttribute("aria-expanded", "false");
}
document.addEventListener("htmx:load", open);
open();
