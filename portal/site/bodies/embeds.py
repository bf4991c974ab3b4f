"""What a story shows from elsewhere: a box that asks nothing of the other site until a reader does."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask_babel import gettext as _
from lxml import html
from lxml.html import HtmlElement

from portal.cleaning.embeds import Embed, embed_at
from portal.site.bodies.elements import replace_by
from portal.site.lite import is_lite


def show_embeds(root: HtmlElement) -> None:
    """Put a box in the place of each `portal-embed`; a link where there are no scripts at all."""
    for element in list(root.iter("portal-embed")):
        embed = embed_at(element.get("address", ""))
        if embed is None or is_lite():
            replace_by_link(element)
        else:
            replace_by(element, box(embed, element.get("title", "")))


def replace_by_link(element: HtmlElement) -> None:
    """Where it cannot be played: a paragraph that leads to where it is."""
    address = element.get("address", "")
    embed = embed_at(address)
    link = html.Element("a", href=address)
    link.text = element.get("title") or (title_of(embed) if embed else address)
    shown = html.Element("p")
    shown.append(link)
    replace_by(element, shown)


def box(embed: Embed, title: str) -> HtmlElement:
    title = title or title_of(embed)
    host = urlsplit(embed.frame).hostname
    shown = html.Element("div", {"class": f"embed embed--{embed.provider.kind}"})
    shown.append(paragraph("embed__title", title))
    button = html.Element("a", {"class": "button", "href": embed.address})
    button.attrib.update({"data-embed": embed.frame, "data-title": title})
    button.text = asking(embed)
    shown.append(button)
    note = _(
        "It comes from %(host)s, which will then learn your address. "
        "Nothing has been loaded from there yet.",
        host=host,
    )
    shown.append(paragraph("embed__note", note))
    return shown


def title_of(embed: Embed) -> str:
    return {
        "film": _("A film on %(name)s", name=embed.provider.name),
        "sound": _("A recording on %(name)s", name=embed.provider.name),
        "post": _("A post on %(name)s", name=embed.provider.name),
    }[embed.provider.kind]


def asking(embed: Embed) -> str:
    return {
        "film": _("Load the film"),
        "sound": _("Load the recording"),
        "post": _("Load the post"),
    }[embed.provider.kind]


def paragraph(name: str, text: str) -> HtmlElement:
    element = html.Element("p", {"class": name})
    element.text = text
    return element
