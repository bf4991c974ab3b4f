"""A WordPress site moves in, from its exports (WXR 1.0 to 1.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from portal.transfer.wordpress.media import Media, source_of
from portal.transfer.wordpress.move import Move
from portal.transfer.wordpress.report import Report
from portal.transfer.wordpress.stream import Broken, Export
from portal.transfer.wordpress.survey import surveys

__all__ = ["import_wordpress", "source_of"]

# Shows how far a long task has come: its name and its size → what is told of each step.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def import_wordpress(
    paths: Sequence[Path], media: Media, is_rehearsal: bool, progress: Progress
) -> tuple[Report, list[Broken]]:
    """Bring in all that the files hold, or only say what would come.

    Each batch is filed whole or not at all, and what is here already is known again, so that it may
    be run again and go on where it stopped. Returns the report, and the files that break off.
    Raises PortalError for a file that is no export.
    """
    report = Report()
    broken: list[Broken] = []
    exports = [Export(path) for path in paths]
    with progress("Reading", sum(export.size for export in exports)) as advance:
        found = surveys(exports, advance)
    report.expected = sum(survey.counts.total() for survey in found)
    report.comments = sum(survey.comments for survey in found)
    with progress("Importing", report.expected) as advance:
        for survey in found:
            move = Move(survey, media, is_rehearsal, report)
            move.run(advance)
            broken += move.broken
    return report, broken
