"""The desk's templates, scripts and styles: a line fits on a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("templates/desk", "static/js/desk", "static/js/editor", "static/css/desk")
MAX_LINE_CHARS = 160


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_line_is_longer_than_a_screen(folder):
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in (".html", ".js", ".css")]
    assert files
    long_lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > MAX_LINE_CHARS
    ]
    assert not long_lines
