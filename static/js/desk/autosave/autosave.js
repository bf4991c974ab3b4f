// Nothing typed is lost. Every few seconds the unsaved text of the article's form goes to the server;
// until the server has it, it also stays on this device (device-draft.js). Only the line “Saved 14:03”
// changes, never a field that an editor is writing in.
import {
  form, keepFormToken, post, showSaveState, swapParts, typedFields, withLaterFields, withServerState,
} from "./article-form.js";
import { draftKey, forgetDraft, markDraftSubmitted, offerDrafts, storeDraft } from "./device-draft.js";
import { reportDeparture, reportPresence } from "./presence.js";

const SAVE_MILLISECONDS = 4000;
const RETRY_MILLISECONDS = 15_000;
const PRESENCE_MILLISECONDS = 25_000;
const SLOW_MILLISECONDS = 1000; // only then the line says “Saving”
const STORE_MILLISECONDS = 300;
const REFUSALS = { 401: "signed-out", 403: "refused", 404: "refused" };

let savedText; // what the server has, as far as this page knows
let request; // AbortController of the autosave under way
let retryAt = 0;

function storeUnsaved() {
  if (!form()) return;
  const text = typedFields().toString();
  if (text !== savedText) storeDraft(text);
}

async function autosave() {
  if (!form() || request || Date.now() < retryAt) return;
  const fields = typedFields();
  const text = fields.toString();
  if (text === savedText) return;
  const slow = setTimeout(showSaveState, SLOW_MILLISECONDS, "saving");
  request = new AbortController();
  try {
    const response = await post(form().dataset.autosave, withServerState(fields), { signal: request.signal });
    response.ok ? await finishAutosave(response, text) : handleRefusal(response);
  } catch (error) {
    if (error.name !== "AbortError") showSaveState("offline");
  } finally {
    clearTimeout(slow);
    request = undefined;
  }
}

async function finishAutosave(response, text) {
  swapParts(await response.text());
  const key = draftKey();
  const address = response.headers.get("Location");
  if (address && !form().dataset.presence) moveTo(address);
  savedText = text;
  forgetDraft(key);
  storeUnsaved(); // typed since the request was sent
}

// The first autosave of a new story gives it an address.
function moveTo(address) {
  form().dataset.autosave = `${address}/working-copy`;
  form().dataset.presence = `${address}/presence`;
  history.replaceState(null, "", address);
}

function handleRefusal(response) {
  const triggers = JSON.parse(response.headers.get("HX-Trigger") ?? "{}");
  const token = triggers["desk:token"];
  if (token) {
    document.dispatchEvent(new CustomEvent("desk:token", { detail: { value: token } }));
    return;
  }
  showSaveState(REFUSALS[response.status] ?? "retrying");
  retryAt = Date.now() + RETRY_MILLISECONDS;
}

async function restoreDraft(key, { text, version }) {
  const fields = new URLSearchParams(text);
  fields.set("version", version);
  fields.set("copy_seen", "none"); // the server sets a newer working copy aside instead of overwriting it
  const response = await post(form().dataset.autosave, fields).catch(() => null);
  if (!response?.ok) return response ? handleRefusal(response) : showSaveState("offline");
  forgetDraft(key);
  savedText = typedFields().toString(); // the text that this page shows now is not to be saved
  location.assign(response.headers.get("Location") ?? location.href);
}

function leave() {
  if (!form()) return;
  storeUnsaved();
  const fields = typedFields();
  if (fields.toString() !== savedText && !request) {
    post(form().dataset.autosave, withServerState(fields), { keepalive: true }).catch(() => {});
  }
  reportDeparture();
}

// The Save button saves what autosave would: no autosave may arrive after it.

function isSaveButton(event) {
  const pressed = event.detail?.requestConfig?.elt ?? event.detail?.elt;
  return pressed?.closest("form") === form() && pressed.matches('[data-key="save"]');
}

let submittedText;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!form() || !isSaveButton(event)) return;
  request?.abort();
  submittedText = typedFields().toString();
});

// The response to a refused save replaces the form. What was typed since the button was pressed goes into
// the new form; if the response is the choice between two versions, it stays on this device.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (submittedText === undefined || !event.detail.shouldSwap || event.detail.target !== form()) return;
  const fields = typedFields();
  if (fields.toString() === submittedText) return;
  storeDraft(fields.toString());
  event.detail.serverResponse = withLaterFields(event.detail.serverResponse, submittedText, fields);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (submittedText === undefined || !form() || !isSaveButton(event)) return;
  const { status } = event.detail.xhr;
  if (status >= 200 && status < 300) {
    savedText = submittedText; // else the page, on its way to the new address, would save it again
    forgetDraft();
    storeUnsaved();
  } else if (status === 401) {
    showSaveState("signed-out");
  }
  submittedText = undefined;
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target !== form()) return;
  if (event.submitter?.formTarget) return void autosave(); // Preview opens a new window: this one stays
  request?.abort();
  storeUnsaved();
  markDraftSubmitted();
  savedText = typedFields().toString();
});

function start() {
  keepFormToken();
  savedText = typedFields().toString();
  offerDrafts(savedText, restoreDraft);
  reportPresence();
  let timer;
  for (const change of ["input", "change"]) {
    document.addEventListener(change, () => {
      clearTimeout(timer);
      timer = setTimeout(storeUnsaved, STORE_MILLISECONDS);
    });
  }
  setInterval(autosave, SAVE_MILLISECONDS);
  setInterval(reportPresence, PRESENCE_MILLISECONDS);
  for (const event of ["online", "focus"]) {
    addEventListener(event, () => {
      retryAt = 0;
      autosave();
    });
  }
  addEventListener("pagehide", leave);
}

if (form()) start();
