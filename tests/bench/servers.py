"""The servers that are measured: Portal, bare waitress, nginx; each on 127.0.0.1, each alone."""

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

# Of the answer that is measured; all others are sent by each server as they are.
OWN = ("date", "server", "connection", "transfer-encoding", "content-length", "etag", "last-modified")  # fmt: skip
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
if hasattr(os, "sched_setaffinity"):  # over several cores it is slower: they pass one lock around
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # as Portal has it
head, body = eval(open(sys.argv[2]).read()), open(sys.argv[3], "rb").read()
head.append(("Content-Length", str(len(body))))
def app(environ, start_response):
    start_response("200 OK", list(head))
    return [body]
waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), _quiet=True)
"""
PORTAL = "from portal.cli import main; main()"


@dataclass(frozen=True)
class Answer:
    """What Portal answers, as it is on the wire: all servers send these headers and this body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each.lower() == name), None)

    @property
    def shared(self) -> list[tuple[str, str]]:
        return [each for each in self.headers if each[0].lower() not in OWN]


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, head: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=CHROME | (head or {}))
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    @property
    def processes(self) -> list[int]:
        """It and its children."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        return [self.pid, *map(int, listed.split())]

    @property
    def seconds(self) -> float:
        """Of processor time that it and its children have used."""
        return sum(map(processor_seconds, self.processes))


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def portal(
    instance: Path, workers: int = 1, name: str = "Portal", script: str = "", **settings: str
) -> Iterator[Server]:
    """`portal serve`; `script` is Python that runs in it beforehand."""
    port = free_port()
    command = [sys.executable, "-c", f"{script}\n{PORTAL}", "serve", "--port", str(port)]
    command += ["--workers", str(workers)]
    # Without a name of its own it would write into its links the port that it was asked at.
    surroundings = environment(instance, SITE_URL="http://127.0.0.1", **settings)
    with running(name, port, command, surroundings) as server:
        server.ask("/healthz")  # it takes connections before it can answer
        yield server


@contextmanager
def bare_waitress(answer: Answer, folder: Path) -> Iterator[Server]:
    """Waitress as it comes, with an app that does nothing but hand over these bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head").write_text(repr(answer.shared))
    (folder / "body").write_bytes(answer.body)
    port = free_port()
    files = [str(folder / "head"), str(folder / "body")]
    command = [sys.executable, "-c", WAITRESS, str(port), *files]
    with running("bare waitress", port, command) as server:
        yield server


@contextmanager
def nginx(
    answer: Answer, path: str, folder: Path, workers: int = 1, log: bool = False
) -> Iterator[Server]:
    """nginx, with these bytes as a file at this path."""
    port = free_port()
    shutil.rmtree(folder, ignore_errors=True)
    file = folder / "root" / path.strip("/") / "index.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(answer.body)
    (folder / "nginx.conf").write_text(nginx_configuration(answer, folder, port, workers, log))
    if os.geteuid() == 0:  # it gives its privileges up, and must still read what is ours
        for each in [folder, *folder.rglob("*")]:
            each.chmod(0o755)
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with running("nginx", port, command) as server:
        yield server


def nginx_configuration(
    answer: Answer, folder: Path | str, port: int, workers: int = 1, log: bool = False
) -> str:
    headers = "\n".join(
        f"    add_header {name} {quoted(value)};"
        for name, value in answer.shared
        if name.lower() != "content-type"
    )
    where = f"{folder}/access.log" if log else "off"
    return NGINX.format(workers=workers, folder=folder, log=where, port=port, headers=headers)


@contextmanager
def running(
    name: str, port: int, command: list[str], environment: dict[str, str] | None = None
) -> Iterator[Server]:
    """A server's process until the end of the block, from when it takes connections.

    What it says goes to a file: a pipe that nobody reads would be full one day, and stop it.
    """
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            wait_for(port, process, said)
            yield Server(name, port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(port: int, process: subprocess.Popen, said: IO[str], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            said.seek(0)
            sys.exit(f"The server did not start:\n{said.read()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.01)
    sys.exit(f"Nothing listens on port {port}.")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def require(*programs: str) -> None:
    """Stop with a clear word if one is missing: without it the comparison would be half of one."""
    if missing := [each for each in programs if not shutil.which(each)]:
        sys.exit(
            f"make bench needs {' and '.join(missing)}: apt-get install {' '.join(missing)}, "
            "or your system's packages of these names."
        )


def nginx_version() -> str:
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    return said.partition(":")[2].strip()
