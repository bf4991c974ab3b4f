// A reader's choices: light or dark, endless reading. Kept in their browser, nowhere else.
export function choice(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function keep(name, value) {
  try {
    value ? localStorage.setItem(name, value) : localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing still applies the choice to this page.
  }
}

for (const form of document.querySelectorAll("[data-choices]")) {
  form.hidden = false;
  for (const radio of form.querySelectorAll("input[name=theme]")) radio.checked = radio.value === choice("theme");
  form.querySelector("input[name=endless]").checked = choice("endless") !== "off";
  form.addEventListener("change", ({ target }) => {
    if (target.name === "theme") {
      keep("theme", target.value);
      target.value ? (document.documentElement.dataset.theme = target.value) : delete document.documentElement.dataset.theme;
    } else {
      keep("endless", target.checked ? "" : "off");
    }
  });
}
