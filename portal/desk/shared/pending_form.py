"""A posted form that could not be handled, kept so that the editor can send it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.desk.shared.forms import safe_desk_address


@dataclass(frozen=True)
class PendingForm:
    """The fields of a posted form and its address. Uploaded files are not included."""

    address: str
    fields: list[tuple[str, str]]
    had_pictures: bool = False

    @property
    def as_json(self) -> str:
        return json.dumps([self.address, self.fields, self.had_pictures])

    @classmethod
    def of_request(cls) -> PendingForm | None:
        """Return the form that this request posts, without passwords; None if there is none.

        Only a form of our own pages counts: one of another site must not run with an editor's rights.
        """
        if request.method != "POST" or not is_from_our_page():
            return None
        try:
            posted = list(request.form.items(multi=True))
        except RequestEntityTooLarge:
            return None
        fields = [pair for pair in posted if pair[0] != "csrf_token" and "password" not in pair[0]]
        had_pictures = any(file.filename for file in request.files.values())
        return cls(address_of_request(), fields, had_pictures)

    @classmethod
    def from_sign_in_page(cls) -> PendingForm | None:
        """Return the form that the sign-in page carries in its hidden field, or None."""
        try:
            address, fields, had_pictures = json.loads(request.form.get("pending_form", ""))
            pairs = [(str(name), str(value)) for name, value in fields]
        except (ValueError, TypeError):
            return None
        return cls(safe_desk_address(address), pairs, bool(had_pictures))


def address_of_request() -> str:
    return request.full_path if request.query_string else request.path


def is_from_our_page() -> bool:
    """Return True by headers that a page cannot forge (Fetch Metadata; Origin, RFC 6454)."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
