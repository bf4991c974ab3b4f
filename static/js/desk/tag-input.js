// Type tags: Enter or a comma adds one, arrow keys move through the suggestions, Backspace in the empty
// field goes to the last tag, × removes one. Without a script each button answers with the whole form.
const field = () => document.getElementById("new_tag");
const box = () => field().closest(".tokens");
const suggestions = () => document.getElementById("tag-suggestions");
const options = () => [...suggestions().children];
const activeOption = () => suggestions().querySelector('[aria-selected="true"]');
const chosenNames = () => [...box().querySelectorAll("[name=tags]")].map((each) => each.value.toLowerCase());
const chosenIds = () => [...box().querySelectorAll("[name=tag_ids]")].map((each) => each.value);

function addTags(text) {
  for (const each of text.split(",")) {
    const name = each.trim().replace(/[ \t\n\v\f\r\x85\u2028\u2029]+/g, " ");
    if (name && !chosenNames().includes(name.toLowerCase())) append(name, "");
  }
  finishAdding();
}

function addExisting(name, id) {
  if (!chosenIds().includes(id)) append(name, id);
  finishAdding();
}

function finishAdding() {
  field().value = "";
  closeSuggestions();
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

function append(name, id) {
  const item = document.getElementById("tag-token").content.firstElementChild.cloneNode(true);
  const [text, nameInput, idInput, button] = item.children;
  text.textContent = nameInput.value = name;
  idInput.value = id;
  button.value = id || name;
  button.setAttribute("aria-label", button.getAttribute("aria-label").replace("{}", name));
  box().querySelector("ul").append(item);
}

function choose(option) {
  const { tag, id } = option.dataset;
  id ? addExisting(tag, id) : addTags(tag);
}

function removeTag(button) {
  const item = button.closest(".token");
  const next = item.nextElementSibling ?? item.previousElementSibling;
  (next?.querySelector("button") ?? field()).focus();
  item.remove();
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

function closeSuggestions() {
  suggestions().replaceChildren();
  activate(null);
}

function activate(option) {
  for (const each of options()) each.setAttribute("aria-selected", each === option);
  field().setAttribute("aria-activedescendant", option?.id ?? "");
  field().setAttribute("aria-expanded", options().length > 0);
}

function moveActive(by) {
  const all = options();
  const at = all.indexOf(activeOption());
  activate(at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by]);
}

// Return true if the field has used the key.
function handleKey(key) {
  if (key === "Enter" && activeOption()) return choose(activeOption()), true;
  if (key === "Enter" && field().value.trim()) return addTags(field().value), true;
  if (key === "ArrowDown" || key === "ArrowUp") return moveActive(key === "ArrowDown" ? 1 : -1), true;
  if (key === "Escape" && options().length) return closeSuggestions(), true;
  if (key === "Backspace" && !field().value) return box().querySelector("li:last-child button")?.focus(), true;
  return false;
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = key === "Enter" && target.value && document.getElementById(target.dataset?.enterPresses);
  if (button) button.click();
  const isRemoval = target.closest?.(".token button") && (key === "Backspace" || key === "Delete");
  if (isRemoval) removeTag(target);
  if (button || isRemoval || (target === field() && handleKey(key))) event.preventDefault();
});

// Phone keyboards may send no key event for the comma.
document.addEventListener("input", ({ target }) => {
  if (target.id === "new_tag" && target.value.includes(",")) addTags(target.value);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".tokens button, #tag-suggestions button");
  if (!button) return;
  event.preventDefault();
  if (button.name === "remove_tag") return removeTag(button);
  button.dataset.tag ? choose(button) : addTags(field().value);
  field().focus();
});

document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#tag-suggestions")) event.preventDefault(); // the field keeps the focus
});
document.addEventListener("focusout", ({ target }) => target.id === "new_tag" && closeSuggestions());
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "tag-suggestions") document.activeElement === field() ? activate(null) : closeSuggestions();
});

function start() {
  field()?.setAttribute("role", "combobox");
  field()?.setAttribute("aria-autocomplete", "list");
  field()?.setAttribute("aria-expanded", "false");
}
document.addEventListener("htmx:load", start);
start();
