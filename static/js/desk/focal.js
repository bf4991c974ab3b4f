// The focal point: a click sets it exactly, the arrow keys go from place to place, with Shift by a
// hundredth; the cut beside it follows. Without this there are nine places to choose from.
const NINE = [0, 50, 100];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (number, last = 100) => Math.min(last, Math.max(0, number));
const round = (fraction) => Math.round(within(fraction * 100));

const pointOf = (grid) => (grid.querySelector("input:checked")?.value ?? "50-50").split("-").map(Number);

function set(grid, x, y, focus) {
  const exact = grid.querySelector(".focal__exact");
  const value = `${x}-${y}`;
  let radio = grid.querySelector(`label:not(.focal__exact) input[value="${value}"]`);
  if (!radio) {
    radio = exact.querySelector("input");
    radio.value = value;
    radio.setAttribute("aria-label", exact.dataset.words.replace("{x}", x).replace("{y}", y));
  }
  exact.hidden = radio.parentElement !== exact;
  radio.checked = true;
  if (focus) radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(grid) {
  const [x, y] = pointOf(grid);
  const exact = grid.querySelector(".focal__exact");
  exact.style.left = `${x}%`;
  exact.style.top = `${y}%`;
  const whole = grid.parentElement.querySelector("img");
  const cut = grid.closest(".focal-point")?.querySelector("[data-whole]");
  if (cut) cutAround(cut, x / 100, y / 100, whole.width / whole.height);
}

// The same cut as the server makes: the point as near its middle as can be.
function cutAround(image, x, y, ratio) {
  const wide = Math.min(1, 1.5 / ratio);
  const high = Math.min(1, ratio / 1.5);
  const share = (at, size) => (size < 1 ? (100 * within(at - size / 2, 1 - size)) / (1 - size) : 50);
  if (image.getAttribute("src") !== image.dataset.whole) image.src = image.dataset.whole;
  image.style.objectPosition = `${share(x, wide)}% ${share(y, high)}%`;
}

document.addEventListener("click", (event) => {
  const grid = event.target.closest?.(".focal__grid:has(.focal__exact)");
  if (!grid || !event.detail) return; // a key's click is its radio's own
  event.preventDefault();
  const box = grid.getBoundingClientRect();
  const x = round((event.clientX - box.left) / box.width);
  const y = round((event.clientY - box.top) / box.height);
  setTimeout(() => set(grid, x, y, true)); // once the browser has undone what the click chose
});

document.addEventListener("keydown", (event) => {
  const grid = event.target.closest?.(".focal__grid:has(.focal__exact)");
  const step = STEPS[event.key];
  if (!grid || !step) return;
  event.preventDefault();
  const [x, y] = pointOf(grid).map((at, axis) => moved(at, step[axis], event.shiftKey));
  set(grid, x, y, true);
});

function moved(at, by, finely) {
  if (!by || finely) return within(at + by);
  const ahead = NINE.filter((place) => (place - at) * by > 0);
  return ahead.length ? (by > 0 ? Math.min(...ahead) : Math.max(...ahead)) : at;
}

document.addEventListener("change", (event) => {
  const grid = event.target.closest?.(".focal__grid:has(.focal__exact)");
  if (grid) show(grid);
});

const showAll = () => document.querySelectorAll(".focal__grid:has(.focal__exact)").forEach(show);
document.addEventListener("htmx:load", showAll);
showAll();
