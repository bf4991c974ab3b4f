"""The layout of the templates: lines that fit on a screen, partials with arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "templates"
TEMPLATES = {str(path.relative_to(ROOT)): path for path in sorted(ROOT.rglob("*.html"))}
READERS = [name for name in TEMPLATES if not name.startswith("desk/")]
MAX_LINE_CHARS = 160


@pytest.mark.parametrize("name", TEMPLATES)
def test_lines_fit_on_a_screen(name):
    lines = TEMPLATES[name].read_text(encoding="utf-8").splitlines()
    long = [line for line in lines if len(line) > MAX_LINE_CHARS]
    assert long == []


@pytest.mark.parametrize("name", READERS)
def test_partials_are_macros_with_arguments(name):
    """An `include` would read the variables of the page that it is part of."""
    assert "{% include" not in TEMPLATES[name].read_text(encoding="utf-8")
