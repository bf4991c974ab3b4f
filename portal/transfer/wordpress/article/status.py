"""The states of WordPress's texts, and what becomes of each."""

from __future__ import annotations

from portal.transfer.wordpress.wxr.export import Item

TEXT_KINDS = ("post", "page")
PUBLIC = ("publish", "future")
# Texts with these are not imported, and why.
NOT_IMPORTED = {
    "trash": "in WordPress's bin",
    "auto-draft": "an empty draft that WordPress made by itself",
    "inherit": "an earlier version of another item",
}


def is_importable_text(item: Item) -> bool:
    """True for a post or page that becomes an article or page."""
    return item.kind in TEXT_KINDS and item.status not in NOT_IMPORTED


def is_public(item: Item) -> bool:
    """True if readers see the text now or on its date."""
    return item.status in PUBLIC and not item.password


def why_draft(item: Item) -> str | None:
    """Return why a text that some readers may have seen becomes a draft, in words for the editor."""
    if item.password:
        return "protected by a password: imported as a draft"
    if item.status == "private":
        return "private: imported as a draft"
    if item.status not in (*PUBLIC, "draft", "pending"):
        return f"of the unknown status “{item.status}”: imported as a draft"
    return None
