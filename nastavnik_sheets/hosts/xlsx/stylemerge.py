"""Brings the styles that a grafted sheet uses into the book that takes it, without touching those that are there.

Equal styles are found again, so that grafting the same sheet every week adds nothing. Leaves the sheet to `graft`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.hosts.xlsx.styles import Styles

_REFERENCES = (("fontId", b"fonts"), ("fillId", b"fills"), ("borderId", b"borders"))
_FIRST_CUSTOM = 164


class StyleMap:
    """Numbers of the source's styles in the target; each is brought over when it is first asked for."""

    def __init__(self, source: Styles, target: Styles) -> None:
        self._source, self._target = source, target
        self._xfs: dict[str, str] = {}
        self._dxfs: dict[str, str] = {}

    def style(self, number: str) -> str:
        """Return the target's number for a cell style of the source."""
        return self._remembered(self._xfs, number, self._brought_xf)

    def dxf(self, number: str) -> str:
        """Return the target's number for a differential style of the source."""
        return self._remembered(self._dxfs, number, self._brought_dxf)

    def _remembered(self, known: dict[str, str], number: str, bring: Callable[[str], str]) -> str:
        if number not in known:
            known[number] = bring(number)
        return known[number]

    def _brought_xf(self, number: str) -> str:
        found = self._source.items(b"cellXfs")
        if not number.isdigit() or int(number) >= len(found):
            return "0"
        xf = self._bare(found[int(number)])
        tag_end = xf.index(b">") + 1
        tag = xf[:tag_end]
        for name, local in _REFERENCES:
            tag = markup.with_attribute(tag, name, self._brought(local, markup.attribute(tag, name) or "0"))
        code = self._number_format(markup.attribute(tag, "numFmtId") or "0")
        tag = markup.with_attribute(tag, "numFmtId", code)
        tag = markup.with_attribute(tag, "xfId", "0")
        tag = self._target.with_known_parent(_applied(tag))
        return str(self._target.add(b"cellXfs", tag + xf[tag_end:]))

    def _brought(self, local: bytes, number: str) -> str:
        found = self._source.items(local)
        if not number.isdigit() or int(number) >= len(found):
            return "0"
        return str(self._target.add(local, self._bare(found[int(number)])))

    def _number_format(self, number: str) -> str:
        if not number.isdigit() or int(number) < _FIRST_CUSTOM:
            return number
        for element in self._source.items(b"numFmts"):
            said = markup.attributes(element)
            if said.get("numFmtId") == number:
                return self._target.add_format(said.get("formatCode", "General"))
        return "0"

    def _brought_dxf(self, number: str) -> str:
        found = self._source.items(b"dxfs")
        if not number.isdigit() or int(number) >= len(found):
            return number
        return str(self._target.add(b"dxfs", self._bare(found[int(number)], formats=True)))

    def _bare(self, element: bytes, *, formats: bool = False) -> bytes:
        """Return a style element with the target's prefix, without extensions."""
        element = re.sub(rb"<([\w.-]+:)?extLst[\s>].*?</([\w.-]+:)?extLst\s*>", b"", element, flags=re.DOTALL)
        element = re.sub(rb"\s[\w.-]+:[\w.-]+=(\"[^\"]*\"|'[^']*')", b"", element)
        element = with_prefix(element, self._source.prefix, self._target.prefix)
        if not formats:
            return element
        return re.sub(rb'(\snumFmtId=")(\d+)"', self._dxf_format, element)

    def _dxf_format(self, found: re.Match[bytes]) -> bytes:
        number = found[2].decode()
        same = self._number_format(number) if int(number) >= _FIRST_CUSTOM else number
        return found[1] + (same if same != "0" else number).encode() + b'"'


def _applied(tag: bytes) -> bytes:
    """Return an `xf` that says which of its parts count, as Excel wants it of a style of its own."""
    for name, flag in (("numFmtId", "applyNumberFormat"), ("fontId", "applyFont"), ("fillId", "applyFill"),
                       ("borderId", "applyBorder")):  # fmt: skip
        if markup.attribute(tag, name) not in (None, "0") and markup.attribute(tag, flag) is None:
            tag = markup.with_attribute(tag, flag, "1")
    return tag


def with_prefix(xml: bytes, old: bytes, new: bytes) -> bytes:
    """Return a fragment whose elements have another prefix."""
    if old == new:
        return xml
    return re.sub(rb"<(/?)%s(?=[A-Za-z])" % re.escape(old), lambda found: b"<" + found[1] + new, xml)
