"""Column types of text that people write: it is stored in NFC, wherever it comes from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, String, Text, event
from sqlalchemy.orm import Mapper
from sqlalchemy.types import TypeDecorator

from portal.wording.unicode_text import nfc


class Nfc(TypeDecorator[str]):
    """Text that is converted to NFC when it is written or compared."""

    impl: type[String] = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and nfc(value)


class NfcString(Nfc):
    """Text of a bounded length."""

    cache_ok = True


class NfcText(Nfc):
    """Text of any length."""

    impl = Text
    cache_ok = True


@event.listens_for(Mapper, "mapper_configured")
def convert_when_set(mapper: Mapper[Any], model: type[Any]) -> None:
    """Convert text also when an attribute is set, so that code reads what the database will hold."""
    for attribute in mapper.column_attrs:
        if isinstance(attribute.columns[0].type, Nfc):
            event.listen(getattr(model, attribute.key), "set", converted, retval=True)


def converted(_target: Any, value: Any, _old: Any, _initiator: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value
