"""How long a connection may take to ask, so that a thousand slow ones keep nobody out.

waitress stops taking connections at its limit, and waits for one that sends a byte now and then as long
as that goes on. Here a request that has begun has to come, and who comes when all places are taken gets
that of who has asked for nothing longest.
"""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

from waitress.server import TcpWSGIServer

if TYPE_CHECKING:
    from portal.serving.server import Connection

# Connections of one worker, and how many go at once when there is no room for another.
PLACES, FREED = 1000, 100
# Seconds for a whole head; after those, the least that a body has to come at, in bytes a second.
HEAD, LEAST = 10.0, 500


class Patience:
    """What one server has with its connections."""

    def __init__(self, server: TcpWSGIServer) -> None:
        self.server = server

    def tend(self, now: float) -> None:
        """Close who takes too long. The server calls it every second, and says what time it is."""
        for connection in [*self.server.active_channels.values()]:
            if self.is_over(connection, now):
                connection.will_close = True

    def is_over(self, connection: Connection, now: float) -> bool:
        request, since = connection.request, connection.asking_since
        if connection.requests:
            return False
        if request is None or since is None:
            return now - connection.last_activity > self.server.adj.channel_timeout
        seconds = now - since
        is_too_slow = not request.headers_finished or request.body_bytes_received < LEAST * seconds
        return seconds > HEAD and is_too_slow

    def make_room(self, newcomer: Connection) -> None:
        """Without a place for it, close some that are not being answered, the oldest first."""
        connections = self.server.active_channels.values()
        if len(connections) <= PLACES:
            return
        waiting = [each for each in connections if not each.requests and each is not newcomer]
        waiting.sort(key=lambda each: each.asking_since or each.last_activity)
        for connection in waiting[:FREED]:
            connection.handle_close()


def now_asking(connection: Connection) -> float | None:
    """Since when a request is under way that has not come whole; None when there is none."""
    return None if connection.request is None else connection.asking_since or time()
