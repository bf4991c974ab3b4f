"""Embeds: a box that loads nothing from the other site until the reader asks for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask_babel import gettext as _
from lxml import html
from lxml.html import HtmlElement

from portal.cleaning.embeds import Embed, embed_at
from portal.site.bodies.elements import replace_by
from portal.site.lite import is_lite


def replace_embeds(root: HtmlElement) -> None:
    """Replace each `portal-embed` by a box; by a link in the lite version, which has no scripts."""
    for element in list(root.iter("portal-embed")):
        embed = embed_at(element.get("address", ""))
        if embed is None or is_lite():
            replace_by_link(element)
        else:
            replace_by(element, embed_box(embed, element.get("title", "")))


def replace_by_link(element: HtmlElement) -> None:
    """Replace an embed by a paragraph that links to it, where it cannot be played."""
    address = element.get("address", "")
    embed = embed_at(address)
    link = html.Element("a", href=address)
    link.text = element.get("title") or (default_title(embed) if embed else address)
    shown = html.Element("p")
    shown.append(link)
    replace_by(element, shown)


def embed_box(embed: Embed, title: str) -> HtmlElement:
    title = title or default_title(embed)
    host = urlsplit(embed.frame).hostname
    box = html.Element("div", {"class": f"embed embed--{embed.provider.kind}"})
    box.append(paragraph("embed__title", title))
    button = html.Element("a", {"class": "button", "href": embed.address})
    button.attrib.update({"data-embed": embed.frame, "data-title": title})
    button.text = button_text(embed)
    box.append(button)
    note = _(
        "Loading it connects your browser to %(host)s, which then sees your IP address. "
        "Nothing has been loaded from there yet.",
        host=host,
    )
    box.append(paragraph("embed__note", note))
    return box


def default_title(embed: Embed) -> str:
    titles: dict[str, str] = {
        "film": _("Video on %(name)s", name=embed.provider.name),
        "sound": _("Recording on %(name)s", name=embed.provider.name),
        "post": _("Post on %(name)s", name=embed.provider.name),
    }
    return titles[embed.provider.kind]


def button_text(embed: Embed) -> str:
    texts: dict[str, str] = {
        "film": _("Load the video"),
        "sound": _("Load the recording"),
        "post": _("Load the post"),
    }
    return texts[embed.provider.kind]


def paragraph(css_class: str, text: str) -> HtmlElement:
    element = html.Element("p", {"class": css_class})
    element.text = text
    return element
