"""Highlights the matches in the original text, although folding changes its length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from markupsafe import Markup, escape

from portal.models import Article
from portal.models.search import Term
from portal.typography.hyphens import soft_hyphens
from portal.wording.folding import Folded, plain_text

SEARCHED_CHARS = 20_000
EXCERPT_CHARS = 220
EXCERPT_CHARS_BEFORE_MATCH = 60
# Elements that end without a full stop, although another sentence follows.
END_OF_LABEL = re.compile(r"(?=</(?:h[2-6]|caption|figcaption|th|td|dt)>)")


class Hit:
    """A story that was found, with the matches highlighted."""

    def __init__(self, article: Article, terms: Sequence[Term]) -> None:
        self.article = article
        self.pattern = re.compile("|".join(term.pattern for term in terms))

    @cached_property
    def headline(self) -> Markup:
        hyphenated = soft_hyphens(self.article.headline, self.article.language)
        return highlight(hyphenated.unescape(), self.pattern)

    @cached_property
    def text(self) -> Markup:
        """The standfirst, or an excerpt of the body if only the body has a match."""
        text = self.article.standfirst
        spans = (
            *match_spans(self.article.headline, self.pattern),
            *match_spans(text, self.pattern),
        )
        if not text or not any(spans):
            text = excerpt(body_text(self.article.body), self.pattern) or text
        return highlight(text, self.pattern)


def body_text(body: str) -> str:
    """Return the text of a body, with a dot between headings or cells and the text after them."""
    return plain_text(END_OF_LABEL.sub(" · ", body))[:SEARCHED_CHARS]


def highlight(text: str, pattern: re.Pattern[str]) -> Markup:
    """Return the escaped text with each match in `<mark>`; of an unfinished word, the typed part."""
    pieces: list[str] = []
    end = 0
    for start, stop in match_spans(text, pattern):
        pieces += [escape(text[end:start]), Markup("<mark>%s</mark>") % text[start:stop]]
        end = stop
    return Markup("").join([*pieces, escape(text[end:])])


def match_spans(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each match in the original text, in order."""
    folded = Folded(text)
    for match in pattern.finditer(folded.letters):
        yield folded.span(*match.span())


def excerpt(text: str, pattern: re.Pattern[str]) -> str:
    """Return a line or two around the first match, from word to word; empty without a match."""
    start, stop = next(match_spans(text, pattern), (0, 0))
    if not stop:
        return ""
    first = text.rfind(" ", 0, max(0, start - EXCERPT_CHARS_BEFORE_MATCH)) + 1
    last = text.find(" ", max(stop, first + EXCERPT_CHARS))
    is_whole = last < 0
    return (
        ("… " if first else "")
        + text[first : None if is_whole else last]
        + ("" if is_whole else " …")
    )
