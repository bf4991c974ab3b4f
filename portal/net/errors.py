"""Why a fetch failed. The text of each error is one line."""

from __future__ import annotations


class FetchError(Exception):
    """A fetch failed."""


class AddressRefused(FetchError):
    """The address is not http or https, or not on the public internet."""


class HostNotFound(FetchError):
    """The name of the host has no address."""


class ConnectionFailed(FetchError):
    """The host accepts no connection, or breaks it."""


class ResponseTooSlow(FetchError):
    """The whole response did not come in time."""


class ResponseTooLarge(FetchError):
    """The decompressed body has more bytes than allowed."""


class TooManyRedirects(FetchError):
    """The address redirects more than MAX_REDIRECTS times."""


def describe(error: Exception | None) -> str:
    """Return the reason of an error of the system or of urllib3, without a full stop."""
    text = str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error)
    return " ".join(text.split()).rstrip(".")
