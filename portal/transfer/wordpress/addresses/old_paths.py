"""Old addresses as redirects store them, and links to them in bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from portal.models.site.redirect_insertion import MAX_PATH_CHARS, NUL
from portal.transfer.wordpress.wxr.export import host_of
from portal.wording.unicode_text import nfc

PLAIN_PARAMETERS = ("p", "page_id", "attachment_id", "cat", "author")
SLASHES = re.compile(r"/{2,}")
# WordPress adds these to an address: other forms of a story, its feed, further pages of a list.
SUFFIX = re.compile(r"/(?:amp|feed|embed|trackback|comment-page-\d+|page/\d+)$")

# Fragments that lead to the comments, which are not imported.
COMMENTS = re.compile(r"respond|reply|comments?(?:-\d+|-form)?")


def base_path_of(site: str) -> str:
    """Return the path below which the old site lived: empty, or such as `/blog`."""
    return f"/{site.partition('/')[2]}".rstrip("/")


@lru_cache(1024)
def old_path(address: str, site: str) -> str | None:
    """Return an address of the old site as redirects store it: `/2013/01/river`, `/?p=12`.

    `/` is its front page. None for an address of another site, and for one that cannot be stored.
    """
    if host_of(address) not in ("", host_of(f"//{site}")):
        return None
    parts = urlsplit(address)
    path = SLASHES.sub("/", nfc(unquote(parts.path))).rstrip("/")
    if path in ("", base_path_of(site), f"{base_path_of(site)}/index.php"):
        query = dict(parse_qsl(parts.query))
        plain = [
            f"/?{name}={query[name]}"
            for name in PLAIN_PARAMETERS
            if query.get(name, "").isdecimal()
        ]
        return plain[0] if plain else "/"
    return path if len(path) <= MAX_PATH_CHARS and NUL not in path else None


@lru_cache(16)
def links_to(site: str) -> re.Pattern[str]:
    """Return a pattern that finds the links of a cleaned body to the old site."""
    host = re.escape(host_of(f"//{site}"))
    relative = r'/(?:index\.php)?\?(?:p|page_id|attachment_id|cat|author|s)=[^"]*'
    return re.compile(rf'href="(https?://(?:www\.)?{host}(?:[:/?#][^"]*)?|{relative})"')


def old_links_in(html: str, site: str) -> set[str]:
    """Return the paths of the old site that a cleaned body links to."""
    found = (old_path(unescape(each), site) for each in links_to(site).findall(html))
    return {SUFFIX.sub("", path) for path in found if path}


def with_new_links(html: str, site: str, targets: Mapping[str, str]) -> str:
    """Return a cleaned body with its links to the old site replaced, as far as `targets` knows them."""

    def replace(found: re.Match[str]) -> str:
        target = target_of(unescape(found[1]), site, targets)
        return f'href="{escape(target)}"' if target else found[0]

    return links_to(site).sub(replace, html)


def target_of(address: str, site: str, targets: Mapping[str, str]) -> str | None:
    """Return where a link to the old site leads on ours: its fragment stays, and so do searched words.

    None if `targets`, by paths as redirects store them, does not know the address.
    """
    path = old_path(address, site)
    target = targets.get(SUFFIX.sub("", path)) if path else None
    if target is None:
        return None
    parts = urlsplit(address)
    if path == "/" and (words := dict(parse_qsl(parts.query)).get("s")):
        return f"/search/?{urlencode({'q': words})}"
    if not parts.fragment or COMMENTS.fullmatch(parts.fragment) or "#" in target:
        return target
    return f"{target}#{parts.fragment}"
