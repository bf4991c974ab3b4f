"""When a story that is scheduled goes out: another day, another time."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext, to_user_timezone
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import DateField, TimeField
from wtforms.validators import InputRequired, ValidationError

from portal.desk.articles.editing.checklist import publication_obstacle
from portal.desk.articles.saving.save import recorded_change
from portal.desk.shared.current_settings import settings
from portal.desk.shared.forms import DeskForm, own_address
from portal.desk.shared.moments import upcoming_time
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Occasion, State, now
from portal.models.base.clock import utc_from_local

bp = DeskBlueprint("schedule", Action.PUBLISH)


class ScheduleForm(DeskForm):
    date = DateField(_("Day"), [InputRequired(_("Choose a day."))])
    time = TimeField(_("Time"), [InputRequired(_("Choose a time."))])

    def validate_time(self, field: TimeField) -> None:
        if not self.date.data or not field.data:
            return
        try:
            self.publish_at = utc_from_local(self.date.data, field.data, settings().time_zone)
        except ValueError:
            words = gettext("Choose another time: that night the clocks leap over it.")
            raise ValidationError(words) from None
        if self.publish_at <= now():
            raise ValidationError(gettext("Choose a time that is still to come."))


@bp.get("/articles/<int:article>/schedule")
def edit(article: Article) -> Response:
    if article.state is not State.SCHEDULED:
        return too_late(article)
    local = to_user_timezone(article.published_at)
    return page(article, ScheduleForm(None, date=local.date(), time=local.time()))


@bp.post("/articles/<int:article>/schedule")
def update(article: Article) -> Response:
    """Move it. A story in review goes on the schedule."""
    if article.state not in (State.SCHEDULED, State.IN_REVIEW):
        return too_late(article)
    form = ScheduleForm()
    if missing := publication_obstacle(article):
        flash_message(
            _("Not done: “%(headline)s”: %(why)s", headline=article.headline, why=missing), "warn"
        )
        return redirect_to(way_back(article))
    if not form.validate():
        return page(article, form, 422)
    with recorded_change(article, Occasion.SCHEDULED):
        article.publish(settings().time_zone, form.publish_at)
    AuditEntry.record(current_user, AuditAction.SCHEDULED, article, article.headline)
    db.session.commit()
    flash_message(
        _(
            "“%(headline)s” goes out %(time)s.",
            headline=article.headline,
            time=upcoming_time(form.publish_at),
        )
    )
    return redirect_to(way_back(article))


def too_late(article: Article) -> Response:
    flash_message(
        _("“%(headline)s” is not on the schedule any more.", headline=article.headline), "warn"
    )
    return redirect_to(way_back(article))


def way_back(article: Article) -> str:
    """To where one came from, else to the month in which it goes out."""
    month = f"{to_user_timezone(article.published_at or now()):%Y-%m}"
    calendar = url_for("desk.calendar.show", month=month)
    return own_address(request.args.get("then"), calendar)


def page(article: Article, form: ScheduleForm, status: int = 200) -> Response:
    return render(
        "desk/articles/publishing/schedule.html",
        status=status,
        form=form,
        article=article,
        back=way_back(article),
    )
