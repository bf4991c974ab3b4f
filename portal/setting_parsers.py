"""Turn the text of a setting into its value.

Each function raises ValueError with a description of valid text, which follows "… must be".
"""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def parse_path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def parse_site_url(text: str) -> str:
    """Return scheme, host and port; a host that is not ASCII in the form that browsers send (IDNA)."""
    parts = split_web_address(text)
    if not parts or parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("an address such as https://news.example, without a path")
    name = idna(parts.hostname or "")
    name = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{name}{f':{parts.port}' if parts.port else ''}"


def parse_media_url(text: str) -> str:
    if not split_web_address(text):
        raise ValueError("an address such as https://media.news.example/media")
    return text.rstrip("/")


def split_web_address(text: str) -> SplitResult | None:
    """Split an http or https address; None if it is not one."""
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        idna(parts.hostname or "")
    except ValueError:
        return None
    return parts if is_whole else None


def idna(name: str) -> str:
    return name.encode("idna").decode("ascii") if not name.isascii() else name


def parse_database_url(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("an address such as postgresql://user:password@host/name") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError("an address of SQLite or PostgreSQL")
    return url.render_as_string(hide_password=False)


def parse_ip_address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("one IP address, such as 127.0.0.1") from None


def parse_networks(text: str) -> tuple:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        raise ValueError("networks such as 10.0.0.0/8, separated by commas") from None


def parse_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        raise ValueError("a whole number, 0 or more")
    return int(text)


def parse_boolean(text: str) -> bool:
    if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
        raise ValueError("yes or no")
    return text.lower() in ("yes", "true", "1")


def parse_milliseconds(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text.strip()) or int(text) > 500:
        raise ValueError("a whole number of milliseconds from 0 to 500")
    return int(text)


def parse_secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("at least 32 characters")
    return text


def parse_mail_server(text: str) -> str:
    parts = urlsplit(text)
    try:
        is_usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise ValueError("an address such as smtp://user:password@mail.example:587")
    return text


def parse_sender(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError("one e-mail address, such as desk@news.example")
    return text
