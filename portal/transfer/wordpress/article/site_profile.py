"""The old site's names, which its texts refer to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SiteProfile:
    """`publishers` are names that titles end in; `authors` are names by the people's sign-in names."""

    name: str = ""
    tagline: str = ""
    host: str = ""
    publishers: Collection[str] = ()
    authors: Mapping[str, str] = field(default_factory=dict)
