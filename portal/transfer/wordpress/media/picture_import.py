"""Prints the old site's pictures once, and remembers under which key each is kept."""

from __future__ import annotations

from pathlib import PurePosixPath

from sqlalchemy import select

from portal.errors import PortalError
from portal.extensions import db, read_session
from portal.models import Image, ImportOrigin, Redirect
from portal.transfer.wordpress.media.picture_index import Attachment, Lost, Picture, file_of
from portal.transfer.wordpress.media.sources import Media, Missing
from portal.transfer.wordpress.old_addresses import old_path

KIND = "picture"


class AtHome(Exception):
    """A picture that is still to be taken, which only the process at home can."""


class Darkroom:
    """`made` holds the keys of the pictures that were taken in this run.

    In a process that is away from home, with neither the database nor the media, it knows what was
    met before, and raises AtHome where there is a picture to be taken.
    """

    is_away = False

    def __init__(self, site: str, media: Media, is_rehearsal: bool) -> None:
        self.site = site
        self.media = media
        self.is_rehearsal = is_rehearsal
        self.made: set[str] = set()
        self.met: dict[str, Picture | str] = {}  # or why there is none
        query = (
            select(ImportOrigin.key, Image)
            .join_from(ImportOrigin, Image, Image.id == ImportOrigin.noun_id, isouter=True)
            .where(ImportOrigin.site == site, ImportOrigin.kind == KIND)
        )
        with read_session() as session:
            for key, image in session.execute(query):
                self.met[key] = picture_of(image) if image else "it was removed at the desk"

    def kept(self, attachment_id: str) -> Picture | None:
        """The picture of an attachment that an earlier export listed, and this one does not."""
        picture = self.met.get(f"attachment {attachment_id}")
        return picture if isinstance(picture, Picture) else None

    def print(self, key: str, address: str, attachment: Attachment | None = None) -> Picture:
        """The picture kept under this key, taken from its address the first time. Raises Lost."""
        key = key[:300]
        if key not in self.met:
            try:
                self.met[key] = self.take(key, address, attachment)
            except Lost as lost:
                self.met[key] = str(lost)
        picture = self.met[key]
        if isinstance(picture, str):
            raise Lost(picture)
        return picture

    def take(self, key: str, address: str, attachment: Attachment | None) -> Picture:
        if why_not := self.media.why_not(address):
            raise Lost(why_not)
        if self.is_away:
            raise AtHome
        if self.is_rehearsal:
            self.made.add(key)
            return Picture(None, f"/media/{file_of(address)}", 0, 0)
        from portal.pictures import storage  # and Pillow, which no import without pictures needs

        try:
            data = self.media.read(address)
            image = storage.store(
                data,
                file_name=PurePosixPath(file_of(address)).name,
                alt=attachment.alt if attachment else "",
                caption=attachment.caption if attachment else "",
                source_address=address,
            )
        except (Missing, storage.PictureError) as error:
            db.session.rollback()
            raise Lost(str(error).rstrip(".")) from None
        except OSError as error:
            raise PortalError(f"The pictures cannot be written: {error.strerror}.") from None
        db.session.flush()
        picture = picture_of(image)
        db.session.add(
            ImportOrigin(site=self.site, kind=KIND, key=key, noun="image", noun_id=image.id)
        )
        old = old_path(address, self.site)
        if old and not Redirect.find(old):
            Redirect.add(old, address=picture.address)
        db.session.commit()
        self.made.add(key)
        return picture


def picture_of(image: Image) -> Picture:
    frame = image.rendition_set()
    return Picture(image.id, f"/media/{frame.file(frame.width)}", frame.width, frame.height)
