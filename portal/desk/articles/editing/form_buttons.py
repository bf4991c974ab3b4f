"""The buttons of the article's form that change only the form."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from portal.desk.articles.editing import lead_picture
from portal.desk.articles.editing.form import ArticleForm


def apply_button(form: ArticleForm) -> bool:
    """Change the form as the pressed button says. Return False if it is another button."""
    for name, change in BUTTONS.items():
        if name in request.form:
            change(form, request.form[name])
            return True
    return False


def add_tag(form: ArticleForm, name: str) -> None:
    """Add the tag on the button, or the typed one if the button has none."""
    form.new_tag.data = name or form.new_tag.data
    form.tags.data, form.new_tag.data = form.all_tags(), ""


def remove_tag(form: ArticleForm, value: str) -> None:
    """Remove the tag with this id or this new name."""
    form.tags.data = [each for each in form.tags.data if str(each) != value]


def add_author(form: ArticleForm, _value: str) -> None:
    """Add the typed author. An unknown name stays in the field with a message."""
    if form.new_author.validate(form):
        form.authors.data, form.new_author.data = form.all_authors(), ""


def move_author(by: int) -> Callable[[ArticleForm, str], None]:
    def move(form: ArticleForm, id: str) -> None:
        authors = form.authors.data
        place = next((n for n, each in enumerate(authors) if str(each) == id), None)
        if place is not None and 0 <= place + by < len(authors):
            authors.insert(place + by, authors.pop(place))

    return move


def remove_author(form: ArticleForm, id: str) -> None:
    form.authors.data = [each for each in form.authors.data if str(each) != id]


BUTTONS: dict[str, Callable[[ArticleForm, str], None]] = {
    "add_tag": add_tag,
    "remove_tag": remove_tag,
    "add_author": add_author,
    "author_up": move_author(-1),
    "author_down": move_author(1),
    "author_remove": remove_author,
    "choose_picture": lead_picture.choose,
    "remove_picture": lead_picture.remove,
}
