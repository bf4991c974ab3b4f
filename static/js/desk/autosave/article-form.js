// The article's form as autosave sees it: what is typed, and the line that says when it was saved.
const TEXT_CONTROLS = "textarea, input:not([type]), [type=text]";
const SERVER_STATE = ["version", "copy_seen"]; // hidden fields: what the form knows of the server, not typed

export const form = () => document.querySelector("form#article[data-autosave]");

export function typedFields() {
  const pairs = [...new FormData(form())].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(pairs.filter(([name]) => !["csrf_token", ...SERVER_STATE].includes(name)));
}

// After Back or a reload, the page of a new story has another token. It takes the one that this place of the
// history began with, so that the text goes on as the same story and no second one is made.
export function keepFormToken() {
  const token = form().elements.begun_with;
  if (form().dataset.presence) return;
  if (history.state?.formToken) token.value = history.state.formToken;
  else history.replaceState({ ...history.state, formToken: token.value }, "");
}

export function withServerState(fields) {
  for (const name of SERVER_STATE) fields.set(name, form().elements[name].value);
  return fields;
}

export function post(address, fields, options = {}) {
  fields.set("csrf_token", form().elements.csrf_token.value);
  return fetch(address, { method: "POST", body: fields, headers: { "HX-Request": "true" }, ...options });
}

// Put the text of the template `save-state-NAME` where “Saved 14:03” stands. It never changes twice to
// the same text, so that a screen reader announces each change once.
export function showSaveState(name) {
  const line = document.getElementById("saved");
  const text = document.getElementById(`save-state-${name}`);
  if (!line || !text || line.dataset.state === name) return;
  line.dataset.state = name;
  line.classList.toggle("save-state--bad", name !== "saving");
  line.replaceChildren(text.content.cloneNode(true));
}

// Replace the parts of the page that a response brings; never a part that has the focus.
export function swapParts(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const part of template.content.children) {
    const old = document.getElementById(part.id);
    if (!old || old.outerHTML === part.outerHTML) continue;
    if (old.contains(document.activeElement)) {
      if (old.id !== "saved") continue;
      document.querySelector('[data-key="save"]').focus(); // the focused “Sign in” link disappears
    }
    part.open = old.open;
    part.removeAttribute("hx-swap-oob");
    old.replaceWith(part.cloneNode(true));
  }
}

// Return the HTML of a form with the texts of `fields` that differ from those that were submitted.
export function withLaterFields(html, submittedText, fields) {
  const submitted = new URLSearchParams(submittedText);
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const [name, text] of fields) {
    if (text === submitted.get(name)) continue;
    const control = template.content.querySelector(`form#article [name="${name}"]:is(${TEXT_CONTROLS})`);
    if (control?.matches("textarea")) control.textContent = text;
    else control?.setAttribute("value", text);
  }
  return template.innerHTML;
}
