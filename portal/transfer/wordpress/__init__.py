"""Imports WordPress sites from their exports (WXR 1.0 to 1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import event

from portal.errors import PortalError
from portal.extensions import db
from portal.file_lock import try_file_lock
from portal.transfer.report import Report
from portal.transfer.wordpress.importer import SiteImporter
from portal.transfer.wordpress.media.folder import UploadsFolder
from portal.transfer.wordpress.media.source import MediaSource, NoMedia
from portal.transfer.wordpress.scan import scan_sites
from portal.transfer.wordpress.wxr.comments import ReadItem, comments_file
from portal.transfer.wordpress.wxr.stream import Broken, Export

__all__ = ["import_wordpress", "source_of"]

# Shows the progress of a task with a name and a length. The function is called with each advance.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def source_of(folder: Path | None, may_fetch: bool) -> MediaSource:
    """Return the source of uploads that the operator chose."""
    if folder:
        return UploadsFolder(folder)
    if not may_fetch:
        return NoMedia()
    from portal.transfer.wordpress.media.http_source import HttpSource  # loads all that fetches

    return HttpSource()


def import_wordpress(
    paths: Sequence[Path],
    media: MediaSource,
    is_rehearsal: bool,
    progress: Progress,
    comments: Path | None = None,
) -> tuple[Report, list[Broken]]:
    """Import all that the files hold, or only report what an import would do.

    Each batch is a transaction, and what was imported before is recognised, so an import can run
    again and go on where it stopped. Return the report, and the files that were
    refused or break off. Raises PortalError if no file is an export, and while another import runs.
    """
    with import_lock(), comments_file(None if is_rehearsal else comments) as read_item:
        return import_sites(paths, media, is_rehearsal, progress, read_item, comments)


@contextmanager
def import_lock() -> Iterator[None]:
    """Refuse a second import at the same time: both would create each author, category and tag."""
    try:
        with try_file_lock(current_app.config["INSTANCE"] / "import.lock"):
            yield
    except BlockingIOError:
        raise PortalError(
            "Another import is running on this instance. Wait until it has finished."
        ) from None


def import_sites(
    paths: Sequence[Path],
    media: MediaSource,
    is_rehearsal: bool,
    progress: Progress,
    read_item: ReadItem,
    comments: Path | None,
) -> tuple[Report, list[Broken]]:
    report = Report(str(comments) if comments else "")
    exports = [Export(path) for path in paths]
    with progress("Reading", sum(export.size for export in exports)) as advance:
        scans, refused = scan_sites(exports, advance)
    if not scans:
        raise PortalError("; ".join(map(str, refused)))
    report.expected = sum(scan.counts.total() for scan in scans)
    report.comments = sum(scan.comments for scan in scans)
    with small_sqlite_cache(), progress("Importing", report.expected) as advance:
        broken = refused
        for scan in scans:
            importer = SiteImporter(scan, media, is_rehearsal, report, read_item)
            importer.run(advance)
            broken += importer.broken
    return report, broken


@contextmanager
def small_sqlite_cache() -> Iterator[None]:
    """Let SQLite keep little of the database in memory, because nothing inserted is read again soon.

    It does not wait for the disk at each commit either. If the power fails, the last batches are
    gone as a whole, and the next run imports them.
    """

    def configure(connection, _record) -> None:
        connection.execute("PRAGMA mmap_size=0")
        connection.execute("PRAGMA cache_size=-2048")
        connection.execute("PRAGMA synchronous=NORMAL")

    if db.engine.dialect.name != "sqlite":
        yield
        return
    db.engine.dispose()
    event.listen(db.engine, "connect", configure)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", configure)
        db.engine.dispose()
