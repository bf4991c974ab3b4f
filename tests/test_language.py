"""Docstrings name their subject first, so that they are understood on first reading."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal

ROOT = Path(portal.__file__).parent.parent

# A docstring that opens with one of these is a clause without a subject: "What a page shows." or
# "Where files are." instead of "Return the cards of a page."
REFUSED = {"What", "Who", "Whose", "Which", "Where", "Of", "Those"}

FILES = sorted(path for folder in ("portal", "tests") for path in (ROOT / folder).rglob("*.py"))
FOLDERS = sorted({str(path.parent.relative_to(ROOT)) for path in FILES})


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_docstring_opens_with_its_subject_or_a_verb(folder):
    found = [place for path in files_of(folder) for place in refused_docstrings(path)]
    assert not found, "\n".join(found)


def files_of(folder: str) -> list[Path]:
    """Return the modules that lie directly in `folder`."""
    return [path for path in FILES if path.parent == ROOT / folder]


def refused_docstrings(path: Path) -> Iterator[str]:
    """Yield `file:line: first line` for each docstring of a module that opens with a refused word."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node) or ""
            if first_word(text) in REFUSED:
                line = node.body[0].lineno
                yield f"{path.relative_to(ROOT)}:{line}: {text.splitlines()[0]}"


def first_word(text: str) -> str:
    words = text.split(maxsplit=1)
    return words[0].strip(",.:;") if words else ""
