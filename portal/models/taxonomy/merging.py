"""Merging: the stories of one tag, author or category go to another, and its address redirects there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from portal.extensions import db
from portal.models.article.article import Article
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.people.editor import Editor
from portal.models.search import index_articles
from portal.models.site.menu import MenuItem
from portal.models.site.redirect import Redirect
from portal.models.taxonomy.author import Author
from portal.models.taxonomy.category import Category
from portal.models.taxonomy.source import Source
from portal.models.taxonomy.tag import Tag

IN_BULK = {"synchronize_session": False}


def merge_tags(tag: Tag, into: Tag) -> None:
    """Merge `tag` into another. Raises ValueError for a tag and itself."""
    refuse_itself(tag, into)
    move_joins(Tagging, Tagging.tag_id, tag.id, into.id)
    give_address(tag, tag.path, "tag", into)


def merge_authors(author: Author, into: Author) -> None:
    """Merge `author` into another. Raises ValueError for an author and themselves."""
    refuse_itself(author, into)
    move_joins(Byline, Byline.author_id, author.id, into.id)
    writes = select(Editor.id).where(Editor.author_id == into.id).exists()
    both_sign_in = db.session.scalar(select(writes))
    new_id = None if both_sign_in else into.id
    db.session.execute(update(Editor).filter_by(author_id=author.id).values(author_id=new_id))
    credited = update(Source).filter_by(author_id=author.id)
    db.session.execute(credited.values(author_id=into.id), execution_options=IN_BULK)
    give_address(author, author.path, "author", into)


def merge_categories(category: Category, into: Category) -> None:
    """Merge `category` into another. Raises ValueError for itself or a category below it."""
    if category in into.lineage:
        raise ValueError(f"{category.name} cannot be merged into itself or what lies within it.")
    for child in list(category.children):
        child.move_to(into)
    ids = list(
        db.session.scalars(select(CategoryLink.article_id).filter_by(category_id=category.id))
    )
    db.session.flush()
    for article in db.session.scalars(select(Article).where(Article.id.in_(ids))).unique():
        named = [each.category for each in article.category_links if each.is_direct]
        others = [into if each.id == category.id else each for each in named]
        first = into if article.category_id == category.id else article.category or into
        article.assign_categories(first, *others)
    db.session.execute(
        update(MenuItem).filter_by(category_id=category.id).values(category_id=into.id)
    )
    merge_category_rules(category, into)
    give_address(category, category.path, "category", into)


def merge_category_rules(category: Category, into: Category) -> None:
    """Let the rules of sources that file stories under `category` name the other one."""
    for source in db.session.scalars(select(Source)):
        if source.category_id == category.id:
            source.category_id = into.id
        rules = [
            [words, into.id if id == category.id else id] for words, id in source.category_rules
        ]
        if rules != source.category_rules:
            source.category_rules = rules


def refuse_itself(noun: Tag | Author, into: Tag | Author) -> None:
    if noun.id == into.id:
        raise ValueError(f"{noun.name} cannot be merged into itself.")


def move_joins(join: type[Tagging] | type[Byline], column: Any, old_id: int, new_id: int) -> None:
    """Give every story of the old row the new one, once, and update the search index."""
    db.session.flush()
    ids = list(db.session.scalars(select(join.article_id).where(column == old_id)))
    with_both = select(join.article_id).where(column == new_id)
    moved = update(join).where(column == old_id, join.article_id.not_in(with_both))
    db.session.execute(moved.values({column: new_id}), execution_options=IN_BULK)
    db.session.execute(delete(join).where(column == old_id), execution_options=IN_BULK)
    db.session.expire_all()
    index_articles(ids)


def give_address(noun: Any, old: str, kind: str, into: Any) -> None:
    """Redirect the old address, and all redirects to it, to the other row; then delete the old row."""
    column = getattr(Redirect, f"{kind}_id")
    db.session.execute(update(Redirect).where(column == noun.id).values({column: into.id}))
    db.session.delete(noun)
    db.session.flush()
    Redirect.add(old, **{kind: into})
