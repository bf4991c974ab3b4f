"""The image: a picture with its alt text, caption, credit and source."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    and_,
    event,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, validates

from portal.extensions import Model
from portal.models.base.clock import UtcDateTime, now
from portal.models.base.keyset_paging import newest_first
from portal.models.base.text_types import NfcString, NfcText
from portal.models.media.rendition_sizes import RenditionSet
from portal.wording.folding import all_words_of, words_of

if TYPE_CHECKING:
    from portal.models.people.editor import Editor

CUT = 3 / 2
MIN_CARD_SIDE = 200  # pixels; Facebook shows no smaller picture beside a link


class Image(Model):
    """A picture, identified by the SHA-256 of the uploaded file.

    `width` and `height` are the stored picture's, in pixels. `format` is that of the files beside
    WebP: jpeg or png; webp if there are no others. `focal_x` and `focal_y`, from 0 to 1, name the
    point that a cut must show. A decorative picture needs no alt text. `folded` has all its words as
    the library searches them.
    """

    __tablename__ = "image"
    __table_args__ = (Index("ix_image_newest", "created_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    format: Mapped[str] = mapped_column(String(10))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str] = mapped_column(NfcString(300), default="")
    alt: Mapped[str] = mapped_column(NfcText, default="")
    is_decorative: Mapped[bool] = mapped_column(default=False)
    caption: Mapped[str] = mapped_column(NfcText, default="")
    credit: Mapped[str] = mapped_column(NfcString(300), default="")
    source_address: Mapped[str] = mapped_column(String(2000), default="")
    licence: Mapped[str] = mapped_column(String(300), default="")
    licence_address: Mapped[str] = mapped_column(String(2000), default="")
    licence_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    folded: Mapped[str] = mapped_column(Text, default="")
    focal_x: Mapped[float] = mapped_column(Float, default=0.5)
    focal_y: Mapped[float] = mapped_column(Float, default=0.5)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("editor.id", use_alter=True), index=True
    )

    def is_own(self, editor: Editor) -> bool:
        """True if the editor uploaded it."""
        return self.created_by_id == editor.id

    @validates("focal_x", "focal_y")
    def within_the_picture(self, _name: str, share: float) -> float:
        """Raise ValueError for a focal point outside the picture."""
        if not 0 <= share <= 1:
            raise ValueError(f"A focal point lies within its picture, from 0 to 1; not at {share}.")
        return share

    @hybrid_property
    def lacks_alt(self) -> bool:
        """True if it needs an alt text and has none."""
        return not self.alt and not self.is_decorative

    @lacks_alt.inplace.expression
    @classmethod
    def _lacks_alt(cls) -> ColumnElement[bool]:
        return and_(cls.alt == "", cls.is_decorative.is_(False))

    @classmethod
    def newest(cls) -> Select[Any]:
        """Return all images, newest first."""
        return newest_first(select(cls), created_at=cls.created_at, id=cls.id)

    @classmethod
    def matching(cls, text: str) -> Select[Any]:
        """Return the images whose alt, caption, credit or file name have all these words, newest first."""
        return cls.newest().where(*(cls.folded.contains(word) for word in words_of(text)))

    @property
    def display_name(self) -> str:
        """The name under which editors know it."""
        return self.caption or self.alt or self.file_name or self.digest[:16]

    @property
    def focus(self) -> tuple[int, int]:
        """The focal point in per cent from the left and from the top."""
        return round(self.focal_x * 100), round(self.focal_y * 100)

    @property
    def stem(self) -> str:
        """The start of the names of all its files, below the media folder."""
        return f"{self.digest[:2]}/{self.digest[:16]}"

    @property
    def cut_size(self) -> tuple[int, int]:
        """Width and height in pixels of the largest 3:2 area in it; its own size if it is nearly 3:2."""
        if abs(self.width / self.height / CUT - 1) < 0.01:
            return self.width, self.height
        if self.width > self.height * CUT:
            return max(1, round(self.height * CUT)), self.height
        return self.width, max(1, round(self.width / CUT))

    @property
    def cut_box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the cut, with the focal point as near its middle as possible."""
        width, height = self.cut_size
        left = min(max(0, round(self.focal_x * self.width - width / 2)), self.width - width)
        top = min(max(0, round(self.focal_y * self.height - height / 2)), self.height - height)
        return left, top, left + width, top + height

    @property
    def is_too_small_for_cards(self) -> bool:
        """True if its cut is no picture for a card: here and on other sites it would be a smear."""
        return min(self.cut_size) < MIN_CARD_SIDE

    def rendition_set(self, cut: bool = False) -> RenditionSet:
        """Return the renditions of the whole picture or of its 3:2 cut.

        A moved focal point gives the cut new file names.
        """
        if not cut or self.cut_size == (self.width, self.height):
            return RenditionSet(self.stem, self.width, self.height, self.format)
        focus = f"-cut{round(self.focal_x * 100)}x{round(self.focal_y * 100)}"
        return RenditionSet(self.stem, *self.cut_size, self.format, focus)

    def widths(self, cut: bool = False) -> list[int]:
        """Return the widths of its renditions in pixels, narrowest first."""
        return self.rendition_set(cut).widths

    def file(self, width: int, cut: bool = False, format: str = "webp") -> str:
        """Return a rendition's name below the media folder: `ab/abcdef0123456789-720.webp`."""
        return self.rendition_set(cut).file(width, format)

    def files(self) -> set[str]:
        """Return the names of all its renditions."""
        return self.rendition_set().files() | self.rendition_set(cut=True).files()


@event.listens_for(Image, "before_insert")
@event.listens_for(Image, "before_update")
def fold_words(_mapper: Any, _connection: Any, image: Image) -> None:
    """Update `folded` before the image is written."""
    said = (image.alt, image.caption, image.credit, image.file_name)
    image.folded = " ".join(word for text in said for word in all_words_of(text or ""))
