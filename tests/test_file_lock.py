"""A file lock is exclusive across processes and threads."""

from __future__ import annotations

import subprocess
import sys
from threading import Event, Thread

import pytest

from portal.file_lock import file_lock, try_file_lock

HOLD = """
import fcntl, sys
file = open(sys.argv[1], "a")
fcntl.lockf(file, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
"""
TRY = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def can_another_process_lock(path) -> bool:
    process = subprocess.run([sys.executable, "-c", TRY, path], capture_output=True, text=True)
    assert process.returncode == 0 or "BlockingIOError" in process.stderr
    return process.returncode == 0


def test_another_process_waits_until_this_one_has_ended(tmp_path):
    path = tmp_path / "test.lock"
    with file_lock(path):
        assert not can_another_process_lock(path)
    assert can_another_process_lock(path)


def test_another_thread_waits_until_this_one_has_ended(tmp_path):
    path, entered = tmp_path / "test.lock", Event()

    def enter() -> None:
        with file_lock(path):
            entered.set()

    thread = Thread(target=enter)
    with file_lock(path):
        thread.start()
        assert not entered.wait(0.1)
    assert entered.wait(30)
    thread.join()


def test_a_lock_that_another_process_holds_can_be_tried(tmp_path):
    path = tmp_path / "test.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "locked\n"
    with pytest.raises(BlockingIOError), try_file_lock(path):
        pass
    holder.communicate()
    with try_file_lock(path):
        pass
