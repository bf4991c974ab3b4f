"""The rule for names: which tag, author or source a typed name means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, or_, select

from portal.extensions import db
from portal.models.base.slugs import slug_of
from portal.wording.unicode_text import nfc

if TYPE_CHECKING:
    from portal.models.taxonomy.author import Author
    from portal.models.taxonomy.source import Source
    from portal.models.taxonomy.tag import Tag

N = TypeVar("N", "Tag", "Author", "Source")


def find_by_name(model: type[N], name: str) -> N | None:
    """Return the row with exactly this name, else the first whose name differs only by case.

    A similar slug never counts: C, C++ and C# share one, as do Bar and Bär, or 北京 and 背景.
    """
    name = nfc(name)
    # SQLite's lower() knows only ASCII, so rows with the slug of the name are looked at, too.
    like = [model.name == name, func.lower(model.name) == name.lower()]
    slug: Any = getattr(model, "slug", None)
    if slug is not None and (wanted := slug_of(name, "")):
        like += [slug == wanted, slug.startswith(f"{wanted}-", autoescape=True)]
    with db.session.no_autoflush:
        rows = db.session.scalars(select(model).where(or_(*like)).order_by(model.id)).all()
    same = [row for row in rows if row.name.casefold() == name.casefold()]
    return next((row for row in same if row.name == name), same[0] if same else None)
