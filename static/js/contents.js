// The contents of a story follow the reading position.
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      const links = target.closest(".article").querySelectorAll(".toc a");
      for (const link of links) {
        link.hash === `#${CSS.escape(target.id)}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
      }
    }
  },
  { rootMargin: "0px 0px -66% 0px" },
);

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  for (const heading of elt.querySelectorAll(".prose :is(h2, h3, h4)[id]")) reading.observe(heading);
});
