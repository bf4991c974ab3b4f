"""Old addresses: how they are written, and where they lead now."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from html import escape, unescape
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.models import Article, Author, Category, Page, Redirect, Tag
from portal.transfer.wordpress.wxr.export import host_of

LONGEST = 700
NUL = "\0"  # no address has one, and PostgreSQL takes none
PLAIN = ("p", "page_id", "attachment_id", "cat", "author")
OF_A_DAY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([^/]+)")
OF_A_PERIOD = re.compile(r"/\d{4}(?:/\d\d){0,2}")
AT_ONCE = 500
SLASHES = re.compile(r"/{2,}")
BEHIND = re.compile(r"/(?:amp|feed|embed|trackback|comment-page-\d+|page/\d+)$")


def base_of(site: str) -> str:
    """The path below which the old site lived: empty, or such as `/blog`."""
    return f"/{site.partition('/')[2]}".rstrip("/")


@lru_cache(1024)
def old_path(address: str, site: str) -> str | None:
    """An address of the old site as redirects keep it: `/2013/01/river`, `/?p=12`.

    `/` for its front page; None for an address of another site, and for one that cannot be kept.
    """
    if host_of(address) not in ("", host_of(f"//{site}")):
        return None
    parts = urlsplit(address)
    path = SLASHES.sub("/", unquote(parts.path)).rstrip("/")
    if path in ("", base_of(site), f"{base_of(site)}/index.php"):
        asked = dict(parse_qsl(parts.query))
        plain = [f"/?{name}={asked[name]}" for name in PLAIN if asked.get(name, "").isdecimal()]
        return plain[0] if plain else "/"
    return path if len(path) <= LONGEST and NUL not in path else None


@lru_cache(16)
def links_to(site: str) -> re.Pattern[str]:
    """Matches what a cleaned body links to on the old site."""
    host = re.escape(host_of(f"//{site}"))
    return re.compile(rf'href="(https?://(?:www\.)?{host}(?:[:/?#][^"]*)?)"')


def old_links(html: str, site: str) -> set[str]:
    """The paths of the old site that a cleaned body links to."""
    found = (old_path(unescape(each), site) for each in links_to(site).findall(html))
    return {BEHIND.sub("", path) for path in found if path}


def led_home(html: str, site: str, targets: Mapping[str, str]) -> str:
    """A cleaned body whose links to the old site lead to ours, as far as `targets` knows."""

    def lead(found: re.Match[str]) -> str:
        path = old_path(unescape(found[1]), site)
        target = targets.get(BEHIND.sub("", path)) if path else None
        return f'href="{escape(target)}"' if target else found[0]

    return links_to(site).sub(lead, html)


def targets_of(paths: Collection[str], session: Session) -> dict[str, str]:
    """Where each of these paths of the old site leads on ours; without those that lead nowhere."""
    targets = {path: "/" for path in paths if path == "/"}
    asked = list(paths)
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        targets |= by_redirect(some, session)
        targets |= by_name([path for path in some if "?" not in path], session)
    return targets


def by_redirect(paths: list[str], session: Session) -> dict[str, str]:
    targets = (
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
    for old, address, day, slug, page, category, tag, author in session.execute(targets):
        words = page or (category and f"category/{category}") or (tag and f"tag/{tag}")
        words = words or (author and f"author/{author}")
        if day:
            found[old] = f"/{day:%Y/%m/%d}/{slug}/"
        elif words or address:
            found[old] = f"/{words}/" if words else address
    return found


def by_name(paths: list[str], session: Session) -> dict[str, str]:
    """Those that are the same on both sites."""
    found: dict[str, str] = {}
    days = {
        path: (date_in(match), match[4]) for path in paths if (match := OF_A_DAY.fullmatch(path))
    }
    stories = select(Article.day, Article.slug).where(
        tuple_(Article.day, Article.slug).in_([each for each in days.values() if each[0]])
    )
    there = set(session.execute(stories)) if days else set()
    found |= {path: f"{path}/" for path, key in days.items() if key in there}
    found |= {path: f"{path}/" for path in paths if OF_A_PERIOD.fullmatch(path)}
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


# Whatever is none of the others is perhaps a page.
NAMED = {
    "/category/": Category.path_words,
    "/tag/": Tag.slug,
    "/author/": Author.slug,
    "/": Page.path_words,
}
