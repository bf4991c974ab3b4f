"""Every setting of the operator's: its name, its default, one line why.

Read from `instance/config.toml` and, over it, from the environment as `PORTAL_<NAME>`. This
module is the only reader of the environment.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.errors import PortalError
from portal.paths import default_instance


@dataclass(frozen=True)
class Setting:
    """One setting: `parse` turns its text into a value, or raises ValueError saying what it takes."""

    name: str
    default: Any
    why: str
    parse: Callable[[str], Any] = str
    is_secret: bool = False


def a_path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def a_site_url(text: str) -> str:
    """Scheme, name and port; a name with other letters than ASCII's, as the browser sends it."""
    parts = web_address(text)
    if not parts or parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("an address such as https://news.example, without a path")
    name = idna(parts.hostname or "")
    name = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{name}{f':{parts.port}' if parts.port else ''}"


def a_media_url(text: str) -> str:
    if not web_address(text):
        raise ValueError("an address such as https://media.news.example/media")
    return text.rstrip("/")


def web_address(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        idna(parts.hostname or "")
    except ValueError:
        return None
    return parts if whole else None


def idna(name: str) -> str:
    return name.encode("idna").decode("ascii") if not name.isascii() else name


def a_database_url(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("an address such as postgresql://user:password@host/name") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError("an address of SQLite or PostgreSQL")
    return url.render_as_string(hide_password=False)


def an_address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("one IP address, such as 127.0.0.1") from None


def networks(text: str) -> tuple:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        raise ValueError("networks such as 10.0.0.0/8, divided by commas") from None


def a_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        raise ValueError("a whole number, 0 or more")
    return int(text)


def yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
        raise ValueError("yes or no")
    return text.lower() in ("yes", "true", "1")


def milliseconds(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text.strip()) or int(text) > 500:
        raise ValueError("a whole number of milliseconds from 0 to 500")
    return int(text)


def a_secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("at least 32 characters")
    return text


def a_mail_server(text: str) -> str:
    parts = urlsplit(text)
    try:
        usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("an address such as smtp://user:password@mail.example:587")
    return text


def a_sender(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError("one e-mail address, such as desk@news.example")
    return text


SETTINGS = (
    Setting("INSTANCE", None, "the folder that holds all state: database, media, keys", a_path),
    Setting(
        "DATABASE_URL", None, "PostgreSQL's address; SQLite in the instance folder without it",
        a_database_url, is_secret=True,
    ),
    Setting(
        "SECRET_KEY", None, "signs links and forms; made once and kept in the instance", a_secret,
        is_secret=True,
    ),
    Setting(
        "SITE_URL", None, "the site's public address: allowed host, canonical links, https or not",
        a_site_url,
    ),
    Setting("TRUSTED_PROXY", None, "the proxy in front whose X-Forwarded-* are believed", an_address),
    Setting("MEDIA_URL", None, "where pictures are served from, when not by Portal itself", a_media_url),
    Setting(
        "FETCH_ALLOW", (), "private networks that fetching may reach all the same", networks
    ),
    Setting(
        "SMTP_URL", None, "the mail server that carries invitations; without it their links are shown",
        a_mail_server, is_secret=True,
    ),
    Setting("ACCESS_LOG", None, "the file for a line about each answer; - is standard output"),
    Setting("METRICS", (), "networks that may read /metrics; without any it is not there", networks),
    Setting("CACHE_MB", 64, "how many megabytes of answers each worker keeps; 0 keeps none", a_number),
    Setting("FAST_WAY", True, "whether kept answers go out from the loop, before a thread", yes_or_no),
    Setting(
        "STALE_MS", 0, "for how long after a change the last answer may serve while one renders",
        milliseconds,
    ),
    Setting("SERVER_TIMING", False, "whether answers tell what their making cost", yes_or_no),
    Setting("MAIL_FROM", "desk@localhost", "whom letters to editors come from", a_sender),
)  # fmt: skip


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting by its name, lower layers first: default, config.toml, environment.

    Raises PortalError, with one line that names the setting, for a value that cannot be used.
    """
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
    instance = environ.get("PORTAL_INSTANCE")
    values["INSTANCE"] = a_path(instance) if instance else default_instance()
    warn_of_unknown_names(environ)
    for setting, text, origin in given(values["INSTANCE"], environ):
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as error:
            given_text = "" if setting.is_secret else f"; it is {text!r}"
            raise PortalError(f"{origin} must be {error}{given_text}.") from None
    return values


def given(instance: Path, environ: Mapping[str, str]):
    """Yield (setting, its text, where it stands) for all that the operator has set."""
    in_file = read_file(instance / "config.toml")
    for setting in SETTINGS:
        if setting.name.lower() in in_file and setting.name != "INSTANCE":
            value = in_file[setting.name.lower()]
            text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
            yield setting, text, f"{setting.name.lower()} in config.toml"
        if environ.get(f"PORTAL_{setting.name}"):
            yield setting, environ[f"PORTAL_{setting.name}"], f"PORTAL_{setting.name}"


def read_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise PortalError(f"{path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalError(f"{path} cannot be read as TOML: {error}.") from None
    warn_of_unknown_names({f"PORTAL_{name.upper()}": "" for name in values})
    return values


def warn_of_unknown_names(environ: Mapping[str, str]) -> None:
    known = [f"PORTAL_{setting.name}" for setting in SETTINGS]
    for name in environ:
        if name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST_") and name not in known:
            nearest = difflib.get_close_matches(name, known, 1, 0.75)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            print(f"There is no setting {name}.{hint}", file=sys.stderr)


def prepare_instance(values: dict[str, Any]) -> None:
    """Make the instance folder and what Portal keeps in it, or say why that cannot be done."""
    instance: Path = values["INSTANCE"]
    try:
        (instance / "media").mkdir(parents=True, exist_ok=True)
        values["SECRET_KEY"] = values["SECRET_KEY"] or read_or_create_secret(
            instance / "secret_key"
        )
        if not os.access(instance, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise PortalError(
            f"The instance folder {instance} cannot be written: {error.strerror}. "
            "Set PORTAL_INSTANCE to a folder that can."
        ) from None
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{instance / 'portal.db'}"


def read_or_create_secret(path: Path) -> str:
    """The secret in this file, made the first time, whole: of two that start, one makes it."""
    if not path.exists():
        draft = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        with open(draft, "w", encoding="ascii", opener=open_private) as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        return a_secret(secret)
    except ValueError as error:
        raise PortalError(f"{path} must hold {error}. Delete it, and a new one is made.") from None


def open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
