"""Downloads: files that are not pictures, such as PDFs, stored as they are."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import PurePosixPath

from portal.models.base.slugs import slug_of

TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "m4a": "audio/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
NAME = re.compile(rf"files/[0-9a-f]{{16}}/[a-z0-9-]{{1,200}}\.(?P<suffix>{'|'.join(TYPES)})")


def suffix_of(file_name: str) -> str:
    return PurePosixPath(file_name).suffix.lower().removeprefix(".")


def store(data: bytes, file_name: str) -> str:
    """Store a file of one of the TYPES and return its path in the media folder. Raises OSError."""
    from portal.pictures.storage import media_folder, write_whole

    stem = slug_of(PurePosixPath(file_name).stem, "file")
    name = f"files/{sha256(data).hexdigest()[:16]}/{stem}.{suffix_of(file_name)}"
    path = media_folder() / name
    if not path.is_file():
        write_whole(path, data)
    return name
