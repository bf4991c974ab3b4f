"""The picture library: find, describe, crop and remove pictures."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from portal.desk.library.forms import DescriptionForm, ImageForm
from portal.desk.shared.fields import parse_id
from portal.desk.shared.forms import safe_desk_address
from portal.desk.shared.paging import page_of
from portal.desk.shared.permissions import Action, DeskBlueprint, may
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, Editor, Image, Usage
from portal.models.base.keyset_paging import ListPage
from portal.models.media.usage import counts, unused
from portal.pictures.storage import destroy as remove_picture
from portal.pictures.storage import image_html, recut
from portal.web.media import media_address

bp = DeskBlueprint("images", Action.PICTURES)
log = logging.getLogger(__name__)

FILTERS = {
    "": lazy_gettext("All"),
    "unsaid": lazy_gettext("Without alt text"),
    "unused": lazy_gettext("Not used anywhere"),
    "mine": lazy_gettext("Uploaded by me"),
}
PAGE_SIZE = 24
MAX_UNDESCRIBED = 12  # pictures that the page asks to describe at once


@dataclass(frozen=True)
class LibraryPage:
    """A page of the library. `counts` gives the articles that use a picture, by its id."""

    images: ListPage
    counts: dict[int, int]
    unused: set[int]

    @classmethod
    def of_request(cls) -> LibraryPage:
        """Return the page that the address asks for."""
        images = page_of(requested_pictures(), PAGE_SIZE)
        ids = [image.id for image in images]
        idle = db.session.scalars(select(Image.id).where(Image.id.in_(ids), unused()))
        return cls(images, counts(images.items), set(idle))


def requested_pictures() -> Select:
    """Return the query of the pictures that the address asks for."""
    query = Image.matching(request.args.get("q", "")[:200])
    return {
        "unsaid": query.where(Image.lacks_alt),
        "unused": query.where(unused()),
        "mine": query.where(Image.created_by_id == current_user.id),
    }.get(request.args.get("only", ""), query)


@bp.get("/images/")
def index() -> Response:
    """List the pictures, newest first, and show the one of `?image=`. `?part=picker` is the dialog."""
    if request.args.get("part") == "picker":
        return render(
            "desk/library/_picker.html", library_page=LibraryPage.of_request(), filters=FILTERS
        )
    return library_page()


@bp.get("/images/<int:image>")
def edit(image: Image) -> Response:
    return page(image, ImageForm(obj=image))


@bp.post("/images/<int:image>")
def update(image: Image) -> Response:
    """Save the fields, and cut the picture again if its focal point has moved."""
    form = ImageForm(obj=image)
    if not form.validate():
        return page(image, form, 422)
    form.fill(image)
    try:
        if form.moves_focal_point(image):
            recut(image, form.focal_point)
    except OSError as error:
        return write_failed(image, form, error)
    AuditEntry.record(current_user, AuditAction.CHANGED, image, image.display_name)
    db.session.commit()
    flash_message(_("Saved."))
    return redirect_to(
        safe_desk_address(request.args.get("then"), url_for("desk.images.edit", image=image.id))
    )


@bp.post("/images/<int:image>/removal")
def destroy(image: Image) -> Response:
    """Remove the picture and its files, unless it is used."""
    if Usage.of(image):
        return page(image, ImageForm(formdata=None, obj=image), 409)
    name = image.display_name
    AuditEntry.record(current_user, AuditAction.REMOVED, image, name)
    remove_picture(image)
    try:
        db.session.commit()
    except IntegrityError:  # a story has begun to use it meanwhile
        db.session.rollback()
        return page(image, ImageForm(formdata=None, obj=image), 409)
    flash_message(_("Removed: %(name)s", name=name))
    return redirect_to(url_for("desk.images.index"))


def write_failed(image: Image, form: ImageForm, error: OSError) -> Response:
    """Answer 503 if the files cannot be written. What was typed stays in the form."""
    log.error("Cannot write the files of picture %s: %s", image.id, error)
    db.session.rollback()
    return page(image, form, 503, message=write_error_message(error))


def write_error_message(error: OSError) -> str:
    """Return what the editor can do about files that cannot be read or written."""
    if isinstance(error, FileNotFoundError):
        return _("The files of this picture are missing. Upload it again, then set the point.")
    return _("The disk is full, so nothing was changed. Tell the person who runs the site.")


def library_page(
    status: int = 200, forms: dict[Image, DescriptionForm] | None = None, **context: Any
) -> Response:
    """Render the library. `forms` are refused descriptions of new pictures, with their errors."""
    chosen = db.session.get(Image, number) if (number := chosen_id()) else None
    return render(
        "desk/library/index.html",
        status=status,
        library_page=LibraryPage.of_request(),
        filters=FILTERS,
        total=db.session.scalar(select(func.count(Image.id))),
        undescribed=undescribed_forms() if forms is None else forms,
        form=ImageForm(formdata=None, obj=chosen) if chosen else None,
        **(picture_facts(chosen) if chosen else {}),
        **context,
    )


def chosen_id() -> int | None:
    return parse_id(request.args.get("image"))


def undescribed_forms() -> dict[Image, DescriptionForm]:
    """Return a form for each of the editor's own pictures without alt text, newest first."""
    mine = Image.newest().where(Image.lacks_alt, Image.created_by_id == current_user.id)
    return {
        each: DescriptionForm.of(each) for each in db.session.scalars(mine.limit(MAX_UNDESCRIBED))
    }


def page(image: Image, form: ImageForm, status: int = 200, message: str = "") -> Response:
    return render(
        "desk/library/edit.html",
        status=status,
        form=form,
        message=message,
        **picture_facts(image),
    )


def picture_facts(image: Image) -> dict[str, Any]:
    """Return what the page shows of a picture beside its form."""
    uploaded_by = db.session.get(Editor, image.created_by_id) if image.created_by_id else None
    may_change = may(current_user, Action.PICTURES, image)
    return {
        "image": image,
        "usage": Usage.of(image),
        "uploaded_by": uploaded_by,
        "may_change": may_change,
    }


def picked_picture(image: Image) -> dict[str, Any]:
    """Return what the article's form needs of the chosen picture, as JSON."""
    cut = image.rendition_set(cut=True)
    return {
        "id": image.id,
        "name": image.display_name,
        "alt": image.alt,
        "decorative": image.is_decorative,
        "caption": image.caption,
        "credit": image.credit,
        "thumb": media_address(cut.file(cut.nearest(720))),
        "html": image_html(image),
    }


def init_app(app: Flask) -> None:
    app.jinja_env.filters["picked_picture"] = picked_picture
