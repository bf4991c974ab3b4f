// The table of contents marks the heading being read: the last one in the upper third of the window.
function markCurrentHeading() {
  for (const contents of document.querySelectorAll(".toc")) {
    const headings = [...contents.closest(".article").querySelectorAll(".prose :is(h2, h3, h4)[id]")];
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    for (const link of contents.querySelectorAll("a")) {
      link.getAttribute("href") === `#${current?.id}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
  }
}

let isScheduled = false;
addEventListener(
  "scroll",
  () => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      markCurrentHeading();
    });
  },
  { passive: true },
);
