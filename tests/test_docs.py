"""The docs name everything that exists, and nothing else."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest

from portal.config import SETTINGS
from portal.desk.shared.permissions import ACTION_LABELS, RIGHTS, Scope
from tests.test_cli import every_command

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def rows(page: str) -> list[str]:
    """Return the first cell of each row of a page's tables, without their heads."""
    text = (DOCS / page).read_text(encoding="utf-8")
    cells = re.findall(r"^\| ([^|]+?) \|", text, re.MULTILINE)
    return [cell for cell in cells if cell.strip("-") and cell not in HEADS]


HEADS = ("name", "address", "package", "folder")
LEFT_BY_BUILDS = ("node_modules", "build", "dist")


def test_every_setting_is_documented_and_no_other():
    assert sorted(rows("settings.md")) == sorted(f"`PORTAL_{each.name}`" for each in SETTINGS)


def test_every_command_is_documented_and_no_other():
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    named = re.findall(r"^## (portal .+)$", text, re.MULTILINE)
    assert sorted(named) == sorted(words for words, _ in every_command())


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *DOCS.glob("*.md")], ids=lambda path: path.name
)
def test_every_command_that_a_page_shows_exists(page):
    """Check the commands in blocks of code, and their options."""
    blocks = re.findall(r"^```\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
    commands = dict(every_command())
    for line in "\n".join(blocks).splitlines():
        if re.match(r"(\./)?portal [a-z]", line):
            found = [words for words in commands if line.removeprefix("./").startswith(words)]
            assert found, line
            known = {name for option in commands[found[0]].params for name in option.opts}
            assert {*re.findall(r"--[\w-]+", line)} <= known, line


@pytest.mark.parametrize(("words", "command"), [*every_command()])
def test_every_option_is_documented_with_its_command_and_no_other(words, command):
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    section = text.partition(f"## {words}\n")[2].partition("\n## ")[0]
    options = {
        name
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
    }
    assert set(re.findall(r"^- `(--[\w-]+)", section, re.MULTILINE)) == options


def test_every_address_is_documented_and_no_other(app):
    """Each documented example leads to a rule of its own; only standing pages accept any words.

    The desk's addresses are not part of the contract; tests/desk lists them with their permissions.
    """
    addresses = app.url_map.bind("localhost")
    documented = {
        address: addresses.match(address, return_rule=True)[0].rule
        for row in rows("addresses.md")
        for address in re.findall(r"`([^`]+)`", row)
    }
    rules = {each.rule for each in app.url_map.iter_rules()}
    assert {*documented.values()} == {
        rule for rule in rules if rule == "/desk/" or not rule.startswith("/desk/")
    }
    of_pages = [address for address, rule in documented.items() if rule == "/<path:words>/"]
    assert of_pages == ["/about/"]


def test_every_direct_dependency_is_explained_and_no_other():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    browser = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    python = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(each for extra in project["project"]["optional-dependencies"].values() for each in extra),
    ]
    names = {re.match(r"[\w.-]+", each)[0] for each in python}
    names |= {*browser["dependencies"], *browser["devDependencies"]}
    assert {*rows("dependencies.md")} == names


def test_every_folder_is_in_the_layout_and_no_other():
    named = {each for row in rows("layout.md") for each in re.findall(r"`([^`]+)/`", row)}
    assert [name for name in named if not (ROOT / name).is_dir()] == []
    for path in [*ROOT.iterdir(), *(ROOT / "portal").iterdir()]:
        name = path.relative_to(ROOT).as_posix()
        if path.is_dir() and not path.name.startswith((".", "_")) and name not in LEFT_BY_BUILDS:
            assert any(each == name or each.startswith(f"{name}/") for each in named), name


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *DOCS.glob("*.md")], ids=lambda path: path.name
)
def test_every_link_between_pages_works(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), target


def test_the_table_of_roles_is_that_of_the_guard():
    words = {Scope.NONE: "–", Scope.OWN: "own", Scope.ALL: "yes"}
    text = (DOCS / "desk.md").read_text(encoding="utf-8").partition("| may |")[2]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert rows[1:] == [
        [str(ACTION_LABELS[action]), *(words[reach] for reach in RIGHTS[action])]
        for action in ACTION_LABELS
    ]
