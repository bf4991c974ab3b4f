"""Today: what is mine, what waits for review, what goes out next, what is live."""

from __future__ import annotations

from flask import Response

from portal.desk.answers import answer
from portal.desk.roles import Action, Room

bp = Room("today", Action.ACCOUNT)


@bp.get("/")
def show() -> Response:
    return answer("desk/today.html")
