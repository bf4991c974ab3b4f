"""Names of people, which may be e-mail addresses on the old site and never are on ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

NO_NAME = "Author"
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
AROUND_ADDRESS = " <>()[],;:\"'–—-"


def has_address(text: str) -> bool:
    """True if the text has an e-mail address in it."""
    return bool(ADDRESS.search(text))


def signature_of(*names: str) -> str:
    """Return the first name that says more than an e-mail address, without any address.

    Without such a name it is the part of the first address before the `@`.
    """
    for name in names:
        words = ADDRESS.sub(" ", name).strip(AROUND_ADDRESS)
        if words:
            return " ".join(words.split())
    return next(local_parts(names), NO_NAME)


def local_parts(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for address in ADDRESS.findall(name):
            if local := address.partition("@")[0]:
                yield local


def nicename_of(login: str) -> str:
    """Return the word that WordPress makes of a sign-in name for the person's address."""
    return re.sub(r"[^a-z0-9_-]", "", re.sub(r"[\s./]+", "-", login.lower()))
