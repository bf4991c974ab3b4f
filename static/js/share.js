// Copy the link, or open the system's share sheet. The other share links are plain links.
import { announce } from "./announce.js";

document.addEventListener("click", async ({ target }) => {
  const copy = target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.copied;
    announce(copy.dataset.copied);
  }
  const share = target.closest("[data-share]");
  if (share) navigator.share({ title: share.dataset.headline, url: share.dataset.address }).catch(() => {});
});
