// A form that is on its way is not sent again by a double click. Htmx sees to its own; a window of
// its own is another matter; and who waits in vain may press again.
const PATIENCE = 5000; // milliseconds

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return;
  if (Date.now() - Number(form.dataset.sent ?? 0) < PATIENCE) return event.preventDefault();
  form.dataset.sent = Date.now();
});
