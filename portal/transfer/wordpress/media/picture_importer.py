"""Imports each of the old site's pictures once, and remembers which of ours it became."""

from __future__ import annotations

from pathlib import PurePosixPath

from sqlalchemy import select

from portal.errors import PortalError
from portal.extensions import db, read_session
from portal.models import Image, ImportOrigin, Redirect
from portal.transfer.wordpress.addresses.old_paths import old_path
from portal.transfer.wordpress.media.attachment import (
    Attachment,
    Picture,
    PictureUnavailable,
    file_path_of,
)
from portal.transfer.wordpress.media.source import FileUnavailable, MediaSource

KIND = "picture"
MAX_KEY_CHARS = 300
STILL = "an animation of which only the first frame is shown"


class NeedsMainProcess(Exception):
    """A picture must be imported, which only the main process can do."""


class PictureImporter:
    """Pictures by the keys of their files. `imported` has the keys of those imported in this run,
    `stills` the names of animations among them, of which only the first frame is shown.

    A worker process has neither the database nor the media. There `is_in_worker` is True: the
    importer knows the pictures imported before the fork, and raises NeedsMainProcess for others.
    """

    is_in_worker = False

    def __init__(self, site: str, media: MediaSource, is_rehearsal: bool) -> None:
        self.site = site
        self.media = media
        self.is_rehearsal = is_rehearsal
        self.imported: set[str] = set()
        self.stills: list[str] = []
        self.known: dict[str, Picture | str] = {}  # or the reason that there is none
        query = (
            select(ImportOrigin.key, Image)
            .join_from(ImportOrigin, Image, Image.id == ImportOrigin.noun_id, isouter=True)
            .where(ImportOrigin.site == site, ImportOrigin.kind == KIND)
        )
        with read_session() as session:
            for key, image in session.execute(query):
                self.known[key] = picture_of(image) if image else "it was deleted here"

    def previous_picture(self, attachment_id: str) -> Picture | None:
        """Return the picture of an attachment that an earlier export listed, if there is one."""
        picture = self.known.get(f"attachment {attachment_id}")
        return picture if isinstance(picture, Picture) else None

    def get_or_import(
        self, key: str, address: str, attachment: Attachment | None = None
    ) -> Picture:
        """Return the picture with this key, imported from its address the first time.

        Raises PictureUnavailable.
        """
        key = key[:MAX_KEY_CHARS]
        if key not in self.known:
            try:
                self.known[key] = self.import_picture(key, address, attachment)
            except PictureUnavailable as unavailable:
                self.known[key] = str(unavailable)
        picture = self.known[key]
        if isinstance(picture, str):
            raise PictureUnavailable(picture)
        return picture

    def import_picture(self, key: str, address: str, attachment: Attachment | None) -> Picture:
        if reason := self.media.why_unavailable(address):
            raise PictureUnavailable(reason)
        if self.is_in_worker:
            raise NeedsMainProcess
        if self.is_rehearsal:
            self.imported.add(key)
            return Picture(None, f"/media/{file_path_of(address)}", 0, 0)
        from portal.pictures import storage  # loads Pillow, which few imports need
        from portal.pictures.animation import is_animation

        try:
            data = self.media.read(address)
            image = storage.store(
                data,
                file_name=PurePosixPath(file_path_of(address)).name,
                alt=attachment.alt if attachment else "",
                caption=attachment.caption if attachment else "",
                source_address=address,
            )
        except (FileUnavailable, storage.PictureError) as error:
            db.session.rollback()
            raise PictureUnavailable(str(error).rstrip(".")) from None
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
        self.imported.add(key)
        if is_animation(data):
            self.stills.append(file_path_of(address))
        return picture


def picture_of(image: Image) -> Picture:
    frame = image.rendition_set()
    return Picture(image.id, f"/media/{frame.file(frame.width)}", frame.width, frame.height)
