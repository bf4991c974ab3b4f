"""The lead picture in the article's form: chosen, brought in, taken away, and described."""

from __future__ import annotations

from flask_login import current_user

from portal.desk.articles.editing.form import ArticleForm, focal_of
from portal.desk.library.uploads import UploadResult, store_upload
from portal.desk.library.views import why_not_written
from portal.desk.shared.fields import number_in
from portal.desk.shared.permissions import Action, may
from portal.desk.shared.responses import flash_message
from portal.extensions import db
from portal.models import Image
from portal.pictures.storage import recut


def choose(form: ArticleForm, id: str) -> None:
    """A picture of the library, with what it says of itself; with no id on the button, none."""
    if image := db.session.get(Image, number_in(id) or 0):
        show(form, image)


def show(form: ArticleForm, image: Image) -> None:
    form.image.data = image.id
    form.alt.data, form.decorative.data = image.alt, image.is_decorative
    form.caption.data, form.credit.data = image.caption, image.credit
    form.focal.data = focal_of(image)


def remove(form: ArticleForm, _value: str) -> None:
    form.image.data, form.decorative.data = None, False
    form.alt.data, form.caption.data, form.credit.data = "", "", ""


def upload_lead_picture(form: ArticleForm) -> UploadResult | None:
    """Store the file that came with the form, if one did: it is the lead picture now.

    What is wrong with it is said beside its field, and the picture that was there stays.
    """
    if not form.new_picture.data:
        return None
    told = store_upload(form.new_picture.data)
    if told.image:
        show(form, told.image)
    else:
        form.new_picture.process_errors = [told.words]
        form.new_picture.errors = [told.words]
    return told


def may_describe(image: Image) -> bool:
    """What nobody has said yet, anybody may say who uses it."""
    return image.lacks_alt or may(current_user, Action.PICTURES, image)


def save_picture_text(form: ArticleForm) -> None:
    """What the picture shows and who took it is the picture's own, wherever it is used."""
    image = form.picture
    if image is None or not may_describe(image):
        return
    image.is_decorative, image.credit = form.decorative.data, form.credit.data
    image.alt = form.alt.data
    if form.focal.data and form.focal.data != focal_of(image):
        cut_about(image, form.focal.data)


def cut_about(image: Image, focal: str) -> None:
    """Without its files, or room for new ones, it keeps the point that it had."""
    before = image.focal_x, image.focal_y
    across, down = focal.split("-")
    try:
        recut(image, (int(across) / 100, int(down) / 100))
    except OSError as error:
        image.focal_x, image.focal_y = before
        flash_message(why_not_written(error), "warn")
