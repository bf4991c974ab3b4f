"""`python -m portal`, and what the one-file binary starts."""

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
        if unpacker and os.getppid() != unpacker:  # it was killed, and cannot clear up
            shutil.rmtree(sys._MEIPASS, ignore_errors=True)  # type: ignore[attr-defined]
