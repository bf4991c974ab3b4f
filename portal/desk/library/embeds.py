"""Look up an embed (film, sound, post of another site) for the body editor."""

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
    """Return JSON: the embed's `html` for the body, or with 422 the message `wrong`."""
    embed = embed_at(request.args.get("address", "").strip())
    if embed is None:
        names = ", ".join(sorted({each.name for each in PROVIDERS}))
        message = _("This address cannot be embedded. Supported sites: %(names)s.", names=names)
        return make_response(jsonify(wrong=message), 422)
    return jsonify(html=clean(f'<portal-embed address="{escape(embed.address)}"></portal-embed>'))
