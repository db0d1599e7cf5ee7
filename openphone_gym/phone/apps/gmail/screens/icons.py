"""Icons and colours of files by their kind."""

from __future__ import annotations

FILE_ICONS = {
    "document": ("file-pdf-box", 0xFFD93025),
    "picture": ("image", 0xFFD93025),
    "audio": ("music-box", 0xFFE8710A),
    "video": ("movie", 0xFF9334E6),
    "book": ("book", 0xFF188038),
    "archive": ("folder-zip", 0xFF5F6368),
}
"""Icon and colour by kind of file."""
