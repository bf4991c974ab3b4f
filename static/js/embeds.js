// Load an embed of another site when the reader asks for it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-embed]");
  if (!button) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = button.dataset.embed;
  frame.title = button.dataset.title;
  frame.allow = "fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  button.closest(".embed").replaceChildren(frame);
  frame.focus();
});
