"""The servers that are measured, each on 127.0.0.1: Portal, bare waitress, nginx."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.bench.wrk import CHROME, quoted
from tests.server_process import environment

# Headers that each server writes itself; all others are those of Portal's response.
OWN_HEADERS = ("date", "server", "connection", "transfer-encoding", "content-length", "etag", "last-modified")  # fmt: skip
NGINX = """
worker_processes {workers};
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  access_log {log};
  default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/root;
{headers}
  }}
}}
"""
WAITRESS = """
import logging, os, sys, waitress
if hasattr(os, "sched_setaffinity"):  # on several cores it is slower, because they pass one lock around
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # as Portal does
head, body = eval(open(sys.argv[2]).read()), open(sys.argv[3], "rb").read()
head.append(("Content-Length", str(len(body))))
def app(environ, start_response):
    start_response("200 OK", list(head))
    return [body]
waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), _quiet=True)
"""
PORTAL = "from portal.cli import main; main()"


@dataclass(frozen=True)
class Response:
    """Portal's response as sent. All servers send these headers and this body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each.lower() == name), None)

    @property
    def shared(self) -> list[tuple[str, str]]:
        return [each for each in self.headers if each[0].lower() not in OWN_HEADERS]


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, head: dict[str, str] | None = None) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=CHROME | (head or {}))
            response = connection.getresponse()
            return Response(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    @property
    def processes(self) -> list[int]:
        """The ids of the process and its children."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        return [self.pid, *map(int, listed.split())]

    @property
    def processor_seconds(self) -> float:
        """The processor time of the process and its children."""
        return sum(map(processor_seconds_of, self.processes))


def processor_seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def portal(
    instance: Path, workers: int = 1, name: str = "Portal", script: str = "", **settings: str
) -> Iterator[Server]:
    """Run `portal serve`; `script` is Python code that runs in it first."""
    port = free_port()
    command = [sys.executable, "-c", f"{script}\n{PORTAL}", "serve", "--port", str(port)]
    command += ["--workers", str(workers)]
    # Without SITE_URL its links would contain the port, and the bodies would differ.
    surroundings = environment(instance, SITE_URL="http://127.0.0.1", **settings)
    with running(name, port, command, surroundings) as server:
        server.ask("/healthz")  # it accepts connections before it is ready
        yield server


@contextmanager
def bare_waitress(response: Response, folder: Path) -> Iterator[Server]:
    """Run waitress with its defaults and an app that only sends these bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head").write_text(repr(response.shared))
    (folder / "body").write_bytes(response.body)
    port = free_port()
    files = [str(folder / "head"), str(folder / "body")]
    command = [sys.executable, "-c", WAITRESS, str(port), *files]
    with running("bare waitress", port, command) as server:
        yield server


@contextmanager
def nginx(
    response: Response, path: str, folder: Path, workers: int = 1, log: bool = False
) -> Iterator[Server]:
    """Run nginx with these bytes as a file at this path."""
    port = free_port()
    shutil.rmtree(folder, ignore_errors=True)
    file = folder / "root" / path.strip("/") / "index.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(response.body)
    (folder / "nginx.conf").write_text(nginx_configuration(response, folder, port, workers, log))
    if os.geteuid() == 0:  # it drops its privileges, and must still read these files
        for each in [folder, *folder.rglob("*")]:
            each.chmod(0o755)
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with running("nginx", port, command) as server:
        yield server


def nginx_configuration(
    response: Response, folder: Path | str, port: int, workers: int = 1, log: bool = False
) -> str:
    headers = "\n".join(
        f"    add_header {name} {quoted(value)};"
        for name, value in response.shared
        if name.lower() != "content-type"
    )
    where = f"{folder}/access.log" if log else "off"
    return NGINX.format(workers=workers, folder=folder, log=where, port=port, headers=headers)


@contextmanager
def running(
    name: str, port: int, command: list[str], environment: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run a server's process; yield once it accepts connections.

    Its output goes to a file, because a pipe that nobody reads would fill up and block it.
    """
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            wait_for(port, process, output)
            yield Server(name, port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(port: int, process: subprocess.Popen, output: IO[str], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            output.seek(0)
            sys.exit(f"The server did not start:\n{output.read()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.01)
    sys.exit(f"Nothing listens on port {port}.")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def require(*programs: str) -> None:
    """Exit with a message if a program is missing, because there would be nothing to compare with."""
    if missing := [each for each in programs if not shutil.which(each)]:
        sys.exit(
            f"make bench needs {' and '.join(missing)}: apt-get install {' '.join(missing)}, "
            "or your system's packages of these names."
        )


def nginx_version() -> str:
    output = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    return output.partition(":")[2].strip()
