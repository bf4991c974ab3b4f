"""Values that themes for newspapers store with a post: JNews above all, Newspaper, Publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from portal.transfer.wordpress.wxr.export import Item, words_of
from portal.transfer.wordpress.wxr.php import unserialize

TABLES = ("jnews_single_post", "td_post_theme_settings")
SUBTITLE = ("post_subtitle", "subtitle", "td_subtitle", "_subtitle", "wps_subtitle", "_bs_subtitle",
            "secondary_title", "_secondary_title", "kia_subtitle", "_kia_subtitle")  # fmt: skip
SOURCE_NAME = ("source_name", "td_source", "_bs_source_name", "bs_source_name")
SOURCE_ADDRESS = ("source_url", "td_source_url", "_bs_source_url", "bs_source_url")
VIA_NAME = ("via_name", "td_via", "_bs_via_name", "bs_via_name")
VIA_ADDRESS = ("via_url", "td_via_url", "_bs_via_url", "bs_via_url")
PRIMARY_CATEGORY = ("jnews_primary_category", "td_primary_cat", "_bs_primary_category")
FILM = ("_format_video_embed", "_featured_embed_code", "td_video", "video_url")
SOUND = ("_format_audio_embed",)
GALLERY = ("_format_gallery_images",)
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def theme_values(item: Item, names: tuple[str, ...]) -> Iterator[Any]:
    """Yield the values that the item has under these names, in its meta or in a theme's table."""
    tables = [unserialize(item.meta_value(name)) for name in TABLES if name in item.meta]
    if "td_post_video" in item.meta:
        tables.append(unserialize(item.meta_value("td_post_video")))
    for name in names:
        if value := item.meta_value(name):
            yield unserialize(value)
        for table in tables:
            if isinstance(table, dict) and table.get(name):
                yield table[name]


def theme_text(item: Item, names: tuple[str, ...]) -> str:
    """Return the first of these values as words; empty if there is none."""
    texts = (words_of(each) for each in theme_values(item, names) if isinstance(each, str))
    return next(filter(None, texts), "")


def primary_category_id(item: Item) -> str:
    """Return the number of the theme's primary category; empty if there is none."""
    for value in theme_values(item, PRIMARY_CATEGORY):
        number = str(value.get("id", "")) if isinstance(value, dict) else str(value)
        if number.strip().isdecimal():
            return number.strip()
    return ""


def media_before_text(item: Item) -> str:
    """Return the film, sound and gallery that a theme shows above the text, as editor's text."""
    parts: list[str] = []
    for value in (*theme_values(item, FILM), *theme_values(item, SOUND)):
        text = value.strip() if isinstance(value, str) else ""
        address = ADDRESS.search(text)
        if address and address[0] not in item.body and text not in parts:
            parts.append(text)
    for value in theme_values(item, GALLERY):
        images = value.values() if isinstance(value, dict) else str(value).split(",")
        ids = [str(each).strip() for each in images if str(each).strip().isdecimal()]
        if ids:
            parts.append(f'[gallery ids="{",".join(ids)}"]')
    return "\n\n".join(parts)
