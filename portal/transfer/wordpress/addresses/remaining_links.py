"""Replaces links to texts that came later in the files than the text with the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Article, Page, SiteVersion
from portal.transfer import previous_imports
from portal.transfer.article_digests import digests_of_articles
from portal.transfer.previous_imports import CurrentDigests, PreviousImport
from portal.transfer.report import Report
from portal.transfer.wordpress.addresses.old_paths import old_links_in, with_new_links
from portal.transfer.wordpress.addresses.targets import targets_of
from portal.transfer.wordpress.article.pages import digests_of_pages
from portal.transfer.wordpress.batches import batches_of


@dataclass
class UnresolvedLinks:
    """The keys of the texts whose links to the old site led nowhere when they were imported."""

    articles: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def replace_remaining_links(site: str, unresolved: UnresolvedLinks, report: Report) -> None:
    """Replace the links that lead somewhere by now, and report the others. Commits."""
    for model, kind, current_digests, keys in (
        (Article, "post", digests_of_articles, unresolved.articles),
        (Page, "page", digests_of_pages, unresolved.pages),
    ):
        for batch in batches_of(keys):
            known = previous_imports.find(site, kind, batch)
            ids = [each.noun_id for each in known.values()]
            query = select(model.id, model.body).where(model.id.in_(ids))
            bodies: dict[int, str] = dict(db.session.execute(query).all())
            links = {id: old_links_in(body, site) for id, body in bodies.items()}
            targets = targets_of(set().union(*links.values()), db.session(), site)
            replaced = {id: with_new_links(body, site, targets) for id, body in bodies.items()}
            changed = {id: body for id, body in replaced.items() if body != bodies[id]}
            if changed:
                store(site, model, kind, known, changed, current_digests)
            db.session.commit()
            for path in (path for own in links.values() for path in own if path not in targets):
                report.remark("a link to the old site leads to nothing that was imported", path)


def store(
    site: str,
    model: Any,
    kind: str,
    known: Mapping[str, PreviousImport],
    bodies: Mapping[int, str],
    current_digests: CurrentDigests,
) -> None:
    """Store these bodies with their new digests, except those of texts that were edited here."""
    current = current_digests(bodies.keys())
    unedited = {
        each.noun_id: key for key, each in known.items() if current.get(each.noun_id) == each.digest
    }
    if unedited:
        db.session.execute(update(model), [{"id": id, "body": bodies[id]} for id in unedited])
        digests = {unedited[id]: digest for id, digest in current_digests(unedited.keys()).items()}
        previous_imports.update_digests(site, kind, digests)
        SiteVersion.increment()
