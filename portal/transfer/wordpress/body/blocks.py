"""WordPress's block editor: HTML between comments that name its blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

COMMENT = re.compile(
    r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+"
    r"(?P<attributes>\{(?:(?!-->).)*\}\s+)?(?P<self_closing>/)?-->",
    re.DOTALL,
)
# Blocks that show nothing of their own, so that nothing is lost without them.
EMPTY_BLOCKS = frozenset({"more", "nextpage", "spacer", "separator", "footnotes", "post-title"})
CLASSIC_BLOCKS = ("freeform", "shortcode")  # texts of the classic editor


@dataclass(frozen=True)
class DynamicBlock:
    """A block without HTML of its own, which WordPress renders when it shows the page."""

    name: str
    attributes: dict[str, Any] = field(default_factory=dict)


# Returns the HTML of a dynamic block, or None.
DynamicHtml = Callable[[DynamicBlock], str | None]


def html_of_blocks(
    text: str,
    classic: Callable[[str], str],
    dynamic: DynamicHtml,
    report_missing: Callable[[str], None],
) -> str:
    """Return the HTML of the blocks. Text outside of them goes through `classic`.

    `report_missing` is called with the names of the dynamic blocks that `dynamic` has no HTML for.
    """
    out: list[str] = []
    open_blocks: list[str] = []
    done = 0
    for found in COMMENT.finditer(text):
        piece = text[done : found.start()]
        out.append(classic(piece) if is_classic(open_blocks) else piece)
        done = found.end()
        name = found["name"].removeprefix("core/")
        if found["closing"]:
            if name in open_blocks:
                del open_blocks[len(open_blocks) - 1 - open_blocks[::-1].index(name) :]
        elif found["self_closing"]:
            html = dynamic(DynamicBlock(name, attributes_in(found["attributes"])))
            out.append(html or "")
            if html is None and name not in EMPTY_BLOCKS:
                report_missing(name)
        else:
            open_blocks.append(name)
    out.append(classic(text[done:]) if is_classic(open_blocks) else text[done:])
    return "".join(out)


def is_classic(open_blocks: list[str]) -> bool:
    """True if the text at this place is of the classic editor."""
    return not open_blocks or open_blocks[-1] in CLASSIC_BLOCKS


def attributes_in(text: str | None) -> dict[str, Any]:
    try:
        attributes = json.loads(text or "{}")
    except ValueError:
        return {}
    return attributes if isinstance(attributes, dict) else {}
