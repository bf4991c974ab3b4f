"""A connection whose strict requests are answered by the event loop (the fast path)."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel

from portal.serving.wire_response import UnsentBytes, WireResponse


class FastChannel(HTTPChannel):
    """waitress's channel. `server.fast_path` is None if the operator has switched the fast path off."""

    def received(self, data: bytes) -> bool:
        # close_when_flushed is read after requests: a thread that ends a task sets it before it removes
        # the request.
        if self.server.fast_path and not (
            self.request or self.requests or self.total_outbufs_len or self.close_when_flushed
        ):
            response = self.server.fast_path.response_to(data)
            if response and not (self.will_close or self.server.is_shutting_down):
                self.send_wire_response(response, data)
                return True
        return super().received(data)

    def send_wire_response(self, response: WireResponse, head: bytes) -> None:
        """Send as many bytes as the socket takes; the event loop sends the rest later."""
        if accounting := self.server.accounting:
            accounting.record_fast(self.addr[0], head, response.status, len(response.body))
        parts = self.server.fast_path.parts(response)
        try:
            sent = send_parts(self.socket, parts)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.handle_close()
            return
        if sent < response.size:
            with self.outbuf_lock:
                unsent = UnsentBytes(parts, sent)
                self.outbufs += [unsent, OverflowableBuffer(self.adj.outbuf_overflow)]
                self.current_outbuf_count = 0
                self.total_outbufs_len += response.size - sent
        if response.closes:
            self.close_when_flushed = True


def send_parts(connection: socket.socket, parts: Sequence[bytes]) -> int:
    """Send all parts in one call and return how many bytes were taken. Windows needs them joined."""
    if hasattr(connection, "sendmsg"):
        return connection.sendmsg(parts)
    return connection.send(b"".join(parts))
