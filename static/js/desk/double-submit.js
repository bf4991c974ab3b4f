// A double click sends a form once. htmx guards its own requests, a form that opens a new window may be
// sent again at once, and after the timeout everybody may try again.
const RESUBMIT_MILLISECONDS = 5000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return;
  if (Date.now() - Number(form.dataset.submittedAt ?? 0) < RESUBMIT_MILLISECONDS) return event.preventDefault();
  form.dataset.submittedAt = Date.now();
});

// Back shows the page as it was left: its forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-submitted-at]")) delete form.dataset.submittedAt;
});
