"""What every template can use: assets, dates in the site's words, `render`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, MutableMapping
from datetime import date, datetime, time
from functools import lru_cache
from gettext import NullTranslations
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from flask import Flask, Response, abort, current_app, make_response, render_template, request
from flask.templating import Environment as FlaskEnvironment
from flask_babel import (
    format_datetime,
    format_decimal,
    format_timedelta,
    get_locale,
    get_translations,
    to_user_timezone,
)
from markupsafe import Markup

from portal.models.base.clock import now
from portal.paths import package_folder
from portal.typography.hyphens import soft_hyphens
from portal.typography.text_cover import drawn_cover
from portal.web.query_parameters import OURS
from portal.web.security_headers import inline_script

TRANSLATIONS = package_folder("translations")
# The year in a pattern of CLDR's, with what leads up to it: “, y”, “ 'de' y”, “y年”, “ y 'г'.”
YEAR = re.compile(r"[\s,،]*(?:'[^']*'\s*)?(?:G\s*)?y+[.年년]?(?:\s*'[^']*'\.?)?")
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd ug ur yi".split())


class Environment(FlaskEnvironment):
    """Hands its globals to each template as they are: Jinja's own layers cost a tenth of a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def template_gettext() -> Callable[..., Markup]:
    """What `_` is in the templates of this request, whose language is looked up once."""
    return gettext_of(get_translations())


@lru_cache(maxsize=16)
def gettext_of(translations: NullTranslations) -> Callable[..., Markup]:
    def say(text: str, /, **values: Any) -> Markup:
        said = Markup(translations.gettext(text))  # noqa: S704  the templates' own words
        return said % values if values else said

    return say


def render(
    template: str, parts: dict[str, str] | None = None, announce: str = "", **context: Any
) -> Response:
    """The template, or the one of its `parts` that `?part=` names, which is never to be indexed.

    `announce` is what a screen reader is told when a part has come. A page of the site that
    has a lite version is rendered by that for `?lite=1`.
    """
    part = request.args.get("part")
    if not part and request.args.get("lite") == "1":
        lite = template.replace("site/", "lite/", 1)
        return make_response(render_template([lite, template], **context))
    if not part:
        return make_response(render_template(template, **context))
    if part not in (parts or {}):
        abort(404)
    response = make_response(render_template((parts or {})[part], **context))
    response.headers["X-Robots-Tag"] = "noindex"
    if announce:
        response.headers["HX-Trigger"] = json.dumps({"announce": announce})
    return response


def absolute(path: str) -> str:
    """The whole address of a path of this site; without SITE_URL nobody but this machine reads it."""
    return (current_app.config["SITE_URL"] or f"http://{request.host}") + path


def direction(language: str | None) -> str:
    return "rtl" if (language or "").partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def long_date(moment: datetime | date) -> str:
    """Thursday, 19 November 2026."""
    return day_in_words(local_day(moment), "full", get_locale())


def day_and_month(moment: datetime | date) -> str:
    """19 November 2026."""
    return day_in_words(local_day(moment), "long", get_locale())


def date_and_time(moment: datetime) -> str:
    """19 November 2026, 07:40."""
    return f"{day_and_month(moment)}, {clock_time(moment)}"


def clock_time(moment: datetime) -> str:
    """07:40."""
    return minute_in_words(
        to_user_timezone(moment).time().replace(second=0, microsecond=0), get_locale()
    )


def local_day(moment: datetime | date) -> date:
    """The day that it is then where the site is."""
    return to_user_timezone(moment).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=4096)
def day_in_words(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale)


@lru_cache(maxsize=4096)
def day_in_short(day: date, locale: Locale) -> str:
    return format_skeleton("MMMd", day, locale=locale)


@lru_cache(maxsize=4096)
def minute_in_words(minute: time, locale: Locale) -> str:
    return format_time(minute, "short", locale=locale)


def time_ago(moment: datetime) -> str:
    """2 hours ago."""
    return format_timedelta(moment - now(), add_direction=True)


def month_name(day: date, width: str = "wide") -> str:
    """November, or Nov."""
    return get_locale().months["stand-alone"][width][day.month]


def time_or_day(moment: datetime) -> str:
    """14:32 for today's, else 19 Nov, or Nov 19."""
    if local_day(moment) == local_day(now()):
        return clock_time(moment)
    return day_in_short(local_day(moment), get_locale())


def first_sentence(text: str) -> str:
    """What a narrow column has room for: the first sentence of thirty letters or more."""
    found = re.match(r".{30,}?[.!?…][”’»]?(?=\s)", text, re.DOTALL)
    return found[0] if found else text


def weekday_and_day(day: date) -> str:
    """Thursday, 19 November, or Thursday, November 19."""
    locale = get_locale()
    return day_in_words(day, YEAR.sub("", locale.date_formats["full"].pattern).strip(", "), locale)


def here(**changes: str | None) -> str:
    """This address with other parameters; those that mean nothing to the site are dropped."""
    ours = (name for name in OURS if name != "part")
    kept = {name: request.args[name] for name in ours if name in request.args}
    words = {name: value for name, value in (kept | changes).items() if value}
    return f"{request.path}?{urlencode(words)}" if words else request.path


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        long_date=long_date,
        day_and_month=day_and_month,
        date_and_time=date_and_time,
        clock_time=clock_time,
        time_ago=time_ago,
        month_name=month_name,
        iso=lambda moment: moment.isoformat(timespec="seconds"),
        local_day=local_day,
        local=lambda moment, pattern: format_datetime(moment, pattern),
        direction=direction,
        first_sentence=first_sentence,
        number=format_decimal,
        slashed=lambda day: f"{day:%Y/%m/%d}",
        soft_hyphens=soft_hyphens,
        time_or_day=time_or_day,
        weekday_and_day=weekday_and_day,
    )
    app.jinja_env.globals.update(
        absolute=absolute,
        drawn_cover=drawn_cover,
        here=here,
        asset=lambda name: app.extensions["assets"].address(name),
        theme_script=Markup(inline_script()),  # noqa: S704  our own file
        locale=get_locale,
        now=now,
    )
