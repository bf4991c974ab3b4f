"""The report of an import: what became of every item, and what an editor should check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

MAX_EXAMPLES = 3


class Outcome(StrEnum):
    """The result of an item: imported, updated, unchanged or skipped."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


NAMES = {
    "post": "articles",
    "page": "pages",
    "attachment": "uploads",
    "nav_menu_item": "menu links",
    "guest-author": "guest authors",
    "wp_block": "reusable blocks",
}


class Report:
    """Counts outcomes by kind of item, the reasons of skipped ones, and remarks with examples.

    `expected` is the number of items in the files, which is counted separately. `comments_file` is
    the file that comments are written to, if any.
    """

    def __init__(self, comments_file: str = "") -> None:
        self.comments_file = comments_file
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.remarks: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = defaultdict(list)
        self.expected = 0
        self.comments = 0

    def count(self, kind: str, outcome: Outcome) -> None:
        """Count an item that was not skipped."""
        self.outcomes[kind, outcome] += 1

    def skip(self, kind: str, reason: str) -> None:
        """Count a skipped item and its reason."""
        self.outcomes[kind, Outcome.SKIPPED] += 1
        self.reasons[kind, reason] += 1

    def remark(self, text: str, where: str = "") -> None:
        """Count something that an editor should check; the first places are listed as examples."""
        self.remarks[text] += 1
        if where and len(self.examples[text]) < MAX_EXAMPLES and where not in self.examples[text]:
            self.examples[text].append(where)

    def add_remarks(self, text: str, count: int, places: Sequence[str]) -> None:
        """Count the same remark `count` times; `places` are the first ones."""
        self.remarks[text] += count
        room = MAX_EXAMPLES - len(self.examples[text])
        self.examples[text] += places[:room]

    @property
    def total(self) -> int:
        """The number of items that have an outcome."""
        return self.outcomes.total()

    def lines(self, is_rehearsal: bool) -> Iterator[str]:
        """Yield the report as lines of text."""
        yield "Dry run: nothing was changed. The import would do this:" if is_rehearsal else "Done."
        yield ""
        yield f"{'':<16}" + "".join(f"{each:>11}" for each in Outcome)
        for kind in sorted({kind for kind, _ in self.outcomes}, key=sort_key):
            row = "".join(f"{self.outcomes[kind, each]:>11,}" for each in Outcome)
            yield f"{name_of(kind):<16}{row}"
        yield f"{'total':<16}{self.total:>11,} of {self.expected:,} items in the files"
        if self.comments:
            place = (
                f"in {self.comments_file}, not on the site"
                if self.comments_file
                else "not imported"
            )
            yield f"{'comments':<16}{self.comments:>11,} {place}"
        if self.reasons:
            yield from ("", "Skipped:")
            for (kind, reason), number in sorted(self.reasons.items(), key=lambda each: -each[1]):
                yield f"  {number:>7,} {name_of(kind)}: {reason}"
        if self.remarks:
            yield from ("", "Please check:")
            for text, number in self.remarks.most_common():
                examples = ", ".join(self.examples[text])
                yield f"  {number:>7,} × {text}" + (f" ({examples})" if examples else "")


def sort_key(kind: str) -> tuple[int, str]:
    known = list(NAMES)
    return (known.index(kind) if kind in known else len(known), kind)


def name_of(kind: str) -> str:
    return NAMES.get(kind, kind or "no type")
