"""Embeds: the providers of films, sounds and posts, and the address that shows each."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUERY = r"(?:[?&#][\w=&%.~+:,/-]*)?"


@dataclass(frozen=True)
class Provider:
    """`pages` match whole addresses that people copy. Their group fills `address`, the page for
    readers, and `frame`, the address of the embedded frame. `kind` is film, sound or post.
    """

    name: str
    kind: str
    pages: tuple[re.Pattern[str], ...]
    address: str
    frame: str

    @property
    def host(self) -> str:
        """The host that learns a reader's IP address, as `frame-src` of a Content-Security-Policy names it."""
        return "/".join(self.frame.split("/")[:3])


def pages(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:https?:)?//{pattern}{QUERY}") for pattern in patterns)


PROVIDERS = (
    Provider(
        "YouTube",
        "film",
        pages(
            r"(?:www\.|m\.)?youtube\.com/watch/?\?(?:[\w=%.-]+&(?:amp;)?)*?v=([\w-]{6,20})",
            r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|shorts|live|v)/([\w-]{6,20})/?",
            r"youtu\.be/([\w-]{6,20})/?",
        ),
        "https://www.youtube.com/watch?v={0}",
        "https://www.youtube-nocookie.com/embed/{0}",
    ),
    Provider(
        "Vimeo",
        "film",
        pages(r"(?:www\.)?vimeo\.com/(\d{4,12})/?", r"player\.vimeo\.com/video/(\d{4,12})/?"),
        "https://vimeo.com/{0}",
        "https://player.vimeo.com/video/{0}?dnt=1",
    ),
    Provider(
        "Dailymotion",
        "film",
        pages(
            r"(?:www\.)?dailymotion\.com/(?:embed/)?video/([a-z0-9]{4,12})(?:_[\w-]*)?/?",
            r"geo\.dailymotion\.com/player\.html\?video=([a-z0-9]{4,12})",
            r"dai\.ly/([a-z0-9]{4,12})/?",
        ),
        "https://www.dailymotion.com/video/{0}",
        "https://geo.dailymotion.com/player.html?video={0}",
    ),
    Provider(
        "TED",
        "film",
        pages(r"(?:www\.|embed\.)?ted\.com/talks/(?:lang/[\w-]{2,8}/)?([a-z0-9_]{4,120})/?"),
        "https://www.ted.com/talks/{0}",
        "https://embed.ted.com/talks/{0}",
    ),
    Provider(
        "Spotify",
        "sound",
        pages(
            r"open\.spotify\.com/(?:intl-[a-z]{2}/)?(?:embed/|embed-podcast/)?"
            r"((?:track|album|playlist|episode|show|artist)/\w{10,40})/?"
        ),
        "https://open.spotify.com/{0}",
        "https://open.spotify.com/embed/{0}",
    ),
    Provider(
        "SoundCloud",
        "sound",
        pages(
            r"w\.soundcloud\.com/player/?\?(?:[\w=%-]+&)*?"
            r"url=https?(?::|%3A)(?:/|%2F){2}(api\.soundcloud\.com(?:/|%2F)tracks(?:/|%2F)\d{4,14})"
        ),
        "https://w.soundcloud.com/player/?url=https%3A//{0}",
        "https://w.soundcloud.com/player/?url=https%3A//{0}",
    ),
    Provider(
        "X",
        "post",
        pages(
            r"(?:www\.|mobile\.)?(?:twitter|x)\.com/\w{1,20}/status(?:es)?/(\d{1,20})/?",
            r"platform\.twitter\.com/embed/Tweet\.html\?(?:[\w=%-]+&)*?id=(\d{1,20})",
        ),
        "https://x.com/i/status/{0}",
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id={0}",
    ),
    Provider(
        "Instagram",
        "post",
        pages(r"(?:www\.)?instagram\.com/((?:p|reel|tv)/[\w-]{5,40})(?:/embed(?:/captioned)?)?/?"),
        "https://www.instagram.com/{0}/",
        "https://www.instagram.com/{0}/embed/",
    ),
    Provider(
        "TikTok",
        "post",
        pages(
            r"(?:www\.)?tiktok\.com/@[\w.-]{1,40}/video/(\d{10,22})/?",
            r"(?:www\.)?tiktok\.com/(?:embed(?:/v2)?|player/v1)/(\d{10,22})/?",
        ),
        "https://www.tiktok.com/embed/v2/{0}",
        "https://www.tiktok.com/embed/v2/{0}",
    ),
)
HOSTS = tuple(provider.host for provider in PROVIDERS)


@dataclass(frozen=True)
class Embed:
    """One film, sound or post: `address` is its page, `frame` what a story embeds."""

    provider: Provider
    address: str
    frame: str


def embed_at(address: str) -> Embed | None:
    """Return the embed of an address; None if no provider matches."""
    for provider in PROVIDERS:
        for page in provider.pages:
            if match := page.fullmatch(address.strip()):
                return Embed(
                    provider, provider.address.format(match[1]), provider.frame.format(match[1])
                )
    return None
