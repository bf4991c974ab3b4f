"""The models: database tables and the rules about them. Nothing here knows of a request."""

from portal.models.article.article import Adaptation, Article, Indexing
from portal.models.article.correction import Correction
from portal.models.article.links import Byline, CategoryLink, Tagging
from portal.models.article.presence import Presence
from portal.models.article.preview import Preview
from portal.models.article.publication_states import State
from portal.models.article.review_note import ReviewNote
from portal.models.article.revision import Occasion, Revision
from portal.models.article.working_copy import WorkingCopy
from portal.models.base.clock import local_day, now
from portal.models.base.lease import Lease
from portal.models.media.illustration import Illustration
from portal.models.media.image import Image
from portal.models.media.usage import Usage
from portal.models.people.audit_entry import AuditAction, AuditEntry
from portal.models.people.editor import Editor, Role
from portal.models.people.failed_sign_in import FailedSignIn
from portal.models.people.one_time_link import OneTimeLink
from portal.models.people.session import DeskSession
from portal.models.search import Search, SearchEntry
from portal.models.site.count import Count
from portal.models.site.gone_address import GoneAddress
from portal.models.site.import_origin import ImportOrigin
from portal.models.site.menu import MenuItem
from portal.models.site.missing_address import MissingAddress
from portal.models.site.page import Page
from portal.models.site.pin import Pin
from portal.models.site.placement import Placement
from portal.models.site.redirect import Redirect
from portal.models.site.setting import Setting, SiteSettings
from portal.models.site.site_version import SiteVersion
from portal.models.taxonomy.author import Author, AuthorKind
from portal.models.taxonomy.category import Category
from portal.models.taxonomy.source import Source, TextRule
from portal.models.taxonomy.tag import Tag
from portal.models.wire.feed_state import FeedState
from portal.models.wire.wire_item import ItemState, WireItem, WireKey

__all__ = [
    "Adaptation",
    "Article",
    "AuditAction",
    "AuditEntry",
    "Author",
    "AuthorKind",
    "Byline",
    "Category",
    "CategoryLink",
    "Correction",
    "Count",
    "DeskSession",
    "Editor",
    "FailedSignIn",
    "FeedState",
    "GoneAddress",
    "Illustration",
    "Image",
    "ImportOrigin",
    "Indexing",
    "ItemState",
    "Lease",
    "MenuItem",
    "MissingAddress",
    "Occasion",
    "OneTimeLink",
    "Page",
    "Pin",
    "Placement",
    "Presence",
    "Preview",
    "Redirect",
    "ReviewNote",
    "Revision",
    "Role",
    "Search",
    "SearchEntry",
    "Setting",
    "SiteSettings",
    "SiteVersion",
    "Source",
    "State",
    "Tag",
    "Tagging",
    "TextRule",
    "Usage",
    "WireItem",
    "WireKey",
    "WorkingCopy",
    "local_day",
    "now",
]
