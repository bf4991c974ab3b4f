"""The licence as a rule: how much of an item's text becomes the draft's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.ingest.parsing.items import FeedItem
from portal.ingest.parsing.plain_text import cut
from portal.models import Adaptation, TextRule
from portal.wording.folding import plain_text

MAX_EXCERPT_WORDS = 60
MAX_STANDFIRST_CHARS = 400


@dataclass(frozen=True)
class Carried:
    """The text that a draft may carry. `adaptation` says how it was made from the original."""

    standfirst: str = ""
    body: str = ""
    adaptation: Adaptation | None = None


def carried(item: FeedItem, rule: str, body: str) -> Carried:
    """Return what the rule lets the paper carry; `body` is the item's, with our own pictures or none."""
    if rule == TextRule.FULL:
        summary = "" if begins_with(body, item.summary) else item.summary
        return Carried(cut(summary, MAX_STANDFIRST_CHARS), body, Adaptation.VERBATIM)
    if rule == TextRule.EXCERPT:
        words = item.summary or plain_text(body)
        return Carried(excerpt(words), "", Adaptation.EXCERPT) if words else Carried()
    return Carried()


def excerpt(text: str) -> str:
    """Return at most 60 words, ending with a whole sentence if more than half of them make one."""
    words = text.split()
    if len(words) <= MAX_EXCERPT_WORDS:
        return cut(" ".join(words), MAX_STANDFIRST_CHARS)
    head = cut(" ".join(words[:MAX_EXCERPT_WORDS]), MAX_STANDFIRST_CHARS).rstrip("…")
    ends = [found.end() for found in re.finditer(r"[.!?…»”\"](?=\s)", head)]
    return head[: ends[-1]] if ends and ends[-1] > len(head) / 2 else head.rstrip(" ,;:–—-") + "…"


def begins_with(body: str, summary: str) -> bool:
    """True if the summary only repeats the beginning of the body."""
    begin = summary.rstrip("….").strip()
    return bool(begin) and plain_text(body).startswith(begin[:200])
