"""The canonical form of a story's address: the same page under one spelling, without trackers."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that say where a reader came from, and never which page is meant.
TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|hsa_\w+|at_\w+|ns_\w+|wt_\w+|_hs\w+|mc_[ce]id|[fgdw]clid|gbraid|wbraid|"
    r"fbclid|twclid|ttclid|msclkid|yclid|igsh\w*|srsltid|_ga|_gl|cmp(?:id)?|ocid|xtor|icid|ito|smid|smtyp|mkt_tok|"
    r"spm|ncid|cvid|rss_?id|ftag|echobox|sr_share|taid|guccounter|guce_referr\w*)",
    re.I,
)
# Parameters that mean something on some sites, and only with such a value where a reader came from.
ORIGIN = re.compile(r"(?:source|ref|referrer|from|via|partner|feature|campaign)", re.I)
FEED_VALUE = re.compile(r"(?:rss|feed|atom|rssfeed|rss_feed|rss-feed|feedburner|syndication)\d*", re.I)  # fmt: skip
MAX_CHARS = 2000
PORTS = {"http": 80, "https": 443}


def canonical(address: str) -> str:
    """Return an address without fragment and tracking parameters; empty if it is none, or too long."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in PORTS or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    host += f":{port}" if port and port != PORTS[parts.scheme] else ""
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    whole = urlunsplit((parts.scheme, host, parts.path or "/", meaningful(parts.query), fragment))
    return whole if len(whole) <= MAX_CHARS else ""


def meaningful(query: str) -> str:
    """Return a query without tracking parameters; unchanged if it has none."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    left = [(name, value) for name, value in pairs if not is_tracking(name, value)]
    return query if len(left) == len(pairs) else urlencode(left)


def is_tracking(name: str, value: str) -> bool:
    if TRACKING.fullmatch(name):
        return True
    return bool(ORIGIN.fullmatch(name) and FEED_VALUE.fullmatch(value))
