"""The one place that knows where files are: in a checkout, a wheel or the one-file binary."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def bundled_folder(name: str) -> Path:
    """Where `templates` or `static` lies.

    A checkout keeps them beside the package, a wheel inside it, a frozen binary unpacks them
    into `sys._MEIPASS`.
    """
    if frozen := getattr(sys, "_MEIPASS", None):
        return Path(frozen) / name
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def package_folder(name: str) -> Path:
    """Where a folder of the package lies: `migrations`, `translations`, `demo`."""
    if frozen := getattr(sys, "_MEIPASS", None):
        return Path(frozen) / "portal" / name
    return PACKAGE / name


def default_instance() -> Path:
    """`./instance`; for the binary, when that does not exist, `instance` beside it."""
    here = Path.cwd() / "instance"
    if getattr(sys, "_MEIPASS", None) and not here.is_dir():
        return Path(sys.executable).resolve().parent / "instance"
    return here


def unpacker_pid() -> int | None:
    """The one-file binary's first process, which unpacked it, waits for us and then clears up."""
    return os.getppid() if hasattr(sys, "_MEIPASS") else None
