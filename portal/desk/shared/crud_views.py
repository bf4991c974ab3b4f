"""CRUD views for one noun: list, create, change, merge and delete it by plain forms."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from sqlalchemy import select
from wtforms.validators import InputRequired

from portal.desk.shared.forms import DeskForm, refusal_status
from portal.desk.shared.list_rows import Row
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_search import NounSearch
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import AuditAction, AuditEntry
from portal.models.base.slugs import slug_of


class CrudViews(DeskBlueprint):
    """The views of one noun. A subclass names the model, the form and the rows of the list.

    `noun` is the model; it has a name and a path. `form` takes `obj=` and has `fill(noun)`. With
    `merge_search` a noun can be merged into another one, by `merge_into()`.
    """

    noun: Any
    form: Any
    heading: str
    new_label: str
    count_label: str
    has_search = False
    search_label: str = lazy_gettext("Find by name")
    merge_search: NounSearch | None = None

    def __init__(self, name: str, action: Action = Action.STRUCTURE) -> None:
        super().__init__(name, action)
        one = f"/{name}/<int:{self.noun.__tablename__}>"
        self.add_url_rule(f"/{name}", "index", self.index)
        self.add_url_rule(f"/{name}/new", "new", self.new)
        self.add_url_rule(f"/{name}/new", "create", self.create, methods=["POST"])
        self.add_url_rule(one, "edit", self.edit)
        self.add_url_rule(one, "update", self.update, methods=["POST"])
        self.add_url_rule(f"{one}/removal", "destroy", self.destroy, methods=["POST"])
        if self.merge_search:
            self.add_url_rule(f"{one}/merge", "merge", self.merge, methods=["POST"])

    @abstractmethod
    def rows(self) -> list[Row]:
        """Return the rows of the list."""

    def merge_into(self, noun: Any, into: Any) -> None:
        """Merge `noun` into another one. Raise ValueError with a message if it is impossible."""
        raise NotImplementedError

    def removal_obstacle(self, noun: Any) -> str:
        """Return why `noun` cannot be deleted, or an empty string."""
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
        name = self.name_of(noun)
        AuditEntry.record(current_user, action, noun, name)
        note = self.address_note(noun, form)
        response = self.save_and_return(_("Saved: “%(name)s”.", name=name))
        if note:
            flash_message(note, "warn")
        return response

    def address_note(self, noun: Any, form: DeskForm) -> str:
        """Return what to say if the slug is not the one that was typed, or that the name gives."""
        if "slug" not in form:
            return ""
        typed = form.slug.data
        wanted = slug_of(typed or self.name_of(noun), "")
        if wanted and noun.slug != wanted:
            return _("“%(slug)s” is taken, so the address is %(path)s", slug=wanted, path=noun.path)
        if typed and noun.slug != typed:
            return _("The address is %(path)s", path=noun.path)
        return ""

    def merge(self, **ids: Any) -> Response:
        (noun,) = ids.values()
        form = self.merge_form()
        if not form.validate():
            return self.page(noun, self.form(formdata=None, obj=noun), 422, merge_form=form)
        into = form.into.noun
        names = {"name": self.name_of(noun), "into": self.name_of(into)}
        AuditEntry.record(current_user, AuditAction.MERGED, noun, "{name} → {into}".format(**names))
        try:
            self.merge_into(noun, into)
        except ValueError as error:
            db.session.rollback()
            form.into.errors = [str(error)]
            return self.page(noun, self.form(formdata=None, obj=noun), 422, merge_form=form)
        return self.save_and_return(_("Merged “%(name)s” into “%(into)s”.", **names))

    def merge_form(self) -> Any:
        """Return the form for merging: the noun to merge into, found by its name."""
        assert self.merge_search
        search, missing = (
            self.merge_search,
            lazy_gettext("Enter the name of the one to merge into."),
        )

        class MergeForm(DeskForm):
            into = NounField(lazy_gettext("Merge into"), search, [InputRequired(missing)])

        return MergeForm(prefix="merge-")

    def destroy(self, **ids: Any) -> Response:
        (noun,) = ids.values()
        if obstacle := self.removal_obstacle(noun):
            flash_message(obstacle, "bad")
            return redirect_to(url_for(f"desk.{self.name}.index"))
        name = self.name_of(noun)
        AuditEntry.record(current_user, AuditAction.REMOVED, noun, name)
        db.session.delete(noun)
        return self.save_and_return(_("Deleted: “%(name)s”.", name=name))

    def save_and_return(self, message: str) -> Response:
        """Commit and go to the list with a message."""
        db.session.commit()
        flash_message(message)
        return redirect_to(url_for(f"desk.{self.name}.index"))

    def page(self, noun: Any, form: DeskForm, status: int = 200, **more: Any) -> Response:
        """Render the form of a noun. One without an id is new."""
        can_merge = noun.id and self.merge_search and self.has_others(noun)
        return render(
            "desk/shared/crud/edit.html",
            status=status,
            views=self,
            endpoint=f"desk.{self.name}",
            noun=noun,
            ids={self.noun.__tablename__: noun.id},
            form=form,
            obstacle=self.removal_obstacle(noun) if noun.id else "",
            **({"merge_form": self.merge_form()} if can_merge else {}) | more,
        )

    def has_others(self, noun: Any) -> bool:
        """Return True if there is another noun of the kind."""
        others = select(self.noun.id).where(self.noun.id != noun.id).limit(1)
        return db.session.scalar(others) is not None
