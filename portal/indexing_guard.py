"""The indexing guard: what search engines are told about a story follows from how it was made.

Google's spam policies name feeds that are republished, also with synonyms or translated ("scraping",
"scaled content abuse"), and ask that syndicated copies carry `noindex`; a canonical link does not
help. The European AI Act, article 50(4), asks for a label on machine-made text about public matters
unless a named person has examined it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Adaptation(StrEnum):
    """How a story was made: how a syndicated one was adapted, or that a machine drafted it."""

    VERBATIM = "verbatim"
    TRANSLATED = "translated"
    REWRITTEN = "rewritten"
    EXCERPT = "excerpt"
    MACHINE_DRAFTED = "machine-drafted"


class Indexing(StrEnum):
    """The rule for search engines about a story."""

    OWN = "own"
    CANONICAL = "canonical"
    NOINDEX_NEWS = "noindex-news"
    NOINDEX = "noindex"


STRICTNESS = (Indexing.OWN, Indexing.NOINDEX_NEWS, Indexing.CANONICAL, Indexing.NOINDEX)


@dataclass(frozen=True)
class StoryFacts:
    """The facts about one story.

    `adaptation` is empty if nobody has stated it. `is_reviewed`: a named editor examined the text.
    `rule` is the story's own indexing rule, else its source's. `own_reason` is an editor's reason, in
    words, for listing a syndicated story as an own one. `has_original_headline`: the headline is
    still that of the source.
    """

    is_syndicated: bool
    adaptation: Adaptation | None = None
    is_reviewed: bool = False
    rule: Indexing = Indexing.OWN
    own_reason: str = ""
    has_original_headline: bool = False

    @property
    def is_unreviewed_machine_draft(self) -> bool:
        return self.adaptation == Adaptation.MACHINE_DRAFTED and not self.is_reviewed


@dataclass(frozen=True)
class SearchAdvice:
    """The advice to search engines about a story, for its page, the sitemaps and pings, with reasons.

    `names_original`: the page's JSON-LD has `isBasedOn`. `needs_machine_label`: page, feeds and
    JSON-LD say that a machine drafted the text and that no editor has reviewed it. `reasons` are
    English sentences for editors, each to be translated as a whole; the first decided.
    """

    indexing: Indexing
    reasons: tuple[str, ...]
    names_original: bool
    needs_machine_label: bool

    @property
    def is_indexable(self) -> bool:
        return self.indexing in (Indexing.OWN, Indexing.NOINDEX_NEWS)

    @property
    def is_in_sitemap(self) -> bool:
        return self.is_indexable

    @property
    def is_in_news_sitemap(self) -> bool:
        return self.indexing == Indexing.OWN

    @property
    def may_ping(self) -> bool:
        """True if IndexNow and WebSub may announce the story."""
        return self.is_indexable


class Limit(NamedTuple):
    """A rule that allows at most `most` to the stories that it applies to."""

    most: Indexing
    applies: Callable[[StoryFacts], bool]
    reason: str


LIMITS = (
    Limit(
        Indexing.NOINDEX,
        lambda story: story.is_unreviewed_machine_draft,
        "A machine drafted the text and no editor has reviewed it.",
    ),
    Limit(
        Indexing.NOINDEX,
        lambda story: story.is_syndicated and not story.is_reviewed,
        "The story comes from another publisher and no editor has reviewed it.",
    ),
    Limit(
        Indexing.NOINDEX,
        lambda story: story.is_syndicated and story.adaptation == Adaptation.VERBATIM,
        "The text is a copy of the source's.",
    ),
    Limit(
        Indexing.NOINDEX,
        lambda story: story.is_syndicated and story.adaptation is None,
        "Nobody has stated how the story was made from its source.",
    ),
    Limit(
        Indexing.NOINDEX,
        lambda story: story.rule == Indexing.NOINDEX,
        "The rule of this story or its source keeps it out of search engines.",
    ),
    Limit(
        Indexing.CANONICAL,
        lambda story: story.rule == Indexing.CANONICAL,
        "The rule of this story or its source points search engines to the original.",
    ),
    Limit(
        Indexing.NOINDEX_NEWS,
        lambda story: story.is_syndicated and story.adaptation == Adaptation.EXCERPT,
        "An excerpt is not for news search.",
    ),
    Limit(
        Indexing.NOINDEX_NEWS,
        lambda story: story.is_syndicated and story.has_original_headline,
        "The headline is still the source's.",
    ),
    Limit(
        Indexing.NOINDEX_NEWS,
        lambda story: story.is_syndicated and not story.own_reason.strip(),
        "A story from another publisher counts as our own only if an editor gives a reason.",
    ),
    Limit(
        Indexing.NOINDEX_NEWS,
        lambda story: story.rule == Indexing.NOINDEX_NEWS,
        "The rule of this story or its source keeps it out of news search.",
    ),
)

NO_LIMIT = "The story is our own."
OWN_BY_REASON = "An editor gave a reason to list the story as our own."


def search_advice(story: StoryFacts) -> SearchAdvice:
    """Return what search engines are told about a story: the strictest limit that applies to it."""
    applying = [limit for limit in LIMITS if limit.applies(story)]
    indexing = max((limit.most for limit in applying), key=STRICTNESS.index, default=Indexing.OWN)
    reasons = tuple(limit.reason for limit in applying if limit.most == indexing)
    return SearchAdvice(
        indexing,
        reasons or (OWN_BY_REASON if story.is_syndicated else NO_LIMIT,),
        names_original=story.is_syndicated,
        needs_machine_label=story.is_unreviewed_machine_draft,
    )
