"""An embed is known by its whole address, and by nothing less."""

from __future__ import annotations

import pytest

from portal.cleaning.embeds import HOSTS, PROVIDERS, embed_at

KNOWN = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "http://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=42s": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQ?t=4": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "//www.youtube.com/embed/dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://player.vimeo.com/video/76979871?h=1": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://www.dailymotion.com/video/x7tgad0_the-title": "https://geo.dailymotion.com/player.html?video=x7tgad0",
    "https://www.ted.com/talks/a_talk": "https://embed.ted.com/talks/a_talk",
    "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk?si=x": "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
    "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1234567&color=red": "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1234567",
    "https://twitter.com/someone/status/1234567890": "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1234567890",
    "https://www.instagram.com/p/CdEfGhIjKl/": "https://www.instagram.com/p/CdEfGhIjKl/embed/",
    "https://www.tiktok.com/@some.one/video/7123456789012345678": "https://www.tiktok.com/embed/v2/7123456789012345678",
}  # fmt: skip

UNKNOWN = (
    "",
    "https://www.youtube.com/",
    "https://www.youtube.com/embed/../../evil",
    "https://www.youtube.com/embed/dQw4w9WgXcQ/../../evil",
    "https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ",
    "https://evil.example/https://www.youtube.com/embed/dQw4w9WgXcQ",
    "https://user@www.youtube.com/embed/dQw4w9WgXcQ",
    "javascript:alert(1)//www.youtube.com/embed/dQw4w9WgXcQ",
    'https://www.youtube.com/embed/dQw4w9WgXcQ"onload="x',
    "https://vimeo.com/76979871<script>",
    "https://w.soundcloud.com/player/?url=https%3A//evil.example/tracks/1234567",
)


@pytest.mark.parametrize(("address", "frame"), KNOWN.items())
def test_an_address_of_a_provider_becomes_an_embed(address: str, frame: str):
    embed = embed_at(address)

    assert embed is not None
    assert embed.frame == frame
    assert any(frame.startswith(f"{host}/") for host in HOSTS)
    assert embed_at(embed.address) == embed


@pytest.mark.parametrize("address", UNKNOWN)
def test_other_addresses_do_not_become_embeds(address: str):
    assert embed_at(address) is None


def test_each_provider_has_an_example():
    tried = {embed.provider.name for each in KNOWN if (embed := embed_at(each))}

    assert tried == {provider.name for provider in PROVIDERS}
