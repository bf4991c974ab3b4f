"""Imports posts and pages, batch by batch: each draft is inserted, updated or left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from portal.extensions import db, read_session
from portal.models import Article
from portal.models.article.draft import ArticleDraft
from portal.models.article.insertion import insert_articles, redirects_of, update_articles
from portal.models.site.redirect_insertion import insert_missing_redirects
from portal.transfer import previous_imports
from portal.transfer.article_digests import digest_of_draft, digests_of_articles
from portal.transfer.previous_imports import Decision
from portal.transfer.report import Outcome, Report
from portal.transfer.wordpress.addresses.old_paths import with_new_links
from portal.transfer.wordpress.addresses.remaining_links import UnresolvedLinks
from portal.transfer.wordpress.addresses.targets import targets_of
from portal.transfer.wordpress.article import pages
from portal.transfer.wordpress.article.pages import PageDraft

KIND = "post"
MAX_TITLE_CHARS = 50  # in the report


class TextImporter:
    """`sticky` are the ids of the articles to pin. `page_keys` are the pages that the files hold."""

    def __init__(
        self, site: str, page_keys: Collection[str], is_rehearsal: bool, report: Report
    ) -> None:
        self.site = site
        self.page_keys = page_keys
        self.is_rehearsal = is_rehearsal
        self.report = report
        self.sticky: list[int] = []
        self.unresolved = UnresolvedLinks()
        self.pages_with_old_links: set[str] = set()
        self.waiting: dict[str, list[PageDraft]] = defaultdict(list)  # by the parent's key

    def import_articles(self, drafts: Sequence[ArticleDraft]) -> None:
        """Import a batch in one transaction."""
        unresolved = self.replace_links(drafts)
        digests = {draft.key: digest_of_draft(draft) for draft in drafts}
        decisions, ids = previous_imports.decide_all(self.site, KIND, digests, digests_of_articles)
        if self.is_rehearsal:
            db.session.rollback()
        else:
            new = [draft for draft in drafts if decisions[draft.key][0] is Outcome.IMPORTED]
            changed = [draft for draft in drafts if decisions[draft.key][0] is Outcome.UPDATED]
            new_ids = insert_articles(new)
            update_articles(changed, ids)
            previous_imports.record(self.site, KIND, "article", new_ids, digests)
            previous_imports.update_digests(
                self.site, KIND, {draft.key: digests[draft.key] for draft in changed}
            )
            self.add_new_redirects(drafts, decisions, ids)
            db.session.commit()
            self.sticky += [new_ids[draft.key] for draft in new if draft.is_sticky]
            self.unresolved.articles += [
                draft.key
                for draft in drafts
                if draft.key in unresolved and decisions[draft.key][0] is not Outcome.SKIPPED
            ]
        for draft in drafts:
            self.count(KIND, decisions[draft.key], draft.remarks, draft.headline)

    def add_new_redirects(
        self,
        drafts: Sequence[ArticleDraft],
        decisions: dict[str, Decision],
        ids: dict[str, int],
    ) -> None:
        """Redirect old addresses that texts got there since they were imported."""
        known = (Outcome.UPDATED, Outcome.UNCHANGED)
        again = [draft for draft in drafts if decisions[draft.key][0] in known]
        wanted = [ids[draft.key] for draft in again]
        present = set(db.session.scalars(select(Article.id).where(Article.id.in_(wanted))))
        still_here = [draft for draft in again if ids[draft.key] in present]
        insert_missing_redirects(redirects_of(still_here, ids))

    def replace_links(self, drafts: Sequence[ArticleDraft] | Sequence[PageDraft]) -> set[str]:
        """Lead links to the old site to ours. Return the keys of drafts with links left over."""
        links = set().union(*(draft.old_links for draft in drafts))
        if not links:
            return set()
        with read_session() as session:
            targets = targets_of(links, session, self.site)
        for draft in drafts:
            if not targets.keys().isdisjoint(draft.old_links):
                draft.body = with_new_links(draft.body, self.site, targets)
        return {draft.key for draft in drafts if not draft.old_links <= targets.keys()}

    def import_pages(self, drafts: Sequence[PageDraft]) -> None:
        """Import pages under their parents; a page waits while its parent is still to come."""
        self.pages_with_old_links |= self.replace_links(drafts)
        self.import_ready_pages(drafts, may_wait=not self.is_rehearsal)

    def import_waiting_pages(self) -> None:
        """Import the pages whose parent never came."""
        self.import_ready_pages(
            [draft for drafts in self.waiting.values() for draft in drafts], may_wait=False
        )

    def import_ready_pages(self, drafts: Sequence[PageDraft], may_wait: bool) -> None:
        decisions: list[tuple[PageDraft, Decision]] = []
        ready = list(drafts)
        while ready:
            draft = ready.pop(0)
            if may_wait and self.must_wait(draft):
                self.waiting[draft.parent].append(draft)
                continue
            decisions.append((draft, pages.import_page(self.site, draft, self.is_rehearsal)))
            ready += self.waiting.pop(draft.key, [])
        db.session.rollback() if self.is_rehearsal else db.session.commit()
        for draft, decision in decisions:
            if draft.key in self.pages_with_old_links and decision[0] is not Outcome.SKIPPED:
                self.unresolved.pages.append(draft.key)
            self.count(pages.KIND, decision, draft.remarks, draft.title)

    def must_wait(self, draft: PageDraft) -> bool:
        is_to_come = draft.parent in self.page_keys and draft.parent != draft.key
        return is_to_come and not previous_imports.find(self.site, pages.KIND, [draft.parent])

    def count(self, kind: str, decision: Decision, remarks: Sequence[str], title: str) -> None:
        """Count what became of an item, with the remarks on it if it was added or updated."""
        outcome, reason = decision
        if outcome is Outcome.SKIPPED:
            self.report.skip(kind, reason)
            return
        self.report.count(kind, outcome)
        if outcome is not Outcome.UNCHANGED:
            for remark in remarks:
                self.report.remark(remark, f"“{title[:MAX_TITLE_CHARS]}”")
