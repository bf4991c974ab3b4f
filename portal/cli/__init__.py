"""The `portal` command."""

from __future__ import annotations

import os
import sys

import click

from portal import config, create_app, create_command_app, schema
from portal.cli.editors import editor
from portal.cli.feeds import feeds
from portal.cli.imports import import_group
from portal.cli.instance import Commands, open_instance
from portal.demo import GENERATED_STORIES
from portal.errors import PortalError
from portal.extensions import db
from portal.models import Editor, OneTimeLink
from portal.models.search import count_due, index_all_due
from portal.version import VERSION


@click.group(cls=Commands)
@click.version_option(VERSION, prog_name="portal")
def main() -> None:
    """A newspaper in one file."""


main.add_command(editor)
main.add_command(feeds)
main.add_command(import_group)


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
    from portal.ingest.scheduler import Scheduler
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
    scheduler = Scheduler(create_command_app(settings))
    feeds = scheduler.start()
    lifecycle.serve(
        app,
        socket,
        threads,
        on_ready=lambda: listening.print_addresses(settings, socket, first_editor_path),
    )
    scheduler.stop()
    feeds.join(timeout=2)


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
