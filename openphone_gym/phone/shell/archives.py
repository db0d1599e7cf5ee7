"""Archives of Android packages (APK): whose they are.

An archive is a ZIP file; its ``AndroidManifest.xml`` is XML in Android's binary form (``ResourceTypes.h``).
Whoever installs may send anything, so no more is unpacked than the manifest, and no more of it than fits.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from openphone_gym.phone.shell.budget import spend

MANIFEST = b"AndroidManifest.xml"
LARGEST_MANIFEST = 1 << 20
"""Most bytes of a manifest."""

_END = struct.Struct("<4s4H2IH")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_STORED = 0

_STRINGS, _ELEMENT = 0x0001, 0x0102
"""Kinds of chunks: the pool of all strings, and the beginning of an element."""

_UTF8 = 0x100
"""Flag of a pool whose strings are UTF-8; else they are UTF-16."""


def package_of(archive: bytes) -> str:
    """The package that an archive installs, such as ``us.zoom.videomeetings``; empty if it tells none."""
    try:
        return _package(_member(archive, MANIFEST))
    except (struct.error, IndexError, ValueError, zlib.error):
        return ""


def _member(archive: bytes, wanted: bytes) -> bytes:
    """A file of an archive that ends without a comment, as those of packages do."""
    magic, _, _, _, count, _, at, _ = _END.unpack_from(archive, len(archive) - _END.size)
    if magic != b"PK\5\6":
        raise ValueError("no archive")
    for _ in range(count):
        spend(1)
        entry = _ENTRY.unpack_from(archive, at)
        name, extra, comment, start = entry[10], entry[11], entry[12], entry[16]
        at += _ENTRY.size
        if archive[at : at + name] == wanted:
            return _unpacked(archive, start, entry[4], entry[8])
        at += name + extra + comment
    raise ValueError("no such file")


def _unpacked(archive: bytes, at: int, method: int, size: int) -> bytes:
    head = _LOCAL.unpack_from(archive, at)
    begin = at + _LOCAL.size + head[9] + head[10]
    data = archive[begin : begin + size]
    if method == _STORED:
        return data[:LARGEST_MANIFEST]
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, LARGEST_MANIFEST)


def _package(manifest: bytes) -> str:
    """The attribute ``package`` of the first element."""
    strings: list[str] = []
    for kind, at in _chunks(manifest):
        if kind == _STRINGS:
            strings = list(_pool(manifest, at))
        elif kind == _ELEMENT:
            first, size, count = struct.unpack_from("<3H", manifest, at + 24)
            for number in range(count):
                _, name, value = struct.unpack_from("<3I", manifest, at + 16 + first + number * size)
                if strings[name] == "package":
                    return strings[value]
            break
    raise ValueError("no package is named")


def _chunks(manifest: bytes) -> Iterator[tuple[int, int]]:
    """Kind and place of each chunk inside the outermost one."""
    at = 8
    while at < len(manifest):
        spend(1)
        kind, _, size = struct.unpack_from("<2HI", manifest, at)
        if size < 8:
            raise ValueError("an empty chunk")
        yield kind, at
        at += size


def _pool(manifest: bytes, at: int) -> Iterator[str]:
    count, _, flags, first = struct.unpack_from("<4I", manifest, at + 8)
    for number in range(count):
        spend(1)
        (offset,) = struct.unpack_from("<I", manifest, at + 28 + 4 * number)
        yield _string(manifest, at + first + offset, bool(flags & _UTF8))


def _string(manifest: bytes, at: int, utf8: bool) -> str:
    """A string behind its length; longer ones than names of packages are told as empty."""
    if utf8:
        length = manifest[at + 1]
        short = length < 0x80 and manifest[at] < 0x80
        return manifest[at + 2 : at + 2 + length].decode("utf-8", "replace") if short else ""
    (length,) = struct.unpack_from("<H", manifest, at)
    return manifest[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace") if length < 0x80 else ""
