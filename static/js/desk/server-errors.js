// Show a message above the page when the server cannot be reached or fails.
const flashes = () => document.getElementById("flashes");

function show(id) {
  const message = document.getElementById(id);
  if (message && flashes()) flashes().replaceChildren(message.content.cloneNode(true));
}

document.addEventListener("htmx:sendError", () => show("message-offline"));
document.addEventListener("htmx:timeout", () => show("message-offline"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 500) show("message-server-error");
});
