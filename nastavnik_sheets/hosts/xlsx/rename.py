"""Another title of a sheet, or another name of a table, inside formulas and markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup
from nastavnik_sheets.hosts.xlsx.links import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMULA = re.compile(rb"(<(?:[\w.-]+:)?(?:f|formula\d?|sqref|definedName)(?:\s[^>]*)?>)([^<]+)(?=</)")
_LOCATION = re.compile(rb'(\slocation=")([^"]+)(?=")')


def in_formula(formula: str, old: str, new: str) -> str:
    """Return a formula that names the sheet by its new title."""
    if old == new:
        return formula
    plain = re.escape(old) if quoted(old) == old else r"(?!)"
    in_quotes = re.escape("'" + old.replace("'", "''") + "'")
    return re.sub(rf"(?:(?<![\w.'\]]){plain}|{in_quotes})(?=!)", lambda _: quoted(new), formula)


def in_markup(xml: bytes, old: str, new: str) -> bytes:
    """Return a part whose formulas and links inside the book name the sheet by its new title."""
    if old == new:
        return xml

    def renamed(found: re.Match[bytes]) -> bytes:
        text = in_formula(markup.unescaped(found[2]), old, new)
        return found[1] + markup.escaped(text, quote=True)

    return _LOCATION.sub(renamed, _FORMULA.sub(renamed, xml))


def tables_in_formulas(xml: bytes, names: Mapping[str, str]) -> bytes:
    """Return a sheet whose formulas name these tables anew."""

    def renamed(found: re.Match[bytes]) -> bytes:
        text = markup.unescaped(found[2])
        for old, new in names.items():
            text = re.sub(rf"(?<![\w.]){re.escape(old)}(?=\[)", new, text)
        return found[1] + markup.escaped(text)

    return _FORMULA.sub(renamed, xml)
