"""My account: name, password, keys, and where I am signed in."""

from __future__ import annotations

from flask import Response

from portal.desk.answers import answer
from portal.desk.roles import Action, Room

bp = Room("account", Action.ACCOUNT)


@bp.get("/account")
def edit() -> Response:
    return answer("desk/account.html")
