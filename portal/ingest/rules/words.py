"""Rules made of words. A rule finds whole words and phrases in any script, whatever their case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.ingest.parsing.items import FeedItem
from portal.models import WireItem
from portal.wording.folding import plain_text, words_of


def said_by(item: FeedItem | WireItem) -> str:
    """Return the folded words of an item, with a space at either end of each, for `find_phrase`."""
    said = (item.headline, item.summary, plain_text(item.body), *item.terms)
    return f" {' | '.join(' '.join(words_of(each)) for each in said)} "


def phrases_of(text: str) -> list[str]:
    """Return the words or phrases of a rule: one a line, or divided by commas."""
    lines = (line.strip() for line in text.replace(",", "\n").splitlines())
    return [line for line in lines if words_of(line)]


def find_phrase(phrases: Iterable[str], said: str) -> str:
    """Return the first phrase whose words stand there in this order; empty if none does."""
    return next((each for each in phrases if f" {' '.join(words_of(each))} " in said), "")


@dataclass(frozen=True)
class WordRules:
    """An item needs one of the required words, if there are any, and none of the refused ones.

    So "Jersey" with the refused phrase "Jersey City" leaves that city out.
    """

    required: Sequence[str] = ()
    refused: Sequence[str] = ()

    @classmethod
    def of(cls, required_words: str, refused_words: str) -> WordRules:
        return cls(phrases_of(required_words), phrases_of(refused_words))

    def why_refused(self, said: str) -> str:
        """Return why an item does not come in, in words; empty if it does."""
        if found := find_phrase(self.refused, said):
            return f"It has the word “{found}”, which keeps items out."
        if self.required and not find_phrase(self.required, said):
            return f"It has none of the words “{'”, “'.join(self.required)}”."
        return ""


def first_match(rules: Sequence[Any], said: str) -> Any:
    """Return the second part of the first `[words, value]` rule whose words an item has; else None."""
    return next((value for words, value in pairs(rules) if find_phrase(phrases_of(words), said)), None)  # fmt: skip


def all_matches(rules: Sequence[Any], said: str) -> list[Any]:
    """Return the second part of each `[words, value]` rule whose words an item has."""
    return [value for words, value in pairs(rules) if find_phrase(phrases_of(words), said)]


def pairs(rules: Sequence[Any]) -> list[tuple[str, Any]]:
    """Return the rules that are whole; a stored list may hold anything."""
    whole = (each for each in rules if isinstance(each, list | tuple) and len(each) == 2)
    return [(words, value) for words, value in whole if isinstance(words, str)]
