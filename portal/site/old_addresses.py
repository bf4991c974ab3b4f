"""WordPress's addresses, which lead on to ours for ever."""

from __future__ import annotations

import re

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.extensions import db
from portal.models import Page, Redirect

PLAIN = ("p", "page_id", "attachment_id", "cat", "author")


def plain_address(arguments: MultiDict[str, str]) -> str | None:
    """Where `/?p=12` and its like lead; None for a query that means nothing."""
    for name in PLAIN:
        value = arguments.get(name, "")
        if value.isdecimal() and (redirect := Redirect.of(f"/?{name}={value}")):
            return redirect.target
    if re.fullmatch(r"\d{4}(\d\d(\d\d)?)?", month := arguments.get("m", "")):
        return "/" + "/".join(filter(None, (month[:4], month[4:6], month[6:8]))) + "/"
    if "s" in arguments:
        from urllib.parse import urlencode

        return "/search/?" + urlencode({"q": arguments["s"]})
    if "feed" in arguments:
        return "/feed/atom/" if arguments["feed"] == "atom" else "/feed/"
    return None


def leads_to(path: str) -> str | None:
    """Where an old path leads: by its own redirect, else by what WordPress put behind an address."""
    if redirect := Redirect.of(path):
        return redirect.target
    if found := re.fullmatch(r"(/(?:.*/)?)(?:amp|embed|trackback|comment-page-\d+)/?", path):
        return found[1]
    if path.startswith("/comments/feed/"):
        return "/feed/"
    if found := re.fullmatch(r"(/(?:.*/)?feed/)(?:rss2?|rdf)/?", path):
        return found[1]
    if found := re.fullmatch(r"/(.+)/feed/", path):
        page = db.session.scalar(select(Page).filter_by(path_words=found[1]))
        return page.path if page and page.is_live else leads_to(f"/{found[1]}/")
    if found := re.fullmatch(r"(/(?:.*/)?)page/\d+/?", path):
        return found[1] if found[1] != "/" else "/latest/"
    return None
