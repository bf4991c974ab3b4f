"""The layout of the stylesheets: short files, one declaration a line, no long lines."""

from pathlib import Path

import pytest

STYLESHEETS = sorted((Path(__file__).parents[2] / "static" / "css").rglob("*.css"))
MAX_LINE_CHARS = 120
MAX_FILE_LINES = 160


def name_of(path: Path) -> str:
    return str(path.relative_to(path.parents[2]))


@pytest.mark.parametrize("path", STYLESHEETS, ids=name_of)
def test_each_declaration_has_its_own_line(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        outside_comments = line.partition("/*")[0]
        assert outside_comments.count(";") <= 1, f"several declarations: {line.strip()}"
        assert len(line) <= MAX_LINE_CHARS, f"longer than {MAX_LINE_CHARS} characters: {line}"


@pytest.mark.parametrize("path", STYLESHEETS, ids=name_of)
def test_a_stylesheet_holds_one_component(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES
