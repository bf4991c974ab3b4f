"""Each class that a stylesheet names is used by a template, a script or a view."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLESHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))

# A template puts these together: `status--{{ state }}`. The prefix must appear in a template.
COMPOSED_PREFIXES = (
    "at-",
    "cover--",
    "edit--",
    "embed--",
    "status--",
    "story-field--",
    "tree--",
    "upload--",
    "verdict--",
)
# Classes that the browser packages set: htmx while a request runs, ProseMirror in the editor.
PACKAGE_CLASSES = {
    "htmx-request",
    "ProseMirror-focused",
    "ProseMirror-gapcursor",
    "ProseMirror-hideselection",
    "ProseMirror-selectednode",
    "selectedCell",
}
NAME = re.compile(r"-?[a-zA-Z_][\w-]*")


def classes_in_css(text: str) -> set[str]:
    text = re.sub(r'/\*.*?\*/|"[^"]*"', "", text, flags=re.DOTALL)
    selectors = (match[1] for match in re.finditer(r"([^{};]+)\{", text))
    return {
        name
        for selector in selectors
        if not selector.strip().startswith("@")
        for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)
    }


def classes_in_sources(side: str) -> set[str]:
    """Return the words of class attributes, and of strings that look like the name of a class.

    A plain word (`queue`) may be the name of anything. It counts in a class attribute and on a
    line of code that names a class; a name with a hyphen or an underscore counts in any string.
    """
    other = "desk" if side == "site" else "site"
    paths = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "static" / "js").rglob("*.js")]
    paths += [path for room in (side, "web") for path in (ROOT / "portal" / room).rglob("*.py")]
    used: set[str] = set()
    for path in paths:
        if other in path.relative_to(ROOT).parts or path.name.startswith(other):
            continue
        text = path.read_text(encoding="utf-8")
        for attribute in re.findall(r'\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', text):
            used.update(NAME.findall(attribute))
        code = re.findall(r"\{[{%](.*?)[%}]\}", text, re.DOTALL)
        for line in code if path.suffix == ".html" else text.splitlines():
            used.update(_class_names(line))
    return used


def _class_names(line: str) -> set[str]:
    strings = " ".join(re.findall(r'"[^"]*"|\'[^\']*\'|`[^`]*`', line))
    return {name for name in NAME.findall(strings) if "class" in line or "_" in name or "-" in name}


USED = {side: classes_in_sources(side) for side in ("site", "desk")}


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_class_is_used(path):
    used = USED["desk" if "desk" in (path.parent.name, path.stem) else "site"] | PACKAGE_CLASSES
    unused = classes_in_css(path.read_text(encoding="utf-8")) - used

    assert {name for name in unused if not name.startswith(COMPOSED_PREFIXES)} == set()


def test_each_composed_prefix_is_in_a_template_or_a_view():
    used = USED["site"] | USED["desk"]

    assert [prefix for prefix in COMPOSED_PREFIXES if prefix not in used] == []
