"""The `portal` command."""

from __future__ import annotations

import sys

import click

from portal import __version__, create_app
from portal.errors import PortalError


class Commands(click.Group):
    """Commands that end an expected failure with one line on standard error, and 1."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except PortalError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="portal")
def main() -> None:
    """A newspaper in one file."""


@main.command(epilog="Example: portal serve --host 0.0.0.0 --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, threads: int) -> None:
    """Bring the database up to date, then serve the site."""
    from portal import server
    from portal.schema import upgrade

    app = create_app()
    with app.app_context():
        upgrade()
    server.serve(app, host, port, threads)
