"""INSERT in the database's own dialect, which offers ON CONFLICT (upsert)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.extensions import Model, db

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def dialect_insert(noun: type[Model], session: Session | None = None) -> Any:
    """Return an INSERT for this model with `on_conflict_do_update` and `on_conflict_do_nothing`."""
    bound = (session or db.session()).get_bind(mapper=noun)
    return INSERTS[bound.dialect.name](noun)
