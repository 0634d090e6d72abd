"""Number formats of LibreOffice told as Excel's codes, and the kinds of value they show."""

from __future__ import annotations

from typing import Any

from nastavnik_sheets.hosts.libreoffice.office import load_uno
from nastavnik_sheets.hosts.libreoffice.remote import each
from nastavnik_sheets.hosts.rectangles import Area

DATE, TIME, LOGICAL, TEXT = 2, 4, 1024, 256
_known: dict[str, dict[int, tuple[int, str]]] = {}
"""The formats of a document by their keys, which stay what they are while it is open."""
_RUSSIAN = str.maketrans("ДМГЧСдмгчс", "dmyhsdmyhs")


def areas(document: Any, cells: Any) -> list[Area]:
    """Return the rectangles of a range with their number formats."""
    found: list[Area] = []
    formats: Any = None
    known = _known.setdefault(document.RuntimeUID, {})
    for key, addresses in each(cells.getUniqueCellFormatRanges(), "NumberFormat", "RangeAddresses"):
        if key not in known:
            formats = formats or document.NumberFormats
            known[key] = _told(formats.getByKey(key))
        kind, code = known[key]
        found += [Area(a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1, code, kind) for a in addresses]
    return found


def set_code(document: Any, cells: Any, code: str) -> None:
    """Give a range the format of a code as Excel's interface for programs takes it (English letters)."""
    locale = load_uno().createUnoStruct("com.sun.star.lang.Locale", Language="en", Country="US")
    formats = document.NumberFormats
    key = formats.queryKey(code, locale, False)
    cells.NumberFormat = key if key != -1 else formats.addNew(code, locale)


def _told(properties: Any) -> tuple[int, str]:
    kind = int(properties.Type)
    if kind & TEXT:
        return kind, "@"
    if kind & (DATE | TIME):
        return kind, properties.FormatString.translate(_RUSSIAN).lower()
    text = properties.FormatString
    return kind, "General" if text in ("General", "Standard", "Основной") else text
