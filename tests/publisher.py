"""A fake server of another publisher, on this machine. Tests set its responses."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CERTIFICATE = Path(__file__).parent / "data" / "news.example.pem"

Page = Callable[[BaseHTTPRequestHandler], None]


class Publisher:
    """`pages` by path. `requests` has the headers of each request, with lower-case names, in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Page] = {}
        self.requests: list[dict[str, str]] = []

    def address(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def serves(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Set the response of a path. Return its address."""

        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = page
        return self.address(path)

    def redirects(self, path: str, target: str, status: int = 302) -> str:
        return self.serves(path, b"", status, Location=target)


@contextmanager
def publishing(encrypted: bool = False) -> Iterator[Publisher]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.requests.append({name.lower(): value for name, value in self.headers.items()})
            publisher.pages[self.path.partition("?")[0]](self)

        def log_message(self, *_arguments) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if encrypted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    publisher = Publisher(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
