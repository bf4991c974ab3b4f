"""Static assets, served under names that contain a hash of their content, so that they never expire.

WhiteNoise reads them once at the start and serves them from memory: `site.css` as
`/static/site.<hash>.css`, together with its compressed siblings.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from portal.errors import PortalError
from portal.paths import bundled_folder

FOLDERS = ("vendor", "img")
COMPRESSED_SUFFIXES = (".br", ".gz")


class Assets:
    """The built files and their addresses.

    Raises PortalError if the build has not been run.
    """

    def __init__(self, root: Path) -> None:
        self.paths = {path.name: path for folder in FOLDERS for path in files_in(root / folder)}
        if "site.css" not in self.paths:
            raise PortalError(f"{root / 'vendor'} has not been built. Run `make setup`.")
        self.addresses = {name: hashed_address(path) for name, path in self.paths.items()}

    def address(self, name: str) -> str:
        """Return the address of a file such as `site.css`. Raises KeyError for an unknown name."""
        return self.addresses[name]

    def serve(self, app: Flask, **options) -> None:
        """Put WhiteNoise in front of the app, for these files and no others."""
        whitenoise = WhiteNoise(
            app.wsgi_app,
            autorefresh=False,
            allow_all_origins=False,
            immutable_file_test=lambda _path, _url: True,
            **options,
        )
        for name, path in self.paths.items():
            whitenoise.add_file_to_dictionary(self.addresses[name], str(path))
        app.wsgi_app = whitenoise  # type: ignore[method-assign]


def files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix not in COMPRESSED_SUFFIXES)


def hashed_address(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    return f"/static/{path.stem}.{digest}{path.suffix}"


def init_app(app: Flask, **options) -> Assets:
    assets = Assets(bundled_folder("static"))
    assets.serve(app, **options)
    app.extensions["assets"] = assets
    return assets
