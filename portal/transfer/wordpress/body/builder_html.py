"""HTML of page builders' shortcodes, which say in attributes what readers see."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from html import escape
from urllib.parse import unquote

from portal.cleaning.embeds import embed_at
from portal.transfer.wordpress.body.attributes import Shortcode
from portal.transfer.wordpress.body.paragraphs import embed_or_link

IMAGE_IDS = ("image", "images", "image_id", "gallery_ids", "include", "photo", "attachment",
             "attachment_id", "image_ids")  # fmt: skip
IMAGE_ADDRESSES = ("src", "image_url", "image_src", "photo_src", "custom_src", "image", "img")
FILMS = ("link", "src", "url", "video_url", "video", "video_link", "youtube_url", "vimeo_url")
SOUNDS = ("audio", "audio_url")
HEADINGS = ("title", "heading", "header", "h2", "heading_text", "toggle_title", "tab_title")
SUBHEADINGS = ("subtitle", "subheading", "subhead", "h4")
TEXTS = ("text", "content", "description", "quote", "desc")
LABELS = ("button_text", "title", "text", "label", "name")
ADDRESSES = ("button_url", "button_link", "link", "url", "href")
LEVEL = re.compile(r"\bh([1-6])\b")
PICTURE_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s\"']+\.(?:jpe?g|png|gif|webp|avif)(?:\?\S*)?", re.I
)
ADDRESS = re.compile(r"(?:https?:)?//\S+|/\S*|mailto:\S+|tel:\S+")

Figures = Callable[[list[str]], str]  # returns the figures of attachments with these ids


def builder_html(code: Shortcode, figures: Figures) -> str:
    """Return the HTML of what the attributes show: heading, pictures, film, text, button."""
    parts: list[str] = []
    is_heading = "heading" in code.name or code.name.endswith(("_title", "text_separator"))
    heading = code.first(*HEADINGS, *(("text",) if is_heading else ()))
    if heading:
        found = LEVEL.search(code.first("font_container", "title_level", "header_level", "level", "tag",
                                        "heading_tag", "size"))  # fmt: skip
        level = min(max(int(found[1]), 2), 4) if found else 3
        parts.append(f"<h{level}>{escape(heading)}</h{level}>")
    parts += [f"<p>{escape(text)}</p>" for text in [code.first(*SUBHEADINGS)] if text]
    ids = [each for name in IMAGE_IDS for each in ids_in(code.named.get(name, ""))]
    parts.append(figures(list(dict.fromkeys(ids))) if ids else "")
    picture = next((each for name in IMAGE_ADDRESSES if PICTURE_ADDRESS.fullmatch(
        each := code.named.get(name, "").strip())), "")  # fmt: skip
    if picture:
        alt = code.first("alt", "title_text", "caption")
        parts.append(f'<figure><img src="{escape(picture)}" alt="{escape(alt)}"></figure>')
    parts += [film_html(code.named[name]) for name in FILMS if name in code.named]
    parts += [f'<audio src="{escape(each)}"></audio>' for each in [code.first(*SOUNDS)] if each]
    if not is_heading and (text := code.first(*TEXTS)):
        parts.append(f"<p>{escape(text)}</p>")
    if code.first("button_text"):
        parts.append(button_html(code))
    return "\n".join(filter(None, parts))


def ids_in(text: str) -> list[str]:
    """Return the numbers of a list such as `12,13`; nothing for other text."""
    numbers = [each.strip() for each in text.split(",")]
    return numbers if all(each.isdecimal() for each in numbers) else []


def film_html(address: str) -> str:
    """Return an embed if the address is a film's; nothing for other addresses."""
    address = address.strip()
    is_file = bool(re.search(r"\.(?:mp4|webm|ogv|m4v|mov)(?:\?|$)", address, re.IGNORECASE))
    if is_file:
        return f'<video src="{escape(address)}"></video>'
    return f"<div>{embed_or_link(address)}</div>" if embed_at(address) else ""


def button_html(code: Shortcode) -> str:
    """Return a button as a link with its label, or the label alone if it leads nowhere."""
    label = code.inner.strip() or escape(code.first(*LABELS))
    address = link_address(code.first(*ADDRESSES))
    if not label:
        return ""
    return f'<p><a href="{escape(address)}">{label}</a></p>' if address else f"<p>{label}</p>"


def link_address(text: str) -> str:
    """Return an address, also of WPBakery's `url:https%3A%2F%2F…|title:…`."""
    if text.startswith("url:"):
        text = unquote(text[4:].partition("|")[0])
    return text if ADDRESS.fullmatch(text) else ""


def raw_html(text: str) -> str:
    """Return HTML that a builder stored in Base64 and percent-encoded, or as it is."""
    try:
        decoded = b64decode(text.strip(), validate=True).decode()
    except (Base64Error, ValueError):
        return text
    return unquote(decoded)
