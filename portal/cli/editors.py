"""`portal editor`: people who sign in."""

from __future__ import annotations

import sys

import click
from sqlalchemy import select

from portal.cli.instance import open_instance
from portal.errors import PortalError
from portal.extensions import db
from portal.models import Editor, OneTimeLink, Role


@click.group()
def editor() -> None:
    """Manage the people who sign in at the desk."""


@editor.command("add", epilog="Example: portal editor add reka@news.example --role editor")
@click.argument("email")
@click.option(
    "--role",
    required=True,
    type=click.Choice([each.value for each in Role]),
    help="What they may do.",
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
def add_editor(email: str, role: str, password_stdin: bool) -> None:
    """Add someone who can sign in: with a link to choose a password, or with a given password."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with open_instance() as app:
        try:
            added = Editor.add(email, Role(role), password)
        except ValueError as error:
            raise PortalError(str(error)) from None
        path = None if password_stdin else OneTimeLink.create(added)
        db.session.commit()
        if path is None:
            click.echo(f"{added.email} can sign in as {added.role}.")
        else:
            click.echo(f"{added.email} chooses a password here, once, within three days:")
            click.echo((app.config["SITE_URL"] or "http://127.0.0.1:8000") + path)


@editor.command("list", epilog="Example: portal editor list")
def list_editors() -> None:
    """List who can sign in, and their roles."""
    with open_instance():
        editors = db.session.scalars(select(Editor).order_by(Editor.email)).all()
        for each in editors:
            click.echo(f"{each.role:<12} {each.email}" + ("  disabled" if each.disabled_at else ""))
        if not editors:
            click.echo("Nobody can sign in yet: portal editor add EMAIL --role admin")
