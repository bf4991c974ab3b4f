// The list of stories: select all rows of the page, count the selected ones, and apply a filter as soon
// as it is chosen. A typed filter waits for Enter.
const boxes = (form) => [...form.querySelectorAll('tbody input[type="checkbox"]')];

function showCount(form) {
  const all = boxes(form);
  const selected = all.filter((box) => box.checked).length;
  const selectAll = form.querySelector("[data-select-all]");
  const count = form.querySelector(".bulk__count");
  selectAll.checked = selected > 0 && selected === all.length;
  selectAll.indeterminate = selected > 0 && selected < all.length;
  count.value = selected ? count.dataset.textSome.replace("{}", selected) : count.dataset.textNone;
}

function start() {
  const form = document.getElementById("chosen");
  if (!form) return;
  form.querySelector("[data-select-all]").closest("label").hidden = false;
  showCount(form);
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.matches(".filter select")) return form.requestSubmit();
  if (form?.id !== "chosen") return;
  if (event.target.matches("[data-select-all]")) {
    for (const box of boxes(form)) box.checked = event.target.checked;
  }
  showCount(form);
});

document.addEventListener("htmx:afterSettle", start);
addEventListener("pageshow", start); // Back restores the ticks too
