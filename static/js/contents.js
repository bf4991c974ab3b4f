// The contents of a story follow the reading position: the last heading in the upper third counts.
function follow() {
  for (const contents of document.querySelectorAll(".toc")) {
    const headings = [...contents.closest(".article").querySelectorAll(".prose :is(h2, h3, h4)[id]")];
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    for (const link of contents.querySelectorAll("a")) {
      link.getAttribute("href") === `#${read?.id}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
  }
}

let waiting = false;
addEventListener(
  "scroll",
  () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  },
  { passive: true },
);
