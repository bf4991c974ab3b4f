"""Settings of the site: name, language, time zone, pictures, colour, lists and footer."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.desk.library.picture_field import PictureField
from portal.desk.shared.current_settings import settings
from portal.desk.shared.forms import DeskForm, is_between, refusal_status
from portal.desk.shared.noun_fields import noun_name_field
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry, Image, Setting, SiteSettings
from portal.typography.contrast import (
    DARK_PAPER,
    LIGHT_PAPER,
    MIN_TEXT_CONTRAST,
    channels,
    contrast,
    made_lighter,
)

bp = DeskBlueprint("settings", Action.SETTINGS)

# The accent of the design (sRGB), used if the settings have none.
DEFAULT_ACCENT = "#a3231f"
PICTURES = ("logo", "share_image")


class SettingsForm(DeskForm):
    name = noun_name_field(lazy_gettext("Name"), lazy_gettext("Enter the name of the paper."), 60)
    tagline = StringField(lazy_gettext("Tagline"), [Length(max=160)])
    language = StringField(
        lazy_gettext("Language"),
        [InputRequired(lazy_gettext("Enter the language of the paper."))],
        description=lazy_gettext("Such as en-GB, de or az. Dates and the week follow it."),
        render_kw={"maxlength": 20},
    )
    time_zone = StringField(
        lazy_gettext("Time zone"),
        [InputRequired(lazy_gettext("Enter the time zone of the paper."))],
        description=lazy_gettext(
            "Such as Europe/Brussels. Addresses of published stories keep their date."
        ),
        render_kw={"list": "zones"},
    )
    logo = PictureField(
        lazy_gettext("Logo"),
        description=lazy_gettext("Shown in the masthead instead of the name."),
    )
    without_logo = BooleanField(lazy_gettext("No logo"))
    share_image = PictureField(
        lazy_gettext("Picture for shared links"),
        description=lazy_gettext(
            "Other sites show it beside links to pages without their own picture. "
            "Best 1200 by 800 pixels or more."
        ),
    )
    without_share_image = BooleanField(lazy_gettext("No such picture"))
    accent = StringField(
        lazy_gettext("Colour of links and kickers"),
        filters=[lambda text: text and text.strip().lower()],
        description=lazy_gettext(
            "A code such as #175a86. The dark design lightens it until it can be read."
        ),
    )
    stories_per_page = IntegerField(
        lazy_gettext("Stories per page"),
        [is_between(5, 100)],
    )
    neighbours = SelectField(
        lazy_gettext("Previous and next story"),
        choices=[
            SelectChoice("site", lazy_gettext("Of the whole paper")),
            SelectChoice("category", lazy_gettext("Of the same category")),
        ],
    )
    footer_about = TextAreaField(lazy_gettext("Footer"), [Length(max=600)])
    syndication_notice = TextAreaField(
        lazy_gettext("Notice about syndicated stories"), [Length(max=600)]
    )
    ads_txt = TextAreaField("ads.txt", [Length(max=20_000)])

    def validate_language(self, field) -> None:
        try:
            Locale.parse(field.data.strip(), sep="-")
        except (UnknownLocaleError, ValueError):
            raise ValidationError(
                _("There is no such language. Enter a tag such as en-GB or az.")
            ) from None

    def validate_time_zone(self, field) -> None:
        if field.data.strip() not in available_timezones():
            raise ValidationError(
                _("There is no such time zone. Enter one such as Europe/Brussels.")
            )

    def validate_accent(self, field) -> None:
        if not field.data:
            return
        try:
            channels(field.data)
        except ValueError:
            raise ValidationError(_("Enter a code such as #175a86.")) from None
        if contrast(field.data, LIGHT_PAPER) < MIN_TEXT_CONTRAST:
            raise ValidationError(
                _("Too pale to read on a light background. Choose a darker colour.")
            )

    def chosen(self) -> dict[str, Any]:
        """Return the settings that the form says, by name."""
        values = {
            name: (self[name].data.strip() if isinstance(self[name].data, str) else self[name].data)
            for name in SiteSettings.__dataclass_fields__
            if name in self
        }
        for name in PICTURES:
            if picture := self[name].picture:
                values[f"{name}_id"] = picture.id
            elif self[f"without_{name}"].data:
                values[f"{name}_id"] = None
        return values


@bp.get("/settings")
def edit() -> Response:
    return page(SettingsForm(obj=settings()))


@bp.post("/settings")
def update() -> Response:
    """Save the settings; `do=check` only shows the contrast of the accent."""
    form = SettingsForm()
    is_valid = form.validate()
    if request.form.get("do") == "check" or not is_valid:
        db.session.rollback()
        return page(form, 200 if is_valid else refusal_status(form))
    SiteSettings.change(**form.chosen())
    AuditEntry.record(current_user, AuditAction.CHANGED, Setting(name="settings"), form.name.data)
    db.session.commit()
    flash_message(_("Saved. Readers see the change now."))
    return redirect_to("/desk/settings")


def page(form: SettingsForm, status: int = 200) -> Response:
    accent = form.accent.data or DEFAULT_ACCENT
    return render(
        "desk/paper/settings.html",
        status=status,
        form=form,
        readings=readings(accent) if not form.accent.errors else [],
        pictures={name: current_picture(name) for name in PICTURES},
        zones=sorted(available_timezones()),
    )


def current_picture(name: str) -> Image | None:
    """Return the logo or the picture for shared links that is set now, or None."""
    id = getattr(settings(), f"{name}_id")
    return db.session.get(Image, id) if id else None


def readings(accent: str) -> list[tuple[str, float, bool]]:
    """Return each use of the accent, its contrast ratio there, and whether it is sufficient."""
    dark = made_lighter(accent)
    places = (
        (_("Links on a light background"), contrast(accent, LIGHT_PAPER)),
        (_("Links on a dark background"), contrast(dark, DARK_PAPER)),
        (_("White on a filled button"), contrast(accent, "#ffffff")),
    )
    return [(where, value, value >= MIN_TEXT_CONTRAST) for where, value in places]
