// Announce loaded fragments to screen readers; responses carry the text in HX-Trigger.
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

document.addEventListener("announce", (event) => announce(event.detail.value));

// A link that htmx would follow still opens in a new tab when a reader asks for one.
document.addEventListener(
  "click",
  (event) => {
    if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a[hx-get]")) {
      event.stopImmediatePropagation();
    }
  },
  true,
);
