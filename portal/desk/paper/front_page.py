"""The front page: stories pinned to its slots, and the strips of categories."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from wtforms.validators import InputRequired

from portal.desk.paper.pin_form import SLOT_LABELS, PinForm
from portal.desk.shared.current_settings import settings
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_search import CATEGORIES
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Category, Pin, Setting, SiteSettings
from portal.models.article.loading import for_cards
from portal.models.site.pin import SLOTS

bp = DeskBlueprint("front", Action.FRONT)


class StripForm(DeskForm):
    """The category of a new strip."""

    category = NounField(
        lazy_gettext("Add a strip"),
        CATEGORIES,
        [InputRequired(lazy_gettext("Enter the name of a category."))],
    )


@bp.get("/front")
def edit() -> Response:
    return page(PinForm())


@bp.post("/front/pins")
def pin() -> Response:
    """Pin a story to a slot."""
    form = PinForm()
    if not form.validate() or form.article is None:
        return page(form, 422)
    Pin.set_slot(form.article, form.slot.data)
    AuditEntry.record(current_user, AuditAction.PINNED, form.article, form.article.headline)
    return save_and_return()


@bp.post("/front/pins/<slot>/move")
def move(slot: str) -> Response:
    """Swap a slot with the one above or below."""
    at = slot_position(slot)
    other = at + (1 if request.form.get("by") == "1" else -1)
    if 0 <= other < len(SLOTS):
        Pin.swap_slots(slot, SLOTS[other])
        AuditEntry.record(current_user, AuditAction.MOVED, Pin(), slot)
    return save_and_return()


@bp.post("/front/pins/<slot>/removal")
def unpin(slot: str) -> Response:
    """Empty a slot."""
    slot_position(slot)
    if pinned := Pin.by_slot().get(slot):
        AuditEntry.record(current_user, AuditAction.UNPINNED, pinned, pinned.headline)
        Pin.set_slot(pinned, "")
    return save_and_return()


def slot_position(slot: str) -> int:
    """Return the position of a slot, from 0. Abort with 404 if there is no such slot."""
    if slot not in SLOTS:
        abort(404)
    return SLOTS.index(slot)


@bp.post("/front/strips")
def strips() -> Response:
    """Add, move or remove the strip of a category."""
    form = StripForm()
    if not form.validate():
        return page(PinForm(formdata=None), 422, form)
    SiteSettings.change(strips=moved(form.category.noun.id, request.form.get("by", "add")))
    AuditEntry.record(current_user, AuditAction.CHANGED, Setting(name="strips"), "strips")
    return save_and_return()


def moved(id: int, by: str) -> list[int]:
    """Return the categories of the strips after `id` is added ("add"), removed ("off") or moved (±1)."""
    chosen = list(settings().strips)
    if by == "add" and id not in chosen:
        return [*chosen, id]
    if by == "off":
        return [each for each in chosen if each != id]
    if by in ("1", "-1") and id in chosen:
        at = chosen.index(id)
        to = min(max(at + int(by), 0), len(chosen) - 1)
        chosen.insert(to, chosen.pop(at))
    return chosen


def save_and_return() -> Response:
    db.session.commit()
    flash_message(_("Saved. Readers see the change now."))
    return redirect_to(url_for("desk.front.edit"))


def page(form: PinForm, status: int = 200, strip_form: StripForm | None = None) -> Response:
    pins = Pin.by_slot()
    newest = db.session.scalars(for_cards(Article.live()).limit(12)).unique().all()
    pinned_ids = {story.id for story in pins.values()}
    form.story.options = form.story.options or [each.headline for each in newest]
    chosen = [db.session.get(Category, id) for id in settings().strips]
    return render(
        "desk/paper/front_page.html",
        status=status,
        form=form,
        strip_form=strip_form or StripForm(formdata=None),
        slot_labels=SLOT_LABELS,
        pins=pins,
        unpinned=[each for each in newest if each.id not in pinned_ids],
        strips=[each for each in chosen if each],
    )
