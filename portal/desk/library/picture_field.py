"""A form field for one picture."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import FileField, Form
from wtforms.validators import ValidationError

from portal.desk.library.uploads import still_message, store_upload
from portal.desk.shared.fields import parse_id
from portal.desk.shared.responses import flash_message
from portal.extensions import db
from portal.models import Image


class PictureField(FileField):
    """A field that uploads a picture. `picture` is the one sent now or with a refused form before.

    Validation stores the picture in the library, so a form that is refused does not lose it.
    """

    picture: Image | None = None
    status = 422

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, render_kw={"accept": "image/*"}, **options)

    def pre_validate(self, form: Form) -> None:
        upload = request.files.get(self.name)
        if upload and upload.filename:
            result = store_upload(upload)
            self.picture, self.status = result.image, max(result.status, 422)
            if not result.image:
                raise ValidationError(result.message)
            if result.is_still:
                flash_message(still_message(), "warn")
        elif f"without_{self.name}" not in request.form:
            id = parse_id(request.form.get(self.name))
            self.picture = db.session.get(Image, id) if id else None
