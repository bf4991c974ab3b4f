"""The process that fetches feeds beside the workers, so that parsing takes no time from readers."""

from __future__ import annotations

import os
import signal

from portal import create_command_app
from portal.ingest.scheduler import Scheduler
from portal.serving.child_process import ChildProcess
from portal.serving.worker import Settings

NICENESS = 10  # the workers come first where all cores are busy


class FeedProcess(ChildProcess):
    """A forked process that fetches feeds until SIGTERM, or until its parent has ended.

    Each machine has one; of all that share a database, the holder of the lease fetches.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        parent = os.getpid()

        def work(_write_end: int) -> None:
            os.nice(NICENESS)
            scheduler = Scheduler(create_command_app(settings))
            signal.signal(signal.SIGTERM, lambda _number, _frame: scheduler.stop())
            scheduler.run(is_orphaned=lambda: os.getppid() != parent)

        super().__init__(work)
