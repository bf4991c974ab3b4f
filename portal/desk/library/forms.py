"""The forms of a picture: alt, caption, credit and focal point."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.shared.forms import DeskForm
from portal.models import Image

FOCAL_POINT = re.compile(r"(100|[0-9]{1,2})-(100|[0-9]{1,2})", re.ASCII)
ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
MAX_ALT_CHARS, MAX_CAPTION_CHARS, MAX_CREDIT_CHARS, MAX_ADDRESS_CHARS = 500, 1000, 300, 2000


def strip(text: str | None) -> str:
    """Remove surrounding space, and NUL, which PostgreSQL cannot store."""
    return (text or "").replace("\0", "").strip()


def at_most(number: int) -> Length:
    message = lazy_gettext("Shorten it to %(number)s characters at most.", number=number)
    return Length(max=number, message=message)


class DescriptionForm(DeskForm):
    """The alt text and the credit of a picture. An empty alt text is asked for again."""

    alt = TextAreaField(lazy_gettext("Alt text"), [at_most(MAX_ALT_CHARS)], filters=[strip])
    is_decorative = BooleanField(lazy_gettext("Decorative only"))
    credit = StringField(lazy_gettext("Credit"), [at_most(MAX_CREDIT_CHARS)], filters=[strip])

    @classmethod
    def of(cls, image: Image, **options) -> DescriptionForm:
        """Return the form of one of several pictures on a page."""
        return cls(prefix=f"{image.id}-", obj=image, **options)

    def fill(self, image: Image) -> None:
        """Write the form to the picture. A decorative picture has no alt text."""
        image.is_decorative = self.is_decorative.data
        image.alt = "" if image.is_decorative else self.alt.data
        image.credit = self.credit.data


class ImageForm(DescriptionForm):
    """All fields of a picture. An empty `focal` leaves the focal point as it is."""

    caption = TextAreaField(lazy_gettext("Caption"), [at_most(MAX_CAPTION_CHARS)], filters=[strip])
    source_address = StringField(
        lazy_gettext("Where it comes from"), [at_most(MAX_ADDRESS_CHARS)], filters=[strip]
    )
    focal = StringField(lazy_gettext("Focal point"), [Optional()])

    def validate_alt(self, field) -> None:
        if not field.data and not self.is_decorative.data:
            raise ValidationError(_("Describe the picture, or tick “Decorative only”."))

    def validate_source_address(self, field) -> None:
        if field.data and not ADDRESS.fullmatch(field.data):
            raise ValidationError(_("Enter a full address, such as https://archive.example/7."))

    def validate_focal(self, field) -> None:
        if not FOCAL_POINT.fullmatch(field.data):
            raise ValidationError(_("Choose a point in the picture."))

    @property
    def focal_point(self) -> tuple[float, float]:
        x, y = self.focal.data.split("-")
        return int(x) / 100, int(y) / 100

    def moves_focal_point(self, image: Image) -> bool:
        """Return True if another point is chosen than the picture has."""
        return bool(self.focal.data) and self.focal.data != "{}-{}".format(*image.focus)

    def fill(self, image: Image) -> None:
        super().fill(image)
        image.caption = self.caption.data
        image.source_address = self.source_address.data
