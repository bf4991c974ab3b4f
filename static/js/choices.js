// A reader's choices: light or dark, endless reading. They are stored in the browser alone.
export function choice(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function store(name, value) {
  try {
    value ? localStorage.setItem(name, value) : localStorage.removeItem(name);
  } catch {
    // Without storage, the choice still applies to this page.
  }
}

for (const form of document.querySelectorAll("[data-choices]")) {
  form.hidden = false;
  for (const radio of form.querySelectorAll("input[name=theme]")) radio.checked = radio.value === choice("theme");
  form.querySelector("input[name=endless]").checked = choice("endless") !== "off";
  form.addEventListener("change", ({ target }) => {
    if (target.name === "theme") {
      store("theme", target.value);
      target.value ? (document.documentElement.dataset.theme = target.value) : delete document.documentElement.dataset.theme;
    } else {
      store("endless", target.checked ? "" : "off");
    }
  });
}
