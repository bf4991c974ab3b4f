// Upload pictures one by one, each with its own progress and result; a refused file never stops the
// others. Files come from the file field, the camera, a drop anywhere on the page, or the clipboard.
// Without a script the form sends all of them together.
import htmx from "./htmx.js";

const queue = [];
let current = null;

const dropZone = () => document.querySelector("form.drop");
const status = (row) => row.querySelector(".upload__status");

export function uploadFiles(files) {
  for (const file of files) queue.push(addRow(file));
  if (!current) uploadNext();
}

function addRow(file) {
  const row = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  row.querySelector(".upload__name").textContent = file.name;
  row.querySelector("progress").setAttribute("aria-label", file.name);
  for (const hidden of row.querySelectorAll(".hidden-visually")) hidden.textContent = ` ${file.name}`;
  row.file = file;
  document.getElementById("uploads").append(row);
  htmx.process(row);
  return row;
}

async function uploadNext() {
  current = queue.shift();
  if (!current) return;
  await upload(current);
  uploadNext();
}

async function upload(row) {
  const form = dropZone();
  if (!form || !row.isConnected || row.isCancelled) return;
  if (row.file.size > form.dataset.maxBytes) return fail(row, "tooLarge");
  const values = { csrf_token: form.elements.csrf_token.value, files: row.file };
  try {
    await htmx.ajax("POST", form.getAttribute("action"), { source: row, target: row, swap: "outerHTML", values });
  } catch {
    // The server could not be reached: the row is still there and shows it below.
  }
  if (row.isConnected) fail(row, row.isCancelled ? "cancelled" : "notSent");
  else announce(document.querySelector("#uploads .upload:not([data-announced])[data-status]"));
}

function fail(row, reason) {
  const line = status(row);
  line.textContent = line.dataset[reason];
  row.classList.add("upload--bad");
  row.querySelector("progress")?.remove();
  row.querySelector("[data-cancel]").hidden = true;
  row.querySelector("[data-dismiss]").hidden = false;
  row.querySelector("[data-retry]").hidden = reason === "tooLarge";
  announce(row);
}

function announce(row) {
  if (!row) return;
  row.dataset.announced = "";
  const name = row.querySelector(".upload__name").textContent;
  document.getElementById("upload-announcer").textContent = `${name}: ${status(row).textContent}`;
}

document.addEventListener("htmx:xhr:progress", (event) => {
  const { elt: row, loaded, total } = event.detail.elt ? event.detail : { elt: event.target, ...event.detail };
  if (row !== current || !total) return;
  const share = Math.round((100 * loaded) / total);
  row.querySelector("progress").value = share;
  const { sending, processing } = status(row).dataset;
  const size = (row.file.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  status(row).textContent = share < 100 ? sending.replace("{share}", share).replace("{size}", size) : processing;
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("form.drop input[type=file]")) return;
  uploadFiles(event.target.files);
  event.target.value = "";
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form.drop") && current) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".upload [data-cancel], .upload [data-dismiss], .upload [data-retry]");
  if (!button) return;
  const row = button.closest(".upload");
  if ("dismiss" in button.dataset) return row.remove();
  if ("retry" in button.dataset) {
    row.remove();
    return uploadFiles([row.file]);
  }
  row.isCancelled = true;
  if (row === current) htmx.trigger(row, "htmx:abort");
  else fail(row, "cancelled");
});

const isTextInput = (element) => element.closest?.("input, textarea, [contenteditable], .editor");
const bringsFiles = (event) =>
  dropZone() && event.dataTransfer?.types.includes("Files") && !isTextInput(event.target);

document.addEventListener("dragover", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  dropZone().dataset.dragOver = "";
});
for (const end of ["dragleave", "dragend", "drop"]) {
  document.addEventListener(end, () => dropZone() && delete dropZone().dataset.dragOver);
}
document.addEventListener("drop", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  uploadFiles(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!dropZone() || !files?.length || isTextInput(event.target)) return;
  event.preventDefault();
  uploadFiles(files);
});
addEventListener("beforeunload", (event) => {
  if (current) event.preventDefault();
});
