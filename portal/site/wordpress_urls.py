"""WordPress's addresses, which lead on to ours for ever."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urlencode

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.extensions import db
from portal.models import Article, Page, Redirect

# WordPress counts a site's posts, pages and uploads in one row, and takes a number for any of them.
TEXTS = ("p", "page_id", "attachment_id")
PLAIN = (*TEXTS, "cat", "author")
NAMED = {"tag": "/tag/", "category_name": "/category/", "author_name": "/author/", "pagename": "/"}

LONGEST = 700
MOST_ENDINGS = 3
BEFORE = r"(/(?:[^/\\].*/)?)"
# What WordPress puts behind an address: a story's other forms, its comments, a list's further pages.
BEHIND = re.compile(rf"{BEFORE}(?:amp|embed|trackback|comment-page-\d+|page/\d+)/?")
FEED = re.compile(rf"{BEFORE}feed(?:/(?:rss2?|rdf|atom|json))?/?|()/(?:rss2?|rdf|atom)/?")
OUR_FEEDS = ("/feed/", "/feed/atom/", "/feed/json/")
HAVE_FEEDS = ("/category/", "/tag/", "/author/")
FURTHER_PAGE = re.compile(rf"{BEFORE}\d{{1,3}}/?")
ARTICLE = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([^/]+)/")
SEARCH = re.compile(r"/search/([^/]+)/?")
UPLOAD = re.compile(r"/.+\.\w{3,4}")
# `river-300x200.jpg` is `river.jpg` in another size; of a very large one it keeps `river-scaled.jpg`.
SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5})?(?=\.\w+$)")


def plain_address(arguments: MultiDict[str, str]) -> str | None:
    """Where `/?p=12` and its like lead; None for a query that means nothing."""
    for name in PLAIN:
        if (number := arguments.get(name, "")).isdecimal():
            names = TEXTS if name in TEXTS else (name,)
            if redirect := Redirect.find(*(f"/?{each}={number}" for each in names)):
                return redirect.target
    for name, base in NAMED.items():
        if words := arguments.get(name, "").strip("/\\"):
            return leads_to(f"{base}{words}/") or quote(f"{base}{words}/")
    if re.fullmatch(r"\d{4}(\d\d(\d\d)?)?", month := arguments.get("m", "")):
        return "/" + "/".join(filter(None, (month[:4], month[4:6], month[6:8]))) + "/"
    if "s" in arguments:
        return "/search/?" + urlencode({"q": arguments["s"]})
    if "feed" in arguments:
        return "/feed/atom/" if arguments["feed"] == "atom" else "/feed/"
    return None


def leads_to(path: str, endings: int = MOST_ENDINGS) -> str | None:
    """Where an old path leads: by its own redirect, else by what WordPress put around an address."""
    if len(path) > LONGEST or not endings:
        return None
    if redirect := Redirect.find(path):
        return redirect.target
    if found := BEHIND.fullmatch(path):
        if found[1] == "/":
            return "/latest/" if path.startswith("/page/") else "/"
        return leads_to(found[1], endings - 1) or quote(found[1])
    if path.startswith("/comments/feed/"):
        return "/feed/"
    if found := FEED.fullmatch(path):
        return feed_at(found[1] or "/", path, endings)
    if found := FURTHER_PAGE.fullmatch(path):
        return leads_to(found[1], endings - 1) or text_at(found[1])
    if found := SEARCH.fullmatch(path):
        return "/search/?" + urlencode({"q": found[1]})
    if UPLOAD.fullmatch(path) and (picture := picture_at(path)):
        return picture.target
    return below_another_base(path, endings)


def feed_at(before: str, path: str, endings: int) -> str | None:
    """The feed of a list that moved, or a story whose comments WordPress put into a feed."""
    is_ours = path.endswith(OUR_FEEDS)  # and would have answered, were the list still there
    target = leads_to(before, endings - 1) or (text_at(before) if is_ours else quote(before))
    if target == "/" or (target and target.startswith(HAVE_FEEDS)):
        target += "feed/atom/" if path.rstrip("/").endswith("atom") else "feed/"
    return target if target != quote(path) else None


def picture_at(path: str) -> Redirect | None:
    """That of a picture, whatever size of it is asked for."""
    return Redirect.find(SIZE.sub("", path), SIZE.sub("-scaled", path, count=1))


def text_at(path: str) -> str | None:
    """The path, if it is that of a page or an article."""
    query = select(Page.id).filter_by(path_words=path.strip("/"))
    if found := ARTICLE.fullmatch(path):
        try:
            day = date(*map(int, found.groups()[:3]))
        except ValueError:
            return None
        query = select(Article.id).filter_by(day=day, slug=found[4])
    return path if db.session.scalar(query.limit(1)) else None


def below_another_base(path: str, endings: int) -> str | None:
    """Where the same path leads without `/index.php`, or without `/blog` where the old site lived there."""
    base, _, rest = path[1:].partition("/")
    if base != "index.php":
        redirect = Redirect.find(f"/{base}") if rest else None
        if redirect is None or redirect.address != "/":
            return None
    rest = f"/{rest.lstrip('/')}"
    return leads_to(rest, endings - 1) or quote(rest)
