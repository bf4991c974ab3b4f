"""A form's field for one picture."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import FileField, Form
from wtforms.validators import ValidationError

from portal.models import Image
from portal.pictures import PictureError, store


class PictureField(FileField):
    """`picture` is the one that was sent, once the form is validated; None: none was."""

    picture: Image | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, render_kw={"accept": "image/*"}, **options)

    def pre_validate(self, form: Form) -> None:
        upload = request.files.get(self.name)
        if not upload or not upload.filename:
            return
        try:
            self.picture = store(upload.read(), file_name=upload.filename)
        except PictureError as error:
            raise ValidationError(str(error)) from None
