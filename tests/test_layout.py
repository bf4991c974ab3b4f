"""Imports point downwards and make no circle, as docs/layout.md draws it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import portal

PACKAGE = Path(portal.__file__).parent

# From the ground up. A part imports only from lower floors and from itself; parts on one floor do not
# import each other. Each part of portal/ has a floor, and a room such as `desk.shared` may have its own.
FLOORS = (
    {"wording"},
    {"errors", "paths", "version", "file_lock", "metrics", "setting_parsers", "cleaning", "typography"},
    {"config", "database_connections", "instance_folder", "net"},
    {"extensions"},
    {"models.base", "schema"},
    {"models"},
    {"pictures", "migrations"},
    {"web", "demo", "transfer", "ingest"},
    {"cache", "desk.shared"},
    {"desk.library"},
    {"desk.articles", "desk.paper", "desk.people"},
    {"site", "desk"},
    {"portal"},
    {"serving"},
    {"cli"},
    {"__main__"},
)  # fmt: skip

NO_REQUEST = ("models", "cleaning", "net", "pictures", "typography", "wording")
REQUEST_NAMES = {"flask", "flask.g", "flask.request", "flask.session", "flask.url_for"}

FILES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_downwards(module):
    part = part_of(module)
    for imported in imports_of(module, with_type_hints=True):
        other = part_of(imported)
        assert other == part or floor_of(other) < floor_of(part), f"{module} imports {imported}"


def test_every_part_has_a_floor_and_every_floor_its_parts():
    parts = {module.partition(".")[2].partition(".")[0] or "portal" for module in MODULES}
    named = [part for floor in FLOORS for part in floor]
    assert {part.partition(".")[0] for part in named} == parts
    assert len(named) == len({*named})
    assert {f"portal.{part}" for part in named if "." in part} <= {*MODULES}


def test_no_imports_make_a_circle():
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        raise AssertionError(" ← ".join(error.args[1])) from None


@pytest.mark.parametrize("module", MODULES)
def test_the_models_and_the_pure_parts_do_not_use_the_request(module):
    if part_of(module).partition(".")[0] in NO_REQUEST:
        assert not REQUEST_NAMES & {*imported_names(MODULES[module])}


def floor_of(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def part_of(module: str) -> str:
    """Return the part that a module belongs to: "desk.shared", "web", "portal" for `portal` itself."""
    words = module.split(".")[1:]
    room = ".".join(words[:2])
    is_room = any(room in parts for parts in FLOORS)
    return room if is_room else words[0] if words else "portal"


def graph() -> dict[str, set[str]]:
    """Return the modules that each module imports, also within functions, type hints of models excepted."""
    return {
        module: imports_of(module, with_type_hints=not module.startswith("portal.models"))
        for module in MODULES
    }


def imports_of(module: str, with_type_hints: bool) -> set[str]:
    """Return the modules of Portal that a module imports. `from a import b` is `a.b` if that is a module."""
    found = set()
    for name in imported_names(MODULES[module], with_type_hints):
        while name and name not in MODULES:
            name = name.rpartition(".")[0]
        found.add(name)
    return found - {"", module}


def imported_names(path: Path, with_type_hints: bool = True) -> Iterator[str]:
    """Yield each imported module, and `module.name` for each name from one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hints = () if with_type_hints else type_checking_nodes(tree)
    for node in ast.walk(tree):
        if node in hints:
            continue
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def type_checking_nodes(tree: ast.Module) -> set[ast.AST]:
    """Return all nodes within `if TYPE_CHECKING:`."""
    return {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for statement in block.body
        for node in ast.walk(statement)
    }
