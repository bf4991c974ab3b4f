"""Finds where the old site's paths lead on ours."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.models import Article, Author, Category, ImportOrigin, Page, Redirect, Tag

DAY_AND_SLUG = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([^/]+)")
PERIOD = re.compile(r"/\d{4}(?:/\d\d){0,2}")
BATCH_ROWS = 500
TEXT_NUMBER = re.compile(r"/\?(?:p|page_id)=(\d+)")


def targets_of(paths: Collection[str], session: Session, site: str) -> dict[str, str]:
    """Return where each of these old paths leads on our site. Paths that lead nowhere are missing.

    Numbers such as `/?p=12` are those of the site that the link is from: another site that was
    imported, too, has the same ones.
    """
    targets = {path: "/" for path in paths if path == "/"}
    wanted = list(paths)
    for start in range(0, len(wanted), BATCH_ROWS):
        batch = wanted[start : start + BATCH_ROWS]
        others = [path for path in batch if not TEXT_NUMBER.fullmatch(path)]
        targets |= by_redirect(others, session)
        targets |= by_name([path for path in batch if "?" not in path], session)
        targets |= by_number([path for path in batch if "?" in path], session, site)
    return targets


def by_number(paths: list[str], session: Session, site: str) -> dict[str, str]:
    """Return where the numbers of posts and pages lead, by what each item of this site became."""
    numbers = {path: found[1] for path in paths if (found := TEXT_NUMBER.fullmatch(path))}
    if not numbers:
        return {}
    origins = select(ImportOrigin.key, ImportOrigin.kind, ImportOrigin.noun_id).where(
        ImportOrigin.site == site,
        ImportOrigin.kind.in_(("post", "page")),
        ImportOrigin.key.in_(set(numbers.values())),
    )
    keys = {(kind, id): key for key, kind, id in session.execute(origins)}
    articles = select(Article.id, Article.day, Article.slug).where(
        Article.id.in_([id for kind, id in keys if kind == "post"])
    )
    pages = select(Page.id, Page.path_words).where(
        Page.id.in_([id for kind, id in keys if kind == "page"])
    )
    targets = {keys["page", id]: f"/{words}/" for id, words in session.execute(pages)}
    for id, day, slug in session.execute(articles):
        if day:
            targets[keys["post", id]] = f"/{day:%Y/%m/%d}/{slug}/"
    return {path: targets[number] for path, number in numbers.items() if number in targets}


def by_redirect(paths: list[str], session: Session) -> dict[str, str]:
    query = (
        select(
            Redirect.old,
            Redirect.address,
            Article.day,
            Article.slug,
            Page.path_words,
            Category.path_words,
            Tag.slug,
            Author.slug,
        )
        .outerjoin(Redirect.article)
        .outerjoin(Redirect.page)
        .outerjoin(Redirect.category)
        .outerjoin(Redirect.tag)
        .outerjoin(Redirect.author)
        .where(Redirect.old.in_(paths))
    )
    found: dict[str, str] = {}
    for old, address, day, slug, page, category, tag, author in session.execute(query):
        words = page or (category and f"category/{category}") or (tag and f"tag/{tag}")
        words = words or (author and f"author/{author}")
        if day:
            found[old] = f"/{day:%Y/%m/%d}/{slug}/"
        elif words or address:
            found[old] = f"/{words}/" if words else address
    return found


def by_name(paths: list[str], session: Session) -> dict[str, str]:
    """Return those that have the same address on both sites."""
    found: dict[str, str] = {}
    days = {
        path: (date_in(match), match[4])
        for path in paths
        if (match := DAY_AND_SLUG.fullmatch(path))
    }
    stories = select(Article.day, Article.slug).where(
        tuple_(Article.day, Article.slug).in_([each for each in days.values() if each[0]])
    )
    present = set(session.execute(stories)) if days else set()
    found |= {path: f"{path}/" for path, key in days.items() if key in present}
    found |= {path: f"{path}/" for path in paths if PERIOD.fullmatch(path)}
    for prefix, column in NAMED.items():
        names = {path.removeprefix(prefix): path for path in paths if path.startswith(prefix)}
        if names:
            known = session.scalars(select(column).where(column.in_(names)))
            found |= {names[name]: f"{names[name]}/" for name in known}
    return found


def date_in(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


# A path with none of the other prefixes may be a page's.
NAMED = {
    "/category/": Category.path_words,
    "/tag/": Tag.slug,
    "/author/": Author.slug,
    "/": Page.path_words,
}
