"""The old site's uploads that are no pictures, such as PDFs: kept, and led to from where they were."""

from __future__ import annotations

from pathlib import PurePosixPath

from portal.errors import PortalError
from portal.extensions import db
from portal.models import Redirect
from portal.pictures import downloads
from portal.transfer.wordpress import previous_imports
from portal.transfer.wordpress.media.picture_index import Attachment, Lost, file_of
from portal.transfer.wordpress.media.sources import Media, Missing
from portal.transfer.wordpress.old_addresses import old_path
from portal.transfer.wordpress.report import Outcome

KIND = "file"


class Files:
    """`met` holds where each file is now, by its attachment's id."""

    def __init__(self, site: str, media: Media, is_rehearsal: bool) -> None:
        self.site = site
        self.media = media
        self.is_rehearsal = is_rehearsal
        self.met: dict[str, str] = {}

    def take(self, attachment: Attachment) -> Outcome:
        """Keep a file, unless it was kept before. Raises Lost."""
        name = PurePosixPath(file_of(attachment.address)).name
        if downloads.suffix_of(name) not in downloads.TYPES:
            raise Lost(
                f"a {PurePosixPath(name).suffix or 'nameless'} file, which is not handed out"
            )
        old = old_path(attachment.address, self.site)
        if old is None:
            raise Lost("no picture, and not on the old site itself")
        if before := previous_imports.known(self.site, KIND, [attachment.id]).get(attachment.id):
            redirect = db.session.get(Redirect, before.noun_id)
            if redirect is None:
                raise Lost(previous_imports.REMOVED)
            self.met[attachment.id] = redirect.target or ""
            return Outcome.UNCHANGED
        if why_not := self.media.why_not(attachment.address):
            raise Lost(why_not)
        if not self.is_rehearsal:
            self.keep(attachment, name, old)
        return Outcome.IMPORTED

    def keep(self, attachment: Attachment, name: str, old: str) -> None:
        try:
            kept = downloads.store(self.media.read(attachment.address), name)
        except Missing as missing:
            raise Lost(str(missing)) from None
        except OSError as error:
            raise PortalError(f"The files cannot be written: {error.strerror}.") from None
        redirect = Redirect.find(old) or Redirect.add(old, address=f"/media/{kept}")
        db.session.flush()
        self.met[attachment.id] = redirect.target or ""
        here = {attachment.id: redirect.id}
        previous_imports.remember(self.site, KIND, "redirect", here, dict.fromkeys(here, ""))
        db.session.commit()
