"""Prints the old site's pictures once, and remembers under which key each is kept."""

from __future__ import annotations

from pathlib import PurePosixPath

from sqlalchemy import select

from portal import pictures
from portal.errors import PortalError
from portal.extensions import db, reading
from portal.models import Image, Origin, Redirect
from portal.pictures import PictureError
from portal.transfer.wordpress.album import Attachment, Lost, Picture, file_of
from portal.transfer.wordpress.links import old_path
from portal.transfer.wordpress.media import Media, Missing

KIND = "picture"


class Darkroom:
    """`made` holds the keys of the pictures that were taken in this run."""

    def __init__(self, site: str, media: Media, is_rehearsal: bool) -> None:
        self.site = site
        self.media = media
        self.is_rehearsal = is_rehearsal
        self.made: set[str] = set()
        self.met: dict[str, Picture | Lost] = {}
        with reading() as session:
            known = select(Origin.key, Origin.noun_id).filter_by(site=site, kind=KIND)
            self.known = dict(session.execute(known).tuples().all())

    def print(self, key: str, address: str, attachment: Attachment | None = None) -> Picture:
        """The picture kept under this key, taken from its address the first time. Raises Lost."""
        key = key[:300]
        if key not in self.met:
            try:
                self.met[key] = self.kept(key) or self.take(key, address, attachment)
            except Lost as lost:
                self.met[key] = lost
        picture = self.met[key]
        if isinstance(picture, Lost):
            raise picture
        return picture

    def kept(self, key: str) -> Picture | None:
        if key not in self.known:
            return None
        with reading() as session:
            image = session.get(Image, self.known[key])
        if image is None:
            raise Lost("it was removed at the desk")
        return picture_of(image)

    def take(self, key: str, address: str, attachment: Attachment | None) -> Picture:
        if self.is_rehearsal and self.media.has(address):
            self.made.add(key)
            return Picture(None, f"/media/{file_of(address)}", 0, 0)
        try:
            data = self.media.read(address)
            image = pictures.store(
                data,
                file_name=PurePosixPath(file_of(address)).name,
                alt=attachment.alt if attachment else "",
                caption=attachment.caption if attachment else "",
                source_address=address,
            )
        except (Missing, PictureError) as error:
            db.session.rollback()
            raise Lost(str(error).rstrip(".")) from None
        except OSError as error:
            raise PortalError(f"The pictures cannot be written: {error.strerror}.") from None
        db.session.flush()
        picture = picture_of(image)
        db.session.add(Origin(site=self.site, kind=KIND, key=key, noun="image", noun_id=image.id))
        old = old_path(address, self.site)
        if old and not Redirect.of(old):
            Redirect.lead(old, address=picture.address)
        db.session.commit()
        self.made.add(key)
        return picture


def picture_of(image: Image) -> Picture:
    frame = image.frame()
    return Picture(image.id, f"/media/{frame.file(frame.width)}", frame.width, frame.height)
