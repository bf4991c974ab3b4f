"""Limits for slow clients, so that a thousand slow connections do not keep readers out.

waitress stops accepting connections at its limit, and waits without end for a client that sends a byte
now and then. Here a request has a deadline, and when all connections are taken, a new one replaces those
that have been idle or incomplete for longest.
"""

from __future__ import annotations

from waitress.server import TcpWSGIServer

from portal.serving.connection import Connection

# The connections of one worker, and how many are closed at a time to make room.
MAX_CONNECTIONS, CLOSED_AT_A_TIME = 1000, 100
# The deadline for all headers of a request; after it, the minimum rate of a body.
HEAD_TIMEOUT_SECONDS, MIN_BODY_BYTES_PER_SECOND = 10.0, 500


class SlowClientPolicy:
    """Close the slow connections of one server."""

    def __init__(self, server: TcpWSGIServer) -> None:
        self.server = server

    def close_slow_connections(self, now: float) -> None:
        """Close each connection that is too slow at `now` (`time.time()`). The server calls it every second."""
        for connection in [*self.server.active_channels.values()]:
            if self.is_too_slow(connection, now):
                connection.will_close = True

    def is_too_slow(self, connection: Connection, now: float) -> bool:
        request, since = connection.request, connection.request_started_at
        if connection.requests:
            return False
        if request is None or since is None:
            return now - connection.last_activity > self.server.adj.channel_timeout
        seconds = now - since
        minimum = MIN_BODY_BYTES_PER_SECOND * seconds
        is_behind = not request.headers_finished or request.body_bytes_received < minimum
        return seconds > HEAD_TIMEOUT_SECONDS and is_behind

    def make_room(self, newcomer: Connection) -> None:
        """Above the limit, close some connections that are not being answered, the oldest first."""
        connections = self.server.active_channels.values()
        if len(connections) <= MAX_CONNECTIONS:
            return
        waiting = [each for each in connections if not each.requests and each is not newcomer]
        waiting.sort(key=lambda each: each.request_started_at or each.last_activity)
        for connection in waiting[:CLOSED_AT_A_TIME]:
            connection.handle_close()
