"""Marks what was looked for, on the text as it was written: folding changes its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.hyphens import soft_hyphens
from portal.models import Article
from portal.models.search import Term
from portal.models.search.folding import text_of, words_within

# In characters: what of a body is looked through, and what of it is shown around the first match.
LOOKED_THROUGH = 20_000
SHOWN = 220
SHOWN_BEFORE = 60


@dataclass(frozen=True)
class Hit:
    """A story that was found: its headline and standfirst; without a match in them, of its body."""

    article: Article
    headline: Markup
    text: Markup

    @classmethod
    def of(cls, article: Article, terms: Sequence[Term]) -> Hit:
        headline = soft_hyphens(article.headline, article.language).unescape()
        text = article.standfirst
        if not text or not any((*places(headline, terms), *places(text, terms))):
            text = passage(text_of(article.body)[:LOOKED_THROUGH], terms) or text
        return cls(article, marked(headline, terms), marked(text, terms))


def marked(text: str, terms: Sequence[Term]) -> Markup:
    """The escaped text, each match in a `<mark>`. Of an open word, only what was typed."""
    pieces, end = [], 0
    for start, stop in sorted(places(text, terms)):
        if start >= end:
            pieces += [escape(text[end:start]), Markup("<mark>%s</mark>") % text[start:stop]]
            end = stop
    return Markup("").join([*pieces, escape(text[end:])])


def places(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where each match begins and ends."""
    found = list(words_within(text))
    words = [word for word, _ in found]
    for number, word in enumerate(words):
        for term in terms:
            if word.startswith(term.words[0]) and term.stands_at(number, words):
                last = found[number + len(term.words) - 1][1]
                yield found[number][1][0], last[len(term.words[-1]) - 1] + 1


def passage(text: str, terms: Sequence[Term]) -> str:
    """A line or two around the first match, from word to word; empty without one."""
    start, stop = next(places(text, terms), (0, 0))
    if not stop:
        return ""
    before = text.rfind(" ", 0, max(0, start - SHOWN_BEFORE)) + 1
    after = text.find(" ", max(stop, before + SHOWN))
    begun, ended = "… " if before else "", " …" if after > 0 else ""
    return begun + text[before : after if after > 0 else None] + ended
