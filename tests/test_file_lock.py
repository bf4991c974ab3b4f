"""What takes much memory is done by one worker at a time."""

from __future__ import annotations

import subprocess
import sys

from portal.file_lock import file_lock

ASK = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def can_another_process_have_it(file) -> bool:
    asked = subprocess.run([sys.executable, "-c", ASK, file], capture_output=True, text=True)
    assert asked.returncode == 0 or "BlockingIOError" in asked.stderr
    return asked.returncode == 0


def test_another_process_waits_until_this_one_has_ended(tmp_path):
    file = tmp_path / "developing.lock"
    with file_lock(file):
        assert not can_another_process_have_it(file)
    assert can_another_process_have_it(file)
