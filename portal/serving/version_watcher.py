"""The watcher: a thread of each worker that looks four times a second at what readers see now."""

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

# Seconds between two looks: so a change shows on every worker and machine within one.
EVERY = 0.25
AN_HOUR = 3600

log = logging.getLogger("portal")


class Watcher(threading.Thread):
    """While it runs, requests do not ask for the version. Start it after the fork."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="watcher", daemon=True)
        self.app = app
        self.woken = threading.Event()
        self.is_over = False
        self.is_blind = False
        self.empties_at = monotonic()

    def listen(self) -> None:
        """Hear of what this worker itself changes, to look at once."""
        event.listen(Session, "after_commit", self.wake)

    def run(self) -> None:
        self.listen()
        while not self.is_over:
            self.look()
            self.woken.wait(EVERY)
            self.woken.clear()

    def look(self) -> None:
        """Begin a new edition if the version was raised, a story came due, or the day ended.

        While the database is away, readers get what is kept, and the log says so once.
        """
        try:
            with self.app.app_context():
                edition.look()
                self.empty_the_bin()
        except Exception as error:
            if not self.is_blind:
                log.warning("The database is away; what is kept still serves. (%s)", first(error))
            self.is_blind = True
            return
        if self.is_blind:
            log.warning("The database is there again.")
        self.is_blind = False
        self.app.extensions["is_watched"] = True
        self.app.extensions["cache"].now()

    def empty_the_bin(self) -> None:
        """Once an hour, bit by bit: stories leave it after 30 days also where nobody opens the desk."""
        if monotonic() >= self.empties_at and not delete_expired():
            self.empties_at = monotonic() + AN_HOUR

    def wake(self, session: Session) -> None:
        if session.info.get("version_raised"):
            self.woken.set()

    def end(self) -> None:
        self.is_over = True
        self.woken.set()
        with suppress(Exception):
            event.remove(Session, "after_commit", self.wake)
        self.app.extensions["is_watched"] = False


def first(error: Exception) -> str:
    """The first line of what it says."""
    return (str(error).splitlines() or [type(error).__name__])[0]
