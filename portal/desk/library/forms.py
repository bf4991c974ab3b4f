"""What an editor says of a picture, and what a cut of it must keep."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.shared.forms import DeskForm
from portal.models import Image

FOCUS = re.compile(r"(100|[0-9]{1,2})-(100|[0-9]{1,2})", re.ASCII)
ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
LONGEST_ALT, LONGEST_CAPTION, LONGEST_CREDIT, LONGEST_ADDRESS = 500, 1000, 300, 2000


def plain(text: str | None) -> str:
    """Without what surrounds it, and without NUL, which PostgreSQL cannot hold."""
    return (text or "").replace("\0", "").strip()


def at_most(number: int) -> Length:
    words = lazy_gettext("Say it shorter: at most %(number)s characters.", number=number)
    return Length(max=number, message=words)


class DescriptionForm(DeskForm):
    """What a picture shows and who made it. Left empty, it is asked again."""

    alt = TextAreaField(
        lazy_gettext("What it shows (alt)"), [at_most(LONGEST_ALT)], filters=[plain]
    )
    is_decorative = BooleanField(lazy_gettext("Only decoration"))
    credit = StringField(lazy_gettext("Credit"), [at_most(LONGEST_CREDIT)], filters=[plain])

    @classmethod
    def of(cls, image: Image, **options) -> DescriptionForm:
        """One of several on a page."""
        return cls(prefix=f"{image.id}-", obj=image, **options)

    def fill(self, image: Image) -> None:
        """Decoration says nothing, whatever was typed before it was called that."""
        image.is_decorative = self.is_decorative.data
        image.alt = "" if image.is_decorative else self.alt.data
        image.credit = self.credit.data


class ImageForm(DescriptionForm):
    """All of it. Without `focal` the focal point stays."""

    caption = TextAreaField(lazy_gettext("Caption"), [at_most(LONGEST_CAPTION)], filters=[plain])
    source_address = StringField(
        lazy_gettext("Where it comes from"), [at_most(LONGEST_ADDRESS)], filters=[plain]
    )
    focal = StringField(lazy_gettext("Focal point"), [Optional()])

    def validate_alt(self, field) -> None:
        if not field.data and not self.is_decorative.data:
            raise ValidationError(_("Say what the picture shows, or tick “Only decoration”."))

    def validate_source_address(self, field) -> None:
        if field.data and not ADDRESS.fullmatch(field.data):
            raise ValidationError(_("Type a whole address, such as https://archive.example/7."))

    def validate_focal(self, field) -> None:
        if not FOCUS.fullmatch(field.data):
            raise ValidationError(_("Choose a point of the picture."))

    @property
    def focal_point(self) -> tuple[float, float]:
        x, y = self.focal.data.split("-")
        return int(x) / 100, int(y) / 100

    def moves(self, image: Image) -> bool:
        """Another point was chosen than the picture has."""
        return bool(self.focal.data) and self.focal.data != "{}-{}".format(*image.focus)

    def fill(self, image: Image) -> None:
        super().fill(image)
        image.caption = self.caption.data
        image.source_address = self.source_address.data
