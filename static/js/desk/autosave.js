// Nothing typed is lost. What is in the article's form and not yet kept goes to the site every few
// seconds, and until the site has said that it has it, it stays on this device: whoever was offline
// or signed out finds it here. Only the words “Saved 14:03” change; never the field that is written in.
const EVERY = 4000; // milliseconds
const AFTER_TROUBLE = 15000;
const HERE = 25000;
const KNOWN = ["version", "copy_seen"]; // what the form has seen of the site, not what is typed

let kept; // what the site has, as far as we know
let sending; // the request under way
let notBefore = 0;

const form = () => document.querySelector("form#article[data-keep]");
const token = () => form().elements.csrf_token.value;

function typed() {
  const pairs = [...new FormData(form())].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(pairs.filter(([name]) => !["csrf_token", ...KNOWN].includes(name)));
}

function withWhatIsKnown(body) {
  for (const name of KNOWN) body.set(name, form().elements[name].value);
  return body;
}

function post(address, body, options = {}) {
  body.set("csrf_token", token());
  return fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, ...options });
}

function say(name) {
  const place = document.getElementById("saved");
  const words = document.getElementById(`says-${name}`);
  if (!place || !words || place.dataset.says === name) return;
  place.dataset.says = name;
  place.classList.toggle("save-state--bad", name !== "saving");
  place.replaceChildren(words.content.cloneNode(true));
}

// On this device

function place() {
  const { editor } = form().dataset;
  const { begun_with } = form().elements;
  const isNew = !form().dataset.here;
  return `desk ${editor} ${location.pathname}${isNew ? ` ${begun_with.value}` : ""}`;
}

function store() {
  if (!form()) return;
  const words = typed().toString();
  if (words === kept) return;
  try {
    const version = form().elements.version.value;
    localStorage.setItem(place(), JSON.stringify({ words, version }));
  } catch {
    // The device is full or keeps nothing: what is typed is still on its way to the site.
  }
}

const forget = (key) => localStorage.removeItem(key);

// A new article's words, once it has been saved.
function forgetEndingWith(word) {
  if (word.length > 1) Object.keys(localStorage).filter((key) => key.endsWith(word)).forEach(forget);
}

function lookForLost() {
  const isNew = !form().dataset.here;
  const now = Number(form().elements.version.value);
  if (now) forgetEndingWith(` ${form().elements.begun_with.value}`);
  const key = Object.keys(localStorage).find((each) =>
    isNew ? each.startsWith(`desk ${form().dataset.editor} ${location.pathname} `) : each === place(),
  );
  if (!key) return;
  const found = JSON.parse(localStorage.getItem(key));
  if (found.words === kept || (found.sent && now > Number(found.version))) return forget(key);
  const offer = document.getElementById("says-on-device").content.cloneNode(true).firstElementChild;
  offer.querySelector("[data-forget]").onclick = () => (forget(key), offer.remove());
  offer.querySelector("[data-bring-back]").onclick = () => bringBack(key, found);
  form().querySelector(".editing__notice").append(offer);
}

async function bringBack(key, { words, version }) {
  const body = new URLSearchParams(words);
  body.set("version", version);
  body.set("copy_seen", "none"); // what the site has meanwhile is put aside, not written over
  const answer = await post(form().dataset.keep, body).catch(() => null);
  if (!answer?.ok) return answer ? refused(answer) : say("offline");
  forget(key);
  kept = typed().toString(); // what the page shows now is not what is to be kept
  location.assign(answer.headers.get("Location") ?? location.href);
}

// On the site

async function save() {
  if (!form() || sending || Date.now() < notBefore) return;
  const body = typed();
  const words = body.toString();
  if (words === kept) return;
  const slow = setTimeout(say, 1000, "saving");
  sending = new AbortController();
  try {
    const answer = await post(form().dataset.keep, withWhatIsKnown(body), { signal: sending.signal });
    answer.ok ? await took(answer, words) : refused(answer);
  } catch (error) {
    if (error.name !== "AbortError") say("offline");
  } finally {
    clearTimeout(slow);
    sending = undefined;
  }
}

async function took(answer, words) {
  swap(await answer.text());
  const before = place();
  const address = answer.headers.get("Location");
  if (address && !form().dataset.here) becomeThatOf(address);
  kept = words;
  forget(before);
  store();
}

function becomeThatOf(address) {
  form().dataset.keep = `${address}/working-copy`;
  form().dataset.here = `${address}/presence`;
  history.replaceState(null, "", address);
}

function swap(text) {
  const parts = document.createElement("template");
  parts.innerHTML = text;
  for (const part of parts.content.children) {
    const old = document.getElementById(part.id);
    if (!old || old.outerHTML === part.outerHTML) continue;
    if (old.contains(document.activeElement)) {
      if (old.id !== "saved") continue;
      document.querySelector('[data-key="save"]').focus(); // its link to sign in goes with its words
    }
    part.open = old.open;
    part.removeAttribute("hx-swap-oob");
    old.replaceWith(part.cloneNode(true));
  }
}

function refused(answer) {
  const triggers = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  const fresh = triggers["desk:token"];
  if (fresh) {
    document.dispatchEvent(new CustomEvent("desk:token", { detail: { value: fresh } }));
    return;
  }
  say(answer.status === 401 ? "signed-out" : "busy");
  notBefore = Date.now() + AFTER_TROUBLE;
}

// Who is here

async function here() {
  if (!form()?.dataset.here) return;
  const answer = await post(form().dataset.here, new URLSearchParams()).catch(() => null);
  if (answer?.ok) swap(await answer.text());
}

function leave() {
  if (!form()) return;
  store();
  const body = typed();
  if (body.toString() !== kept && !sending) {
    post(form().dataset.keep, withWhatIsKnown(body), { keepalive: true }).catch(() => {});
  }
  if (form().dataset.here) {
    post(`${form().dataset.here}/removal`, new URLSearchParams(), { keepalive: true }).catch(() => {});
  }
}

// A save that counts: what it sends is kept by it, and no autosave may come after it.

function isSaving(event) {
  const pressed = event.detail?.requestConfig?.elt ?? event.detail?.elt;
  return pressed?.closest("form") === form() && pressed.matches('[data-key="save"]');
}

let saving;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!form() || !isSaving(event)) return;
  sending?.abort();
  saving = typed().toString();
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (saving === undefined || !form() || !isSaving(event)) return;
  const { status } = event.detail.xhr;
  if (status >= 200 && status < 300) {
    kept = saving; // or the page, led on to its new address, would keep it once more, and too late
    forget(place());
    store();
  } else if (status === 401) {
    say("signed-out");
  }
  saving = undefined;
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target !== form()) return;
  if (event.submitter?.formTarget) return void save(); // a window of its own: this one stays
  sending?.abort();
  store();
  const stored = localStorage.getItem(place());
  if (stored) localStorage.setItem(place(), JSON.stringify({ ...JSON.parse(stored), sent: true }));
  kept = typed().toString();
});

if (form()) {
  kept = typed().toString();
  lookForLost();
  here();
  let soon;
  for (const change of ["input", "change"]) {
    document.addEventListener(change, () => {
      clearTimeout(soon);
      soon = setTimeout(store, 300);
    });
  }
  setInterval(save, EVERY);
  setInterval(here, HERE);
  for (const back of ["online", "focus"]) {
    window.addEventListener(back, () => {
      notBefore = 0;
      save();
    });
  }
  window.addEventListener("pagehide", leave);
}
