// Esc closes the phone's menu and focuses its button. A search box in it closes its results first.
const drawer = document.querySelector(".drawer");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !drawer.open) return;
  drawer.open = false;
  drawer.firstElementChild.focus();
});
