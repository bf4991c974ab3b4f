"""What editors decide of the whole site; kept in the database, one row a setting."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class Setting(db.Model):
    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


@dataclass(frozen=True)
class SiteSettings:
    """Every setting with its default; the names are the rows' names.

    `share_image_id` is the picture that other sites show for pages without their own.
    `neighbours` is "site" or "category"; `strips` are ids of the front page's categories;
    `language` is a BCP 47 tag, `time_zone` an IANA name; `accent` a colour as #rrggbb, or empty;
    `ads_txt` who may sell the site's advertisements (IAB ads.txt), or empty.
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
        rows = {row.name: row.value for row in db.session.scalars(select(Setting))}
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in rows.items() if name in known})

    @classmethod
    def change(cls, **values: Any) -> None:
        """Set some of them. Raises TypeError for a name that is no setting."""
        cls(**values)
        for name, value in values.items():
            db.session.merge(Setting(name=name, value=value))
