// “46 of 110” beside a field, as one types; counted as the server does, with its spaces evened.
document.addEventListener("input", ({ target }) => {
  const count = target.id && document.querySelector(`[data-counts="${target.id}"]`);
  if (!count) return;
  const length = [...target.value.trim().replace(/\s+/g, " ")].length;
  count.textContent = count.dataset.words.replace("{}", length);
});
