// Update “46 of 110” beside a field while the editor types. Like the server, count runs of spaces as one.
document.addEventListener("input", ({ target }) => {
  const count = target.id && document.querySelector(`[data-count-of="${target.id}"]`);
  if (!count) return;
  const length = [...target.value.trim().replace(/[ \t\n\v\f\r\x85\u2028\u2029]+/g, " ")].length;
  count.textContent = count.dataset.text.replace("{}", length);
});
