// When the server cannot be reached or breaks, say so above the page. A form that keeps its own
// words, such as the article's, listens for the same events and shows them in their place.
const flashes = () => document.getElementById("flashes");

function tell(name) {
  const words = document.getElementById(name);
  if (words && flashes()) flashes().replaceChildren(words.content.cloneNode(true));
}

document.addEventListener("htmx:sendError", () => tell("words-offline"));
document.addEventListener("htmx:timeout", () => tell("words-offline"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 500) tell("words-broken");
});
