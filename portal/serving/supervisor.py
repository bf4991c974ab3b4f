"""The supervisor: the parent of several workers on one socket. It serves no request itself.

Each worker is forked before any database connection exists and creates an app of its own, so that no
connection crosses a fork. The workers share the memory of what the parent has imported.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import sys
import time

from flask import Flask

from portal import config
from portal.errors import PortalError
from portal.metrics import Metrics
from portal.paths import unpacker_pid
from portal.serving import lifecycle, listening
from portal.serving.child_process import ChildProcess
from portal.serving.connection_balance import ConnectionCounts
from portal.serving.feed_process import FeedProcess
from portal.serving.restart_delay import RestartDelay
from portal.serving.shutdown import StopSignals, ignore_stop_signals, terminal_check
from portal.serving.worker import Preparation, Prepare, Settings, Worker

# A process that fetches feeds and has died is replaced after this time.
FEEDS_RESTART_DELAY_SECONDS = 10.0
# A child that still runs so long after it was terminated is killed.
KILL_AFTER_SECONDS = lifecycle.GRACE_SECONDS + 10.0


class Supervisor:
    """Keep `number` workers running: replace one that dies, and at SIGHUP all of them, one by one."""

    def __init__(
        self, number: int, settings: Settings, socket: socket.socket, threads: int
    ) -> None:
        self.number = number
        self.settings = settings
        self.socket = socket
        self.threads = threads
        self.metrics = Metrics(rows=4 * number)
        self.counts = ConnectionCounts(rows=4 * number)
        self.children: list[ChildProcess] = []
        self.selector = selectors.DefaultSelector()
        self.unpacker = unpacker_pid()
        self.stop_signals = StopSignals()
        self.is_terminal_closed = terminal_check()
        self.is_prepared = self.has_been_ready = False
        self.first_editor_path: str | None = None
        self.restart_delay = RestartDelay()
        self.feeds_start_at = 0.0
        self.exit_code: int | None = None  # set once we are stopping

    @property
    def workers(self) -> list[Worker]:
        """The workers that have not been terminated."""
        return [
            each
            for each in self.children
            if isinstance(each, Worker) and each.terminated_at is None
        ]

    def run(self, app: Flask, prepare: Prepare) -> int:
        """Let a child `prepare` the instance, then supervise workers. Return the exit code."""
        gc.freeze()  # a collection would write to, and so copy, the memory that the workers share
        self.watch_signals()
        self.add(Preparation(app, prepare))
        while self.exit_code is None or self.children:
            for key, _ in self.selector.select(timeout=1):
                key.data()
            self.supervise_once()
        ignore_stop_signals()
        return self.exit_code

    def watch_signals(self) -> None:
        """Receive each signal as a byte on a socket, in order, so that it interrupts nothing."""
        self.signal_reader, self.signal_writer = socket.socketpair()
        for end in (self.signal_reader, self.signal_writer):
            end.setblocking(False)
        signal.set_wakeup_fd(self.signal_writer.fileno())
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: None)
        self.selector.register(self.signal_reader, selectors.EVENT_READ, self.handle_signals)

    def handle_signals(self) -> None:
        for number in self.signal_reader.recv(64):
            if number == signal.SIGHUP and not self.is_terminal_closed():
                self.reload_settings()
            elif self.stop_signals.add():
                self.kill_all()
            elif self.exit_code is None:
                self.stop(0)

    def reload_settings(self) -> None:
        """Load the settings again; workers with older ones are replaced by `supervise_once`."""
        try:
            self.settings = config.load()
        except PortalError as error:
            print(f"{error} The workers keep their settings.", file=sys.stderr)

    def stop(self, exit_code: int) -> None:
        self.exit_code = exit_code
        self.socket.close()
        for child in self.children:
            child.terminate(signal.SIGTERM)

    def kill_all(self) -> None:
        for child in self.children:
            child.terminate(signal.SIGKILL)
        sys.exit(1)

    def add(self, child: ChildProcess) -> None:
        self.children.append(child)
        self.selector.register(child.pipe, selectors.EVENT_READ, lambda: self.on_output(child))

    def on_output(self, child: ChildProcess) -> None:
        """Handle a child's report on its pipe: a worker is ready, or the child has ended."""
        if not child.read_output():
            self.selector.unregister(child.pipe)
            self.children.remove(child)
            self.reap(child)
        elif isinstance(child, Worker) and not self.has_been_ready:
            self.has_been_ready = True
            listening.print_addresses(self.settings, self.socket, self.first_editor_path)

    def reap(self, child: ChildProcess) -> None:
        code = child.reap()
        if isinstance(child, Worker):
            self.metrics.worker(child.row).mark_ended()
            self.counts.worker(child.row).close()
        if self.exit_code is not None or child.terminated_at is not None:
            return
        if isinstance(child, Preparation) and code == 0:
            self.is_prepared = True
            self.first_editor_path = child.output.decode() or None
        elif isinstance(child, FeedProcess):
            self.feeds_start_at = time.monotonic() + FEEDS_RESTART_DELAY_SECONDS
            print(f"The process that fetches feeds ended {exit_reason(code)}.", file=sys.stderr)
        elif self.has_been_ready:
            self.report_replacement(child, code)
        else:
            if code < 0:  # a child that exits by itself has printed the reason
                print(f"Process {child.pid} ended {exit_reason(code)}.", file=sys.stderr)
            self.stop(1)

    def report_replacement(self, child: ChildProcess, code: int) -> None:
        seconds = self.restart_delay.record_end(child)
        when = f" in {seconds:g} s" if seconds else ""
        ended = f"Worker {child.pid} ended {exit_reason(code)}."
        print(f"{ended} Another takes its place{when}.", file=sys.stderr)

    def supervise_once(self) -> None:
        """Take one step towards the wanted number of workers, all with the newest settings."""
        if self.unpacker and os.getppid() != self.unpacker and self.exit_code is None:
            self.stop(0)
        for child in self.children:
            if child.is_overdue(KILL_AFTER_SECONDS):
                child.terminate(signal.SIGKILL)
        if self.is_prepared and self.exit_code is None:
            self.retire_outdated_workers()
            self.start_missing_workers()
            self.keep_feed_process()

    def retire_outdated_workers(self) -> None:
        """Terminate a worker with older settings when one more than wanted is ready."""
        outdated = [each for each in self.workers if each.settings is not self.settings]
        surplus = sum(each.is_ready for each in self.workers) - self.number
        for each in outdated[: max(surplus, 0)]:
            each.terminate(signal.SIGUSR1)

    def start_missing_workers(self) -> None:
        """Start workers up to the wanted number; after a reload one at a time."""
        newest = [each for each in self.workers if each.settings is self.settings]
        if not self.restart_delay.is_over:
            return
        while len(newest) < self.number and (rows := self.free_rows()):
            if len(self.workers) >= self.number and not all(each.is_ready for each in newest):
                return
            worker = Worker(
                self.settings, self.socket, self.threads, self.metrics, self.counts, rows[0]
            )
            newest.append(worker)
            self.add(worker)

    def keep_feed_process(self) -> None:
        """Start the process that fetches feeds once readers are served; replace it after a reload."""
        running = [each for each in self.children if isinstance(each, FeedProcess)]
        for each in running:
            if each.settings is not self.settings and each.terminated_at is None:
                each.terminate(signal.SIGTERM)
        if not running and self.has_been_ready and time.monotonic() >= self.feeds_start_at:
            self.add(FeedProcess(self.settings))

    def free_rows(self) -> list[int]:
        taken = {each.row for each in self.children if isinstance(each, Worker)}
        return [row for row in range(self.metrics.rows) if row not in taken]


def exit_reason(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with {code}"
