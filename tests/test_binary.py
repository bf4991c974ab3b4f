"""The one-file binary, started in an empty folder with an empty environment."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server_process import Running, read_all

pytestmark = pytest.mark.binary

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
PYINSTALLER = Path(sys.executable).parent / "pyinstaller"
SOURCES = ("portal", "templates", "static/vendor", "static/img", "deploy", "requirements.lock")


@pytest.fixture(scope="session")
def binary() -> Path:
    """The binary, built again only if one of its sources has changed."""
    folder = BUILD / f"tested-{digest()}"
    if not (folder / "portal").exists():
        for older in BUILD.glob("tested-*"):
            shutil.rmtree(older)
        options = ["--noconfirm", "--log-level=WARN", f"--distpath={folder}"]
        subprocess.run(
            [PYINSTALLER, *options, f"--workpath={BUILD / 'pyinstaller'}", "deploy/portal.spec"],
            cwd=ROOT,
            check=True,
        )
    return folder / "portal"


def digest() -> str:
    """Return a hash of the sources of the binary and of the version of Python."""
    hash = hashlib.sha256(sys.version.encode())
    for name in SOURCES:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                hash.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return hash.hexdigest()[:16]


@pytest.fixture
def folder(binary, tmp_path) -> Path:
    """A folder with nothing but the binary."""
    shutil.copy2(binary, tmp_path / "portal")
    return tmp_path


def start(
    folder: Path, *arguments: str, new_group: bool = False, **environment: str
) -> subprocess.Popen[str]:
    """Run the binary with this environment only. It unpacks itself within the folder."""
    (folder / "unpacked").mkdir(exist_ok=True)
    return subprocess.Popen(
        [folder / "portal", *arguments],
        cwd=folder,
        env={"TMPDIR": str(folder / "unpacked"), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=new_group,
    )


def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    process = start(folder, *arguments, **environment)
    out, errors = process.communicate(timeout=120)
    return process.returncode, out, errors


def test_it_serves_a_new_newspaper_from_an_empty_folder(folder):
    process = start(folder, "serve", "--port", "0")
    try:
        server = Running(process)
        page = server.get("/")
        stylesheet = re.search(rb'href="(/static/site\.\w+\.css)"', page)
        assert page.startswith(b"HTTP/1.1 200 ")
        assert server.get(stylesheet[1].decode()).startswith(b"HTTP/1.1 200 ")
        assert server.get("/readyz").startswith(b"HTTP/1.1 200 ")
        assert server.get("/nothing/").startswith(b"HTTP/1.1 404 ")

        process.send_signal(signal.SIGTERM)
        assert server.end() == (0, "")
    finally:
        process.kill()
        process.communicate()
    assert (folder / "instance" / "portal.db").exists()
    assert list((folder / "unpacked").iterdir()) == []


def test_its_commands_can_use_the_database(folder):
    assert run(folder, "editor", "list") == (
        0, "Nobody can sign in yet: portal editor add EMAIL --role admin\n", "",
    )  # fmt: skip


def test_it_has_the_driver_of_postgresql(folder):
    url = "postgresql://nobody@127.0.0.1:1/news"
    code, out, errors = run(folder, "editor", "list", PORTAL_DATABASE_URL=url)
    assert (code, out) == (1, "")
    assert errors.endswith("Connection refused\n")
    assert len(errors.splitlines()) == 1


def test_it_contains_the_demo_newspaper(folder):
    code, out, errors = run(folder, "demo", "--articles", "0")
    assert (code, errors) == (0, "")
    assert out.startswith("Europ Info: ")


def test_a_signal_to_both_of_its_processes_counts_once(folder):
    process = start(folder, "serve", "--port", "0", "--workers", "2", new_group=True)
    try:
        server = Running(process)
        with server.connect() as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
            server.get("/healthz")
            os.killpg(process.pid, signal.SIGINT)
            while server.accepts_connections():
                pass
            connection.sendall(b"\r\n")
            assert read_all(connection).endswith(b"ok\n")
        assert server.end() == (0, "")
    finally:
        process.kill()
        process.communicate()


def test_its_folder_is_deleted_if_the_first_process_is_killed(folder):
    process = start(folder, "serve", "--port", "0", "--workers", "2")
    try:
        Running(process)
    finally:
        process.kill()
    process.communicate(timeout=60)  # until the last of its processes has closed its output
    assert list((folder / "unpacked").iterdir()) == []
