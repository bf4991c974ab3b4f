"""Imports point one way, as docs/layout.md draws it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal

PACKAGE = Path(portal.__file__).parent

# From the ground up. A part may import what stands on a lower floor, or on its own; the doors, which
# are rooms apart, only what stands below. What is not named stands beside the models.
FLOORS = (
    {"errors", "paths", "setting_parsers"},
    {"config", "extensions"},
    {"models"},
    {"web", "schema", "cache"},
    {"demo", "ingest", "transfer"},
    {"site", "desk"},
    {"portal", "serving"},
    {"cli"},
    {"__main__"},
)
BESIDE_THE_MODELS = 2
DOORS = {"site", "desk", "ingest", "transfer"}
KNOW_NO_REQUEST = ("models", "cleaning", "net", "pictures", "typography")
OF_THE_REQUEST = {"flask", "flask.g", "flask.request", "flask.session", "flask.url_for"}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    own = part_of(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    for module in imported(path):
        there = part_of(module)
        if not module.startswith("portal") or there in (own, "__version__"):
            continue
        below = floor_of(there) < floor_of(own) or (
            floor_of(there) == floor_of(own) and not {own, there} <= DOORS
        )
        assert below, f"{path.name}, of {own}, imports {module}"


@pytest.mark.parametrize("part", KNOW_NO_REQUEST)
def test_the_nouns_never_touch_the_request(part):
    for path in MODULES:
        if path.relative_to(PACKAGE).with_suffix("").parts[0] == part:
            assert not OF_THE_REQUEST & {*imported(path)}, path


def floor_of(part: str) -> int:
    floors = (number for number, parts in enumerate(FLOORS) if part in parts)
    return next(floors, BESIDE_THE_MODELS)


def part_of(module: str) -> str:
    """The part of a module: `portal.site.tags` is of `site`, `portal` itself of `portal`."""
    words = module.removesuffix(".__init__").removesuffix(".create_app").split(".")
    return words[1] if len(words) > 1 else words[0]


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, and `module.name` for each name from one."""
    for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(found, ast.Import):
            yield from (each.name for each in found.names)
        elif isinstance(found, ast.ImportFrom):
            assert not found.level, f"{path} imports relatively"
            yield from (f"{found.module}.{each.name}" for each in found.names)
