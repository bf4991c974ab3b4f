"""Preparation of items before the write transaction begins: does an item come in, and as what?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.ingest.filing.identity import Identity, identities
from portal.ingest.parsing.bodies import without_pictures
from portal.ingest.parsing.items import FeedItem
from portal.ingest.rules.licence import Carried, carried
from portal.ingest.rules.words import WordRules, all_matches, first_match, said_by
from portal.models import Source, TextRule
from portal.models.article.draft import ArticleDraft
from portal.models.base.slugs import slug_of
from portal.wording.word_count import count_words_of_html

MAX_HEADLINE_CHARS = 300


@dataclass(slots=True)
class Prepared:
    """An item, its identity, and what filing it would write.

    `reason` says why it does not come in; empty if it does. `is_repeated`: the feed has it twice, and
    this is not the first. `body` is the item's without pictures of
    other hosts, `carried` what a draft may say. `tag_names` become tags when it is filed.
    """

    item: FeedItem
    identity: Identity
    reason: str = ""
    is_repeated: bool = False
    body: str = ""
    carried: Carried = field(default_factory=Carried)
    category_id: int | None = None
    tag_names: list[str] = field(default_factory=list)
    image_id: int | None = None


def prepare(items: Sequence[FeedItem], source: Source, home: str) -> list[Prepared]:
    """Prepare the items of a feed, the oldest first."""
    rules = WordRules.of(source.required_words, source.refused_words)
    seen: set[str] = set()
    found = []
    for item, identity in zip(items, identities(items, home), strict=True):
        prepared = prepared_item(item, identity, source, rules)
        prepared.is_repeated = not seen.isdisjoint(identity.keys)
        seen.update(identity.keys)
        found.append(prepared)
    found.reverse()  # feeds name the newest first, also where they give no dates
    return sorted(found, key=published_or_newest)


def published_or_newest(prepared: Prepared) -> tuple[bool, str]:
    published_at = prepared.item.published_at
    return published_at is None, published_at.isoformat() if published_at else ""


def prepared_item(item: FeedItem, identity: Identity, source: Source, rules: WordRules) -> Prepared:
    prepared = Prepared(item, identity, body=without_pictures(item.body))
    said = said_by(item)
    if not item.headline:
        prepared.reason = "It has neither a headline nor a text."
    else:
        prepared.reason = rules.why_refused(said)
    if source.text_rule == TextRule.NOTHING:
        prepared.body = item.summary = ""
    prepared.carried = carried(item, source.text_rule, prepared.body)
    category = first_match(source.category_rules, said)
    prepared.category_id = category if isinstance(category, int) else source.category_id
    prepared.tag_names = [
        tag for tag in all_matches(source.tag_rules, said) if isinstance(tag, str)
    ]
    return prepared


def draft_of(prepared: Prepared, key: str, source: Source, site_language: str, moment: datetime) -> ArticleDraft:  # fmt: skip
    """Return the article in review that an item becomes; its category and tags are still to be set."""
    item, text = prepared.item, prepared.carried
    headline = item.headline[:MAX_HEADLINE_CHARS]
    language = item.language or source.language
    is_foreign = language and base_of(language) != base_of(site_language)
    return ArticleDraft(
        key=key,
        headline=headline,
        slug=slug_of(headline),
        standfirst=text.standfirst,
        body=text.body,
        word_count=count_words_of_html(text.body),
        language=language if is_foreign else None,
        image_id=prepared.image_id,
        source_id=source.id,
        source_address=prepared.identity.address,
        original_headline=item.headline,
        original_language=language,
        adaptation=text.adaptation.value if text.adaptation else None,
        author_ids=[source.author_id] if source.author_id else [],
        submitted_at=moment,
        created_at=moment,
        updated_at=moment,
    )


def base_of(language: str) -> str:
    return language.partition("-")[0].lower()
