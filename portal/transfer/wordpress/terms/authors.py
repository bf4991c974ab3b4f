"""The old site's people: those who signed in there, and guest authors of Co-Authors Plus."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from portal.transfer.wordpress.terms.names import nicename_of, signature_of
from portal.transfer.wordpress.terms.noun_index import MAX_KEY_CHARS, NounIndex, present
from portal.transfer.wordpress.wxr.export import Channel, HeadEntry, Item

GUEST_PREFIX = "cap-"  # Co-Authors Plus puts it before its slugs


class Authors:
    """Our author for each person of the old site."""

    def __init__(self, nouns: NounIndex, channel: Channel, guests: Mapping[str, HeadEntry]) -> None:
        self.nouns = nouns
        self.people = channel.people
        self.guests = guests
        self.logins = {nicename_of(login): login for login in channel.people}

    def import_listed(self) -> None:
        """Create all authors that the head of the files and the guest authors list."""
        for login in self.people:
            self.by_login(login)
        for guest in self.guests.values():
            self.guest(guest)

    def of_item(self, item: Item) -> list[int]:
        """Return those who share the item's byline in their order, else the person who wrote it."""
        named = [self.co_author(term.slug, term.name) for term in item.terms_in("author")]
        if not named and item.creator:
            named = [self.by_login(item.creator)]
        return present(named)

    def by_login(self, login: str) -> int | None:
        """Return the author with this sign-in name, which is stored as a hash if it is an address."""
        is_address = "@" in login
        key = sha256(login.encode()).hexdigest() if is_address else login[:MAX_KEY_CHARS]
        if ("author", key) in self.nouns.ids:
            return self.nouns.ids["author", key]
        person = self.people.get(login, HeadEntry("", login, login))
        olds = [] if is_address else [f"/author/{nicename_of(login)}"]
        olds += [f"/?author={person.id}"] if person.id else []
        return self.nouns.get_or_create("author", key, signature_of(person.name), person.name, olds)

    def guest(self, guest: HeadEntry) -> int | None:
        """Return the author that a guest author became."""
        key = guest_key(guest.slug)
        if ("author", key) in self.nouns.ids:
            return self.nouns.ids["author", key]
        name = signature_of(guest.name)
        olds = [f"/author/{short_slug(guest.slug)}"]
        return self.nouns.get_or_create("author", key, name, name, olds, bio=guest.description)

    def co_author(self, slug: str, name: str) -> int | None:
        """Return the author of a byline's term: a guest, or a person who signed in."""
        short = slug.removeprefix(GUEST_PREFIX)
        for each in (slug, GUEST_PREFIX + short, short):
            if each in self.guests:
                return self.guest(self.guests[each])
        if short in self.logins:
            return self.by_login(self.logins[short])
        return self.guest(HeadEntry("", short, name or short))

    def is_new_guest(self, slug: str) -> bool:
        """True if the guest author was created in this run."""
        return ("author", guest_key(slug)) in self.nouns.created


def short_slug(slug: str) -> str:
    return slug.removeprefix(GUEST_PREFIX)[:MAX_KEY_CHARS]


def guest_key(slug: str) -> str:
    return f"guest {short_slug(slug)}"
