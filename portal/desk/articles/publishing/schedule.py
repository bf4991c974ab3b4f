"""Change the publication time of a scheduled story."""

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
from portal.desk.shared.forms import DeskForm, safe_desk_address
from portal.desk.shared.moments import upcoming_time
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Occasion, State, now
from portal.models.base.clock import utc_from_local

bp = DeskBlueprint("schedule", Action.PUBLISH)


class ScheduleForm(DeskForm):
    """A day and a time in the time zone of the paper; `publish_at` is the same in UTC."""

    date = DateField(_("Day"), [InputRequired(_("Choose a day."))])
    time = TimeField(_("Time"), [InputRequired(_("Choose a time."))])

    def validate_time(self, field: TimeField) -> None:
        if not self.date.data or not field.data:
            return
        try:
            self.publish_at = utc_from_local(self.date.data, field.data, settings().time_zone)
        except ValueError:
            message = gettext("Choose another time: the clocks skip it that night.")
            raise ValidationError(message) from None
        if self.publish_at <= now():
            raise ValidationError(gettext("Choose a time in the future."))


@bp.get("/articles/<int:article>/schedule")
def edit(article: Article) -> Response:
    """Show the form with the present time."""
    if article.state is not State.SCHEDULED:
        return not_scheduled(article)
    local = to_user_timezone(article.published_at)
    return page(article, ScheduleForm(None, date=local.date(), time=local.time()))


@bp.post("/articles/<int:article>/schedule")
def update(article: Article) -> Response:
    """Schedule the story for another time. A story in review becomes scheduled."""
    if article.state not in (State.SCHEDULED, State.IN_REVIEW):
        return not_scheduled(article)
    form = ScheduleForm()
    if obstacle := publication_obstacle(article):
        headline = article.headline or _("Untitled")
        message = _("Not scheduled: “%(headline)s”: %(why)s", headline=headline, why=obstacle)
        flash_message(message, "warn")
        return redirect_to(return_address(article))
    if not form.validate():
        return page(article, form, 422)
    with recorded_change(article, Occasion.SCHEDULED):
        article.publish(settings().time_zone, form.publish_at)
    AuditEntry.record(current_user, AuditAction.SCHEDULED, article, article.headline)
    db.session.commit()
    time = upcoming_time(form.publish_at)
    flash_message(
        _("“%(headline)s” is scheduled for %(time)s.", headline=article.headline, time=time)
    )
    return redirect_to(return_address(article))


def not_scheduled(article: Article) -> Response:
    flash_message(_("“%(headline)s” is no longer scheduled.", headline=article.headline), "warn")
    return redirect_to(return_address(article))


def return_address(article: Article) -> str:
    """Return the page that the editor came from, else the month of the story in the calendar."""
    month = f"{to_user_timezone(article.published_at or now()):%Y-%m}"
    calendar = url_for("desk.calendar.show", month=month)
    return safe_desk_address(request.args.get("then"), calendar)


def page(article: Article, form: ScheduleForm, status: int = 200) -> Response:
    return render(
        "desk/articles/publishing/schedule.html",
        status=status,
        form=form,
        article=article,
        back=return_address(article),
    )
