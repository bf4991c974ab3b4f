"""The desk's form class, its shared validators and fields, and the HTML of a control."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from babel import Locale, UnknownLocaleError
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import EmailField, Field, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.models import Editor
from portal.models.people.editor import MAX_EMAIL_CHARS, MIN_PASSWORD_CHARS, is_email

DESK_ADDRESS = re.compile(r"/desk/[\w/-]*(\?[\w.~%&=+:,/-]*)?", re.ASCII)
CLASSES = {
    "SelectField": "select",
    "Listed": "select",
    "TextAreaField": "textarea",
    "Lines": "textarea",
    "BooleanField": "",
}


class FormMessages:
    """The messages of WTForms, rewritten to tell the editor what to do."""

    MESSAGES = {
        "Not a valid choice.": lazy_gettext("Choose one from the list."),
        "Invalid Choice: could not coerce.": lazy_gettext("Choose one from the list."),
        "Not a valid date value.": lazy_gettext("Choose a day."),
        "Not a valid time value.": lazy_gettext("Choose a time."),
        "Field cannot be longer than %(max)d characters.": lazy_gettext(
            "Shorten it to %(max)d characters at most."
        ),
    }

    def gettext(self, message: str) -> str:
        return str(self.MESSAGES.get(message, message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


class DeskForm(FlaskForm):
    """A form of the desk. The guard has checked its CSRF token already."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> FormMessages:
            return FormMessages()


def is_between(minimum: int, maximum: int) -> Callable[[DeskForm, Field], None]:
    """Return a validator that accepts only a whole number from `minimum` to `maximum`."""

    def check(_form: DeskForm, field: Field) -> None:
        if field.data is None or not minimum <= field.data <= maximum:
            field.errors = []
            raise ValidationError(
                _(
                    "Enter a number from %(minimum)s to %(maximum)s.",
                    minimum=minimum,
                    maximum=maximum,
                )
            )

    return check


def is_an_email(_form: DeskForm, field: Field) -> None:
    if not is_email(field.data):
        raise ValidationError(_("Enter an e-mail address, such as mara@courier.example."))


def is_free_email(_form: DeskForm, field: Field) -> None:
    if Editor.by_email(field.data):
        raise ValidationError(_("%(email)s already has an account here.", email=field.data))


def is_a_language(_form: DeskForm, field: Field) -> None:
    try:
        Locale.parse(field.data or "en", sep="-")
    except (ValueError, UnknownLocaleError):
        message = _("Write a language as two letters, such as “de”, or with its country, “pt-BR”.")
        raise ValidationError(message) from None


def email_field(*validators: Any) -> EmailField:
    """Return a required e-mail field with further `validators`."""
    return EmailField(
        lazy_gettext("E-mail"),
        [InputRequired(lazy_gettext("Enter an e-mail address.")), is_an_email, *validators],
        filters=[lambda text: text and text.strip().lower()],
        render_kw={"maxlength": MAX_EMAIL_CHARS},
    )


def new_password(label: str) -> PasswordField:
    """Return a field for choosing a new password."""
    short = lazy_gettext("Choose at least %(number)s characters.", number=MIN_PASSWORD_CHARS)
    return PasswordField(
        label, [InputRequired(short), Length(MIN_PASSWORD_CHARS, message=short), Length(max=1000)]
    )


def person_name_field(label: str, missing: str) -> StringField:
    """Return a required field for a person's name; `missing` is the message if it is empty."""
    return StringField(
        label,
        [DataRequired(missing), Length(max=200)],
        filters=[lambda text: text and text.strip()],
    )


def control(field: Field, hint: str = "", **attributes: Any) -> Markup:
    """Return the HTML of a field's control; a screen reader finds its hint and its errors by id."""
    described_by = [f"{field.id}-hint"] if hint else []
    if field.errors:
        described_by.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if described_by:
        attributes["aria-describedby"] = " ".join(described_by)
    extra = attributes.pop("class_", "")
    return field(class_=f"{CLASSES.get(field.type, 'input')} {extra}".strip(), **attributes)


def safe_desk_address(address: str | None, default: str = "/desk/") -> str:
    """Return `address` if it surely belongs to the desk, else `default`.

    Browsers read `//evil`, `/\\evil` and `/<tab>/evil` as another host (WHATWG URL §4.4), so
    the address must begin with /desk/ and contain only listed characters.
    """
    return address if address and DESK_ADDRESS.fullmatch(address) else default


def refusal_status(form: DeskForm) -> int:
    """Return the status that refuses a form: 422, or 503 if a picture of it could not be stored."""
    return max([422, *(getattr(field, "status", 422) for field in form)])
