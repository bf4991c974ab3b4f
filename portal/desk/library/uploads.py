"""Pictures come in: each of a batch is taken or refused by itself, and asked what it shows."""

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
from portal.desk.library.views import library, unsaid
from portal.desk.shared.fields import number_in
from portal.desk.shared.permissions import Action, DeskBlueprint, may
from portal.desk.shared.responses import flash_message, redirect_to, render, wants_fragment
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, Image, now
from portal.pictures.decode import MAX_BYTES
from portal.pictures.storage import PictureError, store

bp = DeskBlueprint("uploads", Action.PICTURES)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UploadResult:
    """What became of one file: 201 taken, 200 here already, 422 refused, 503 no room."""

    name: str
    status: int
    words: str
    image: Image | None = None


@bp.post("/images/")
def create() -> Response:
    """Take each picture by itself: one that is refused does not stop the others."""
    told = [store_upload(each) for each in request.files.getlist("files") if each.filename]
    if not told:
        told = [UploadResult("", 422, _("Choose at least one picture."))]
    status = max(each.status for each in told)
    if wants_fragment():
        picking = request.args.get("part") == "picker"
        asked = {} if picking else unsaid()
        return render(
            "desk/library/upload/_response.html",
            status=status,
            uploads=told,
            unsaid=asked,
            picking=picking,
        )
    if status > 201:
        return library(status, answers=told)
    flash_message(summary(told))
    return redirect_to(url_for("desk.images.index"))


@bp.post("/images/descriptions")
def describe() -> Response:
    """Save what the new pictures show: all of them, or none."""
    forms = {image: DescriptionForm.of(image) for image in named()}
    if [form for form in forms.values() if not form.validate()]:  # each says what is wrong with it
        return library(422, forms=forms)
    for image, form in forms.items():
        form.fill(image)
        AuditEntry.record(current_user, AuditAction.CHANGED, image, image.display_name)
    db.session.commit()
    flash_message(_("Saved."))
    return redirect_to(url_for("desk.images.index"))


def store_upload(file: FileStorage) -> UploadResult:
    """Store one file. Whoever is refused is told why, in words."""
    name, data = name_of(file), file.read(MAX_BYTES + 1)
    db.session.rollback()  # so that others may write while it is developed
    began = now()
    try:
        image = store(data, file_name=name)
    except PictureError as error:
        return UploadResult(name, 422, str(error))
    except OSError as error:
        log.error("The uploaded picture %r: %s", name, error)
        return UploadResult(
            name, 503, _("The disk is full: it was not added. Tell who runs the site.")
        )
    if image.created_at < began:
        return UploadResult(name, 200, known(image), image)
    image.created_by_id = current_user.id
    AuditEntry.record(current_user, AuditAction.ADDED, image, image.display_name)
    db.session.commit()
    return UploadResult(name, 201, _("Added."), image)


def name_of(file: FileStorage) -> str:
    """The file's own name, without signs that cannot be seen."""
    return "".join(sign for sign in file.filename or "" if sign.isprintable())[:300]


def known(image: Image) -> str:
    day = format_date(image.created_at, "d MMMM")
    return _("Already in the library since %(day)s. Nothing was added.", day=day)


def named() -> Sequence[Image]:
    """The pictures that the form speaks of, without those removed since."""
    ids = dict.fromkeys(map(number_in, request.form.getlist("image")))
    images = [image for id in ids if id and (image := db.session.get(Image, id))]
    if not all(may(current_user, Action.PICTURES, image) for image in images):
        abort(403)
    return images


def summary(told: Sequence[UploadResult]) -> str:
    added = sum(each.status == 201 for each in told)
    words = ngettext("One picture added.", "%(num)s pictures added.", added) if added else ""
    return " ".join(filter(None, [words, *(each.words for each in told if each.status == 200)]))
