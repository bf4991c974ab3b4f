"""Our source for each publisher that the old site's stories name."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy import select

from portal.extensions import db
from portal.models import Source

MAX_NAME_CHARS = 200


class Sources:
    """Finds a source by its name, whatever its capitals are, and creates it the first time."""

    def __init__(self, is_rehearsal: bool) -> None:
        self.is_rehearsal = is_rehearsal
        rows = db.session.execute(select(Source.name, Source.id))
        self.ids: dict[str, int] = {name.casefold(): id for name, id in rows}

    def get_or_create(self, name: str, story_address: str = "") -> int | None:
        """Return the source's id; None without a name, and for a new one in a rehearsal."""
        name = name[:MAX_NAME_CHARS].strip()
        if not name:
            return None
        id = self.ids.get(name.casefold())
        if id is None and not self.is_rehearsal:
            parts = urlsplit(story_address)
            address = f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""
            source = Source(name=name, address=address)
            db.session.add(source)
            db.session.flush()
            id = self.ids[name.casefold()] = source.id
        return id
