// Tell the server that this editor has the story open, and show who else has.
import { form, post, swapParts } from "./article-form.js";

export async function reportPresence() {
  if (!form()?.dataset.presence) return;
  const response = await post(form().dataset.presence, new URLSearchParams()).catch(() => null);
  if (response?.ok) swapParts(await response.text());
}

export function reportDeparture() {
  if (!form()?.dataset.presence) return;
  post(`${form().dataset.presence}/removal`, new URLSearchParams(), { keepalive: true }).catch(() => {});
}
