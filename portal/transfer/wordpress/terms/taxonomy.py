"""The old site's categories and tags."""

from __future__ import annotations

from urllib.parse import unquote

from portal.transfer.wordpress.article.theme_meta import primary_category_id
from portal.transfer.wordpress.terms.noun_index import MAX_KEY_CHARS, NounIndex, present
from portal.transfer.wordpress.wxr.export import Channel, HeadEntry, Item

PRIMARY_CATEGORY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
DEFAULT_CATEGORY = "uncategorized"


class Taxonomy:
    """Our category or tag for each one of the old site."""

    def __init__(self, nouns: NounIndex, channel: Channel) -> None:
        self.nouns = nouns
        self.channel = channel
        self.categories = {each.slug: each for each in channel.categories}
        self.slugs_by_id = {each.id: each.slug for each in channel.categories}

    def import_listed(self) -> None:
        """Create all categories and tags that the head of the files lists."""
        for category in self.channel.categories:
            self.category(category.slug, category.name)
        for tag in self.channel.tags:
            self.tag(tag.slug, tag.name, tag.description)

    def categories_of(self, item: Item) -> list[int]:
        """Return the item's categories, the primary one of search plugins or of the theme first."""
        terms = item.terms_in("category")
        number = item.meta_value(*PRIMARY_CATEGORY) or primary_category_id(item)
        primary = self.slugs_by_id.get(number)
        terms.sort(key=lambda term: (term.slug != primary, term.slug == DEFAULT_CATEGORY))
        return present([self.category(term.slug, term.name) for term in terms])

    def tags_of(self, item: Item) -> list[int]:
        return present([self.tag(term.slug, term.name) for term in item.terms_in("post_tag")])

    def tag(self, slug: str, name: str, description: str = "") -> int | None:
        slug = slug[:MAX_KEY_CHARS]
        if ("tag", slug) in self.nouns.ids:
            return self.nouns.ids["tag", slug]
        olds = [f"/tag/{unquote(slug)}"]
        return self.nouns.get_or_create(
            "tag", slug, name, unquote(slug), olds, description=description
        )

    def category(self, slug: str, name: str) -> int | None:
        """Return the category, which is created under its parent; that is created first."""
        slug = slug[:MAX_KEY_CHARS]
        if ("category", slug) in self.nouns.ids:
            return self.nouns.ids["category", slug]
        self.nouns.ids["category", slug] = None  # ends the recursion if it is its own ancestor
        entry = self.categories.get(slug, HeadEntry("", slug, name))
        parent = self.category(entry.parent, entry.parent) if entry.parent else None
        olds = [f"/category/{'/'.join(self.old_path_words(slug))}"]
        olds += [f"/?cat={entry.id}"] if entry.id else []
        return self.nouns.get_or_create(
            "category", slug, entry.name, unquote(slug), olds,
            parent_id=parent, description=entry.description,
        )  # fmt: skip

    def old_path_words(self, slug: str) -> list[str]:
        """Return the words of a category's old address, from the top of the tree down."""
        words: list[str] = []
        while slug and unquote(slug) not in words:
            words.insert(0, unquote(slug))
            slug = self.categories[slug].parent if slug in self.categories else ""
        return words
