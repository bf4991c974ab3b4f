"""The lead picture in the article's form: choose, upload, remove and describe it."""

from __future__ import annotations

from flask_login import current_user

from portal.desk.articles.editing.form import ArticleForm, focal_of
from portal.desk.library.uploads import UploadResult, still_message, store_upload
from portal.desk.library.views import write_error_message
from portal.desk.shared.fields import parse_id
from portal.desk.shared.permissions import Action, may
from portal.desk.shared.responses import flash_message
from portal.extensions import db
from portal.models import Image
from portal.pictures.storage import recut


def choose(form: ArticleForm, id: str) -> None:
    """Show a picture of the library in the form, with its own texts; nothing if the button has no id."""
    if image := db.session.get(Image, parse_id(id) or 0):
        show_in_form(form, image)


def show_in_form(form: ArticleForm, image: Image) -> None:
    """Fill the picture's fields of the form from the picture."""
    form.image.data = image.id
    form.alt.data, form.decorative.data = image.alt, image.is_decorative
    form.caption.data, form.credit.data = image.caption, image.credit
    form.focal.data = focal_of(image)


def remove(form: ArticleForm, _value: str) -> None:
    """Leave the form without a picture."""
    form.image.data, form.decorative.data = None, False
    form.alt.data, form.caption.data, form.credit.data = "", "", ""


def upload_lead_picture(form: ArticleForm) -> UploadResult | None:
    """Store the file that came with the form, if any, as its lead picture.

    If the file is refused, the message stands beside its field and the earlier picture stays.
    """
    if not form.new_picture.data:
        return None
    result = store_upload(form.new_picture.data)
    if result.image:
        show_in_form(form, result.image)
        if result.is_still:
            flash_message(still_message(), "warn")
    else:
        form.new_picture.process_errors = [result.message]
        form.new_picture.errors = [result.message]
    return result


def may_describe(image: Image) -> bool:
    """Return True if the editor may change the texts: anybody may if there is no alt text yet."""
    return image.lacks_alt or may(current_user, Action.PICTURES, image)


def save_picture_text(form: ArticleForm) -> None:
    """Write alt, credit and focal point to the picture itself, wherever it is used."""
    image = form.picture
    if image is None or not may_describe(image):
        return
    image.is_decorative, image.credit = form.decorative.data, form.credit.data
    image.alt = form.alt.data
    if form.focal.data and form.focal.data != focal_of(image):
        move_focal_point(image, form.focal.data)


def move_focal_point(image: Image, focal: str) -> None:
    """Cut the picture about another point. If its files cannot be written, the point stays."""
    before = image.focal_x, image.focal_y
    across, down = focal.split("-")
    try:
        recut(image, (int(across) / 100, int(down) / 100))
    except OSError as error:
        image.focal_x, image.focal_y = before
        flash_message(write_error_message(error), "warn")
