"""Every part of a package rewritten, also those that no cell shows: caches, remarks, properties, packages inside it.

Pivot caches are asked to refresh, the little picture of the first sheet goes. What cannot be looked into (macros,
pictures, objects of other programs) is named if it holds the words sought, so that a person decides.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup, texts
from nastavnik_sheets.hosts.xlsx.archive import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.texts import Find

_MARKUP = (".xml", ".rels", ".vml", ".html", ".htm", ".xhtml")
_BASE64 = re.compile(rb"(?<=>)\s*([A-Za-z0-9+/]{24,}[A-Za-z0-9+/=\s]*?)\s*(?=</)")
_CACHE = re.compile(rb"<((?:[\w.-]+:)?pivotCacheDefinition)(\s[^>]*)>")
_ZIP = b"PK\x03\x04"


@dataclass
class Sweep:
    """What a pass through a package has done: parts changed, parts that hold the words and could not be changed."""

    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def sweep(package: Package, find: Find, *, seen: Callable[[bytes], bool]) -> Sweep:
    """Rewrite every part; `seen` tells whether raw bytes hold what is sought, in any of the usual letters."""
    done = Sweep()
    _drop_thumbnails(package, done)
    for name in package.names():
        try:
            content = package.raw(name)
            new = content_rewritten(name, content, find)
        except (ArchiveError, markup.MarkupError, UnicodeDecodeError):
            content = new = b""
            done.left.append(name)
        if new != content:
            package.put(name, _refreshing(new))
            done.changed.append(name)
        elif content and not _is_markup(name, content) and seen(content):
            done.left.append(name)
    return done


def content_rewritten(name: str, content: bytes, find: Find) -> bytes:
    """Return the content of a part or of a file inside a part with its texts edited."""
    if content.startswith(_ZIP):
        return zip_rewritten(content, find)
    if not _is_markup(name, content):
        return content
    plain = name.replace("\\", "/").lower()
    new = texts.rewritten(content, find, names=plain.endswith("docprops/app.xml"), addresses=plain.endswith(".rels"))
    return _BASE64.sub(lambda found: _unwrapped(found, find), new) if "customxml/" in plain else new


def _is_markup(name: str, content: bytes) -> bool:
    return name.lower().endswith(_MARKUP) or content[:5] in (b"<?xml", b"\xef\xbb\xbf<?")


def zip_rewritten(content: bytes, find: Find) -> bytes:
    """Return an archive (a package inside a package) with all its texts edited; the same bytes if none is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(one, archive.read(one)) for one in archive.infolist()]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ArchiveError("вложенный файл повреждён или зашифрован") from error
    made = [(one, old, content_rewritten(one.filename, old, find)) for one, old in members]
    if all(old == new for _, old, new in made):
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, _, new in made:
            archive.writestr(one, new)
    return out.getvalue()


def _unwrapped(found: re.Match[bytes], find: Find) -> bytes:
    """Return a text in base64 with what it wraps edited: a text, a package, or the queries of Power Query."""
    try:
        inside = base64.b64decode(found[1], validate=False)
    except (binascii.Error, ValueError):
        return found[0]
    new = _mashup(inside, find) if inside[8:12] == _ZIP else _wrapped(inside, find)
    return base64.b64encode(new) if new != inside else found[0]


def _wrapped(inside: bytes, find: Find) -> bytes:
    if inside.startswith(_ZIP):
        return zip_rewritten(inside, find)
    for encoding in ("utf-8", "utf-16-le"):
        try:
            text = inside.decode(encoding)
        except UnicodeDecodeError:
            continue
        edits = find(text, texts.Where.TEXT)
        if edits:
            return texts.applied(text, edits).encode(encoding)
    return inside


def _mashup(inside: bytes, find: Find) -> bytes:
    """Edit the queries of Power Query: a version, the length of a package, the package, other lengths and texts."""
    (length,) = struct.unpack_from("<I", inside, 4)
    package = zip_rewritten(inside[8 : 8 + length], find)
    return inside[:4] + struct.pack("<I", len(package)) + package + _wrapped(inside[8 + length :], find)


def _refreshing(xml: bytes) -> bytes:
    """Ask the office program to fill a pivot table anew from its source when the book is opened."""
    found = _CACHE.search(xml)
    if not found:
        return xml
    tag = markup.with_attribute(found[0], "refreshOnLoad", "1")
    return xml[: found.start()] + tag + xml[found.end() :]


def _drop_thumbnails(package: Package, done: Sweep) -> None:
    for one in package.relations(""):
        if one.short_kind == "thumbnail" and one.part:
            package.unrelate("", [one.id])
            if one.part in package:
                package.remove(one.part)
            done.changed.append(one.part)
