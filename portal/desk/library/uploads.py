"""Upload pictures: each of a batch is accepted or refused on its own, then described."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, request, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from portal.desk.library.forms import DescriptionForm
from portal.desk.library.views import library_page, undescribed_forms
from portal.desk.shared.fields import parse_id
from portal.desk.shared.permissions import Action, DeskBlueprint, may
from portal.desk.shared.responses import flash_message, redirect_to, render, wants_fragment
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, Image, now
from portal.pictures.animation import is_animation
from portal.pictures.decode import MAX_BYTES
from portal.pictures.storage import PictureError, store
from portal.web.date_formats import local_day

bp = DeskBlueprint("uploads", Action.PICTURES)
log = logging.getLogger(__name__)

MAX_FILE_NAME_CHARS = 300


@dataclass(frozen=True)
class UploadResult:
    """The outcome of one file: 201 added, 200 already in the library, 422 refused, 503 disk full."""

    name: str
    status: int
    message: str
    image: Image | None = None
    is_still: bool = False  # the file moves, its image does not


@bp.post("/images/")
def create() -> Response:
    """Store each picture. One that is refused does not stop the others."""
    results = [store_upload(each) for each in request.files.getlist("files") if each.filename]
    if not results:
        results = [UploadResult("", 422, _("Choose at least one picture."))]
    status = max(each.status for each in results)
    if wants_fragment():
        picking = request.args.get("part") == "picker"
        undescribed = {} if picking else undescribed_forms()
        return render(
            "desk/library/upload/_response.html",
            status=status,
            results=results,
            undescribed=undescribed,
            picking=picking,
        )
    if status > 201:
        return library_page(status, results=results)
    flash_message(summary(results))
    return redirect_to(url_for("desk.images.index"))


@bp.post("/images/descriptions")
def describe() -> Response:
    """Save the descriptions of the new pictures, all or none."""
    forms = {image: DescriptionForm.of(image) for image in posted_images()}
    if [form for form in forms.values() if not form.validate()]:  # validates all, for all messages
        return library_page(422, forms=forms)
    for image, form in forms.items():
        form.fill(image)
        AuditEntry.record(current_user, AuditAction.CHANGED, image, image.display_name)
    db.session.commit()
    flash_message(_("Saved."))
    return redirect_to(url_for("desk.images.index"))


def store_upload(file: FileStorage) -> UploadResult:
    """Store one file and commit. The message of the result says why a file is refused."""
    name, data = file_name(file), file.read(MAX_BYTES + 1)
    db.session.rollback()  # release the database while the picture is decoded
    started_at = now()
    try:
        image = store(data, file_name=name)
    except PictureError as error:
        return UploadResult(name, 422, str(error))
    except OSError as error:
        log.error("Cannot store the uploaded picture %r: %s", name, error)
        return UploadResult(
            name, 503, _("Not added: the disk is full. Tell the person who runs the site.")
        )
    if image.created_at < started_at:
        return uploaded(name, 200, already_added(image), image, data)
    image.created_by_id = current_user.id
    AuditEntry.record(current_user, AuditAction.ADDED, image, image.display_name)
    db.session.commit()
    return uploaded(name, 201, _("Added."), image, data)


def uploaded(name: str, status: int, message: str, image: Image, data: bytes) -> UploadResult:
    """Return the result of a stored file, which says so if only its first frame is shown."""
    is_still = is_animation(data)
    words = f"{message} {still_message()}" if is_still else message
    return UploadResult(name, status, words, image, is_still)


def still_message() -> str:
    return _("It is an animation, but readers see only its first frame, which does not move.")


def file_name(file: FileStorage) -> str:
    """Return the name of the file without unprintable characters."""
    name = "".join(character for character in file.filename or "" if character.isprintable())
    return name[:MAX_FILE_NAME_CHARS]


def already_added(image: Image) -> str:
    day = format_date(local_day(image.created_at), "d MMMM")
    return _("Already in the library since %(day)s, so it was not added again.", day=day)


def posted_images() -> Sequence[Image]:
    """Return the pictures of the form that still exist. Abort with 403 if one may not be changed."""
    ids = dict.fromkeys(map(parse_id, request.form.getlist("image")))
    images = [image for id in ids if id and (image := db.session.get(Image, id))]
    if not all(may(current_user, Action.PICTURES, image) for image in images):
        abort(403)
    return images


def summary(results: Sequence[UploadResult]) -> str:
    added = sum(each.status == 201 for each in results)
    count = ngettext("One picture added.", "%(num)s pictures added.", added) if added else ""
    known = [each.message for each in results if each.status == 200]
    known += [
        f"{each.name}: {still_message()}"
        for each in results
        if each.status == 201 and each.is_still
    ]
    return " ".join(filter(None, [count, *known]))
