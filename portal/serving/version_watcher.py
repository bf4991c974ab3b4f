"""The version watcher: a thread of each worker that looks for a new edition four times a second."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from time import monotonic

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.desk.articles.expired_bin import delete_expired
from portal.site import edition

# A change is visible on every worker and machine within this time.
POLL_SECONDS = 0.25
BIN_CLEANUP_SECONDS = 3600

log = logging.getLogger("portal")


class VersionWatcher(threading.Thread):
    """Keep `app.extensions["edition"]` current. While it runs, requests do not query the version.

    Start it after the fork.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name="version watcher", daemon=True)
        self.app = app
        self.wake_event = threading.Event()
        self.is_stopped = False
        self.is_database_away = False
        self.next_cleanup_at = monotonic()

    def listen_for_commits(self) -> None:
        """Look at once after a change that this worker itself commits."""
        event.listen(Session, "after_commit", self.wake)

    def run(self) -> None:
        self.listen_for_commits()
        while not self.is_stopped:
            self.look()
            self.wake_event.wait(POLL_SECONDS)
            self.wake_event.clear()

    def look(self) -> None:
        """Start a new edition if the version was raised, a story has come due, or the day has ended.

        While the database is away, cached responses are still sent, and the log has one message.
        """
        try:
            with self.app.app_context():
                edition.refresh_edition()
                self.clean_bin()
        except Exception as error:
            if not self.is_database_away:
                log.warning(
                    "The database is away; cached pages are still served. (%s)", first_line(error)
                )
            self.is_database_away = True
            return
        if self.is_database_away:
            log.warning("The database is back.")
        self.is_database_away = False
        self.app.extensions["is_watched"] = True
        self.app.extensions["cache"].current_edition()

    def clean_bin(self) -> None:
        """Delete expired stories once an hour, one batch per look, also if nobody opens the desk."""
        if monotonic() >= self.next_cleanup_at and not delete_expired():
            self.next_cleanup_at = monotonic() + BIN_CLEANUP_SECONDS

    def wake(self, session: Session) -> None:
        if session.info.get("version_raised"):
            self.wake_event.set()

    def stop(self) -> None:
        self.is_stopped = True
        self.wake_event.set()
        with suppress(Exception):
            event.remove(Session, "after_commit", self.wake)
        self.app.extensions["is_watched"] = False


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
