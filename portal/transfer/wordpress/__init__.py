"""A WordPress site moves in, from its exports (WXR 1.0 to 1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import event

from portal.errors import PortalError
from portal.extensions import db
from portal.file_lock import try_file_lock
from portal.transfer.wordpress.importer import Move
from portal.transfer.wordpress.media.sources import Media, source_of
from portal.transfer.wordpress.report import Report
from portal.transfer.wordpress.scan import surveys
from portal.transfer.wordpress.wxr.stream import Broken, Export

__all__ = ["import_wordpress", "source_of"]

# Shows how far a long task has come: its name and its size → what is told of each step.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def import_wordpress(
    paths: Sequence[Path], media: Media, is_rehearsal: bool, progress: Progress
) -> tuple[Report, list[Broken]]:
    """Bring in all that the files hold, or only say what would come.

    Each batch is filed whole or not at all, and what is here already is known again, so that it may
    be run again and go on where it stopped. Returns the report, and the files that break off.
    Raises PortalError for a file that is no export, and while another import is at work.
    """
    with only_import():
        return bring_in(paths, media, is_rehearsal, progress)


@contextmanager
def only_import() -> Iterator[None]:
    """Two that know nothing of each other would both make each author, category and tag."""
    try:
        with try_file_lock(current_app.config["INSTANCE"] / "import.lock"):
            yield
    except BlockingIOError:
        raise PortalError(
            "Another import is at work on this instance. Wait until it has ended."
        ) from None


def bring_in(
    paths: Sequence[Path], media: Media, is_rehearsal: bool, progress: Progress
) -> tuple[Report, list[Broken]]:
    report = Report()
    broken: list[Broken] = []
    exports = [Export(path) for path in paths]
    with progress("Reading", sum(export.size for export in exports)) as advance:
        found = surveys(exports, advance)
    report.expected = sum(survey.counts.total() for survey in found)
    report.comments = sum(survey.comments for survey in found)
    with sparing_memory(), progress("Importing", report.expected) as advance:
        for survey in found:
            move = Move(survey, media, is_rehearsal, report)
            move.run(advance)
            broken += move.broken
    return report, broken


@contextmanager
def sparing_memory() -> Iterator[None]:
    """SQLite holds little of the database in memory: nothing that is filed is soon read again.

    Nor does it wait for the disk at each batch. Should the power fail, the last ones are gone, whole,
    and the next run brings them.
    """

    def spare(connection, _record) -> None:
        connection.execute("PRAGMA mmap_size=0")
        connection.execute("PRAGMA cache_size=-2048")
        connection.execute("PRAGMA synchronous=NORMAL")

    if db.engine.dialect.name != "sqlite":
        yield
        return
    db.engine.dispose()
    event.listen(db.engine, "connect", spare)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", spare)
        db.engine.dispose()
