// Endless reading: older stories load as the end comes near, three times; then a reader asks.
import htmx from "./htmx.js";
import { choice } from "./choices.js";

const UNASKED = 3;
let loaded = 0;
let askedFrom = null;

const nearing = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || loaded >= UNASKED || choice("endless") === "off") continue;
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
    leaveUnprinted(story);
  }
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

// The address and the title are those of the story being read, which alone is printed; changed once at each boundary.
let shown = location.pathname;
const leaveUnprinted = (story) => story.classList.toggle("unprinted", story.dataset.path !== shown);
const passing = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.dataset.path === shown) continue;
      shown = target.dataset.path;
      history.replaceState(history.state, "", shown + location.search);
      document.title = target.dataset.title;
      document.querySelectorAll(".article[data-path]").forEach(leaveUnprinted);
    }
  },
  { rootMargin: "-33% 0px -66% 0px" },
);

// Back and reload return to the same place, which the browser knows only while nothing has come below.
const key = () => `place:${location.pathname}${location.search}`;
const storyTop = () => document.querySelector(`.article[data-path="${CSS.escape(shown)}"]`)?.offsetTop ?? 0;
addEventListener("pagehide", () => {
  const isStory = document.querySelector(".article[data-path]");
  if (loaded) history.scrollRestoration = "manual";
  sessionStorage.setItem(key(), JSON.stringify({ loaded: isStory ? 0 : loaded, y: scrollY - storyTop() }));
});
addEventListener("DOMContentLoaded", async () => {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type !== "back_forward" && visit?.type !== "reload") return;
  const place = JSON.parse(sessionStorage.getItem(key()) ?? "null");
  if (!place) return;
  for (let link; loaded < place.loaded && (link = document.querySelector("[data-older]")); ) {
    const settled = new Promise((done) => document.addEventListener("htmx:afterSettle", done, { once: true }));
    htmx.trigger(link, "older");
    await settled;
  }
  scrollTo(0, place.y + storyTop());
});
// The way back from a step within the page is the browser's own again.
document.addEventListener("click", () => (history.scrollRestoration = "auto"));
