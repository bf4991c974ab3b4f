"""Writes small WordPress exports (WXR 1.2): give what matters, the rest is filled in."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old Paper</title><link>https://old.example</link><description>Since 2009</description>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>reka</wp:author_login>
<wp:author_email>reka@old.example</wp:author_email><wp:author_display_name>Réka Halász</wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>\n"
numbers = count(101)


def category(slug: str, name: str, parent: str = "") -> str:
    return (
        f"<wp:category><wp:term_id>{next(numbers)}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{escape(name)}</wp:cat_name></wp:category>\n"
    )


def person(
    login: str, name: str = "", first: str = "", last: str = "", id: int | None = None
) -> str:
    """A person of the head, who signs in with `login`."""
    return (
        f"<wp:author><wp:author_id>{id or next(numbers)}</wp:author_id>"
        f"<wp:author_login>{login}</wp:author_login><wp:author_email>{login}</wp:author_email>"
        f"<wp:author_display_name>{escape(name)}</wp:author_display_name>"
        f"<wp:author_first_name>{first}</wp:author_first_name>"
        f"<wp:author_last_name>{last}</wp:author_last_name></wp:author>\n"
    )


def guest(slug: str, name: str, **meta: str) -> str:
    """A guest author of Co-Authors Plus; `meta` are its values without `cap-`."""
    values = {"cap-display_name": name} | {f"cap-{key}": value for key, value in meta.items()}
    return item(name, "", kind="guest-author", slug=f"cap-{slug}", meta=values)


def item(
    title: str = "River rises",
    body: str = "First.\n\nSecond.",
    *,
    id: int | None = None,
    kind: str = "post",
    status: str = "publish",
    slug: str = "river-rises",
    date: str = "2013-01-11 20:22:19",
    link: str = "",
    guid: str = "",
    excerpt: str = "",
    terms: tuple[tuple[str, str, str], ...] = (),
    meta: dict[str, str] | None = None,
    creator: str = "reka",
    gmt: str = "",
    extra: str = "",
) -> str:
    """`terms` are (domain, slug, name); `extra` is put in as it stands."""
    id = id or next(numbers)
    words = "".join(
        f'<category domain="{domain}" nicename="{nicename}">{escape(name)}</category>'
        for domain, nicename, name in terms
    )
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return (
        f"<item><title>{escape(title)}</title><link>{link or f'https://old.example/{date[:4]}/{slug}/'}</link><guid>{guid}</guid>"
        f"<dc:creator>{creator}</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded><wp:post_id>{id}</wp:post_id>"
        f"<wp:post_date>{date}</wp:post_date><wp:post_date_gmt>{gmt or date}</wp:post_date_gmt>"
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f"<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order><wp:post_password></wp:post_password>"
        f"{words}{metas}{extra}</item>\n"
    )


def attachment(id: int, address: str, *, parent: int = 0, link: str = "") -> str:
    """An uploaded file, and the page that WordPress gave it."""
    name = address.rpartition("/")[2].partition(".")[0]
    uploaded = item(
        name, "", id=id, kind="attachment", status="inherit", slug=name, link=link,
        extra=f"<wp:attachment_url>{escape(address)}</wp:attachment_url>",
    )  # fmt: skip
    return uploaded.replace("<wp:post_parent>0<", f"<wp:post_parent>{parent}<")


def export(folder: Path, *parts: str, name: str = "export.xml") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(parts) + FOOT, encoding="utf-8")
    return path
