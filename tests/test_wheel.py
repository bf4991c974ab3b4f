"""The wheel is complete."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.binary

ROOT = Path(__file__).parent.parent
NOT_COPIED = shutil.ignore_patterns(".*", "build", "dist", "instance", "node_modules", "*.mo")


def test_the_package_runs_without_its_checkout(tmp_path):
    """It finds its templates, stylesheets, migrations and catalogues in the package."""
    checkout, installed = tmp_path / "checkout", tmp_path / "installed"
    shutil.copytree(ROOT, checkout, ignore=NOT_COPIED)
    (checkout / "node_modules").symlink_to(ROOT / "node_modules")
    python = [sys.executable, "-m"]
    wheel = [*python, "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*wheel, f"--wheel-dir={tmp_path}", str(checkout)], check=True)
    (found,) = tmp_path.glob("portal-*.whl")
    shutil.unpack_archive(found, installed, "zip")
    shutil.rmtree(checkout)

    script = """
import sys
from pathlib import Path
import portal
from portal import create_app, schema
assert Path(portal.__file__).is_relative_to(sys.argv[1]), portal.__file__
app = create_app(INSTANCE=Path(sys.argv[1]) / "instance")
with app.app_context():
    schema.upgrade()
reader = app.test_client()
for address in ("/", app.extensions["assets"].address("site.css"), "/desk/sign-in", "/robots.txt"):
    answer = reader.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
"""
    subprocess.run(
        [sys.executable, "-c", script, str(installed)],
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
    )
