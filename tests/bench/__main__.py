"""`python -m tests.bench [--large] [--fresh] [PART…]`: measures, and writes docs/performance.md.

What a part has found is kept in build/bench/ until the code is another, so that a bench that was
broken off goes on where it stopped; `--fresh` measures again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from tests.bench import document
from tests.bench.figure import Figure
from tests.bench.instances import FOLDER, instance
from tests.bench.servers import require

PARTS = ("kept", "cold", "fresh", "footprint", "postgresql", "importing")
SIZES, LARGE = [1_000, 100_000], 1_000_000
CHANGED = "-changed"
ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> None:
    flags = {each for each in arguments if each.startswith("--")}
    chosen = [each for each in arguments if each not in flags] or PARTS
    if unknown := [*({*chosen} - {*PARTS}), *(flags - {"--large", "--fresh"})]:
        sys.exit(f"There is no {unknown[0]}, but {', '.join(PARTS)}, --large and --fresh.")
    require("nginx", "wrk")
    sizes = [*SIZES, LARGE] if "--large" in flags else SIZES
    begun = time.monotonic()
    for size in sizes:
        instance(size)
    found: list[Figure] = []
    for part in chosen:
        print(f"# {part} ({time.monotonic() - begun:.0f} s)", flush=True)
        found += measured(part, sizes, "--fresh" in flags)
    if {*chosen} == {*PARTS}:
        document.write(found, ROOT / "docs", sizes)
        print(f"docs/performance.md is written ({time.monotonic() - begun:.0f} s).")


def measured(part: str, sizes: list[int], afresh: bool) -> list[Figure]:
    """Of this run, or of an earlier one of the same code."""
    state = state_of_the_code()
    kept = FOLDER / "figures" / state / f"{part}-{sizes[-1]}.json"
    if kept.exists() and not afresh and not state.endswith(CHANGED):
        figures = [Figure(**row) for row in json.loads(kept.read_text())]
    else:
        figures = list(import_module(f"tests.bench.{part}").figures(sizes))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([each.as_row() for each in figures], indent=1))
    for each in figures:
        missed = " ← not reached" if each.is_reached is False else ""
        print(f"{each.part}: {each.what}: {each.shown} {each.shown_bar}{missed}", flush=True)
    return figures


def state_of_the_code() -> str:
    """The commit, and whether anything but the docs was changed since."""
    said = [
        subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout
        for words in (
            ("rev-parse", "--short=12", "HEAD"),
            ("status", "--porcelain", "--", ".", ":!docs"),
        )
    ]
    return said[0].strip() + (CHANGED if said[1].strip() else "")


if __name__ == "__main__":
    main(sys.argv[1:])
