"""Marks what was looked for, on the text as it was written: folding changes its length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from markupsafe import Markup, escape

from portal.models import Article
from portal.models.search import Term
from portal.models.search.folding import Folded, plain_text
from portal.typography.hyphens import soft_hyphens

# In characters: what of a body is looked through, and what of it is shown around the first match.
LOOKED_THROUGH = 20_000
SHOWN = 220
SHOWN_BEFORE = 60
# What ends without a full stop, though something else begins behind it.
ENDS_OPEN = re.compile(r"(?=</(?:h[2-6]|caption|figcaption|th|td|dt)>)")


class Hit:
    """A story that was found, with what was looked for marked."""

    def __init__(self, article: Article, terms: Sequence[Term]) -> None:
        self.article = article
        self.pattern = re.compile("|".join(term.pattern for term in terms))

    @cached_property
    def headline(self) -> Markup:
        hyphenated = soft_hyphens(self.article.headline, self.article.language)
        return marked(hyphenated.unescape(), self.pattern)

    @cached_property
    def text(self) -> Markup:
        """The standfirst; where neither headline nor standfirst has a match, of the body."""
        text = self.article.standfirst
        if not text or not any(
            (*spans(self.article.headline, self.pattern), *spans(text, self.pattern))
        ):
            text = passage(body_text(self.article.body), self.pattern) or text
        return marked(text, self.pattern)


def body_text(body: str) -> str:
    """What a body says, its headings and cells told apart from what follows."""
    return plain_text(ENDS_OPEN.sub(" · ", body))[:LOOKED_THROUGH]


def marked(text: str, pattern: re.Pattern[str]) -> Markup:
    """The escaped text, each match in a `<mark>`. Of an open word, only what was typed."""
    pieces, end = [], 0
    for start, stop in spans(text, pattern):
        pieces += [escape(text[end:start]), Markup("<mark>%s</mark>") % text[start:stop]]
        end = stop
    return Markup("").join([*pieces, escape(text[end:])])


def spans(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where each match begins and ends, in order."""
    folded = Folded(text)
    for match in pattern.finditer(folded.letters):
        yield folded.span(*match.span())


def passage(text: str, pattern: re.Pattern[str]) -> str:
    """A line or two around the first match, from word to word; empty without one."""
    start, stop = next(spans(text, pattern), (0, 0))
    if not stop:
        return ""
    before = text.rfind(" ", 0, max(0, start - SHOWN_BEFORE)) + 1
    after = text.find(" ", max(stop, before + SHOWN))
    begun, ended = "… " if before else "", " …" if after > 0 else ""
    return begun + text[before : after if after > 0 else None] + ended
