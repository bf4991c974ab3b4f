"""The options of `portal feeds add`, and the columns of a source that they set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import click
from sqlalchemy import select

from portal.errors import PortalError
from portal.extensions import db
from portal.models import Author, Category, Indexing, TextRule, now

OPTIONS = (
    click.option("--name", help="What the paper calls the publisher; else the feed's title."),
    click.option("--language", help="The language of its stories, such as hu; else the feed's."),
    click.option("--licence", help="On what terms the paper carries its stories, in words."),
    click.option("--licence-address", help="A page that states these terms."),
    click.option(
        "--text",
        "text_rule",
        type=click.Choice([each.value for each in TextRule]),
        help="How much of a story's text the licence allows. [default: excerpt]",
    ),
    click.option("--pictures/--no-pictures", default=None, help="Whether it allows the pictures."),
    click.option("--author", help="The author to credit, by name."),
    click.option("--category", help="Where its stories go, by path: world/europe."),
    click.option(
        "--category-rule", multiple=True, metavar="WORDS=PATH", help="Stories with these words go there."
    ),
    click.option(
        "--tag-rule", multiple=True, metavar="WORDS=TAG", help="Stories with these words get this tag."
    ),
    click.option("--must-have", multiple=True, help="Only stories with one of these words come in."),
    click.option("--must-not", multiple=True, help="Stories with one of these words stay out."),
    click.option("--every", type=click.IntRange(5, 1440), help="Minutes between two fetches at least."),
    click.option(
        "--indexing",
        type=click.Choice([each.value for each in Indexing]),
        help="What search engines are told. [default: noindex-news]",
    ),
    click.option(
        "--auto-publish",
        type=click.IntRange(0, 1000),
        help="How many stories a day go live without an editor. [default: 0]",
    ),
    click.option("--paused", is_flag=True, help="Do not fetch it until it is added again."),
)  # fmt: skip
PLAIN = ("language", "licence", "licence_address", "text_rule", "indexing")


def with_rules(command: Callable) -> Callable:
    """Give a command all of OPTIONS."""
    return reduce(lambda decorated, option: option(decorated), reversed(OPTIONS), command)


def columns_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a source that these options set. Raises PortalError."""
    columns = {name: options[name] for name in PLAIN if options[name] is not None}
    columns["paused_at"] = now() if options["paused"] else None
    if options["pictures"] is not None:
        columns["takes_pictures"] = options["pictures"]
    if options["every"] is not None:
        columns["interval_minutes"] = options["every"]
    if options["auto_publish"] is not None:
        columns["daily_auto_publish"] = options["auto_publish"]
    if options["must_have"]:
        columns["required_words"] = "\n".join(options["must_have"])
    if options["must_not"]:
        columns["refused_words"] = "\n".join(options["must_not"])
    if options["author"]:
        columns["author_id"] = author_called(options["author"]).id
    if options["category"]:
        columns["category_id"] = category_at(options["category"]).id
    if options["category_rule"]:
        rules = pairs(options["category_rule"])
        columns["category_rules"] = [[words, category_at(path).id] for words, path in rules]
    if options["tag_rule"]:
        columns["tag_rules"] = [[words, tag] for words, tag in pairs(options["tag_rule"])]
    return columns


def pairs(rules: Sequence[str]) -> list[tuple[str, str]]:
    """Split `WORDS=VALUE` rules. Raises click.UsageError."""
    found = [(words.strip(), value.strip()) for words, _, value in (each.rpartition("=") for each in rules)]  # fmt: skip
    if not all(words and value for words, value in found):
        raise click.UsageError("A rule is written WORDS=VALUE, such as football=sport.")
    return found


def author_called(name: str) -> Author:
    found = db.session.scalar(select(Author).filter_by(name=name))
    if found is None:
        raise PortalError(f"There is no author {name}. Add them at the desk first.")
    return found


def category_at(path: str) -> Category:
    """Return the category at a path such as `world/europe`. Raises PortalError."""
    found: Category | None = None
    for slug in path.strip("/").split("/"):
        beside = select(Category).filter_by(slug=slug, parent_id=found.id if found else None)
        found = db.session.scalar(beside)
        if found is None:
            raise PortalError(f"There is no category {path}. Add it at the desk first.")
    assert found
    return found
