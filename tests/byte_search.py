"""Every reading of every byte of a file: raw, unpacked, without tags, entities and percents decoded, base64 opened."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{20,}={0,2}")


def readings(content: bytes, *, depth: int = 3) -> Iterator[str]:
    """Yield a file's bytes in every form in which a name could be read from them."""
    if content.startswith(b"PK\x03\x04") and depth:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.namelist())
            yield archive.comment.decode("utf-8", "ignore")
            for one in archive.infolist():
                yield from readings(archive.read(one), depth=depth - 1)
        return
    plain = content.decode("utf-8", "ignore")
    yield plain
    yield unquote(unescape(plain))
    yield re.sub("<[^>]*>", "", unescape(plain))
    yield content.decode("cp1251", "ignore")
    yield content.decode("utf-16-le", "ignore")
    yield content[1:].decode("utf-16-le", "ignore")
    yield from _opened(content, depth)


def _opened(content: bytes, depth: int) -> Iterator[str]:
    for found in _BASE64.findall(content) if depth else ():
        try:
            inside = base64.b64decode(found)
        except (binascii.Error, ValueError):
            continue
        if inside[8:12] == b"PK\x03\x04":
            yield from readings(inside[8:], depth=depth - 1)
        yield from readings(inside, depth=depth - 1)
    for start in (m.start() for m in re.finditer(rb"stream\r?\n", content)):
        try:
            yield zlib.decompress(content[start:].split(b"\n", 1)[1]).decode("utf-8", "ignore")
        except zlib.error:
            continue


def found_in(content: bytes, words: Iterable[str]) -> list[str]:
    """Return the words that some reading of a file holds as words of their own, in any case of letters."""
    patterns = {word: re.compile(rf"(?<![а-яё]){re.escape(word.lower())}(?![а-яё])") for word in words}
    left = dict(patterns)
    for text in readings(content):
        small = text.lower().replace("ё", "е")
        for word in [word for word in left if word.lower() in small and left[word].search(small)]:
            del left[word]
    return sorted(patterns.keys() - left.keys())


def files_with(folder: Path, words: Iterable[str]) -> dict[str, list[str]]:
    """Return the files of a folder, hidden ones too, that hold any of the words."""
    wanted = list(words)
    found = {str(p.relative_to(folder)): found_in(p.read_bytes(), wanted) for p in folder.rglob("*") if p.is_file()}
    return {name: words for name, words in found.items() if words}
