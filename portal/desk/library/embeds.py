"""Films, sounds and posts from elsewhere: what the editor of a body asks before it takes one in."""

from __future__ import annotations

from flask import Response, jsonify, make_response, request
from flask_babel import gettext as _
from markupsafe import escape

from portal.cleaning import clean
from portal.cleaning.embeds import PROVIDERS, embed_at
from portal.desk.shared.permissions import Action, DeskBlueprint

bp = DeskBlueprint("embeds", Action.WRITE)


@bp.get("/embeds")
def show() -> Response:
    """As JSON: the embed's `html` as a body holds it, or with 422 what is `wrong` with the address."""
    embed = embed_at(request.args.get("address", "").strip())
    if embed is None:
        names = ", ".join(sorted({each.name for each in PROVIDERS}))
        words = _("This address cannot be shown within a story. These can: %(names)s.", names=names)
        return make_response(jsonify(wrong=words), 422)
    return jsonify(html=clean(f'<portal-embed address="{escape(embed.address)}"></portal-embed>'))
