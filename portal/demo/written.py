"""The written part of the demo newspaper: its people, sections, topics, stories and pages.

Texts are Markdown after a head in TOML between two lines of `+++`; `cast.toml` has the rest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.paths import package_folder

Fields = dict[str, Any]  # a table of TOML


@dataclass(frozen=True)
class Story:
    """An article. It appeared `days_ago` at the local time `at`; its nouns are slugs."""

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
    picture: Fields | None = None
    source: Fields | None = None
    corrections: list[Fields] = field(default_factory=list)


@dataclass(frozen=True)
class WrittenPage:
    """A standing page. `path` is its whole path, such as `about/style`."""

    path: str
    text: str
    title: str
    description: str
    order: int


def folder() -> Path:
    return package_folder("demo")


def cast() -> Fields:
    return tomllib.loads((folder() / "cast.toml").read_text(encoding="utf-8"))


def stories() -> list[Story]:
    """Return every story, oldest first."""
    found = [Story(slug=slug, **fields) for slug, fields in texts(folder() / "articles")]
    return sorted(found, key=lambda story: (-story.days_ago, story.at, story.slug))


def pages() -> list[WrittenPage]:
    """Return every standing page in the order of menus, parents before their children."""
    found = [WrittenPage(path=path, **fields) for path, fields in texts(folder() / "pages")]
    return sorted(found, key=lambda page: (page.path.count("/"), page.order))


def texts(root: Path) -> Iterator[tuple[str, Fields]]:
    for path in sorted(root.rglob("*.md")):
        _, front, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        yield (
            path.relative_to(root).with_suffix("").as_posix(),
            tomllib.loads(front) | {"text": text},
        )


def pictures() -> list[Path]:
    return sorted((folder() / "pictures").glob("*.webp"))
