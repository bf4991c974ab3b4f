"""The front page: stories pinned to its slots, and the strips of categories."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from sqlalchemy import select
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from portal.desk.shared.current_settings import settings
from portal.desk.shared.fields import parse_id
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.desk.shared.trees import branches
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Category, Pin, Setting, SiteSettings
from portal.models.article.queries import for_cards
from portal.models.site.pin import SLOTS

bp = DeskBlueprint("front", Action.FRONT)

SLOT_LABELS = dict(
    zip(
        SLOTS,
        (
            lazy_gettext("Lead"),
            lazy_gettext("Second"),
            lazy_gettext("Third"),
            lazy_gettext("Fourth"),
            lazy_gettext("Fifth"),
        ),
        strict=True,
    )
)


class PinForm(DeskForm):
    """A story, by its headline or address, and the slot to pin it to."""

    story = StringField(
        lazy_gettext("Headline or address"),
        [InputRequired(lazy_gettext("Enter the headline or the address of a story."))],
        render_kw={"list": "stories"},
    )
    slot = SelectField(
        lazy_gettext("Slot"), choices=[SelectChoice(*each) for each in SLOT_LABELS.items()]
    )
    article: Article | None = None

    def validate_story(self, field) -> None:
        self.article = find_story(field.data.strip())
        if self.article is None:
            raise ValidationError(
                _("There is no live or scheduled story with this headline or address.")
            )


def find_story(text: str) -> Article | None:
    """Return the live or scheduled story with this address or exactly this headline, or None."""
    query = select(Article).where(Article.published_at.is_not(None), Article.binned_at.is_(None))
    if text.endswith("/") and (slug := text.rstrip("/").rpartition("/")[2]):
        query = query.where(Article.slug == slug)
    else:
        query = query.where(Article.headline == text)
    return db.session.scalar(query.order_by(Article.published_at.desc()).limit(1))


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
    chosen = list(settings().strips)
    id = parse_id(request.form.get("category"))
    if id is None or db.session.get(Category, id) is None:
        abort(400, _("Choose a category."))
    by = request.form.get("by", "add")
    if by == "add" and id not in chosen:
        chosen.append(id)
    elif by == "off":
        chosen = [each for each in chosen if each != id]
    elif by in ("1", "-1") and id in chosen:
        at = chosen.index(id)
        to = min(max(at + int(by), 0), len(chosen) - 1)
        chosen.insert(to, chosen.pop(at))
    SiteSettings.change(strips=chosen)
    AuditEntry.record(current_user, AuditAction.CHANGED, Setting(name="strips"), "strips")
    return save_and_return()


def save_and_return() -> Response:
    db.session.commit()
    flash_message(_("Saved. Readers see the change now."))
    return redirect_to(url_for("desk.front.edit"))


def page(form: PinForm, status: int = 200) -> Response:
    pins = Pin.by_slot()
    newest = db.session.scalars(for_cards(Article.live()).limit(12)).unique().all()
    unpinned = [each for each in newest if each.id not in {story.id for story in pins.values()}]
    every = [each for each, _depth in branches(Category)]
    by_id = {each.id: each for each in every}
    chosen = [by_id[id] for id in settings().strips if id in by_id]
    return render(
        "desk/paper/front_page.html",
        status=status,
        form=form,
        slot_labels=SLOT_LABELS,
        pins=pins,
        unpinned=unpinned,
        newest=newest,
        strips=chosen,
        other_categories=[each for each in every if each not in chosen],
    )
