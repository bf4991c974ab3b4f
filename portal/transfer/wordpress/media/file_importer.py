"""Imports the old site's uploads that are not pictures, such as PDFs, with their old addresses."""

from __future__ import annotations

from pathlib import PurePosixPath

from portal.errors import PortalError
from portal.extensions import db
from portal.models import Redirect
from portal.pictures import downloads
from portal.transfer import previous_imports
from portal.transfer.report import Outcome
from portal.transfer.wordpress.addresses.old_paths import old_path
from portal.transfer.wordpress.media.attachment import Attachment, file_path_of
from portal.transfer.wordpress.media.source import FileUnavailable, MediaSource

KIND = "file"


class FileImporter:
    """`addresses` are the new addresses of the files, by their attachments' ids."""

    def __init__(self, site: str, media: MediaSource, is_rehearsal: bool) -> None:
        self.site = site
        self.media = media
        self.is_rehearsal = is_rehearsal
        self.addresses: dict[str, str] = {}

    def import_file(self, attachment: Attachment) -> Outcome:
        """Import a file unless it was imported before. Raises FileUnavailable."""
        name = PurePosixPath(file_path_of(attachment.address)).name
        if downloads.suffix_of(name) not in downloads.TYPES:
            kind = PurePosixPath(name).suffix or "nameless"
            raise FileUnavailable(f"a {kind} file, which Portal does not serve")
        old = old_path(attachment.address, self.site)
        if old is None:
            raise FileUnavailable("not a picture, and not on the old site itself")
        known = previous_imports.find(self.site, KIND, [attachment.id])
        if before := known.get(attachment.id):
            redirect = db.session.get(Redirect, before.noun_id)
            if redirect is None:
                raise FileUnavailable(previous_imports.REMOVED)
            self.addresses[attachment.id] = redirect.target or ""
            return Outcome.UNCHANGED
        if reason := self.media.why_unavailable(attachment.address):
            raise FileUnavailable(reason)
        if not self.is_rehearsal:
            self.store(attachment, name, old)
        return Outcome.IMPORTED

    def store(self, attachment: Attachment, name: str, old: str) -> None:
        try:
            stored = downloads.store(self.media.read(attachment.address), name)
        except OSError as error:
            raise PortalError(f"The files cannot be written: {error.strerror}.") from None
        redirect = Redirect.find(old) or Redirect.add(old, address=f"/media/{stored}")
        db.session.flush()
        self.addresses[attachment.id] = redirect.target or ""
        ids = {attachment.id: redirect.id}
        previous_imports.record(self.site, KIND, "redirect", ids, dict.fromkeys(ids, ""))
        db.session.commit()
