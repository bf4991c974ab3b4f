"""The publisher that a post comes from, as themes, plugins and titles name it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from portal.cleaning.vocabulary import foreign_address
from portal.models import Indexing
from portal.models.article.draft import ArticleDraft
from portal.transfer.wordpress.article import theme_meta
from portal.transfer.wordpress.article.publisher import publisher_of
from portal.transfer.wordpress.article.site_profile import SiteProfile
from portal.transfer.wordpress.wxr.export import Item, host_of

CANONICAL = ("_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseo_canonical_url",
             "_aioseop_custom_link", "_seopress_robots_canonical")  # fmt: skip
ALT = re.compile(r'<img [^>]*?alt="([^"]+)"')
MAX_ADDRESS_CHARS = 2000

Remark = Callable[[str], None]


def via_credit(item: Item) -> str:
    """Return a line with the publisher that the source was found at; empty if there is no other."""
    name = theme_meta.theme_text(item, theme_meta.VIA_NAME)
    if not name or not theme_meta.theme_text(item, theme_meta.SOURCE_NAME):
        return ""
    address = foreign_address(theme_meta.theme_text(item, theme_meta.VIA_ADDRESS))
    text = escape(name)
    return f'<p>Via <a href="{escape(address)}">{text}</a></p>' if address else f"<p>Via {text}</p>"


def set_provenance(
    draft: ArticleDraft, item: Item, site: SiteProfile, lead_alt: str, remark: Remark
) -> None:
    """Set the draft's source: of the theme's meta, of the canonical address, or of the title's end."""
    for names, addresses in (
        (theme_meta.SOURCE_NAME, theme_meta.SOURCE_ADDRESS),
        (theme_meta.VIA_NAME, theme_meta.VIA_ADDRESS),
    ):
        if draft.source_name:
            break
        draft.source_name = theme_meta.theme_text(item, names)
        address = foreign_address(theme_meta.theme_text(item, addresses)) or ""
        draft.source_address = address[:MAX_ADDRESS_CHARS] if draft.source_name else ""
    set_publisher(draft, site, lead_alt, remark)
    set_canonical(draft, item, site, remark)


def set_publisher(draft: ArticleDraft, site: SiteProfile, lead_alt: str, remark: Remark) -> None:
    """Mark a story whose title or picture names another publisher as that publisher's."""
    alts = [alt for alt in (lead_alt, *ALT.findall(draft.body)) if alt]
    evidence = {*site.publishers, draft.source_name} - {""}
    headline, publisher = publisher_of(draft.headline, alts, evidence, site.name)
    if not publisher:
        return
    if headline != draft.headline:
        draft.original_headline = draft.headline
        draft.headline = headline
    if not draft.source_name:
        draft.source_name = publisher
        remark(f"the title names the publisher “{publisher}”: imported as its story")


def set_canonical(draft: ArticleDraft, item: Item, site: SiteProfile, remark: Remark) -> None:
    """Let search engines know the original address, if a plugin names one on another site."""
    address = foreign_address(item.meta_value(*CANONICAL))
    if not address or len(address) > MAX_ADDRESS_CHARS:
        return
    if host_of(address) == site.host:
        if address.rstrip("/") != item.link.rstrip("/"):
            remark("another address of the old site was its canonical one: not imported")
        return
    draft.source_address = address
    draft.source_name = draft.source_name or host_of(address)
    draft.indexing_rule = draft.indexing_rule or Indexing.CANONICAL.value
    remark("its canonical address is on another site: search engines are referred to that")
