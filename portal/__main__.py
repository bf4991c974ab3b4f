"""The entry point of `python -m portal` and of the one-file binary."""

import os
import shutil
import sys

from portal.cli import main
from portal.paths import unpacker_pid

if __name__ == "__main__":
    unpacker = unpacker_pid()
    try:
        main(prog_name="portal")
    finally:
        if unpacker and os.getppid() != unpacker:  # it was killed, and cannot delete its folder
            shutil.rmtree(sys._MEIPASS, ignore_errors=True)  # type: ignore[attr-defined]
