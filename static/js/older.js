// Endless reading: older stories load as the end comes near, three times; then a reader asks.
import htmx from "htmx.org";
import { choice } from "./choices.js";

const UNASKED = 3;
const PLACE = `place:${location.pathname}${location.search}`;
let loaded = 0;
let askedFrom = null;

const nearing = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && loaded < UNASKED && choice("endless") !== "off") load(target);
    }
  },
  { rootMargin: "0px 0px 150% 0px" },
);

function load(link) {
  nearing.unobserve(link);
  loaded += 1;
  htmx.trigger(link, "older");
}

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  for (const link of elt.querySelectorAll("[data-older]")) nearing.observe(link);
  for (const story of elt.querySelectorAll(".article[data-path]")) passing.observe(story);
});

// Who asked by keyboard or click goes on from the first story that came.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-older]");
  if (link) askedFrom = link.parentElement.previousElementSibling ?? link.parentElement.parentElement;
});
document.addEventListener("htmx:afterSettle", () => {
  const next = askedFrom?.nextElementSibling ?? askedFrom?.firstElementChild;
  next?.querySelector("a[href]:not([tabindex='-1'])")?.focus({ preventScroll: true });
  askedFrom = null;
});

// The address and the title are those of the story being read; changed once at each boundary.
let shown = location.pathname;
const passing = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.dataset.path === shown) continue;
      shown = target.dataset.path;
      history.replaceState(history.state, "", shown + location.search);
      document.title = target.dataset.title;
    }
  },
  { rootMargin: "-33% 0px -66% 0px" },
);

// Back returns to the same place, also where the browser kept nothing of the page.
const storyTop = () => document.querySelector(`.article[data-path="${CSS.escape(shown)}"]`)?.offsetTop ?? 0;
addEventListener("pagehide", () => {
  const isStory = shown !== location.pathname || document.querySelector(".article[data-path]");
  const place = isStory ? { loaded: 0, y: scrollY - storyTop() } : { loaded, y: scrollY };
  sessionStorage.setItem(isStory ? `place:${shown}${location.search}` : PLACE, JSON.stringify(place));
});
addEventListener("pageshow", async ({ persisted }) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (persisted || visit?.type !== "back_forward") return;
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  if (!place) return;
  for (let link; loaded < place.loaded && (link = document.querySelector("[data-older]")); ) {
    const settled = new Promise((done) => document.addEventListener("htmx:afterSettle", done, { once: true }));
    load(link);
    await settled;
  }
  scrollTo(0, place.y + (place.loaded ? 0 : storyTop()));
});
