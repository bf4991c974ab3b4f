"""CRUD views for one noun: list, create, change, merge and remove it by plain forms."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.desk.shared.forms import DeskForm, refusal_status
from portal.desk.shared.list_rows import Row
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry
from portal.wording.spaces import one_line


def noun_name_field(label: str, missing: str, max_chars: int = 200) -> StringField:
    """Return a required field for the name of a noun; `missing` is the message if it is empty."""
    return StringField(
        label,
        [DataRequired(missing), Length(max=max_chars)],
        filters=[lambda text: text and one_line(text)],
        render_kw={"maxlength": max_chars},
    )


def slug_field() -> StringField:
    """Return an optional field for the slug of a noun."""
    return StringField(
        lazy_gettext("Last part of the address"),
        [Length(max=80)],
        description=lazy_gettext(
            "If empty, made from the name. The old address redirects to the new one."
        ),
        render_kw={"maxlength": 80},
    )


class MergeForm(DeskForm):
    """The form to merge a noun into another one."""

    into = SelectField(
        lazy_gettext("Merge into"), [InputRequired(lazy_gettext("Choose one to merge into."))]
    )

    def __init__(self, candidates: Iterable[Any]) -> None:
        super().__init__(prefix="merge-")
        choices = [SelectChoice(str(each.id), each.name) for each in candidates]
        self.into.choices = [SelectChoice("", _("Choose …")), *choices]


class CrudViews(DeskBlueprint):
    """The views of one noun. A subclass names the model, the form and the rows of the list.

    `noun` is the model; it has a name and a path. `form` takes `obj=` and has `fill(noun)`.
    """

    noun: Any
    form: Any
    heading: str
    new_label: str
    count_label: str
    has_search = False
    search_label: str = lazy_gettext("Find by name")

    def __init__(self, name: str, action: Action = Action.FILE) -> None:
        super().__init__(name, action)
        one = f"/{name}/<int:{self.noun.__tablename__}>"
        self.add_url_rule(f"/{name}", "index", self.index)
        self.add_url_rule(f"/{name}/new", "new", self.new)
        self.add_url_rule(f"/{name}/new", "create", self.create, methods=["POST"])
        self.add_url_rule(one, "edit", self.edit)
        self.add_url_rule(one, "update", self.update, methods=["POST"])
        self.add_url_rule(f"{one}/removal", "destroy", self.destroy, methods=["POST"])
        if type(self).merge_candidates is not CrudViews.merge_candidates:
            self.add_url_rule(f"{one}/merge", "merge", self.merge, methods=["POST"])

    @abstractmethod
    def rows(self) -> list[Row]:
        """Return the rows of the list."""

    def merge_candidates(self, noun: Any) -> list[Any]:
        """Return the nouns that `noun` may be merged into."""
        return []

    def merge_into(self, noun: Any, into: Any) -> None:
        """Merge `noun` into another one. Raise ValueError with a message if it is impossible."""

    def removal_obstacle(self, noun: Any) -> str:
        """Return why `noun` cannot be removed, or an empty string."""
        return ""

    def name_of(self, noun: Any) -> str:
        """Return the name that lists and messages use."""
        return noun.name

    def index(self) -> Response:
        return render(
            "desk/shared/crud/index.html",
            views=self,
            endpoint=f"desk.{self.name}",
            rows=self.rows(),
        )

    def new(self) -> Response:
        return self.page(self.noun(), self.form())

    def create(self) -> Response:
        return self.save(self.noun())

    def edit(self, **ids: Any) -> Response:
        (noun,) = ids.values()
        return self.page(noun, self.form(obj=noun))

    def update(self, **ids: Any) -> Response:
        (noun,) = ids.values()
        return self.save(noun)

    def save(self, noun: Any) -> Response:
        """Write the form to the noun and commit, or answer 422 with the same form."""
        form, action = self.form(), AuditAction.CHANGED if noun.id else AuditAction.ADDED
        form.noun = noun
        if not form.validate():
            db.session.rollback()
            return self.page(noun, form, refusal_status(form))
        db.session.add(noun)
        with db.session.no_autoflush:  # the object is incomplete until fill() ends
            form.fill(noun)
        AuditEntry.record(current_user, action, noun, self.name_of(noun))
        return self.save_and_return(_("Saved: “%(name)s”.", name=self.name_of(noun)))

    def merge(self, **ids: Any) -> Response:
        (noun,) = ids.values()
        form = MergeForm(self.merge_candidates(noun))
        if not form.validate():
            return self.page(noun, self.form(formdata=None, obj=noun), 422, merge_form=form)
        into: Any = db.session.get(self.noun, int(form.into.data)) or abort(404)
        names = {"name": self.name_of(noun), "into": self.name_of(into)}
        AuditEntry.record(current_user, AuditAction.MERGED, noun, "{name} → {into}".format(**names))
        try:
            self.merge_into(noun, into)
        except ValueError as error:
            db.session.rollback()
            form.into.errors = [str(error)]
            return self.page(noun, self.form(formdata=None, obj=noun), 422, merge_form=form)
        return self.save_and_return(_("Merged “%(name)s” into “%(into)s”.", **names))

    def destroy(self, **ids: Any) -> Response:
        (noun,) = ids.values()
        if obstacle := self.removal_obstacle(noun):
            flash_message(obstacle, "bad")
            return redirect_to(url_for(f"desk.{self.name}.index"))
        name = self.name_of(noun)
        AuditEntry.record(current_user, AuditAction.REMOVED, noun, name)
        db.session.delete(noun)
        return self.save_and_return(_("Removed: “%(name)s”.", name=name))

    def save_and_return(self, message: str) -> Response:
        """Commit and go to the list with a message."""
        db.session.commit()
        flash_message(message)
        return redirect_to(url_for(f"desk.{self.name}.index"))

    def page(self, noun: Any, form: DeskForm, status: int = 200, **more: Any) -> Response:
        """Render the form of a noun. One without an id is new."""
        candidates = self.merge_candidates(noun) if noun.id else []
        return render(
            "desk/shared/crud/edit.html",
            status=status,
            views=self,
            endpoint=f"desk.{self.name}",
            noun=noun,
            ids={self.noun.__tablename__: noun.id},
            form=form,
            obstacle=self.removal_obstacle(noun) if noun.id else "",
            **({"merge_form": MergeForm(candidates)} if candidates else {}) | more,
        )
