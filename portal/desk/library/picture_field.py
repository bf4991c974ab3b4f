"""A form's field for one picture."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import FileField, Form
from wtforms.validators import ValidationError

from portal.desk.library.uploads import store_upload
from portal.desk.shared.fields import number_in
from portal.extensions import db
from portal.models import Image


class PictureField(FileField):
    """`picture` is the one that was sent, now or before the form was refused; None: none was.

    It is in the library as soon as the form is validated, so that a refused form does not lose it.
    """

    picture: Image | None = None
    status = 422

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, render_kw={"accept": "image/*"}, **options)

    def pre_validate(self, form: Form) -> None:
        upload = request.files.get(self.name)
        if upload and upload.filename:
            told = store_upload(upload)
            self.picture, self.status = told.image, max(told.status, 422)
            if not told.image:
                raise ValidationError(told.words)
        elif f"without_{self.name}" not in request.form:
            id = number_in(request.form.get(self.name))
            self.picture = db.session.get(Image, id) if id else None
