"""`python -m tests.bench [--large] [--fresh] [PART…]` measures, and writes docs/performance.md.

The figures of a part are stored in build/bench/ until the code changes, so that an interrupted run
continues where it stopped. `--fresh` measures again.
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

PARTS = ("cached", "cold", "fresh", "footprint", "postgresql", "importing")
SIZES, LARGE = [1_000, 100_000], 1_000_000
CHANGED = "-changed"
ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> None:
    flags = {each for each in arguments if each.startswith("--")}
    chosen = [each for each in arguments if each not in flags] or PARTS
    if unknown := [*({*chosen} - {*PARTS}), *(flags - {"--large", "--fresh"})]:
        sys.exit(f"Unknown: {unknown[0]}. Known are {', '.join(PARTS)}, --large and --fresh.")
    require("nginx", "wrk")
    sizes = [*SIZES, LARGE] if "--large" in flags else SIZES
    started = time.monotonic()
    for size in sizes:
        instance(size)
    found: list[Figure] = []
    for part in chosen:
        print(f"# {part} ({time.monotonic() - started:.0f} s)", flush=True)
        found += measured(part, sizes, "--fresh" in flags)
    if {*chosen} == {*PARTS}:
        document.write(found, ROOT / "docs", sizes)
        print(f"Wrote docs/performance.md ({time.monotonic() - started:.0f} s).")


def measured(part: str, sizes: list[int], is_fresh: bool) -> list[Figure]:
    """Return the figures of a part, measured now or by an earlier run of the same code."""
    version = code_version()
    stored = FOLDER / "figures" / version / f"{part}-{sizes[-1]}.json"
    if stored.exists() and not is_fresh and not version.endswith(CHANGED):
        figures = [Figure(**row) for row in json.loads(stored.read_text())]
    else:
        figures = list(import_module(f"tests.bench.{part}").figures(sizes))
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(json.dumps([each.as_row() for each in figures], indent=1))
    for each in figures:
        missed = " ← not reached" if each.is_reached is False else ""
        print(f"{each.part}: {each.what}: {each.shown} {each.shown_bar}{missed}", flush=True)
    return figures


def code_version() -> str:
    """Return the commit, with "-changed" if anything except the docs has been changed since."""
    outputs = [
        subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout
        for words in (
            ("rev-parse", "--short=12", "HEAD"),
            ("status", "--porcelain", "--", ".", ":!docs"),
        )
    ]
    return outputs[0].strip() + (CHANGED if outputs[1].strip() else "")


if __name__ == "__main__":
    main(sys.argv[1:])
