"""People: who signs in at the desk, and as what."""

from __future__ import annotations

from flask import Response

from portal.desk.answers import answer
from portal.desk.roles import Action, Room

bp = Room("editors", Action.PEOPLE)


@bp.get("/people")
def index() -> Response:
    return answer("desk/people.html")
