"""The glossary explains words that the code really uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = "\n".join(
    path.read_text(encoding="utf-8").lower()
    for folder in ("portal", "templates", "static/js")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".html", ".js") and "demo" not in path.parts
)
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = [
    word
    for word in re.findall(r"^\| ([^|]+?) \|", GLOSSARY, re.MULTILINE)
    if word.strip("-") and word != "word"
]


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_glossary_is_in_use(word):
    """A word may stand in the code as `site_version`, `SiteVersion`, `site-version` or `site version`."""
    pattern = r"[ _-]?".join(re.escape(part) for part in re.split(r"[ -]", word.lower()))
    assert len(re.findall(pattern, TEXT)) > 1


def test_every_word_is_explained_once():
    assert len(WORDS) == len({*WORDS}), sorted(word for word in WORDS if WORDS.count(word) > 1)
