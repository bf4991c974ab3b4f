"""Why a feed could not be fetched or read, in words for an editor."""

from __future__ import annotations

from dataclasses import dataclass

from portal.ingest.parsing.items import NotAFeed
from portal.net import errors
from portal.net.errors import FetchError


@dataclass(frozen=True)
class Failure:
    """`kind` is a key of FAILURES. `sentence` says what happened, and what that means."""

    kind: str
    sentence: str


FAILURES = {
    "address": "Portal does not fetch from this address: {detail} Give the feed's public address.",
    "no-host": "{detail} The address is mistyped, or the publisher's domain has ended.",
    "no-connection": "{detail} The publisher's server is down, or its certificate is not valid.",
    "slow": "{detail} The whole feed has to come within 20 seconds.",
    "large": "{detail} A feed is far smaller: ask the publisher for one with the latest stories only.",
    "redirects": "{detail} The publisher has to mend this.",
    "refused": "The publisher refuses the feed to Portal (HTTP {detail}). "
    "Ask the publisher for access, or for another address.",
    "not-found": "There is nothing at the feed's address (HTTP 404). The feed may have moved: look for "
    "it on the publisher's site.",
    "gone": "The publisher has closed this feed for good (HTTP 410). It is not fetched any more: "
    "look for another feed on the publisher's site.",
    "too-often": "The publisher asks Portal to come less often (HTTP {detail}). Portal waits as long as it is told.",
    "server": "The publisher's server has a fault of its own (HTTP {detail}). It usually passes.",
    "status": "The address answers with HTTP {detail} instead of a feed.",
    "page": "The address answers with a web page instead of a feed. The feed may have moved, or the "
    "publisher shows a page of consent or of an error first.{detail}",
    "sitemap": "The address answers with a sitemap instead of a feed. Look for the publisher's feed.",
    "opml": "The address answers with a list of feeds (OPML) instead of a feed. "
    "Add it as a list: portal feeds add FILE.opml",
    "empty": "The address answers with nothing at all.",
    "not-feed": "The address answers with something that is no feed: neither RSS, Atom nor JSON Feed.",
    "unasked-304": "The server says that nothing has changed, but has never sent the feed.",
    "other-feed": "Another feed has taken this one's place: {detail} Nothing of it is filed. "
    "If this is right, add the feed's address again.",
    "internal": "Portal could not read this feed because of a fault of its own ({detail}). "
    "The log has the details.",
}  # fmt: skip


def failure(kind: str, detail: str = "") -> Failure:
    return Failure(kind, FAILURES[kind].format(detail=detail))


KIND_OF_FETCH_ERROR: tuple[tuple[type[FetchError], str], ...] = (
    (errors.AddressRefused, "address"),
    (errors.HostNotFound, "no-host"),
    (errors.ResponseTooSlow, "slow"),
    (errors.ResponseTooLarge, "large"),
    (errors.TooManyRedirects, "redirects"),
)
KIND_OF_STATUS = {401: "refused", 403: "refused", 404: "not-found", 410: "gone", 429: "too-often",
                  451: "refused", 503: "too-often"}  # fmt: skip


def failure_of_fetch(error: FetchError) -> Failure:
    """Put an error of `net.fetching` into words."""
    for kind, name in KIND_OF_FETCH_ERROR:
        if isinstance(error, kind):
            return failure(name, str(error))
    return failure("no-connection", str(error))


def failure_of_status(status: int, has_retry_after: bool = False) -> Failure | None:
    """Put the status of a response into words; None for one that brings a feed."""
    if status in (200, 203, 206, 226):
        return None
    kind = KIND_OF_STATUS.get(status, "server" if status >= 500 else "status")
    if kind == "too-often" and status == 503 and not has_retry_after:
        kind = "server"
    return failure(kind, str(status))


def failure_of_document(error: NotAFeed) -> Failure:
    return failure(error.kind, error.detail)
