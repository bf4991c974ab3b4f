"""Repairs what makes a piece of XML unreadable, as plugins and editors leave it in exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5

# Everything that XML 1.0 (section 2.2) does not allow; lone surrogates stand for undecodable bytes.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
UNDECODED = re.compile("[\ud800-\udfff]+")
CDATA = "<![CDATA["
LITERAL_ENDS = {CDATA: "]]>", "<!--": "-->", "<?": "?>"}
LITERAL_START = re.compile("|".join(map(re.escape, LITERAL_ENDS)))
AMPERSAND = re.compile(
    r"&(?:#(?P<decimal>\d+);|#[xX](?P<hex>[0-9a-fA-F]+);|(?P<name>[A-Za-z]\w*);)?"
)
PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
BARE_LESS_THAN = re.compile(r"<(?![A-Za-z_/])")
OPEN_TAG_BEFORE = re.compile(r"<([A-Za-z_][\w:.-]*)[^<>]*>\s*$")

NOT_UTF8 = "bytes in another encoding were read as Windows-1252"
ILLEGAL_CHARACTER = "a character that XML does not allow was removed"
ILLEGAL_REFERENCE = "a reference to a character that XML does not allow was removed"
HTML_ENTITY = "an HTML entity was replaced with its character"
BARE_AMPERSAND = "a bare & was escaped"
BARE_ANGLE = "a bare < was escaped"
UNCLOSED_CDATA = "a CDATA section without an end was closed"

# Called with what was repaired, and the number of line ends before it in the text.
Record = Callable[[str, int], None]


def repair(text: str, record: Record) -> str:
    """Return a piece of XML with legal characters and references only. Takes linear time."""
    text = close_cdata(replace_illegal(text, record), record)
    out: list[str] = []
    line = 0
    for part, is_literal in parts_of(text):
        out.append(part if is_literal else repair_markup(part, line, record))
        line += part.count("\n")
    return "".join(out)


def parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield markup with False; CDATA sections, comments and processing instructions with True.

    One of them that has no end is markup.
    """
    done = start = 0
    endless: set[str] = set()
    while found := LITERAL_START.search(text, start):
        start = found.end()
        if found[0] in endless:
            continue
        end = text.find(LITERAL_ENDS[found[0]], start)
        if end < 0:
            endless.add(found[0])
            continue
        yield text[done : found.start()], False
        done = start = end + len(LITERAL_ENDS[found[0]])
        yield text[found.start() : done], True
    yield text[done:], False


def replace_illegal(text: str, record: Record) -> str:
    """Remove illegal characters, and decode the bytes that stand for themselves."""
    counter = LineCounter(text)

    def replace(found: re.Match[str]) -> str:
        line = counter.line_at(found.start())
        record(NOT_UTF8 if UNDECODED.search(found[0]) else ILLEGAL_CHARACTER, line)
        return ILLEGAL.sub("", UNDECODED.sub(lambda run: decode(run[0]), found[0]))

    return ILLEGAL.sub(replace, text)


def decode(run: str) -> str:
    """Return the text of undecodable bytes: surrogates in UTF-8 (CESU-8), else Windows-1252."""
    try:
        data = run.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # halves of characters in UTF-16
        return "\ufffd"
    try:
        pairs = data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
        return pairs.decode("utf-16")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def close_cdata(text: str, record: Record) -> str:
    """Close a last CDATA section that has no end before the end of its element."""
    start = text.find(CDATA, max(0, text.rfind("]]>")))
    if start < 0:
        return text
    tag = OPEN_TAG_BEFORE.search(text[:start][-200:])
    end = text.find(f"</{tag[1]}>", start) if tag else -1
    if end < 0:
        return text
    record(UNCLOSED_CDATA, text.count("\n", 0, start))
    return f"{text[:end]}]]>{text[end:]}"


def repair_markup(text: str, first_line: int, record: Record) -> str:
    """Repair the references and angle brackets of text that is not in a CDATA section."""
    counter = LineCounter(text)

    def reference(found: re.Match[str]) -> str:
        line = first_line + counter.line_at(found.start())
        if number := found["decimal"] or found["hex"]:
            if is_legal(number, 10 if found["decimal"] else 16):
                return found[0]
            record(ILLEGAL_REFERENCE, line)
            return ""
        name = found["name"]
        if name in PREDEFINED:
            return found[0]
        if name and (characters := html5.get(f"{name};")):
            record(HTML_ENTITY, line)
            return characters.replace("&", "&amp;").replace("<", "&lt;")
        record(BARE_AMPERSAND, line)
        return "&amp;" + found[0][1:]

    def angle(found: re.Match[str]) -> str:
        record(BARE_ANGLE, first_line)
        return "&lt;"

    return BARE_LESS_THAN.sub(angle, AMPERSAND.sub(reference, text) if "&" in text else text)


def is_legal(digits: str, base: int) -> bool:
    """True if XML allows the character with this number."""
    if len(digits) > 8:
        return False
    number = int(digits, base)
    return number <= 0x10FFFF and not ILLEGAL.match(chr(number))


class LineCounter:
    """Counts the line ends before places that only move forward, so that all of it is linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.lines = 0

    def line_at(self, place: int) -> int:
        self.lines += self.text.count("\n", self.place, place)
        self.place = place
        return self.lines
