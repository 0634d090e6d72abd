"""A worksheet's XML as a head, blocks of whole rows and a tail, so that a huge sheet is never in memory at once.

Leaves reading the rows to `scan` and changing them to `splice`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.hosts.xlsx.package import Package

BLOCK = 1 << 20

_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_OPENING = re.compile(rb"""<([^\s/>!?]+)(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_CLOSING = re.compile(rb"</[^>]+>")
_COMMENT = re.compile(rb"<!--(.*?)-->|<\?(.*?)\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The regular expressions for the prefix that a sheet puts before its elements."""

    prefix: bytes
    row: re.Pattern[bytes]
    row_number: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]


@lru_cache(maxsize=8)
def dialect(prefix: bytes) -> Dialect:
    """Return the expressions for a prefix such as b"" or b"x:"."""
    p = re.escape(prefix)
    return Dialect(
        prefix,
        row=re.compile(rb"<%srow(?=[\s/>])[^>]*>" % p),
        row_number=re.compile(rb"""<%srow(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']\s*(\d+))?[^>]*>""" % p),
        cell=re.compile(rb"<%sc(?=[\s/>])([^>]*?)(?:/>|>(.*?)</%sc\s*>)" % (p, p), re.DOTALL),
        formula=re.compile(rb"<%sf(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</%sf\s*>)" % (p, p)),
    )


class SheetStream:
    """One worksheet part. `head` ends with the opened `sheetData`; the tail begins after its end.

    MarkupError if the part is not a worksheet, or is written in a way that cannot be followed by bytes.
    """

    def __init__(self, package: Package, part: str) -> None:
        self._package, self.part = package, part
        self.head = b""
        self.tail = b""
        self._open()

    def _chunks(self) -> Iterator[bytes]:
        chunks = iter(self._package.pieces(self.part))
        first = next(chunks, b"")
        if markup.is_plain_utf8(first[:200]):
            yield first
            yield from chunks
        else:
            yield markup.as_utf8(first + b"".join(chunks))

    def _open(self) -> None:
        start = b""
        for chunk in self._chunks():
            start += chunk
            if len(start) > 200 and b"<" in start and self._found_data(start):
                return
        if not self._found_data(start):
            raise markup.MarkupError("no sheetData")

    def _found_data(self, start: bytes) -> bool:
        if b"<!DOCTYPE" in start[:4096] or b"<!ENTITY" in start[:4096]:
            raise markup.MarkupError("DTD")
        found = re.search(rb"<([\w.-]+:)?sheetData(?:\s[^>]*?)?/?>", start)
        if not found:
            return False
        _guard_parent(start[: found.start()], found[1] or b"")
        self.dialect = dialect(found[1] or b"")
        self.empty = found[0].endswith(b"/>")
        self._data_end = found.end()
        opened = found[0][:-2].rstrip() + b">" if self.empty else found[0]
        self.head = start[: found.start()] + opened
        return True

    @property
    def closing(self) -> bytes:
        """The end of the row data."""
        return b"</%ssheetData>" % self.dialect.prefix

    def blocks(self) -> Iterator[bytes]:
        """Yield the rows in blocks of whole rows, and set `tail` at the end."""
        close, row = b"</%ssheetData" % self.dialect.prefix, b"<%srow" % self.dialect.prefix
        chunks = self._chunks()
        buffer = self._after_head(chunks)
        if self.empty:
            self.tail = buffer + b"".join(chunks)
            return
        while (end := buffer.find(close)) < 0:
            if _has_surprises(buffer, 0, len(buffer)):
                buffer = _without_surprises(buffer + b"".join(chunks))
                chunks = iter(())
                end = buffer.find(close)
                break
            cut = buffer.rfind(row)
            if cut > 0:
                yield buffer[:cut]
                buffer = buffer[cut:]
            chunk = next(chunks, b"")
            if not chunk:
                raise markup.MarkupError("sheetData has no end")
            buffer += chunk
        if end < 0:
            raise markup.MarkupError("sheetData has no end")
        if _has_surprises(buffer, 0, end):
            buffer = _without_surprises(buffer)
            end = buffer.find(close)
        if end:
            yield from _cut(buffer[:end], row)
        rest = buffer[end:] + b"".join(chunks)
        self.tail = rest[rest.index(b">") + 1 :]

    def _after_head(self, chunks: Iterator[bytes]) -> bytes:
        buffer = b""
        while len(buffer) < self._data_end:
            buffer += next(chunks)
        return buffer[self._data_end :]


def _guard_parent(before: bytes, prefix: bytes) -> None:
    """Refuse rows that stand not directly in the sheet, or in a sheet that puts another prefix before its elements."""
    before = _COMMENT.sub(b"", before)
    opened = [name for name, ended in _OPENING.findall(before) if not ended]
    closed = _CLOSING.findall(before)
    if len(opened) != len(closed) + 1:
        raise markup.MarkupError("rows inside something else")
    if markup.prefix(opened[0]) != prefix:
        raise markup.MarkupError("two prefixes")


def _cut(rows: bytes, row: bytes) -> Iterator[bytes]:
    start = 0
    while len(rows) - start > 2 * BLOCK:
        cut = rows.rfind(row, start + 1, start + BLOCK)
        if cut < 0:
            cut = rows.find(row, start + BLOCK)
        if cut < 0:
            break
        yield rows[start:cut]
        start = cut
    yield rows[start:]


def _has_surprises(data: bytes, start: int, end: int) -> bool:
    """Tell whether there is CDATA, a comment or an instruction; one rare letter is looked for first, for speed."""
    return any(data.find(mark[1:], start, end) >= 0 and data.find(mark, start, end) >= 0 for mark in (b"<!", b"<?"))


def _without_surprises(data: bytes) -> bytes:
    """Return the data with CDATA as plain text; MarkupError if a comment holds what looks like markup."""
    data = _CDATA.sub(lambda found: markup.escaped(found[1].decode()), data)
    if any(b"<" in (found[1] or found[2] or b"") for found in _COMMENT.finditer(data)):
        raise markup.MarkupError("markup in a comment")
    return data
