// A list whose rows are chosen: all of a page at once, and how many they are. Of a filter, a choice
// asks at once; what is typed waits for Enter.
const boxes = (form) => [...form.querySelectorAll('tbody input[type="checkbox"]')];

function count(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  const every = form.querySelector("[data-chooses]");
  const told = form.querySelector(".bulk__count");
  every.checked = chosen > 0 && chosen === all.length;
  every.indeterminate = chosen > 0 && chosen < all.length;
  told.value = chosen ? told.dataset.some.replace("{}", chosen) : told.dataset.none;
}

function begin() {
  const form = document.getElementById("chosen");
  if (!form) return;
  form.querySelector("[data-chooses]").closest("label").hidden = false;
  count(form);
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.matches(".filter select")) return form.requestSubmit();
  if (form?.id !== "chosen") return;
  if (event.target.matches("[data-chooses]"))
    for (const box of boxes(form)) box.checked = event.target.checked;
  count(form);
});

document.addEventListener("htmx:afterSettle", begin);
addEventListener("pageshow", begin); // also Back, which brings the ticks back
