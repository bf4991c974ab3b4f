"""WordPress's block editor: HTML between comments that name its blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

COMMENT = re.compile(
    r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+"
    r"(?P<said>\{(?:(?!-->).)*\}\s+)?(?P<alone>/)?-->",
    re.DOTALL,
)
# Blocks that show nothing of their own, so that nothing is lost with them.
SILENT = frozenset({"more", "nextpage", "spacer", "separator", "footnotes", "post-title"})
TYPED = ("freeform", "shortcode")  # texts of the classic editor

Block = Callable[["Alone"], str | None]


@dataclass(frozen=True)
class Alone:
    """A block without HTML of its own, which WordPress works out when it shows the page."""

    name: str
    said: dict[str, Any] = field(default_factory=dict)


def without_comments(
    text: str, classic: Callable[[str], str], alone: Block, tell: Callable[[str], None]
) -> str:
    """The HTML of the blocks. What stands outside of them is the classic editor's.

    `alone` gives the HTML of a block that has none itself, or None; `tell` hears the names of those.
    """
    out: list[str] = []
    around: list[str] = []
    done = 0
    for found in COMMENT.finditer(text):
        piece = text[done : found.start()]
        out.append(classic(piece) if is_typed(around) else piece)
        done = found.end()
        name = found["name"].removeprefix("core/")
        if found["closing"]:
            if name in around:
                del around[len(around) - 1 - around[::-1].index(name) :]
        elif found["alone"]:
            html = alone(Alone(name, said_in(found["said"])))
            out.append(html or "")
            if html is None and name not in SILENT:
                tell(name)
        else:
            around.append(name)
    out.append(classic(text[done:]) if is_typed(around) else text[done:])
    return "".join(out)


def is_typed(around: list[str]) -> bool:
    return not around or around[-1] in TYPED


def said_in(text: str | None) -> dict[str, Any]:
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
