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

from portal import __version__, config, create_app, create_command_app, schema
from portal.demo import COMPOSED
from portal.errors import PortalError
from portal.extensions import db
from portal.models import Editor, OneTimeLink, Role
from portal.models.search import count_due, index_all_due


class Commands(click.Group):
    """Commands that end an expected failure with one line on standard error, and 1."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except PortalError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@contextmanager
def open_instance() -> Iterator[Flask]:
    """The app of this instance without its doors, within its context, its database up to date."""
    app = create_command_app()
    with app.app_context():
        try:
            schema.upgrade()
            yield app
        except DBAPIError as error:
            raise schema.unusable(error) from None


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="portal")
def main() -> None:
    """A newspaper in one file."""


@main.command(epilog="Example: portal serve --host 0.0.0.0 --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any."
)
@click.option(
    "--workers",
    default=lambda: min(available_cores(), 4),
    show_default="cores, at most 4",
    type=click.IntRange(1, 64),
    help="Processes that answer.",
)
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Answers at once, of each.",
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Bring the database up to date, then serve the site."""
    from portal.metrics import Metrics
    from portal.serving import server
    from portal.serving.request_accounting import open_account
    from portal.serving.supervisor import Workers

    settings = config.load()
    app = create_app(settings)
    listening = server.listen(host, port)
    if workers > 1 and hasattr(os, "fork"):
        sys.exit(Workers(workers, settings, listening, threads).run(app, prepare))
    with app.app_context():
        first = prepare()
    open_account(app, Metrics(rows=1), 0)
    server.stay_on_one_core(os.getpid())
    server.serve(
        app, listening, threads, begun=lambda: server.say_where(settings, listening, first)
    )


def available_cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def prepare() -> str | None:
    """Bring the instance up to date; the path with which the first editor comes in, if there is none."""
    schema.upgrade()
    index_what_is_due()
    return first_editors_link()


def first_editors_link() -> str | None:
    """The path with which the first editor comes in; None where there is one."""
    if Editor.has_any():
        return None
    path = OneTimeLink.create(None)
    db.session.commit()
    return path


def index_what_is_due() -> None:
    """What the search cannot find yet: after an upgrade, or when the last indexing was cut off."""
    if count := count_due():
        label = "Indexing stories for the search"
        with click.progressbar(length=count, label=label, file=sys.stderr) as bar:
            for done in index_all_due():
                bar.update(done)


@main.command(epilog="Example: portal demo --articles 100000")
@click.option(
    "--articles",
    default=COMPOSED,
    show_default=True,
    type=click.IntRange(0, 2_000_000),
    help="How many composed stories stand beside the written ones.",
)
@click.option("--force", is_flag=True, help="Add to an instance that is not empty.")
@click.option("--if-empty", is_flag=True, help="Leave one that is not empty as it is.")
def demo(articles: int, force: bool, if_empty: bool) -> None:
    """Fill an empty instance with a demo newspaper, and say how to sign in."""
    from portal.demo import newspaper

    with open_instance():
        if newspaper.is_empty() or force:
            newspaper.fill(articles)
        elif not if_empty:
            raise PortalError(
                "This instance holds stories already. Set PORTAL_INSTANCE to an empty folder, "
                "or add the demo's to them with --force."
            )
        for line in newspaper.contents():
            click.echo(line)


@main.group()
def editor() -> None:
    """People who sign in at the desk."""


@editor.command("add", epilog="Example: portal editor add reka@news.example --role editor")
@click.argument("email")
@click.option(
    "--role",
    required=True,
    type=click.Choice([each.value for each in Role]),
    help="What they may do.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password's line from the input.")
def add_editor(email: str, role: str, password_stdin: bool) -> None:
    """Let someone sign in: with a link to choose a password, or with the password given."""
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
    """Show who can sign in, and as what."""
    with open_instance():
        editors = db.session.scalars(select(Editor).order_by(Editor.email)).all()
        for each in editors:
            click.echo(f"{each.role:<12} {each.email}" + ("  disabled" if each.disabled_at else ""))
        if not editors:
            click.echo("Nobody can sign in yet: portal editor add EMAIL --role admin")


@main.group("import")
def bring_in() -> None:
    """Bring a whole site in."""


@bring_in.command(
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
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would come.")
def import_wordpress(
    files: tuple[Path, ...], media: Path | None, fetch_media: bool, dry_run: bool
) -> None:
    """Bring a WordPress site in from its exports. Run again, it brings only what is new."""
    from portal.transfer import wordpress

    if media and fetch_media:
        raise click.UsageError("Give --media or --fetch-media, not both.")
    source = wordpress.source_of(media, fetch_media)
    try:
        with open_instance():
            report, broken = wordpress.import_wordpress(files, source, dry_run, progress)
    except KeyboardInterrupt:
        raise PortalError(
            "Stopped. What was brought in until now is kept; run it again to go on."
        ) from None
    for line in report.lines(dry_run):
        click.echo(line)
    if broken:
        raise PortalError("; ".join(map(str, broken)))


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, and nothing elsewhere."""
    with click.progressbar(
        label=label, length=length, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update
