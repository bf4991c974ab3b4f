"""The newspapers that are measured: created by `portal demo`, and stored in build/bench/."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from portal.database_connections import pysqlite3
from tests.server_process import COMMAND, environment

FOLDER = Path(__file__).parents[2] / "build" / "bench"
MIGRATIONS = Path(__file__).parents[2] / "portal" / "migrations" / "versions"


def instance(articles: int) -> Path:
    """Return the folder of a newspaper with so many stories. It is created again after a migration is added."""
    folder = FOLDER / f"instance-{articles}"
    stamp = "\n".join(sorted(each.name for each in MIGRATIONS.glob("[0-9]*.py")))
    made = folder / "made-with"
    if made.exists() and made.read_text() == stamp:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"  creating a newspaper of {articles:,} stories …", flush=True)
    subprocess.run(
        [*COMMAND, "demo", "--articles", str(articles)],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    made.write_text(stamp)
    return folder


def copy_of(folder: Path) -> Path:
    """Return a copy that may be written to."""
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    return copy


def rows(folder: Path, query: str, *values: object) -> list[tuple]:
    connection = pysqlite3.connect(str(folder / "portal.db"))
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()
