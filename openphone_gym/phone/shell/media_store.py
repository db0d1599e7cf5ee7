"""The files that apps share as Android's media store lists them, for ``content`` and ``sqlite3``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.database import Row, Table
from openphone_gym.phone.system import files

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

IMAGE, AUDIO, VIDEO, DOCUMENT, NO_MEDIA = 1, 2, 3, 6, 0
"""Android's numbers of the kinds of files."""

MEDIA_TYPES = {"picture": IMAGE, "audio": AUDIO, "video": VIDEO, "document": DOCUMENT, "book": DOCUMENT}

MIME_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
"""Types by the ends of names; those of the machine's own tables differ from one to the next."""


def _files(phone: Phone) -> Iterable[Row]:
    for number, file in enumerate(files.listed(phone.system, phone.world), 1):
        kind = MIME_TYPES.get(posixpath.splitext(file.name)[1].lower(), "application/octet-stream")
        downloaded = int(file.path.startswith(f"{files.DOWNLOADS}/"))
        media = MEDIA_TYPES.get(file.kind, NO_MEDIA)
        yield number, file.path, file.name, file.size, kind, file.modified // 1000, media, downloaded


def _keep_files(phone: Phone, kept: set[int]) -> None:
    for number, file in enumerate(files.listed(phone.system, phone.world), 1):
        if number not in kept:
            files.remove(phone.system, phone.world, file.path)
    phone.changed()


MEDIA = {
    "files": Table(
        "_id, _data, _display_name, _size, mime_type, date_modified, media_type, is_download",
        _files,
        _keep_files,
    ),
}

MEDIA_VIEWS = f"""
CREATE VIEW images AS SELECT * FROM files WHERE media_type = {IMAGE};
CREATE VIEW audio AS SELECT * FROM files WHERE media_type = {AUDIO};
CREATE VIEW video AS SELECT * FROM files WHERE media_type = {VIDEO};
CREATE VIEW downloads AS SELECT * FROM files WHERE is_download = 1;
"""

MEDIA_SOURCES = {
    "media/external/file": "files",
    "media/external/images/media": "images",
    "media/external/audio/media": "audio",
    "media/external/video/media": "video",
    "media/external/downloads": "downloads",
}
"""Views by the content addresses that stand for them."""
