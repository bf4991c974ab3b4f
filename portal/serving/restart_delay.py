"""The pause before a dead worker is replaced, which grows while each new one fails at its start."""

from __future__ import annotations

import time

from portal.serving.child_process import ChildProcess

# A worker that has run for this long did not fail at its start.
STEADY_SECONDS = 10.0
MAX_DELAY_SECONDS = 30.0


class RestartDelay:
    def __init__(self) -> None:
        self.failures = 0
        self.next_start_at = 0.0

    def record_end(self, child: ChildProcess) -> float:
        """Count the end of a worker. Return the seconds until the next start: 0, then 1, 2, 4 …"""
        is_steady = time.monotonic() - child.started_at >= STEADY_SECONDS
        self.failures = 0 if is_steady else self.failures + 1
        seconds = min(2.0 ** (self.failures - 2), MAX_DELAY_SECONDS) if self.failures > 1 else 0.0
        self.next_start_at = time.monotonic() + seconds
        return seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.next_start_at
