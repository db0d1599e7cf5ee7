"""Archives of Android packages, made for tests."""

from __future__ import annotations

import io
import struct
import zipfile


def archive(package: str, *, utf8: bool = False, stored: bool = False) -> bytes:
    """A package without contents but for its name, as Android's tools write it."""
    words = ["manifest", "package", package]
    encoded = [
        bytes([len(w), len(w)]) + w.encode() + b"\0"
        if utf8
        else struct.pack("<H", len(w)) + w.encode("utf-16-le") + b"\0\0"
        for w in words
    ]
    offsets = [sum(map(len, encoded[:n])) for n in range(3)]
    data = b"".join(encoded).ljust(-(-sum(map(len, encoded)) // 4) * 4, b"\0")
    pool = struct.pack("<8I", 3, 0, 0x100 * utf8, 28 + 12, 0, *offsets) + data
    element = struct.pack("<4i", 1, -1, -1, 0) + struct.pack("<6H", 20, 20, 1, 0, 0, 0)
    element += struct.pack("<iII", -1, 1, 2) + struct.pack("<HBBI", 8, 0, 3, 2)
    chunks = struct.pack("<2HI", 1, 28, 8 + len(pool)) + pool
    chunks += struct.pack("<2HI", 0x102, 16, 8 + len(element)) + element
    manifest = struct.pack("<2HI", 3, 8, 8 + len(chunks)) + chunks
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as apk:
        # A small one would stay in android_env's buffer: it does not flush the file that adb reads.
        apk.writestr(zipfile.ZipInfo("classes.dex"), bytes(100_000))
        apk.writestr("AndroidManifest.xml", manifest)
    return target.getvalue()
