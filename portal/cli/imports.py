"""`portal import`: whole sites."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli.instance import open_instance, progress
from portal.errors import PortalError


@click.group("import")
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
@click.option(
    "--comments",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write the readers' comments to this file (JSON Lines). They never come on the site.",
)
@click.option("--dry-run", is_flag=True, help="Change nothing; print what would be imported.")
def import_wordpress(
    files: tuple[Path, ...],
    media: Path | None,
    fetch_media: bool,
    comments: Path | None,
    dry_run: bool,
) -> None:
    """Import a WordPress site from its exports. Run again, it imports only what is new."""
    from portal.transfer import wordpress

    if media and fetch_media:
        raise click.UsageError("Give --media or --fetch-media, not both.")
    source = wordpress.source_of(media, fetch_media)
    try:
        with open_instance():
            report, broken = wordpress.import_wordpress(files, source, dry_run, progress, comments)
    except KeyboardInterrupt:
        raise PortalError(
            "Stopped. What was imported so far is kept; run it again to go on."
        ) from None
    for line in report.lines(dry_run):
        click.echo(line)
    if broken:
        raise PortalError("; ".join(map(str, broken)))
