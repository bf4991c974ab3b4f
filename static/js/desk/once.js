// A form that is on its way is not sent a second time by a double click. Htmx sees to its own.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "true";
});

// Back, and a page that stays because the answer was no page, can send again.
const sendable = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
};
addEventListener("pageshow", sendable);
addEventListener("focus", sendable);
