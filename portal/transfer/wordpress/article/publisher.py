"""Finds stories of other publishers by the end of their titles: Google News adds “ - Publisher”."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection

SUFFIX = re.compile(r"(?P<headline>.*\S)\s+[-–—|]\s+(?P<publisher>[^-–—|][^–—|]{1,59})", re.DOTALL)
DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}", re.IGNORECASE)
NAME = re.compile(r"(?:[^\W\d_]|\d+[a-z]*\b)[\w.&'’!-]*(?: [\w.&'’!-]+){0,5}")
# Words of newspapers' and agencies' names, in the languages that most of them have.
MEDIA_WORDS = frozenset(
    "agency agentur allgemeine blatt broadcasting bulletin chronicle courier daily diario dispatch "
    "echo examiner express gazeta gazette globe guardian haber herald independent inquirer jornal "
    "journal kurier magazine mail media mirror monde monitor news newspaper nachrichten observer "
    "online post presse press radio record reporter review rundschau spiegel standard star sun "
    "telegraph telegram times today tribune tv weekly welt wire world xəbər zeitung".split()
)
KNOWN = frozenset(
    "abc aftonbladet afp ansa ap apa azertag bbc bild bloomberg cbs cnbc cnn dpa dw euronews faz ft "
    "gbn itv kicker lrt marca mdr msn nbc ndr nos npr ntv nzz orf pap pbs politico rbc reuters rtl "
    "rte rtve sky spiegel srf svt swr swissinfo taz tass techcrunch trend trt ukrinform upi vox "
    "wdr wired yahoo yle zdf zdnet".split()
)
MIN_HEADLINE_CHARS = 12
MIN_TITLES = 3  # with the same end, before it is taken for a publisher's name


def split_title(title: str) -> tuple[str, str]:
    """Return a title's headline and its end behind the last dash; an empty end if it has none."""
    found = SUFFIX.fullmatch(title)
    if found is None or len(found["headline"]) < MIN_HEADLINE_CHARS:
        return title, ""
    return found["headline"], found["publisher"]


def looks_like_publisher(name: str) -> bool:
    """True for a domain, or a name that has a word of newspapers' and agencies' names."""
    words = {word.strip(".,'’!").removeprefix("the ") for word in name.casefold().split()}
    is_name = bool(NAME.fullmatch(name)) and name[:1] == name[:1].upper()
    return bool(DOMAIN.fullmatch(name)) or (is_name and not words.isdisjoint(MEDIA_WORDS | KNOWN))


def publisher_of(
    title: str, alts: Collection[str], evidence: Collection[str], site_name: str
) -> tuple[str, str]:
    """Return the headline and the publisher's name; the whole title and nothing if it is the site's own.

    `alts` describe the story's pictures. An alt that repeats the headline with a publisher behind it
    is a sign, too. `evidence` are names that are publishers for other reasons.
    """
    headline, end = split_title(title)
    if end and end.casefold() == site_name.casefold():
        return title, ""
    for alt in alts:
        start, name = split_title(alt)
        if (
            name
            and start.casefold() in (headline.casefold(), title.casefold())
            and (name.casefold() != site_name.casefold())
        ):
            return (headline if name.casefold() == end.casefold() else title), name
    if end and (end in evidence or looks_like_publisher(end)):
        return headline, end
    return title, ""


class TitleEnds:
    """Counts the ends of a site's titles. One that recurs behind different headlines is a publisher's."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, set[int]] = defaultdict(set)

    def add(self, title: str) -> None:
        headline, end = split_title(title)
        if end and NAME.fullmatch(end) and end[:1].isupper():
            seen = self.examples[end]
            if len(seen) < MIN_TITLES and hash(headline) not in seen:
                seen.add(hash(headline))
                self.counts[end] += 1

    def publishers(self) -> frozenset[str]:
        """Return the ends that recur."""
        return frozenset(end for end, count in self.counts.items() if count >= MIN_TITLES)
