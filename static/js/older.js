// Endless reading: load older stories three times as the end comes near; then the reader clicks.
import htmx from "./htmx.js";
import { choice } from "./choices.js";

const MAX_AUTOMATIC_LOADS = 3;
let loaded = 0;
let clickedIn = null;

const nearing = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || loaded >= MAX_AUTOMATIC_LOADS || choice("endless") === "off") continue;
      nearing.unobserve(target);
      htmx.trigger(target, "older");
    }
  },
  { rootMargin: "0px 0px 300% 0px" },
);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.shouldSwap && detail.requestConfig.elt.matches("[data-older]")) loaded += 1;
});

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  for (const link of elt.querySelectorAll("[data-older]")) nearing.observe(link);
  for (const story of elt.querySelectorAll(".article[data-path]")) {
    passing.observe(story);
    updatePrinted(story);
  }
});

// After a click or key press, focus the first story that was loaded.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-older]");
  if (link) clickedIn = link.parentElement.previousElementSibling ?? link.parentElement.parentElement;
});
document.addEventListener("htmx:afterSettle", () => {
  const next = clickedIn?.nextElementSibling ?? clickedIn?.firstElementChild;
  next?.querySelector("a[href]:not([tabindex='-1'])")?.focus({ preventScroll: true });
  clickedIn = null;
});

// The address and the title follow the story being read, which alone is printed.
let shown = location.pathname;
const updatePrinted = (story) => story.classList.toggle("unprinted", story.dataset.path !== shown);
const passing = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.dataset.path === shown) continue;
      shown = target.dataset.path;
      history.replaceState(history.state, "", shown + location.search);
      document.title = target.dataset.title;
      document.querySelectorAll(".article[data-path]").forEach(updatePrinted);
    }
  },
  { rootMargin: "-33% 0px -66% 0px" },
);

// Back and reload return to the same position. The browser itself knows it only if nothing has been loaded.
const storageKey = () => `place:${location.pathname}${location.search}`;
const storyTop = () => document.querySelector(`.article[data-path="${CSS.escape(shown)}"]`)?.offsetTop ?? 0;
addEventListener("pagehide", () => {
  const isStory = document.querySelector(".article[data-path]");
  if (loaded) history.scrollRestoration = "manual";
  sessionStorage.setItem(storageKey(), JSON.stringify({ loaded: isStory ? 0 : loaded, y: scrollY - storyTop() }));
});
addEventListener("DOMContentLoaded", async () => {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type !== "back_forward" && visit?.type !== "reload") return;
  const place = JSON.parse(sessionStorage.getItem(storageKey()) ?? "null");
  if (!place) return;
  for (let link; loaded < place.loaded && (link = document.querySelector("[data-older]")); ) {
    const settled = new Promise((done) => document.addEventListener("htmx:afterSettle", done, { once: true }));
    htmx.trigger(link, "older");
    await settled;
  }
  scrollTo(0, place.y + storyTop());
});
// After a click within the page, the browser restores positions itself again.
document.addEventListener("click", () => (history.scrollRestoration = "auto"));
