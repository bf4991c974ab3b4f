"""The `portal` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal import config, create_app, create_command_app, schema
from portal.demo import GENERATED_STORIES
from portal.errors import PortalError
from portal.extensions import db
from portal.models import Editor, OneTimeLink, Role
from portal.models.search import count_due, index_all_due
from portal.version import VERSION


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


@click.group(cls=Commands)
@click.version_option(VERSION, prog_name="portal")
def main() -> None:
    """A newspaper in one file."""


@main.command(epilog="Example: portal serve --host 0.0.0.0 --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 chooses a free one.",
)
@click.option(
    "--workers",
    default=lambda: min(available_cores(), 4),
    show_default="cores, at most 4",
    type=click.IntRange(1, 64),
    help="Processes that serve requests.",
)
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Requests at a time, per worker.",
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Migrate the database, then serve the site."""
    from portal.metrics import Metrics
    from portal.serving import lifecycle, listening
    from portal.serving.request_accounting import init_accounting
    from portal.serving.supervisor import Supervisor

    settings = config.load()
    app = create_app(settings)
    socket = listening.listen(host, port)
    if workers > 1 and hasattr(os, "fork"):
        sys.exit(Supervisor(workers, settings, socket, threads).run(app, prepare))
    with app.app_context():
        first_editor_path = prepare()
    init_accounting(app, Metrics(rows=1), row=0)
    lifecycle.pin_to_core(os.getpid())
    lifecycle.serve(
        app,
        socket,
        threads,
        on_ready=lambda: listening.print_addresses(settings, socket, first_editor_path),
    )


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def prepare() -> str | None:
    """Migrate the database and complete the search index. Return the first editor's link, if needed."""
    schema.upgrade()
    complete_search_index()
    return first_editors_link()


def first_editors_link() -> str | None:
    """Create a one-time link for the first editor and return its path; None if there is an editor."""
    if Editor.has_any():
        return None
    path = OneTimeLink.create(None)
    db.session.commit()
    return path


def complete_search_index() -> None:
    """Index the stories that are not indexed yet, after an upgrade or an interrupted indexing."""
    if count := count_due():
        label = "Indexing stories for the search"
        with click.progressbar(length=count, label=label, file=sys.stderr) as bar:
            for done in index_all_due():
                bar.update(done)


@main.command(epilog="Example: portal demo --articles 100000")
@click.option(
    "--articles",
    default=GENERATED_STORIES,
    show_default=True,
    type=click.IntRange(0, 2_000_000),
    help="How many generated stories to add to the written ones.",
)
@click.option("--force", is_flag=True, help="Add to an instance that is not empty.")
@click.option("--if-empty", is_flag=True, help="Do nothing if the instance is not empty.")
def demo(articles: int, force: bool, if_empty: bool) -> None:
    """Fill an empty instance with a demo newspaper, and print how to sign in."""
    from portal.demo import newspaper

    with open_instance():
        if newspaper.is_empty() or force:
            newspaper.fill(articles)
        elif not if_empty:
            raise PortalError(
                "This instance has stories already. Set PORTAL_INSTANCE to an empty folder, "
                "or add the demo's stories with --force."
            )
        for line in newspaper.contents():
            click.echo(line)


@main.group()
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


@main.group("import")
def import_group() -> None:
    """Import a whole site."""


@import_group.command(
    "wordpress",
    epilog="Example: portal import wordpress export.xml --media backup/wp-content/uploads",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--media",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A copy of the old site's wp-content/uploads, for its pictures and files.",
)
@click.option("--fetch-media", is_flag=True, help="Fetch them from the old site instead.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print what would be imported.")
def import_wordpress(
    files: tuple[Path, ...], media: Path | None, fetch_media: bool, dry_run: bool
) -> None:
    """Import a WordPress site from its exports. Run again, it imports only what is new."""
    from portal.transfer import wordpress

    if media and fetch_media:
        raise click.UsageError("Give --media or --fetch-media, not both.")
    source = wordpress.source_of(media, fetch_media)
    try:
        with open_instance():
            report, broken = wordpress.import_wordpress(files, source, dry_run, progress)
    except KeyboardInterrupt:
        raise PortalError(
            "Stopped. What was imported so far is kept; run it again to go on."
        ) from None
    for line in report.lines(dry_run):
        click.echo(line)
    if broken:
        raise PortalError("; ".join(map(str, broken)))


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal, and nothing elsewhere. Yield a function that advances it."""
    with click.progressbar(
        label=label, length=length, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update
