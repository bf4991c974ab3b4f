"""The settings of the site that editors choose, stored as one row each."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db


class Setting(Model):
    """One stored setting; `SiteSettings` has the names and types."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


@dataclass(frozen=True)
class SiteSettings:
    """All settings with their defaults; the names are those of the rows.

    `share_image_id` is the picture in link previews of pages without their own.
    `neighbours` is "site" or "category"; `strips` are ids of the front page's categories;
    `language` is a BCP 47 tag, `time_zone` an IANA name; `accent` a colour as #rrggbb, or empty;
    `ads_txt` lists who may sell the site's advertisements (IAB ads.txt), or is empty.
    """

    name: str = "Portal"
    tagline: str = ""
    language: str = "en-GB"
    time_zone: str = "UTC"
    accent: str = ""
    logo_id: int | None = None
    share_image_id: int | None = None
    footer_about: str = ""
    syndication_notice: str = ""
    stories_per_page: int = 20
    neighbours: str = "site"
    ads_txt: str = ""
    strips: list[int] = field(default_factory=list)

    @classmethod
    def load(cls) -> SiteSettings:
        """Return the stored settings, with defaults for the others."""
        rows = {row.name: row.value for row in db.session.scalars(select(Setting))}
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in rows.items() if name in known})

    @classmethod
    def change(cls, **values: Any) -> None:
        """Store these settings. Raises TypeError for an unknown name."""
        cls(**values)
        for name, value in values.items():
            db.session.merge(Setting(name=name, value=value))
