// The rows of tools. Each row is one Tab stop; arrow keys move within it (ARIA APG, toolbar).
import { commands, contexts, isLinked, kindOf, setKind } from "./commands.js";
import { describePicture, insertHtml, pictureIn } from "./figures.js";

const TOOLS = "button, select, input";

export class Toolbars {
  constructor(editor) {
    this.editor = editor;
    this.bars = [...editor.box.querySelectorAll('[role="toolbar"]')];
    this.kind = editor.box.querySelector("[data-kind]");
    this.alt = editor.box.querySelector("[data-alt]");
    for (const bar of this.bars) {
      this.stop(bar, bar.querySelector(TOOLS));
      bar.addEventListener("keydown", (event) => this.move(event, bar));
      bar.addEventListener("focusin", (event) => this.stop(bar, event.target));
      bar.addEventListener("mousedown", (event) => {
        if (event.target.closest("button")) event.preventDefault(); // the text keeps the focus
      });
      bar.addEventListener("click", (event) => this.press(event.target.closest("[data-command]")));
    }
    this.kind.addEventListener("change", () => this.run(setKind(this.kind.value)));
    this.alt.addEventListener("change", () => this.run(describePicture(this.alt.value), false));
    editor.box.addEventListener("picture:chosen", (event) =>
      this.run(insertHtml(event.detail.html)),
    );
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const command = commands[button.dataset.command];
    if (command) this.run(command.run);
  }

  run(command, focus = true) {
    const { view } = this.editor;
    command?.(view.state, view.dispatch, view);
    if (focus) view.focus();
  }

  show() {
    const { state } = this.editor.view ?? {};
    if (!state) return;
    for (const bar of this.bars) {
      const context = bar.dataset.context;
      if (context) bar.hidden = !contexts[context](state);
      if (!bar.hidden) this.showTools(bar, state);
    }
    this.kind.value = kindOf(state);
    if (document.activeElement !== this.alt) this.alt.value = pictureIn(state)?.node.attrs.alt ?? "";
  }

  showTools(bar, state) {
    for (const tool of bar.querySelectorAll("[data-command]")) {
      const command = commands[tool.dataset.command];
      const isOn = tool.dataset.command === "link" ? isLinked : command?.isOn;
      if (isOn) tool.setAttribute("aria-pressed", isOn(state));
      if (command) tool.setAttribute("aria-disabled", !command.run(state));
    }
  }

  focus() {
    this.bars[0].querySelector('[tabindex="0"]').focus();
    return true;
  }

  stop(bar, tool) {
    for (const each of bar.querySelectorAll(TOOLS)) each.tabIndex = each === tool ? 0 : -1;
  }

  move(event, bar) {
    if (event.key === "Escape") return this.editor.view.focus();
    if (event.target === this.alt && event.key !== "Enter") return;
    if (event.target === this.alt) event.preventDefault(); // Enter would send the form
    const tools = [...bar.querySelectorAll(TOOLS)];
    const at = tools.indexOf(event.target);
    const rtl = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: at + rtl,
      ArrowLeft: at - rtl,
      Home: 0,
      End: tools.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tools.at(to % tools.length).focus();
  }
}
