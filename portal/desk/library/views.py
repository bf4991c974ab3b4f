"""The picture library: find one, say what it shows, set its focal point, remove it."""

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
from portal.desk.shared.fields import number_in
from portal.desk.shared.forms import own_address
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

ONLY = {
    "": lazy_gettext("All"),
    "unsaid": lazy_gettext("Without alt"),
    "unused": lazy_gettext("Not used anywhere"),
    "mine": lazy_gettext("Uploaded by me"),
}
AT_ONCE = 24  # pictures on a page
ASKED = 12  # pictures of which one is asked at once what they show


@dataclass(frozen=True)
class Found:
    """A page of the library, with in how many articles each of its pictures is used."""

    images: ListPage
    counts: dict[int, int]
    unused: set[int]

    @classmethod
    def of_request(cls) -> Found:
        images = page_of(asked(), AT_ONCE)
        ids = [image.id for image in images]
        idle = db.session.scalars(select(Image.id).where(Image.id.in_(ids), unused()))
        return cls(images, counts(images.items), set(idle))


def asked() -> Select:
    """The pictures that the address asks for."""
    query = Image.matching(request.args.get("q", "")[:200])
    return {
        "unsaid": query.where(Image.lacks_alt),
        "unused": query.where(unused()),
        "mine": query.where(Image.created_by_id == current_user.id),
    }.get(request.args.get("only", ""), query)


@bp.get("/images/")
def index() -> Response:
    """The library, newest first, and one of it. `?part=picker` is the fragment to choose one from."""
    if request.args.get("part") == "picker":
        return render("desk/library/_picker.html", found=Found.of_request(), only=ONLY)
    return library()


@bp.get("/images/<int:image>")
def edit(image: Image) -> Response:
    return page(image, ImageForm(obj=image))


@bp.post("/images/<int:image>")
def update(image: Image) -> Response:
    """Save what it says, and cut it anew where its focal point has moved."""
    form = ImageForm(obj=image)
    if not form.validate():
        return page(image, form, 422)
    form.fill(image)
    try:
        if form.moves(image):
            recut(image, form.focal_point)
    except OSError as error:
        return not_written(image, form, error)
    AuditEntry.record(current_user, AuditAction.CHANGED, image, image.display_name)
    db.session.commit()
    flash_message(_("Saved."))
    return redirect_to(then(url_for("desk.images.edit", image=image.id)))


@bp.post("/images/<int:image>/removal")
def destroy(image: Image) -> Response:
    """Remove it with its files, unless something shows it."""
    if Usage.of(image):
        return page(image, ImageForm(formdata=None, obj=image), 409)
    name = image.display_name
    AuditEntry.record(current_user, AuditAction.REMOVED, image, name)
    remove_picture(image)
    try:
        db.session.commit()
    except IntegrityError:  # somebody has given it to a story since we looked
        db.session.rollback()
        return page(image, ImageForm(formdata=None, obj=image), 409)
    flash_message(_("Removed: %(name)s", name=name))
    return redirect_to(url_for("desk.images.index"))


def not_written(image: Image, form: ImageForm, error: OSError) -> Response:
    """Its files cannot be written; what was typed stays in the form."""
    log.error("The files of picture %s: %s", image.id, error)
    db.session.rollback()
    return page(image, form, 503, told=why_not_written(error))


def why_not_written(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("The files of this picture are missing. Upload it again, then set the point.")
    return _("The disk is full. Nothing was changed; tell who runs the site, and try again.")


def library(status: int = 200, forms: dict | None = None, **told: Any) -> Response:
    """The whole page; `forms` say what is wrong with what was said of the new pictures."""
    chosen = db.session.get(Image, number) if (number := chosen_id()) else None
    return render(
        "desk/library/index.html",
        status=status,
        found=Found.of_request(),
        only=ONLY,
        total=db.session.scalar(select(func.count(Image.id))),
        unsaid=unsaid() if forms is None else forms,
        form=ImageForm(formdata=None, obj=chosen) if chosen else None,
        **(about(chosen) if chosen else {}),
        **told,
    )


def chosen_id() -> int | None:
    return number_in(request.args.get("image"))


def unsaid() -> dict[Image, DescriptionForm]:
    """The editor's own pictures of which nobody has said what they show, the newest first."""
    mine = Image.newest().where(Image.lacks_alt, Image.created_by_id == current_user.id)
    return {each: DescriptionForm.of(each) for each in db.session.scalars(mine.limit(ASKED))}


def page(image: Image, form: ImageForm, status: int = 200, told: str = "") -> Response:
    return render("desk/library/edit.html", status=status, form=form, told=told, **about(image))


def about(image: Image) -> dict[str, Any]:
    """What is shown of one picture beside its form."""
    by = db.session.get(Editor, image.created_by_id) if image.created_by_id else None
    mine = may(current_user, Action.PICTURES, image)
    return {"image": image, "usage": Usage.of(image), "uploaded_by": by, "may_change": mine}


def then(default: str) -> str:
    return own_address(request.args.get("then"), default)


def as_picked(image: Image) -> dict[str, Any]:
    """What the article's form is told of the picture that was chosen."""
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
    app.jinja_env.filters["as_picked"] = as_picked
