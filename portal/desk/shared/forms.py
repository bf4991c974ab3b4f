"""What the desk's forms have in common."""

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

OWN_ADDRESS = re.compile(r"/desk/[\w/-]*(\?[\w.~%&=+:,/-]*)?", re.ASCII)
CLASSES = {
    "SelectField": "select",
    "Listed": "select",
    "TextAreaField": "textarea",
    "Lines": "textarea",
    "BooleanField": "",
}


class OurWords:
    """What WTForms says of its own, as an editor is told what to do."""

    INSTEAD = {
        "Not a valid choice.": lazy_gettext("Choose one of the list."),
        "Invalid Choice: could not coerce.": lazy_gettext("Choose one of the list."),
        "Not a valid date value.": lazy_gettext("Choose a day."),
        "Not a valid time value.": lazy_gettext("Choose a time."),
        "Field cannot be longer than %(max)d characters.": lazy_gettext(
            "Shorten it to %(max)d characters at most."
        ),
    }

    def gettext(self, words: str) -> str:
        return str(self.INSTEAD.get(words, words))

    def ngettext(self, one: str, several: str, number: int) -> str:
        return self.gettext(one if number == 1 else several)


class DeskForm(FlaskForm):
    """A form beside its view. Its token has been looked at by the guard."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> OurWords:
            return OurWords()


def is_from(least: int, most: int) -> Callable[[DeskForm, Field], None]:
    """Asks for a whole number between these two, whatever else was typed."""

    def check(_form: DeskForm, field: Field) -> None:
        if field.data is None or not least <= field.data <= most:
            field.errors = []
            words = _("Type a number from %(least)s to %(most)s.", least=least, most=most)
            raise ValidationError(words)

    return check


def is_an_email(_form: DeskForm, field: Field) -> None:
    if not is_email(field.data):
        raise ValidationError(_("Type an e-mail address, such as mara@courier.example."))


def is_free_email(_form: DeskForm, field: Field) -> None:
    if Editor.by_email(field.data):
        raise ValidationError(_("%(email)s signs in here already.", email=field.data))


def is_a_language(_form: DeskForm, field: Field) -> None:
    try:
        Locale.parse(field.data or "en", sep="-")
    except (ValueError, UnknownLocaleError):
        words = _("Write a language as two letters, such as “de”, or with its country, “pt-BR”.")
        raise ValidationError(words) from None


def email_field(*further: Any) -> EmailField:
    """An e-mail address; `further` is what else it must be."""
    return EmailField(
        lazy_gettext("E-mail"),
        [InputRequired(lazy_gettext("Type an e-mail address.")), is_an_email, *further],
        filters=[lambda text: text and text.strip().lower()],
        render_kw={"maxlength": MAX_EMAIL_CHARS},
    )


def new_password(label: str) -> PasswordField:
    """A password that is chosen now."""
    short = lazy_gettext("Choose at least %(number)s characters.", number=MIN_PASSWORD_CHARS)
    return PasswordField(
        label, [InputRequired(short), Length(MIN_PASSWORD_CHARS, message=short), Length(max=1000)]
    )


def name_field(label: str, missing: str) -> StringField:
    """A person's name; `missing` is what is said without one."""
    return StringField(
        label,
        [DataRequired(missing), Length(max=200)],
        filters=[lambda text: text and text.strip()],
    )


def control(field: Field, hint: str = "", **attributes: Any) -> Markup:
    """A field's control, which names its hint and what is wrong with it to a screen reader."""
    named = [f"{field.id}-hint"] if hint else []
    if field.errors:
        named.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if named:
        attributes["aria-describedby"] = " ".join(named)
    extra = attributes.pop("class_", "")
    return field(class_=f"{CLASSES.get(field.type, 'input')} {extra}".strip(), **attributes)


def own_address(address: str | None, default: str = "/desk/") -> str:
    """`address` if it is surely one of the desk's, else `default`.

    A browser takes `//evil`, `/\\evil` and `/<tab>/evil` for another host (WHATWG URL §4.4): so
    it must begin with /desk/, and the characters that may follow are listed.
    """
    return address if address and OWN_ADDRESS.fullmatch(address) else default


def refusal_status(form: DeskForm) -> int:
    """Return the status that refuses a form: 422, or 503 if a picture of it could not be stored."""
    return max([422, *(getattr(field, "status", 422) for field in form)])
