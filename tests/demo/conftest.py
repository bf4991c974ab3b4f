from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from portal.demo import written


@pytest.fixture(scope="session")
def small_pictures(tmp_path_factory) -> list[Path]:
    """Return the demo's pictures by name, each small and of one colour, which are stored quickly."""
    folder = tmp_path_factory.mktemp("pictures")
    paths = [folder / path.name for path in written.pictures()]
    for number, path in enumerate(paths):
        Image.new("RGB", (90, 60), (number, 90, 120)).save(path)
    return paths


@pytest.fixture(autouse=True)
def pictures_are_small(monkeypatch, small_pictures) -> None:
    monkeypatch.setattr(written, "pictures", lambda: small_pictures)
