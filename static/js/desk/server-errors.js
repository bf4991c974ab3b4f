// Show a message above the page when the server cannot be reached or fails.
const flashes = () => document.getElementById("flashes");
let offlineMessage;

function show(id) {
  const message = document.getElementById(id);
  if (message && flashes()) flashes().replaceChildren(message.content.cloneNode(true));
}

function showOffline() {
  show("message-offline");
  offlineMessage = flashes()?.firstElementChild;
}

document.addEventListener("htmx:sendError", showOffline);
document.addEventListener("htmx:timeout", showOffline);
addEventListener("online", () => offlineMessage?.remove());
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 500) show("message-server-error");
});
