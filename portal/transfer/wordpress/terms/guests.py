"""Guest authors of the plugin Co-Authors Plus, which the export lists as items."""

from __future__ import annotations

from dataclasses import dataclass

from portal.transfer.wordpress.terms.names import has_address, nicename_of, signature_of
from portal.transfer.wordpress.wxr.export import Item, plain

GUEST_PREFIX = "cap-"  # the plugin puts it before its slugs


@dataclass(frozen=True)
class Guest:
    """A guest author. `linked_login` names the person who signs in and is the same.

    `slug` is empty if it was made of an e-mail address.
    """

    slug: str
    name: str
    bio: str = ""
    linked_login: str = ""


def guest_of(item: Item) -> Guest:
    """Return the guest author that an item describes."""
    whole_name = " ".join(
        filter(None, (item.meta_value("cap-first_name"), item.meta_value("cap-last_name")))
    )
    names = [
        plain(each)
        for each in (item.meta_value("cap-display_name"), whole_name, item.title)
        if each
    ]
    login = item.meta_value("cap-user_login", "cap-user_email")
    slug = public_slug(item.slug, *names, login)
    return Guest(
        slug,
        signature_of(*names, slug, login),
        item.meta_value("cap-description"),
        item.meta_value("cap-linked_account"),
    )


def short_slug(slug: str) -> str:
    return slug.removeprefix(GUEST_PREFIX)


def public_slug(slug: str, *names: str) -> str:
    """Return the slug without its prefix; empty if it says one of these e-mail addresses."""
    short = short_slug(slug)
    letters = short.replace("-", "")
    addresses = {nicename_of(name).replace("-", "") for name in names if has_address(name)}
    return "" if has_address(short) or letters in addresses else short
