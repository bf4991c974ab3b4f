"""Bytes of a feed → text, in any encoding that browsers read (WHATWG Encoding Standard)."""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of a document without a byte order mark whose letters have two bytes each.
WIDE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.I)
HEAD_BYTES = 1024

# Browsers read these labels as a larger encoding than the label names.
READ_AS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "ms_kanji": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "windows-949": "cp949",
    "iso-8859-8-i": "iso-8859-8", "logical": "iso-8859-8", "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman", "x-mac-roman": "mac-roman", "x-euc-jp": "euc-jp",
}  # fmt: skip


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a document; what cannot be read becomes U+FFFD. Never raises.

    A byte order mark decides. Without one, bytes that are valid UTF-8 are that, whatever a header
    claims: other encodings are valid UTF-8 only by chance. Then comes the document's own declaration,
    then the header's, then windows-1252.
    """
    for bom, encoding in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace")
    head = body[:HEAD_BYTES].lstrip()
    for start, encoding in WIDE:
        if head.startswith(start):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = DECLARED.match(head)
    claimed = CHARSET.search(content_type)
    labels = [declared[1].decode() if declared else "", claimed[1] if claimed else ""]
    codec = next((found for label in labels if (found := codec_of(label))), "cp1252")
    return body.decode(codec, "replace")


def codec_of(label: str) -> str:
    """Return Python's name of an encoding, empty if the label names none that reads text."""
    label = label.strip().lower()
    name = READ_AS.get(label, label)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    # UTF-16 without a mark was found by its first bytes; a label that claims it here is wrong.
    return found.name if is_text and not found.name.startswith(("utf-16", "utf-32")) else ""


def without_declaration(text: str) -> str:
    """Remove the XML declaration, whose encoding is no longer true."""
    return DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
