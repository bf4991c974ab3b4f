"""The locations of files in a checkout, in an installed wheel and in the one-file binary.

No other module knows them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def bundled_folder(name: str) -> Path:
    """Return the folder `templates` or `static`.

    A checkout has it beside the package, a wheel inside the package, and a frozen binary unpacks it
    into `sys._MEIPASS`.
    """
    if frozen := getattr(sys, "_MEIPASS", None):
        return Path(frozen) / name
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def package_folder(name: str) -> Path:
    """Return a folder of the package: `migrations`, `translations` or `demo`."""
    if frozen := getattr(sys, "_MEIPASS", None):
        return Path(frozen) / "portal" / name
    return PACKAGE / name


def default_instance() -> Path:
    """Return `./instance`; for the binary `instance` beside it, if the former does not exist."""
    here = Path.cwd() / "instance"
    if getattr(sys, "_MEIPASS", None) and not here.is_dir():
        return Path(sys.executable).resolve().parent / "instance"
    return here


def unpacker_pid() -> int | None:
    """Return the process id of the one-file binary's first process; None outside of the binary.

    That process has unpacked the files. It waits for ours and then deletes them.
    """
    return os.getppid() if hasattr(sys, "_MEIPASS") else None
