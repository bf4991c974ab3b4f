"""Films, sounds and posts from elsewhere: which we know, and the address that shows each."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """`page` matches the addresses people copy, whole; its groups fill `frame`, the shown one."""

    name: str
    host: str
    page: re.Pattern[str]
    frame: str


PROVIDERS = (
    Provider(
        "YouTube",
        "https://www.youtube-nocookie.com",
        re.compile(
            r"https?://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:[\w=%-]+&)*?v=|embed/|shorts/|live/|v/)"
            r"|youtu\.be/)([\w-]{6,20})(?:[?&#][\w=&%.~+#-]*)?"
        ),
        "https://www.youtube-nocookie.com/embed/{0}",
    ),
    Provider(
        "Vimeo",
        "https://player.vimeo.com",
        re.compile(
            r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{4,12})(?:[?#][\w=&%.-]*)?"
        ),
        "https://player.vimeo.com/video/{0}?dnt=1",
    ),
)
HOSTS = tuple(provider.host for provider in PROVIDERS)


@dataclass(frozen=True)
class Embed:
    provider: Provider
    address: str


def embed_at(address: str) -> Embed | None:
    """The embed that an address leads to; None where we know no way to show it safely."""
    for provider in PROVIDERS:
        if match := provider.page.fullmatch(address.strip()):
            return Embed(provider, provider.frame.format(*match.groups()))
    return None
