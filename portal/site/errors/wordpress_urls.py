"""WordPress's addresses, which redirect to ours for ever."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urlencode

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.extensions import db
from portal.models import Article, Page, Redirect

# WordPress numbers a site's posts, pages and uploads together, and accepts the number of any kind.
TEXT_PARAMETERS = ("p", "page_id", "attachment_id")
NUMBER_PARAMETERS = (*TEXT_PARAMETERS, "cat", "author")
NAME_PARAMETERS = {
    "tag": "/tag/",
    "category_name": "/category/",
    "author_name": "/author/",
    "pagename": "/",
}

MAX_PATH_CHARS = 700
MAX_STRIPPED_SUFFIXES = 3
BASE = r"(/(?:[^/\\].*/)?)"
# The suffixes of WordPress: other forms of a story, its comments, the further pages of a list.
SUFFIX = re.compile(rf"{BASE}(?:amp|embed|trackback|comment-page-\d+|page/\d+)/?")
FEED = re.compile(rf"{BASE}feed(?:/(?:rss2?|rdf|atom|json))?/?|()/(?:rss2?|rdf|atom)/?")
OUR_FEEDS = ("/feed/", "/feed/atom/", "/feed/json/")
BASES_WITH_FEEDS = ("/category/", "/tag/", "/author/")
NUMBERED_PAGE = re.compile(rf"{BASE}\d{{1,3}}/?")
ARTICLE = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([^/]+)/")
SEARCH = re.compile(r"/search/([^/]+)/?")
UPLOAD = re.compile(r"/.+\.\w{3,4}")
# `river-300x200.jpg` is `river.jpg` in another size. A very large one is stored as `river-scaled.jpg`.
SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5})?(?=\.\w+$)")


def resolve_query(arguments: MultiDict[str, str]) -> str | None:
    """Return the target of `/?p=12` and similar addresses; None if no parameter has a meaning."""
    for name in NUMBER_PARAMETERS:
        if (number := arguments.get(name, "")).isdecimal():
            names = TEXT_PARAMETERS if name in TEXT_PARAMETERS else (name,)
            if redirect := Redirect.find(*(f"/?{each}={number}" for each in names)):
                return redirect.public_target
    for name, base in NAME_PARAMETERS.items():
        if words := arguments.get(name, "").strip("/\\"):
            return resolve_path(f"{base}{words}/") or quote(f"{base}{words}/")
    if re.fullmatch(r"\d{4}(\d\d(\d\d)?)?", month := arguments.get("m", "")):
        return "/" + "/".join(filter(None, (month[:4], month[4:6], month[6:8]))) + "/"
    if "s" in arguments:
        return "/search/?" + urlencode({"q": arguments["s"]})
    if "feed" in arguments:
        return "/feed/atom/" if arguments["feed"] == "atom" else "/feed/"
    return None


def resolve_path(path: str, suffixes: int = MAX_STRIPPED_SUFFIXES) -> str | None:
    """Return the target of an old path: its own redirect, else that of the path without suffixes.

    `suffixes` is the number of WordPress's suffixes that may still be removed.
    """
    if len(path) > MAX_PATH_CHARS or not suffixes:
        return None
    if redirect := Redirect.find(path):
        return redirect.public_target
    if match := SUFFIX.fullmatch(path):
        if match[1] == "/":
            return "/latest/" if path.startswith("/page/") else "/"
        return resolve_path(match[1], suffixes - 1) or quote(match[1])
    if path.startswith("/comments/feed/"):
        return "/feed/"
    if match := FEED.fullmatch(path):
        return resolve_feed(match[1] or "/", path, suffixes)
    if match := NUMBERED_PAGE.fullmatch(path):
        return resolve_path(match[1], suffixes - 1) or existing_text(match[1])
    if match := SEARCH.fullmatch(path):
        return "/search/?" + urlencode({"q": match[1]})
    if UPLOAD.fullmatch(path) and (picture := picture_redirect(path)):
        return picture.target
    return resolve_without_base(path, suffixes)


def resolve_feed(base: str, path: str, suffixes: int) -> str | None:
    """Return the feed of a list that moved, or the story whose comments were in the feed."""
    is_our_form = path.endswith(OUR_FEEDS)  # it would have answered if the list still existed
    target = resolve_path(base, suffixes - 1) or (
        existing_text(base) if is_our_form else quote(base)
    )
    if target == "/" or (target and target.startswith(BASES_WITH_FEEDS)):
        target += "feed/atom/" if path.rstrip("/").endswith("atom") else "feed/"
    return target if target != quote(path) else None


def picture_redirect(path: str) -> Redirect | None:
    """Return the redirect of a picture, whatever size of it the path names."""
    return Redirect.find(SIZE.sub("", path), SIZE.sub("-scaled", path, count=1))


def existing_text(path: str) -> str | None:
    """Return the path if a page or an article has it."""
    query = select(Page.id).filter_by(path_words=path.strip("/"))
    if match := ARTICLE.fullmatch(path):
        try:
            day = date(*map(int, match.groups()[:3]))
        except ValueError:
            return None
        query = select(Article.id).filter_by(day=day, slug=match[4])
    return path if db.session.scalar(query.limit(1)) else None


def resolve_without_base(path: str, suffixes: int) -> str | None:
    """Return the target of the path without `/index.php`, or without the old site's `/blog`."""
    base, _, rest = path[1:].partition("/")
    if base != "index.php":
        redirect = Redirect.find(f"/{base}") if rest else None
        if redirect is None or redirect.address != "/":
            return None
    rest = f"/{rest.lstrip('/')}"
    return resolve_path(rest, suffixes - 1) or quote(rest)
