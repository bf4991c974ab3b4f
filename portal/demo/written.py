"""The demo newspaper as it was written: its people, sections, topics, stories and pages.

Texts are Markdown with TOML in front, between two lines of `+++`; `cast.toml` has the rest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.paths import package_folder

Words = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """An article. It appeared `days_ago`, `at` a local time; nouns are named by their slugs."""

    slug: str
    text: str
    headline: str
    standfirst: str
    category: str
    days_ago: int
    at: str
    kicker: str = ""
    also: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    language: str | None = None
    picture: Words | None = None
    source: Words | None = None
    corrections: list[Words] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """A page; `words` is the whole way to it, `about/style`."""

    words: str
    text: str
    title: str
    description: str
    order: int


def folder() -> Path:
    return package_folder("demo")


def cast() -> Words:
    return tomllib.loads((folder() / "cast.toml").read_text(encoding="utf-8"))


def stories() -> list[Story]:
    """Every story, the oldest first."""
    found = [Story(slug=slug, **words) for slug, words in texts(folder() / "articles")]
    return sorted(found, key=lambda story: (-story.days_ago, story.at, story.slug))


def pages() -> list[Standing]:
    """Every standing page, in the order of menus; what lies under another comes after it."""
    found = [Standing(words=path, **words) for path, words in texts(folder() / "pages")]
    return sorted(found, key=lambda page: (page.words.count("/"), page.order))


def texts(root: Path) -> Iterator[tuple[str, Words]]:
    for path in sorted(root.rglob("*.md")):
        _, front, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        yield (
            path.relative_to(root).with_suffix("").as_posix(),
            tomllib.loads(front) | {"text": text},
        )


def pictures() -> list[Path]:
    return sorted((folder() / "pictures").glob("*.webp"))
