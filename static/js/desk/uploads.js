// Pictures go one by one, each with its own progress and answer; one that is refused never stops
// the others. They come from the file field, the camera, a drop anywhere on the page, or the
// clipboard. Without this the form sends all of them together.
import htmx from "htmx.org";

const waiting = [];
let sending = null;

const drop = () => document.querySelector("form.drop");
const row = (element) => element.closest(".upload");
const says = (li) => li.querySelector(".upload__says");

export function take(files) {
  for (const file of files) waiting.push(add(file));
  if (!sending) next();
}

function add(file) {
  const li = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  li.querySelector(".upload__name").textContent = file.name;
  li.querySelector("progress").setAttribute("aria-label", file.name);
  for (const hidden of li.querySelectorAll(".hidden-visually")) hidden.textContent = ` ${file.name}`;
  li.file = file;
  document.getElementById("uploads").append(li);
  htmx.process(li);
  return li;
}

async function next() {
  sending = waiting.shift();
  if (!sending) return;
  await send(sending);
  next();
}

async function send(li) {
  const form = drop();
  if (!form || !li.isConnected || li.stopped) return;
  if (li.file.size > form.dataset.mostBytes) return end(li, "tooLarge");
  const values = { csrf_token: form.elements.csrf_token.value, files: li.file };
  try {
    await htmx.ajax("POST", form.getAttribute("action"), { source: li, target: li, swap: "outerHTML", values });
  } catch {
    // The server could not be reached: the row is still there, and says so below.
  }
  if (li.isConnected) end(li, li.stopped ? "stopped" : "notSent");
  else say(document.querySelector("#uploads .upload:not([data-said])[data-status]"));
}

function end(li, word) {
  const words = says(li);
  words.textContent = words.dataset[word];
  li.classList.add("upload--bad");
  li.querySelector("progress")?.remove();
  li.querySelector("[data-stop]").hidden = true;
  li.querySelector("[data-clear]").hidden = false;
  li.querySelector("[data-again]").hidden = word === "tooLarge";
  say(li);
}

function say(li) {
  if (!li) return;
  li.dataset.said = "";
  const name = li.querySelector(".upload__name").textContent;
  document.getElementById("uploads-said").textContent = `${name}: ${says(li).textContent}`;
}

document.addEventListener("htmx:xhr:progress", (event) => {
  const { elt: li, loaded, total } = event.detail.elt ? event.detail : { elt: event.target, ...event.detail };
  if (li !== sending || !total) return;
  const share = Math.round((100 * loaded) / total);
  li.querySelector("progress").value = share;
  const { sending: words, looking } = says(li).dataset;
  const size = (li.file.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  says(li).textContent = share < 100 ? words.replace("{share}", share).replace("{size}", size) : looking;
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("form.drop input[type=file]")) return;
  take(event.target.files);
  event.target.value = "";
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form.drop") && sending) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".upload [data-stop], .upload [data-clear], .upload [data-again]");
  if (!button) return;
  const li = row(button);
  if ("clear" in button.dataset) return li.remove();
  if ("again" in button.dataset) {
    const { file } = li;
    li.remove();
    return take([file]);
  }
  li.stopped = true;
  if (li === sending) htmx.trigger(li, "htmx:abort");
  else end(li, "stopped");
});

const isText = (element) => element.closest?.("input, textarea, [contenteditable], .editor");
const brings = (event) => drop() && event.dataTransfer?.types.includes("Files") && !isText(event.target);

document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  drop().dataset.over = "";
});
for (const left of ["dragleave", "dragend", "drop"]) {
  document.addEventListener(left, () => drop() && delete drop().dataset.over);
}
document.addEventListener("drop", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  take(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!drop() || !files?.length || isText(event.target)) return;
  event.preventDefault();
  take(files);
});
addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});
