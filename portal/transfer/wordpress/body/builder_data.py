"""Texts that page builders store in a meta value only: Elementor, Beaver Builder, Bricks, SiteOrigin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from portal.transfer.wordpress.wxr.export import Item
from portal.transfer.wordpress.wxr.php import unserialize

META = ("_elementor_data", "_fl_builder_data", "_bricks_page_content_2", "panels_data")
MAX_DEPTH = 40
# Elementor's widgets that show nothing of a story.
DEAD_WIDGETS = frozenset(
    "form divider spacer menu-anchor nav-menu posts portfolio share-buttons social-icons sidebar "
    "search-form login google_maps icon progress countdown template global breadcrumbs "
    "post-navigation post-comments author-box table-of-contents read-more wp-widget-search".split()
)
HEADINGS = ("title", "heading", "title_text", "tab_title", "heading_text")
TEXTS = ("editor", "text", "html", "content", "description_text", "description", "tab_content",
         "blockquote_content", "testimonial_content", "shortcode", "alert_title", "alert_description",
         "caption")  # fmt: skip
LISTS = ("tabs", "icon_list", "slides", "items", "accordions")
GALLERIES = ("wp_gallery", "gallery", "carousel", "photos")
FILMS = ("youtube_url", "vimeo_url", "dailymotion_url", "external_url", "video_url")

Remark = Callable[[str], None]


def builder_text(item: Item, remark: Remark) -> str:
    """Return the item's text from a builder's meta value, as HTML with shortcodes; empty if none."""
    for name in META:
        if name in item.meta:
            data = unserialize(item.meta_value(name))
            if isinstance(data, dict | list):
                return "\n\n".join(filter(None, parts_of(data, remark, 0)))
    return ""


def parts_of(data: Any, remark: Remark, depth: int) -> Iterator[str]:
    """Yield the texts of a tree of elements in their order."""
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        for each in data:
            yield from parts_of(each, remark, depth + 1)
        return
    if not isinstance(data, dict):
        return
    settings = data.get("settings")
    widget = str(data.get("widgetType") or data.get("name") or "")
    if widget in DEAD_WIDGETS:
        remark(f"the widget “{widget}” of the page builder was removed")
    elif isinstance(settings, dict):
        yield from texts_of(widget, settings)
    elif set(data) & {*TEXTS, *HEADINGS} and "elType" not in data:
        yield from texts_of(widget, data)
    for key, value in data.items():
        if key != "settings" and isinstance(value, dict | list):
            yield from parts_of(value, remark, depth + 1)


def texts_of(widget: str, settings: dict[str, Any]) -> Iterator[str]:
    """Yield what the settings of a widget show."""
    if widget == "button":
        yield link_of(settings.get("text"), settings.get("link"))
        return
    level = str(settings.get("header_size") or settings.get("tag") or "h3")
    for name in HEADINGS:
        if isinstance(title := settings.get(name), str) and title.strip():
            tag = level if level in ("h2", "h3", "h4") else "h2" if level == "h1" else "h3"
            yield f"<{tag}>{title if '<' in title else escape(title, quote=False)}</{tag}>"
            break
    image = settings.get("image") or settings.get("photo_src")
    if isinstance(image, dict) and image.get("url"):
        number = str(image.get("id") or "")
        css = f' class="wp-image-{number}"' if number.isdecimal() else ""
        yield f'<figure><img{css} src="{escape(str(image["url"]))}" alt="{escape(str(image.get("alt") or ""))}"></figure>'
    elif isinstance(image, str) and "://" in image:
        yield f'<figure><img src="{escape(image)}" alt=""></figure>'
    yield from (f"\n{settings[each]}\n" for each in FILMS if is_address(settings.get(each)))
    for name in GALLERIES:
        if isinstance(images := settings.get(name), list):
            ids = [str(each.get("id")) for each in images if isinstance(each, dict)]
            yield f'[gallery ids="{",".join(filter(str.isdecimal, ids))}"]'
    for name in TEXTS:
        if isinstance(text := settings.get(name), str) and text.strip():
            yield text
    for name in LISTS:
        if isinstance(entries := settings.get(name), list):
            for entry in entries:
                if isinstance(entry, dict):
                    yield from texts_of("", entry)
    if author := settings.get("author_name") or settings.get("testimonial_name"):
        yield f"<p>— {escape(str(author))}</p>"


def link_of(label: Any, link: Any) -> str:
    address = link.get("url") if isinstance(link, dict) else link
    text = escape(str(label or ""))
    if not text:
        return ""
    return f'<p><a href="{escape(address)}">{text}</a></p>' if address else f"<p>{text}</p>"


def is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
