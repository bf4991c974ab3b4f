"""Addresses as people type them: `www.example.org`, `example.org/x`, `info@example.org`."""

from __future__ import annotations

import re

# The endings of countries, and the general ones that hosts of news sites and their sources have.
ENDINGS = frozenset(
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs "
    "bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee "
    "eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm "
    "hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb "
    "lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz "
    "na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs "
    "ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl "
    "tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw "
    "aero agency app art asia berlin biz blog brussels cat cloud club com community coop dev digital "
    "earth edu energy education eus example foundation fund gal global gov green group health "
    "hamburg info int international jobs law legal life live london media mil mobi museum name net "
    "network news ngo one ong online org paris post press pro radio report review scot shop site "
    "social space store studio team tech tel today tools top travel vlaanderen wales wien wiki "
    "work world xyz рф бел укр срб мкд бг қаз ею ελ ευ 中国 中國 香港 台湾 台灣 भारत 한국 مصر".split()
)
# Endings that files have too: `story.pl?id=7` is a script, `www.story.pl` and `story.pl/x` are hosts.
FILE_ENDINGS = frozenset("ai app cc md mo pl pm ps py rs sh so st".split())
HOST = re.compile(
    r"((?:[^\W_](?:[\w-]*[^\W_])?\.)+)([^\W\d_]{2,}|xn--[a-z0-9-]+)(?::\d{1,5})?(?![^/?#])", re.I
)
MAILBOX = re.compile(r"[\w.+-]+@")


def with_scheme(address: str) -> str:
    """Return the address with `https://` or `mailto:` if it begins with a host or names a mailbox."""
    mailbox = MAILBOX.match(address)
    host = HOST.match(address, mailbox.end() if mailbox else 0)
    if host is None:
        return address
    names, ending = host[1].lower(), host[2].lower()
    rest = address[host.end() :]
    if mailbox:
        return f"mailto:{address}" if not rest.startswith(("/", "#")) else address
    is_named = names.startswith("www.") and names != "www."
    is_file = ending in FILE_ENDINGS and names.count(".") == 1 and not rest.startswith("/")
    is_known = (ending in ENDINGS or ending.startswith("xn--")) and not is_file
    return f"https://{address}" if is_named or is_known else address
