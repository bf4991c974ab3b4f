"""The real `portal` command, in processes of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-c", "from portal.cli import main; main()"]


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a process with this instance and these settings, and no others."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")
    }
    given = {f"PORTAL_{name}": value for name, value in settings.items()}
    return inherited | given | {"PORTAL_INSTANCE": str(instance)}


def portal(
    instance: Path, *arguments: str, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `portal` with these arguments and wait for its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(instance, **settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Running:
    """A running server and its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        line = process.stdout.readline()
        assert line.startswith("Portal is at http://"), line + process.stderr.read()
        self.address = line.removeprefix("Portal is at ").strip()
        self.host, _, port = self.address.removeprefix("http://").strip("/").rpartition(":")
        self.port = int(port)

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=30)

    def ask(self, *lines: str, body: bytes = b"") -> bytes:
        """Send a request unchanged, and read the response until the server closes."""
        with self.connect() as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            return read_all(connection)

    def get(self, path: str, *headers: str) -> bytes:
        return self.ask(
            f"GET {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Connection: close", *headers
        )

    def accepts_connections(self) -> bool:
        try:
            self.connect().close()
        except OSError:
            return False
        return True

    def end(self) -> tuple[int, str]:
        """Wait for its end. Return its exit code and its standard error."""
        self.process.wait(timeout=40)  # communicate() would close what a slow view still reads
        _, errors = self.process.communicate(timeout=40)
        return self.process.returncode, errors


@contextmanager
def serving(
    instance: Path, script: str = "", workers: int = 1, port: int = 0, **settings: str
) -> Iterator[Running]:
    """Run `portal serve`; port 0 is a free one. `script` is Python code that runs in it first."""
    main = f"{script}\nfrom portal.cli import main; main()"
    command = ["serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        [sys.executable, "-c", main, *command],
        env=environment(instance, **settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Running(process)
    finally:
        process.kill()
        process.communicate()


def read_all(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))
