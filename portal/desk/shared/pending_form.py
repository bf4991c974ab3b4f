"""What an editor typed into a form that could not be taken, to be sent again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.desk.shared.forms import own_address


@dataclass(frozen=True)
class PendingForm:
    """The fields of a form, and the address that it was sent to. Pictures cannot be kept."""

    address: str
    fields: list[tuple[str, str]]
    had_pictures: bool = False

    @property
    def as_json(self) -> str:
        return json.dumps([self.address, self.fields, self.had_pictures])

    @classmethod
    def of_request(cls) -> PendingForm | None:
        """What this request sent, without passwords.

        Only a form of our own: another site's must not be sent on with an editor's rights.
        """
        if request.method != "POST" or not is_from_our_page():
            return None
        try:
            sent = list(request.form.items(multi=True))
        except RequestEntityTooLarge:
            return None
        fields = [each for each in sent if each[0] != "csrf_token" and "password" not in each[0]]
        had_pictures = any(each.filename for each in request.files.values())
        return cls(address_of_request(), fields, had_pictures)

    @classmethod
    def sent_on(cls) -> PendingForm | None:
        """What the page to sign in was given to keep."""
        try:
            address, fields, had_pictures = json.loads(request.form.get("pending_form", ""))
            pairs = [(str(name), str(value)) for name, value in fields]
        except (ValueError, TypeError):
            return None
        return cls(own_address(address), pairs, bool(had_pictures))


def address_of_request() -> str:
    return request.full_path if request.query_string else request.path


def is_from_our_page() -> bool:
    """By what browsers say of it and no page can forge (Fetch Metadata; RFC 6454)."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
