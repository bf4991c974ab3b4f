"""The operator's settings: name, default, purpose.

They are read from `instance/config.toml` and from the environment as `PORTAL_<NAME>`, which wins. No
other module reads the environment.
"""

from __future__ import annotations

import difflib
import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.errors import PortalError
from portal.paths import default_instance
from portal.setting_parsers import (
    parse_boolean,
    parse_database_url,
    parse_ip_address,
    parse_mail_server,
    parse_media_url,
    parse_milliseconds,
    parse_networks,
    parse_number,
    parse_path,
    parse_secret,
    parse_sender,
    parse_site_url,
)


@dataclass(frozen=True)
class Setting:
    """A setting. `parse` turns text into a value, or raises ValueError with a description of valid text."""

    name: str
    default: Any
    purpose: str
    parse: Callable[[str], Any] = str
    is_secret: bool = False


SETTINGS = (
    Setting("INSTANCE", None, "the folder with all state: database, media, keys", parse_path),
    Setting(
        "DATABASE_URL", None, "the address of PostgreSQL; without it, SQLite in the instance folder",
        parse_database_url, is_secret=True,
    ),
    Setting(
        "SECRET_KEY", None, "signs links and forms; created once and stored in the instance folder",
        parse_secret, is_secret=True,
    ),
    Setting(
        "SITE_URL", None, "the site's public address: allowed host, canonical links, https or not",
        parse_site_url,
    ),
    Setting("TRUSTED_PROXY", None, "the proxy whose X-Forwarded-* are trusted", parse_ip_address),
    Setting("MEDIA_URL", None, "the address of the media folder, if another server serves it", parse_media_url),
    Setting("FETCH_ALLOW", (), "private networks that may be fetched from", parse_networks),
    Setting(
        "SMTP_URL", None, "the mail server for invitations; without it the desk shows their links",
        parse_mail_server, is_secret=True,
    ),
    Setting("ACCESS_LOG", None, "the file for a line about each response; - is standard output"),
    Setting("METRICS", (), "networks that may read /metrics; it is a 404 for all others", parse_networks),
    Setting("CACHE_MB", 64, "megabytes of responses that each worker caches; 0 caches none", parse_number),
    Setting("FAST_WAY", True, "send cached responses from the event loop, without a thread", parse_boolean),
    Setting(
        "STALE_MS", 0, "how long after a change the last response is sent while a new one is rendered",
        parse_milliseconds,
    ),
    Setting("SERVER_TIMING", False, "send the cost of each response in its headers", parse_boolean),
    Setting("MAIL_FROM", "desk@localhost", "the sender of e-mails to editors", parse_sender),
)  # fmt: skip


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return every setting by its name: from the environment, else config.toml, else the default.

    Raises PortalError, with one line that names the setting, for an invalid value.
    """
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
    instance = environ.get("PORTAL_INSTANCE")
    values["INSTANCE"] = parse_path(instance) if instance else default_instance()
    warn_of_unknown_names(environ)
    for setting, text, origin in configured(values["INSTANCE"], environ):
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as error:
            shown_text = "" if setting.is_secret else f"; it is {text!r}"
            raise PortalError(f"{origin} must be {error}{shown_text}.") from None
    return values


def configured(instance: Path, environ: Mapping[str, str]):
    """Yield (setting, text, place for messages) for each setting that the operator has set.

    A setting in both places comes twice, the environment last.
    """
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
