"""The table of shared texts: made for a book that has none, and cleared of texts that no cell shows any more.

Books that have a table get new texts inside their cells, so that the table stays as it is.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.workbook import Workbook

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ANY = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
_ASKED = re.compile(rb"""<(?:[\w.-]+:)?c\s[^>]*\bt\s*=\s*["']s["']""")
_USED = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:[\w.-]+:)?v[^>]*>\s*(\d+)""")


class NewStrings:
    """Texts for a book whose table of shared texts is missing or empty."""

    def __init__(self, package: Package, book: Workbook) -> None:
        self._package, self._book = package, book
        self._part = book.supporting("sharedStrings")
        self._numbers: dict[bytes, int] = {}

    @cached_property
    def wanted(self) -> bool:
        """Whether new texts belong into the table: it is missing or empty, and no cell believes it is not.

        Looked up only when a text is written.
        """
        if self._part is not None and _ANY.search(self._package.xml(self._part)):
            return False
        return not any(self._asks_for_texts(sheet.part) for sheet in self._book.sheets if sheet.part in self._package)

    def _asks_for_texts(self, part: str) -> bool:
        last = b""
        for piece in self._package.pieces(part):
            if _ASKED.search(last + piece):
                return True
            last = piece[-64:]
        return False

    def number(self, inside: bytes) -> int:
        """Return the number of a text, given as what stands inside its `si`."""
        return self._numbers.setdefault(inside, len(self._numbers))

    def save(self) -> None:
        """Write the table if it has got any text."""
        if not self._numbers:
            return
        if self._part is None:
            self._part = self._package.free_name("xl/sharedStrings.xml").replace("Strings1", "Strings")
            self._package.put(self._part, b"<sst/>")
            self._package.ensure_type(self._part, _CONTENT)
            self._package.relate(self._book.part, f"{self._book.relation_types}/sharedStrings", self._part)
        namespace = _MAIN_STRICT if self._book.strict else _MAIN
        inside = b"".join(b"<si>%s</si>" % one for one in self._numbers)
        start = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="%s" uniqueCount="%d">'
        self._package.put(self._part, start % (namespace, len(self._numbers)) + inside + b"</sst>")


def _items(xml: bytes) -> list[markup.Element]:
    return [one for one in markup.children(xml, markup.root(xml)) if one.local == b"si"]


def used_in(sheet: bytes) -> set[int]:
    """Return the numbers of the shared texts that a worksheet shows."""
    return {int(one) for one in _USED.findall(sheet)}


def clear_unused(package: Package, book: Workbook) -> None:
    """Make every shared text blank that no cell shows any more; the numbers of the others stay."""
    part = book.supporting("sharedStrings")
    if part is None:
        return
    used: set[int] = set()
    for sheet in book.sheets:
        if sheet.part in package:
            used |= used_in(package.raw(sheet.part))
    xml = package.xml(part)
    pieces: list[bytes] = []
    done = 0
    for number, element in enumerate(_items(xml)):
        if number not in used and element.close > element.inner:
            blank = b"<%st></%st>" % (markup.prefix(element.name), markup.prefix(element.name))
            pieces += xml[done : element.inner], blank
            done = element.close
    if pieces:
        package.put(part, b"".join((*pieces, xml[done:])))
