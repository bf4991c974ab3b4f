"""Which items have come by already."""

from __future__ import annotations

LONGEST_NUMBER = 8  # digits: a hundred million bits are 12 MB


class Seen:
    """Remembers items by their numbers, each in one bit: a large site has a hundred thousand."""

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
    """Whether it is written as numbers are, so that no other key is the same number."""
    return key.isdecimal() and len(key) <= LONGEST_NUMBER and str(int(key)) == key
