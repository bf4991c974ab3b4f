"""WordPress's pages of uploaded files, which show one file each."""

from __future__ import annotations

from collections.abc import Sequence

from portal.extensions import db
from portal.models.site.redirect_insertion import insert_missing_redirects
from portal.transfer import previous_imports
from portal.transfer.wordpress.addresses.old_paths import old_path
from portal.transfer.wordpress.batches import batches_of
from portal.transfer.wordpress.media.attachment import Attachment
from portal.transfer.wordpress.media.file_importer import FileImporter
from portal.transfer.wordpress.media.picture_importer import PictureImporter


def redirect_attachment_pages(
    site: str,
    attachments: Sequence[Attachment],
    pictures: PictureImporter,
    files: FileImporter,
) -> None:
    """Redirect the page of each file to the text that it was uploaded to, else to the file."""
    for batch in batches_of(attachments):
        parents = {each.parent for each in batch}
        articles = previous_imports.find(site, "post", parents)
        pages = previous_imports.find(site, "page", parents)
        targets: dict[str, dict[str, int | str]] = {}
        for each in batch:
            target: dict[str, int | str] | None = None
            if each.parent in articles:
                target = {"article_id": articles[each.parent].noun_id}
            elif each.parent in pages:
                target = {"page_id": pages[each.parent].noun_id}
            elif picture := pictures.previous_picture(each.id):
                target = {"address": picture.address}
            elif address := files.addresses.get(each.id):
                target = {"address": address}
            if target:
                path = old_path(each.link, site) or "/"
                targets |= {f"/?attachment_id={each.id}": target, path: target}
        insert_missing_redirects(targets)
        db.session.commit()
