"""Parts that all commands share: the open instance, one-line errors, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from portal import create_command_app, schema
from portal.errors import PortalError

MAX_FILE_BYTES = 5_000_000


class Commands(click.Group):
    """Print an expected failure as one line on standard error, and exit with 1."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except PortalError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@contextmanager
def open_instance() -> Iterator[Flask]:
    """Migrate the instance's database, and yield its command app within an app context."""
    app = create_command_app()
    with app.app_context():
        try:
            schema.upgrade()
            yield app
        except DBAPIError as error:
            raise schema.database_error(error) from None


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal, and nothing elsewhere. Yield a function that advances it."""
    with click.progressbar(
        label=label, length=length, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update


def read_file(path: Path) -> bytes:
    """Return the bytes of a file of at most 5 MB. Raises PortalError."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise PortalError(f"{path} cannot be read: {error.strerror}.") from None
    if len(body) > MAX_FILE_BYTES:
        raise PortalError(f"{path} has more than {MAX_FILE_BYTES:,} bytes.")
    return body
