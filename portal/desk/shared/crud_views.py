"""A plain room of the desk: one noun that is listed, made, changed, merged and removed by forms."""

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


def name_field(label: str, missing: str, longest: int = 200) -> StringField:
    """What a noun is called, without needless spaces."""
    return StringField(
        label,
        [DataRequired(missing), Length(max=longest)],
        filters=[lambda text: text and " ".join(text.split())],
        render_kw={"maxlength": longest},
    )


def slug_field() -> StringField:
    return StringField(
        lazy_gettext("Words in the address"),
        [Length(max=80)],
        description=lazy_gettext("Empty: made of the name. The old address leads to the new one."),
        render_kw={"maxlength": 80},
    )


class MergeForm(DeskForm):
    """One of the others, to merge into."""

    into = SelectField(
        lazy_gettext("Merge into"), [InputRequired(lazy_gettext("Choose one to merge into."))]
    )

    def __init__(self, others: Iterable[Any]) -> None:
        super().__init__(prefix="merge-")
        choices = [SelectChoice(str(each.id), each.name) for each in others]
        self.into.choices = [SelectChoice("", _("Choose …")), *choices]


class PlainRoom(DeskBlueprint):
    """`noun` has a name and a path; `form` takes one to show it and has `fill(noun)`.

    A room says what its list shows, and which rules stand against merging and removing.
    """

    noun: Any
    form: Any
    heading: str
    new_text: str
    count_text: str
    has_search = False
    search_text: str = lazy_gettext("Find by name")

    def __init__(self, name: str, action: Action = Action.FILE) -> None:
        super().__init__(name, action)
        one = f"/{name}/<int:{self.noun.__tablename__}>"
        self.add_url_rule(f"/{name}", "index", self.index)
        self.add_url_rule(f"/{name}/new", "new", self.new)
        self.add_url_rule(f"/{name}/new", "create", self.create, methods=["POST"])
        self.add_url_rule(one, "edit", self.edit)
        self.add_url_rule(one, "update", self.update, methods=["POST"])
        self.add_url_rule(f"{one}/removal", "destroy", self.destroy, methods=["POST"])
        if type(self).others is not PlainRoom.others:
            self.add_url_rule(f"{one}/merge", "merge", self.merge, methods=["POST"])

    @abstractmethod
    def rows(self) -> list[Row]:
        """What the list shows."""

    def others(self, noun: Any) -> list[Any]:
        """What a noun may be merged into."""
        return []

    def merging(self, noun: Any, into: Any) -> None:
        """The noun's own rule. Raises ValueError, in words, where it cannot be."""

    def why_not_removed(self, noun: Any) -> str:
        """What stands against removing it, in words; empty where nothing does."""
        return ""

    def called(self, noun: Any) -> str:
        return noun.name

    def index(self) -> Response:
        return render(
            "desk/shared/crud/index.html", room=self, at=f"desk.{self.name}", rows=self.rows()
        )

    def new(self) -> Response:
        return self.page(self.noun(), self.form())

    def create(self) -> Response:
        return self.keep(self.noun())

    def edit(self, **named: Any) -> Response:
        (noun,) = named.values()
        return self.page(noun, self.form(obj=noun))

    def update(self, **named: Any) -> Response:
        (noun,) = named.values()
        return self.keep(noun)

    def keep(self, noun: Any) -> Response:
        """Fill the noun in and commit; 422 with the same form where there is something to mend."""
        form, deed = self.form(), AuditAction.CHANGED if noun.id else AuditAction.ADDED
        form.noun = noun
        if not form.validate():
            db.session.rollback()
            return self.page(noun, form, refusal_status(form))
        db.session.add(noun)
        with db.session.no_autoflush:  # it is whole only when all of it is filled in
            form.fill(noun)
        AuditEntry.record(current_user, deed, noun, self.called(noun))
        return self.done(_("“%(name)s” is saved.", name=self.called(noun)))

    def merge(self, **named: Any) -> Response:
        (noun,) = named.values()
        form = MergeForm(self.others(noun))
        if not form.validate():
            return self.page(noun, self.form(formdata=None, obj=noun), 422, merge_form=form)
        into: Any = db.session.get(self.noun, int(form.into.data)) or abort(404)
        words = {"name": self.called(noun), "into": self.called(into)}
        AuditEntry.record(current_user, AuditAction.MERGED, noun, "{name} → {into}".format(**words))
        try:
            self.merging(noun, into)
        except ValueError as error:
            db.session.rollback()
            form.into.errors = [str(error)]
            return self.page(noun, self.form(formdata=None, obj=noun), 422, merge_form=form)
        return self.done(_("“%(name)s” is merged into “%(into)s”.", **words))

    def destroy(self, **named: Any) -> Response:
        (noun,) = named.values()
        if why_not := self.why_not_removed(noun):
            flash_message(why_not, "bad")
            return redirect_to(url_for(f"desk.{self.name}.index"))
        name = self.called(noun)
        AuditEntry.record(current_user, AuditAction.REMOVED, noun, name)
        db.session.delete(noun)
        return self.done(_("“%(name)s” is removed.", name=name))

    def done(self, words: str) -> Response:
        db.session.commit()
        flash_message(words)
        return redirect_to(url_for(f"desk.{self.name}.index"))

    def page(self, noun: Any, form: DeskForm, status: int = 200, **more: Any) -> Response:
        """The noun's own page; one without an id is new."""
        others = self.others(noun) if noun.id else []
        return render(
            "desk/shared/crud/edit.html",
            status=status,
            room=self,
            at=f"desk.{self.name}",
            noun=noun,
            named={self.noun.__tablename__: noun.id},
            form=form,
            why_not=self.why_not_removed(noun) if noun.id else "",
            **({"merge_form": MergeForm(others)} if others else {}) | more,
        )
