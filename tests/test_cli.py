"""The `portal` command: its help, its editors, its errors."""

from __future__ import annotations

from urllib.parse import urlsplit

import click
import pytest
from click.testing import CliRunner, Result

from portal import create_app
from portal.cli import main
from portal.extensions import db
from portal.transfer import wordpress

LONG_ENOUGH = "a long password\n"


def every_command(group: click.Group = main, words: tuple[str, ...] = ("portal",)):
    """Yield the words of each command, such as `portal editor add`, and the command. Groups are left out."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


@pytest.mark.parametrize(("words", "command"), [*every_command()])
def test_every_command_has_help_and_an_example(words, command):
    assert command.help
    assert command.epilog.startswith(f"Example: {words}")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_wrong_usage_exits_with_2(tmp_path):
    assert run(tmp_path, "print").exit_code == 2
    assert run(tmp_path, "serve", "--port", "70000").exit_code == 2
    assert run(tmp_path, "editor", "add", "reka@news.example").exit_code == 2


def test_an_editor_is_added_and_listed(tmp_path):
    added = add(tmp_path, "Reka@News.example", role="editor")
    add(tmp_path, "admin@news.example", role="admin")

    assert added.exit_code == 0
    assert added.stdout == "reka@news.example can sign in as editor.\n"
    assert run(tmp_path, "editor", "list").stdout.splitlines() == [
        "admin        admin@news.example",
        "editor       reka@news.example",
    ]


def test_an_instance_without_editors_says_how_to_add_one(tmp_path):
    assert "portal editor add EMAIL --role admin" in run(tmp_path, "editor", "list").stdout


@pytest.mark.parametrize(
    ("email", "typed", "message"),
    [
        ("reka", LONG_ENOUGH, "'reka' is no e-mail address."),
        ("reka@", LONG_ENOUGH, "'reka@' is no e-mail address."),
        ("@news.example", LONG_ENOUGH, "'@news.example' is no e-mail address."),
        ("re ka@news.example", LONG_ENOUGH, "'re ka@news.example' is no e-mail address."),
        ("a@b@news.example", LONG_ENOUGH, "'a@b@news.example' is no e-mail address."),
        ("reka@news.example", "short\n", "A password takes at least 10 characters."),
        ("reka@news.example", "", "A password takes at least 10 characters."),
    ],
)
def test_an_invalid_editor_is_an_error_in_one_line(tmp_path, email, typed, message):
    ended = add(tmp_path, email, typed=typed)
    assert (ended.exit_code, ended.stderr) == (1, f"{message}\n")


def test_an_editor_cannot_be_added_twice(tmp_path):
    add(tmp_path, "reka@news.example")
    again = add(tmp_path, "REKA@news.example")
    assert (again.exit_code, again.stderr) == (1, "reka@news.example can already sign in.\n")


def test_an_unknown_role_is_wrong_usage(tmp_path):
    ended = add(tmp_path, "reka@news.example", role="king")
    assert ended.exit_code == 2
    assert "'contributor', 'author', 'editor', 'admin'" in ended.stderr


def test_without_a_password_an_editor_gets_a_link_to_choose_one(tmp_path):
    added = run(tmp_path, "editor", "add", "reka@news.example", "--role", "admin")
    assert added.exit_code == 0
    link = added.stdout.splitlines()[-1]

    app = create_app(INSTANCE=tmp_path)
    page = app.test_client().get(urlsplit(link).path)
    with app.app_context():
        db.engine.dispose()

    assert page.status_code == 200
    assert "reka@news.example" in page.text


def test_an_interrupted_import_says_that_it_can_go_on(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(wordpress, "import_wordpress", interrupt)
    (tmp_path / "export.xml").write_text("<rss/>")
    ended = run(tmp_path, "import", "wordpress", str(tmp_path / "export.xml"))
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "run it again to go on" in ended.stderr


def run(instance, *arguments: str, typed: str = "") -> Result:
    environment = {"PORTAL_INSTANCE": str(instance)}
    return CliRunner(env=environment).invoke(main, arguments, input=typed)


def add(instance, email: str, role: str = "editor", typed: str = LONG_ENOUGH) -> Result:
    return run(instance, "editor", "add", email, "--role", role, "--password-stdin", typed=typed)
