"""Several workers on one socket, and their parent, which answers nobody and looks after them.

Each is forked before anything has connected and makes an app of its own, so that no connection
crosses a fork. What the parent has imported, they share.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from portal import config, create_app
from portal.errors import PortalError
from portal.metrics import Metrics
from portal.paths import unpacker_pid
from portal.serving import server
from portal.serving.child_process import Child
from portal.serving.connection_balance import Shares
from portal.serving.request_accounting import open_account
from portal.serving.shutdown import Stop, Word, hear_no_more, watch_terminal

READY = b"+"
# Seconds: a worker that lived so long did not fail at its start; the longest rest before the next
# start; how long a connection that asks for nothing may still ask the worker that is replaced;
# after which one that was to go is ended.
STEADY = 10.0
LONGEST_REST = 30.0
PATIENCE = 2.0
OVERDUE = server.GRACE + 10.0

Settings = Mapping[str, Any]
Prepare = Callable[[], str | None]


class Dismissal(Stop):
    """A worker goes when its parent says so, or has gone. What a keyboard says is for the parent."""

    def hear(self) -> None:
        signal.signal(signal.SIGTERM, self)
        signal.signal(signal.SIGUSR1, self)

    def __call__(self, number: int, _frame: object) -> None:
        self.patience = PATIENCE if number == signal.SIGUSR1 else 0.0
        self.is_heard = True
        self.server.pull_trigger()


class Preparation(Child):
    """Prepares the instance before anybody is answered; what it says is the first editor's path."""

    def __init__(self, app: Flask, prepare: Prepare) -> None:
        def work(writing: int) -> None:
            with app.app_context():
                os.write(writing, (prepare() or "").encode())

        super().__init__(work)


class Worker(Child):
    """One that answers, by these settings; `row` is its own among the metrics and the shares."""

    def __init__(
        self,
        settings: Settings,
        listening: socket.socket,
        threads: int,
        metrics: Metrics,
        shares: Shares,
        row: int,
    ) -> None:
        self.settings = settings
        self.row = row
        parent = os.getpid()

        def work(writing: int) -> None:
            server.stay_on_one_core(parent + row)
            app = create_app(settings)
            open_account(app, metrics, row)
            server.serve(
                app,
                listening,
                threads,
                begun=lambda: os.write(writing, READY),
                stop_of=lambda answering: Dismissal(answering, parent),
                share=shares.share(row),
            )

        super().__init__(work)

    @property
    def is_ready(self) -> bool:
        return self.said == READY


class Workers:
    """As many as are wanted: one that dies is replaced, and all of them, in turn, at SIGHUP."""

    def __init__(
        self, number: int, settings: Settings, listening: socket.socket, threads: int
    ) -> None:
        self.number = number
        self.settings = settings
        self.listening = listening
        self.threads = threads
        self.metrics = Metrics(rows=4 * number)
        self.shares = Shares(rows=4 * number)
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.unpacker = unpacker_pid()
        self.word = Word()
        self.terminal_is_closed = watch_terminal()
        self.is_prepared = self.has_answered = False
        self.first: str | None = None
        self.failures = 0
        self.rest_until = 0.0
        self.code: int | None = None  # what we end with, once that is certain

    @property
    def staying(self) -> list[Worker]:
        return [
            each for each in self.children if isinstance(each, Worker) and each.dismissed is None
        ]

    def run(self, app: Flask, prepare: Prepare) -> int:
        """Have a child `prepare` the instance within the app, then keep workers; the code to end with."""
        gc.freeze()  # the collector would touch, and so copy, what all of them share
        self.hear_signals()
        self.add(Preparation(app, prepare))
        while self.code is None or self.children:
            for key, _ in self.selector.select(timeout=1):
                key.data()
            self.tend()
        hear_no_more()
        return self.code

    def hear_signals(self) -> None:
        """Each comes as a byte, in its turn, and interrupts nothing."""
        self.heard, self.telling = socket.socketpair()
        for end in (self.heard, self.telling):
            end.setblocking(False)
        signal.set_wakeup_fd(self.telling.fileno())
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: None)
        self.selector.register(self.heard, selectors.EVENT_READ, self.obey)

    def obey(self) -> None:
        for number in self.heard.recv(64):
            if number == signal.SIGHUP and not self.terminal_is_closed():
                self.roll()
            elif self.word.is_second():
                self.end_at_once()
            elif self.code is None:
                self.stop(0)

    def roll(self) -> None:
        """From now on workers are of the settings as they stand now; tend() replaces the others."""
        try:
            self.settings = config.load()
        except PortalError as error:
            print(f"{error} The workers go on with the settings that they have.", file=sys.stderr)

    def stop(self, code: int) -> None:
        self.code = code
        self.listening.close()
        for child in self.children:
            child.dismiss(signal.SIGTERM)

    def end_at_once(self) -> None:
        for child in self.children:
            child.dismiss(signal.SIGKILL)
        sys.exit(1)

    def add(self, child: Child) -> None:
        self.children.append(child)
        self.selector.register(child.pipe, selectors.EVENT_READ, lambda: self.hear(child))

    def hear(self, child: Child) -> None:
        if not child.listen():
            self.selector.unregister(child.pipe)
            self.children.remove(child)
            self.bury(child)
        elif isinstance(child, Worker) and not self.has_answered:
            self.has_answered = True
            server.say_where(self.settings, self.listening, self.first)

    def bury(self, child: Child) -> None:
        code = child.bury()
        if isinstance(child, Worker):
            self.metrics.row(child.row).end()
            self.shares.share(child.row).end()
        if self.code is not None or child.dismissed is not None:
            return
        if isinstance(child, Preparation) and code == 0:
            self.is_prepared = True
            self.first = child.said.decode() or None
        elif self.has_answered:
            self.rest(child, code)
        else:  # by its own will it has said why
            if code < 0:
                print(f"Process {child.pid} ended {reason(code)}.", file=sys.stderr)
            self.stop(1)

    def rest(self, child: Child, code: int) -> None:
        """Do not start one after another when each fails at once."""
        is_steady = time.monotonic() - child.began >= STEADY
        self.failures = 0 if is_steady else self.failures + 1
        seconds = min(2 ** (self.failures - 2), LONGEST_REST) if self.failures > 1 else 0
        self.rest_until = time.monotonic() + seconds
        when = f" in {seconds:g} s" if seconds else ""
        ended = f"Worker {child.pid} ended {reason(code)}."
        print(f"{ended} Another takes its place{when}.", file=sys.stderr)

    def tend(self) -> None:
        """One step towards as many workers as are wanted, all of the newest settings."""
        if self.unpacker and os.getppid() != self.unpacker and self.code is None:
            self.stop(0)
        for child in self.children:
            if child.is_overdue(OVERDUE):
                child.dismiss(signal.SIGKILL)
        if self.is_prepared and self.code is None:
            self.replace()
            self.start()

    def replace(self) -> None:
        """A worker of older settings goes when one more than is wanted can answer."""
        older = [each for each in self.staying if each.settings is not self.settings]
        surplus = sum(each.is_ready for each in self.staying) - self.number
        for each in older[: max(surplus, 0)]:
            each.dismiss(signal.SIGUSR1)

    def start(self) -> None:
        """Start what is missing: at a roll one at a time, and none while we rest."""
        newest = [each for each in self.staying if each.settings is self.settings]
        if time.monotonic() < self.rest_until:
            return
        while len(newest) < self.number and (rows := self.free_rows()):
            if len(self.staying) >= self.number and not all(each.is_ready for each in newest):
                return
            worker = Worker(
                self.settings, self.listening, self.threads, self.metrics, self.shares, rows[0]
            )
            newest.append(worker)
            self.add(worker)

    def free_rows(self) -> list[int]:
        taken = {each.row for each in self.children if isinstance(each, Worker)}
        return [row for row in range(self.metrics.rows) if row not in taken]


def reason(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with {code}"
