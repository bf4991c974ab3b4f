"""The list of query parameters is complete, and each of them is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal
from portal.site.errors.wordpress_urls import NAME_PARAMETERS, NUMBER_PARAMETERS
from portal.web.query_parameters import PARAMETERS, SITE_PARAMETERS, canonical_query

PACKAGE = Path(portal.__file__).parent
ARGUMENTS = {"request.args", "arguments"}


def parameters_used_in(path: Path) -> Iterator[str]:
    """Yield the parameters that a file reads: `args.get("q")`, `args["q"]`, `"q" in args`."""
    for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match found:
            case ast.Call(
                func=ast.Attribute(value=where, attr="get"), args=[ast.Constant(name), *_]
            ):
                pass
            case ast.Subscript(value=where, slice=ast.Constant(name)):
                pass
            case ast.Compare(left=ast.Constant(name), ops=[ast.In()], comparators=[where]):
                pass
            case _:
                continue
        if ast.unparse(where) in ARGUMENTS:
            yield name


def test_the_readers_side_uses_the_parameters_of_the_list_and_no_others():
    files = [PACKAGE / "web" / "rendering.py", *sorted((PACKAGE / "site").rglob("*.py"))]
    found = {name for path in files for name in parameters_used_in(path)}
    found |= {"category", "author"}  # through a helper of the search
    found |= {*NUMBER_PARAMETERS, *NAME_PARAMETERS}
    assert found | {"pictures"} == {*PARAMETERS}


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("utm_source=x", ""),
        ("q=a&before=1-2&utm_source=x", "q=a&before=1-2"),
        ("before=1-2&q=a", "q=a&before=1-2"),
        ("q=a&q=b", "q=a"),
        ("q=", "q="),
        ("q=a+b%20c", "q=a+b+c"),
        ("q=%FF", "q=%FF"),
        ("q=%C4%99", "q=%C4%99"),
        ("%71=a", "q=a"),
    ],
)
def test_known_parameters_stay_once_and_in_a_fixed_order(query, canonical):
    assert canonical_query(query) == canonical


def test_no_parameter_is_listed_twice():
    assert len({*PARAMETERS}) == len(PARAMETERS)
    assert "part" in SITE_PARAMETERS
