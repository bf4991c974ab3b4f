"""`portal feeds`: sources, their feeds, and what comes in on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.cli.feed_rules import columns_of, with_rules
from portal.cli.instance import open_instance, progress, read_file
from portal.errors import PortalError
from portal.extensions import db
from portal.ingest.outcome import Outcome
from portal.ingest.sources.discovery import Found
from portal.models import FeedState, SiteSettings, Source, now


@click.group()
def feeds() -> None:
    """Other publishers' feeds, and what comes in on them."""


@feeds.command("add", epilog="Example: portal feeds add https://pannonwire.example --language hu")
@click.argument("target", metavar="URL|FILE")
@with_rules
def add_feed(target: str, **options: Any) -> None:
    """Follow a feed, by its address or its site's; or all feeds of an OPML file.

    Added again, a feed takes the new options and is fetched anew.
    """
    from portal.ingest.failures import Failure
    from portal.ingest.sources.adding import follow
    from portal.ingest.sources.discovery import find_feed

    with open_instance():
        columns = columns_of(options)
        if Path(target).is_file():
            add_list(Path(target), columns)
            return
        found = find_feed(target)
        if isinstance(found, Failure):
            raise PortalError(f"{target} was not added: {found.sentence}")
        source, is_new = follow(found, options["name"] or "", **columns)
        db.session.commit()
        click.echo(
            f"{source.name} is {'followed' if is_new else 'followed already'}: {found.address}"
        )
        describe_found(found, source)


def add_list(path: Path, columns: dict[str, Any]) -> None:
    from portal.ingest.sources.adding import follow_list
    from portal.ingest.sources.opml import read_opml

    outlines = read_opml(read_file(path))
    if outlines is None:
        raise PortalError(f"{path} is no list of feeds (OPML).")
    new, known = follow_list(outlines)
    for source in new:
        for name, value in columns.items():
            setattr(source, name, value)
    db.session.commit()
    for source in new:
        click.echo(f"{source.name} is followed: {source.feed_address}")
    click.echo(f"{len(new)} feeds added; {known} were followed already.")


def describe_found(found: Found, source: Source) -> None:
    """Print what an editor wants to know before the first fetch."""
    from portal.ingest.filing.preparing import prepare
    from portal.ingest.sources.aggregators import name_publishers, publishers_of
    from portal.ingest.sources.discovery import feeds_of

    aggregator = name_publishers(found.feed, found.address)
    passing = sum(not each.reason for each in prepare(found.feed.items, source, found.feed.home))
    click.echo(f"Of the {len(found.feed.items)} items in the feed, {passing} pass its rules.")
    for other in found.others:
        click.echo(f"The site also has {other}")
    if aggregator:
        click.echo(
            f"{aggregator} lists other publishers' stories, and its links do not lead to them. "
            "Better follow the publishers themselves:"
        )
        for name, address in feeds_of(publishers_of(found.feed.items)):
            click.echo(f"{name}: portal feeds add {address}")


@feeds.command("fetch", epilog='Example: portal feeds fetch "Pannon Wire"')
@click.argument("names", nargs=-1, metavar="[NAME|URL]...")
@click.option(
    "--all", "every", is_flag=True, help="Fetch all that are followed, not only those that are due."
)
def fetch_feeds(names: tuple[str, ...], every: bool) -> None:
    """Fetch the feeds that are due, and file what is new for review.

    `portal serve` does this by itself. A feed that fails keeps the reason, and the next one goes on.
    """
    from portal.ingest.fetch_many import fetch_many

    with open_instance() as app:
        due = [(each.id, each.feed_address) for each in chosen(names, every)]
        db.session.rollback()  # SQLite has one writer, and the fetching threads write
        with progress("Fetching feeds", len(due)) as advance:
            outcomes = []
            for outcome in fetch_many(app, due):
                outcomes.append(outcome)
                advance(1)
        for outcome in sorted(outcomes, key=lambda each: each.name.casefold()):
            click.echo(line_of(outcome))
        if not due:
            click.echo("No feed is due. portal feeds fetch --all fetches all.")


def chosen(names: Sequence[str], every: bool) -> Sequence[Source]:
    """Return the named sources, else all, else those that are due. Raises PortalError."""
    from portal.ingest.sources.adding import find_sources

    if names:
        try:
            return [source for source in find_sources(names) if source.feed_address]
        except KeyError as error:
            raise PortalError(f"No source is called {error.args[0]}, or has this feed.") from None
    query = (
        select(Source).join(FeedState).where(Source.feed_address != "", Source.paused_at.is_(None))
    )
    due = FeedState.gone_at.is_(None) if every else FeedState.due_at <= now()
    return db.session.scalars(query.where(due).order_by(FeedState.due_at)).all()


def line_of(outcome: Outcome) -> str:
    """Say in one line what a fetch has brought."""
    if outcome.failure:
        return f"{outcome.name}: {outcome.failure.sentence}"
    if outcome.is_unchanged:
        return f"{outcome.name}: unchanged"
    words = {"new": "new", "updated": "updated", "offered": "changed after they were worked on",
             "withdrawn": "withdrawn", "copies": "here from another source", "refused": "against its rules"}  # fmt: skip
    counts = [(getattr(outcome.filed, name), word) for name, word in words.items()]
    return f"{outcome.name}: " + (
        ", ".join(f"{n} {word}" for n, word in counts if n) or "nothing new"
    )


@feeds.command("list", epilog="Example: portal feeds list --opml > feeds.opml")
@click.option("--opml", is_flag=True, help="As OPML, to be read by other programs.")
def list_feeds(opml: bool) -> None:
    """Show the feeds that are followed, and how each is doing."""
    from portal.ingest.sources.health import stories_a_week
    from portal.ingest.sources.opml import write_opml

    with open_instance():
        query = select(Source).where(Source.feed_address != "").order_by(func.lower(Source.name))
        sources = db.session.scalars(query.options(joinedload(Source.feed_state))).all()
        if opml:
            click.echo(write_opml(SiteSettings.load().name, sources), nl=False)
            return
        rates = stories_a_week()
        for source in sources:
            describe(source, rates.get(source.id, 0.0))
        if not sources:
            click.echo("No feed is followed yet: portal feeds add URL")


def describe(source: Source, stories_a_week: float) -> None:
    from portal.ingest.sources.health import health_of

    health = health_of(source, stories_a_week, now())
    click.echo(f"{source.name}  {source.feed_address}")
    parts = [str(health.condition), f"{stories_a_week:g} stories a week"]
    moments = (("last fetch", health.fetched_at), ("last new story", health.last_new_at), ("next fetch", health.due_at))  # fmt: skip
    parts += [f"{name} {shown(moment)}" for name, moment in moments if moment]
    click.echo("    " + "; ".join(parts))
    if health.error:
        click.echo(f"    {health.error}")


def shown(moment: datetime) -> str:
    return f"{moment:%d %b %Y, %H:%M} UTC"


@feeds.command("check", epilog="Example: portal feeds check https://pannonwire.example/rss.xml")
@click.argument("target", metavar="FILE|URL")
def check_feed(target: str) -> None:
    """Print as JSON what would be filed of one feed, and why anything would not. Changes nothing."""
    from portal.cli.feed_check import check

    report = check(target)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    if report["error"]:
        click.echo(report["error"]["text"], err=True)
        sys.exit(1)
