"""The old site's people: those who signed in there, and guest authors of Co-Authors Plus."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from portal.transfer.wordpress.terms.guests import GUEST_PREFIX, Guest, public_slug, short_slug
from portal.transfer.wordpress.terms.names import has_address, nicename_of, signature_of
from portal.transfer.wordpress.terms.noun_index import MAX_KEY_CHARS, NounIndex, present
from portal.transfer.wordpress.wxr.export import Channel, HeadEntry, Item


class Authors:
    """Our author for each person of the old site. `guests` are by their slugs there."""

    def __init__(self, nouns: NounIndex, channel: Channel, guests: Mapping[str, Guest]) -> None:
        self.nouns = nouns
        self.people = channel.people
        self.guests = guests
        self.logins = {nicename_of(login): login for login in channel.people}
        linked = ((self.login_of(each.linked_login), each) for each in guests.values())
        self.linked = {login: guest for login, guest in linked if login}

    def import_listed(self) -> None:
        """Create all authors that the head of the files and the guest authors list."""
        for login in self.people:
            self.by_login(login)
        for slug, guest in self.guests.items():
            self.guest(slug, guest)

    def of_item(self, item: Item) -> list[int]:
        """Return those who share the item's byline in their order, else the person who wrote it."""
        named = [self.co_author(term.slug, term.name) for term in item.terms_in("author")]
        if not named and item.creator:
            named = [self.by_login(item.creator)]
        return present(named)

    def login_of(self, name: str) -> str:
        """Return the sign-in name of a person by that or by the slug made of it; else nothing."""
        return name if name in self.people else self.logins.get(nicename_of(name), "")

    def by_login(self, login: str) -> int | None:
        """Return the author with this sign-in name, which is stored as a hash if it is an address."""
        key = key_of(login)
        if ("author", key) in self.nouns.ids:
            return self.nouns.ids["author", key]
        person = self.people.get(login, HeadEntry("", login, login))
        linked = self.linked.get(login, Guest("", ""))
        is_own_name = person.name not in (login, nicename_of(login)) and not has_address(
            person.name
        )
        names = (person.name, linked.name) if is_own_name else (linked.name, person.name)
        name = signature_of(*filter(None, (*names, login)))
        olds = [] if has_address(login) else [f"/author/{nicename_of(login)}"]
        olds += [f"/?author={person.id}"] if person.id else []
        return self.nouns.get_or_create("author", key, name, name, olds, bio=linked.bio)

    def guest(self, slug: str, guest: Guest) -> int | None:
        """Return the author that a guest became: the person who signs in, if the two are linked."""
        key = f"guest {key_of(guest.slug or short_slug(slug), is_private=not guest.slug)}"
        if ("author", key) in self.nouns.ids:
            return self.nouns.ids["author", key]
        olds = [f"/author/{guest.slug}"] if guest.slug else []
        if login := self.login_of(guest.linked_login):
            return self.nouns.add_alias("author", key, self.by_login(login), olds)
        return self.nouns.get_or_create("author", key, guest.name, guest.name, olds, bio=guest.bio)

    def co_author(self, slug: str, name: str) -> int | None:
        """Return the author of a byline's term: a guest, or a person who signed in."""
        short = short_slug(slug)
        for each in (slug, GUEST_PREFIX + short, short):
            if each in self.guests:
                return self.guest(each, self.guests[each])
        for login in (short, name):
            if self.login_of(login):
                return self.by_login(self.login_of(login))
        public = public_slug(slug, name)
        return self.guest(slug, Guest(public, signature_of(name, public)))

    def is_new_guest(self, slug: str) -> bool:
        """True if the guest author was created in this run."""
        guest = self.guests[slug]
        key = key_of(guest.slug or short_slug(slug), is_private=not guest.slug)
        return ("author", f"guest {key}") in self.nouns.created


def key_of(name: str, is_private: bool = False) -> str:
    """Return the key to store a name under: a hash if it is an e-mail address or made of one."""
    if is_private or has_address(name):
        return sha256(name.encode()).hexdigest()
    return name[:MAX_KEY_CHARS]
