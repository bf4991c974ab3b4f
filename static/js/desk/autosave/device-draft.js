// What is typed stays in localStorage until the server has it. An editor who was offline or signed out
// is offered it when the story is opened again. Each window has a draft of its own.
import { form } from "./article-form.js";

const windowId = Math.random().toString(36).slice(2);

const prefix = () => `desk ${form().dataset.editor} ${location.pathname} `;

// A new story's draft is named by the form's token, by which the saved story recognises it.
export const draftKey = () =>
  prefix() + (form().dataset.presence ? windowId : form().elements.begun_with.value);

export function storeDraft(text) {
  try {
    localStorage.setItem(draftKey(), JSON.stringify({ text, version: form().elements.version.value }));
  } catch {
    // Storage is full or not allowed: the text is still on its way to the server.
  }
}

export const forgetDraft = (key = draftKey()) => localStorage.removeItem(key);

// The whole form was submitted. If the story has a newer version afterwards, the draft is in it.
export function markDraftSubmitted() {
  const stored = localStorage.getItem(draftKey());
  if (stored) localStorage.setItem(draftKey(), JSON.stringify({ ...JSON.parse(stored), isSubmitted: true }));
}

// Offer each draft of this story that the server does not have. `restore(key, draft)` brings one back.
export function offerDrafts(currentText, restore) {
  const version = Number(form().elements.version.value);
  if (version) forgetDraftsOf(form().elements.begun_with.value);
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix()))) {
    const draft = JSON.parse(localStorage.getItem(key));
    const isSaved = draft.isSubmitted && version > Number(draft.version);
    isSaved || draft.text === currentText ? forgetDraft(key) : offer(key, draft, restore);
  }
}

function forgetDraftsOf(token) {
  if (token) Object.keys(localStorage).filter((key) => key.endsWith(` ${token}`)).forEach((key) => forgetDraft(key));
}

function offer(key, draft, restore) {
  const notice = document.getElementById("device-draft-offer").content.cloneNode(true).firstElementChild;
  notice.querySelector("[data-discard]").onclick = () => (forgetDraft(key), notice.remove());
  notice.querySelector("[data-restore]").onclick = () => restore(key, draft);
  form().querySelector(".editing__notice").append(notice);
}
