"""A compact set of the items that were read already."""

from __future__ import annotations

MAX_DIGITS = 8  # a hundred million bits are 12 MB


class SeenIds:
    """A set of item ids. A number takes one bit, because a large site has a hundred thousand items."""

    def __init__(self) -> None:
        self.bits = bytearray()
        self.others: set[str] = set()

    def __contains__(self, key: str) -> bool:
        if not is_number(key):
            return key in self.others
        place, bit = divmod(int(key), 8)
        return place < len(self.bits) and bool(self.bits[place] & 1 << bit)

    def add(self, key: str) -> None:
        if not is_number(key):
            self.others.add(key)
            return
        place, bit = divmod(int(key), 8)
        self.bits.extend(bytes(max(0, place + 1 - len(self.bits))))
        self.bits[place] |= 1 << bit


def is_number(key: str) -> bool:
    """True if the key is a number in its usual form, so that no other key is the same number."""
    return key.isdecimal() and len(key) <= MAX_DIGITS and str(int(key)) == key
