// The focal point of a picture. A click sets it exactly; an arrow key moves it to the next of nine places,
// with Shift by one hundredth. The cut beside the picture follows. Without a script an editor chooses
// one of the nine places.
const PLACES = [0, 50, 100];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const clamp = (number, last = 100) => Math.min(last, Math.max(0, number));
const percent = (fraction) => Math.round(clamp(fraction * 100));

const gridOf = (element) => element.closest?.(".focal__grid:has(.focal__exact)");
const pointOf = (grid) => (grid.querySelector("input:checked")?.value ?? "50-50").split("-").map(Number);

function setPoint(grid, x, y) {
  const exact = grid.querySelector(".focal__exact");
  const value = `${x}-${y}`;
  let radio = grid.querySelector(`label:not(.focal__exact) input[value="${value}"]`);
  if (!radio) {
    radio = exact.querySelector("input");
    radio.value = value;
    radio.setAttribute("aria-label", exact.dataset.text.replace("{x}", x).replace("{y}", y));
  }
  exact.hidden = radio.parentElement !== exact;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(grid) {
  const [x, y] = pointOf(grid);
  const exact = grid.querySelector(".focal__exact");
  exact.style.left = `${x}%`;
  exact.style.top = `${y}%`;
  const whole = grid.parentElement.querySelector("img");
  const cut = grid.closest(".focal-point")?.querySelector("[data-whole]");
  if (cut) showCut(cut, x / 100, y / 100, whole.width / whole.height);
}

// Cut as the server does: 3:2, with the point as near the middle as possible.
function showCut(image, x, y, ratio) {
  const width = Math.min(1, 1.5 / ratio);
  const height = Math.min(1, ratio / 1.5);
  const offset = (at, size) => (size < 1 ? (100 * clamp(at - size / 2, 1 - size)) / (1 - size) : 50);
  if (image.getAttribute("src") !== image.dataset.whole) image.src = image.dataset.whole;
  image.style.objectPosition = `${offset(x, width)}% ${offset(y, height)}%`;
}

document.addEventListener("click", (event) => {
  const grid = gridOf(event.target);
  if (!grid || !event.detail) return; // a key press also clicks its radio button, with detail 0
  event.preventDefault();
  const box = grid.getBoundingClientRect();
  const x = percent((event.clientX - box.left) / box.width);
  const y = percent((event.clientY - box.top) / box.height);
  setTimeout(() => setPoint(grid, x, y)); // after the browser has restored the radio that the click changed
});

document.addEventListener("keydown", (event) => {
  const grid = gridOf(event.target);
  const step = STEPS[event.key];
  if (!grid || !step) return;
  event.preventDefault();
  const [x, y] = pointOf(grid).map((at, axis) => move(at, step[axis], event.shiftKey));
  setPoint(grid, x, y);
});

function move(at, by, isFine) {
  if (!by || isFine) return clamp(at + by);
  const ahead = PLACES.filter((place) => (place - at) * by > 0);
  return ahead.length ? (by > 0 ? Math.min(...ahead) : Math.max(...ahead)) : at;
}

document.addEventListener("change", (event) => {
  const grid = gridOf(event.target);
  if (grid) show(grid);
});

const showAll = () => document.querySelectorAll(".focal__grid:has(.focal__exact)").forEach(show);
document.addEventListener("htmx:load", showAll);
showAll();
