"""Runs the benches that are named, or all: `python -m tests.bench importing`."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHES = ("importing",)


def main() -> None:
    for name in sys.argv[1:] or BENCHES:
        if name not in BENCHES:
            sys.exit(f"There is no bench {name!r}, but {', '.join(BENCHES)}.")
        print(f"# {name}", flush=True)
        for what, figure in import_module(f"tests.bench.{name}").figures():
            print(f"{what:<44} {figure}", flush=True)


if __name__ == "__main__":
    main()
