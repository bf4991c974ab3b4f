"""The nouns: database and rules. Nothing here knows of a request."""

from portal.models.article import Article, Indexing, Made
from portal.models.audit import AuditEntry, Deed
from portal.models.author import Author, AuthorKind
from portal.models.category import Category
from portal.models.clock import local_day, now
from portal.models.correction import Correction
from portal.models.count import Count
from portal.models.editor import Editor, Role
from portal.models.failed_sign_in import FailedSignIn
from portal.models.filing import Byline, Filing, Tagging
from portal.models.gone import GoneAddress
from portal.models.illustration import Illustration
from portal.models.image import Image
from portal.models.lease import Lease
from portal.models.lost import LostAddress
from portal.models.menu import MenuItem
from portal.models.one_time_link import OneTimeLink
from portal.models.origin import Origin
from portal.models.page import Page
from portal.models.pin import Pin
from portal.models.placement import Placement
from portal.models.presence import Presence
from portal.models.preview import Preview
from portal.models.redirect import Redirect
from portal.models.review_note import ReviewNote
from portal.models.revision import Occasion, Revision
from portal.models.search import Search, SearchEntry
from portal.models.session import DeskSession
from portal.models.setting import Setting, SiteSettings
from portal.models.source import Source
from portal.models.states import State
from portal.models.tag import Tag
from portal.models.usage import Usage
from portal.models.version import SiteVersion
from portal.models.working_copy import WorkingCopy

__all__ = [
    "Article",
    "AuditEntry",
    "Author",
    "AuthorKind",
    "Byline",
    "Category",
    "Correction",
    "Count",
    "Deed",
    "DeskSession",
    "Editor",
    "FailedSignIn",
    "Filing",
    "GoneAddress",
    "Illustration",
    "Image",
    "Indexing",
    "Lease",
    "LostAddress",
    "Made",
    "MenuItem",
    "Occasion",
    "OneTimeLink",
    "Origin",
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
    "Usage",
    "WorkingCopy",
    "local_day",
    "now",
]
