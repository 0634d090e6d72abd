"""Cells of a worksheet changed at their place by what they hold and where: everything else of the sheet stays.

A cell that showed a shared text gets its own; a formula stays and only its remembered result changes. Works also in
merges, arrays and pivots, where `editor` refuses: nothing moves. Leaves all other texts of the sheet to `texts`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nastavnik_sheets.addresses import column_number
from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CELL = re.compile(rb"<((?:[\w.-]+:)?)(row|c)(\s[^>]*?)?(/?)>")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</(?:[\w.-]+:)?v>")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_TEXTS = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)</(?:[\w.-]+:)?t>")
_ATTRIBUTE = {name: re.compile(rb"\s" + name + rb"""\s*=\s*["']([^"']*)["']""") for name in (b"r", b"t")}
_ITEM = re.compile(rb"<((?:[\w.-]+:)?)si(?:\s[^>]*)?(?:/>|>(.*?)</\1si>)", re.DOTALL)


class Blank:
    """A cell becomes empty."""


BLANK = Blank()
New: TypeAlias = "str | date | float | Blank | None"
"""What comes into a cell; None leaves it."""


class Held(NamedTuple):
    """What a cell holds: a text, or a number as it is written; whether a formula made it."""

    row: int
    column: int
    text: str | None
    number: str | None
    formula: bool


def shared_texts(xml: bytes) -> list[str]:
    """Return the texts of the table of shared texts in their order."""
    return ["".join(_plain(text) for text in _TEXTS.findall(inside)) for _, inside in _ITEM.findall(xml)]


def with_cells(xml: bytes, shared: Sequence[str], decide: Callable[[Held], New], *, from_1904: bool = False) -> bytes:
    """Return a worksheet with the cells changed that `decide` wants otherwise."""
    pieces: list[bytes] = []
    done = row = column = 0
    for found in _CELL.finditer(xml):
        if found.start() < done:
            continue
        attributes = found[3] or b""
        if found[2] == b"row":
            row, column = _number(_said(attributes, b"r"), row + 1), 0
            continue
        row, column = _place(_said(attributes, b"r"), row, column)
        if found[4]:
            continue
        closing = b"</" + found[1] + b"c>"
        end = xml.find(closing, found.end())
        if end < 0:
            break
        inside, kind = xml[found.end() : end], _said(attributes, b"t")
        new = decide(_held(inside, kind, shared, (row, column)))
        if new is not None:
            pieces += xml[done : found.start()], _cell(found, inside, new, from_1904=from_1904)
            done = end + len(closing)
    return b"".join((*pieces, xml[done:])) if pieces else xml


def formulas(xml: bytes) -> set[tuple[int, int]]:
    """Return the places of a worksheet's cells that hold a formula."""
    found: set[tuple[int, int]] = set()

    def note(held: Held) -> None:
        if held.formula:
            found.add((held.row, held.column))

    with_cells(xml, (), note)
    return found


def _said(attributes: bytes, name: bytes) -> bytes:
    found = _ATTRIBUTE[name].search(attributes)
    return found[1] if found else b""


def _number(text: bytes, default: int) -> int:
    return int(text) if text.isdigit() else default


def _place(reference: bytes, row: int, column: int) -> tuple[int, int]:
    if not reference:
        return row, column + 1
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :]), _column(letters)


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _plain(text: bytes) -> str:
    return markup.unescaped(text)


def _held(inside: bytes, kind: bytes, shared: Sequence[str], place: tuple[int, int]) -> Held:
    formula = bool(_FORMULA.search(inside))
    if kind == b"inlineStr":
        return Held(*place, "".join(_plain(text) for text in _TEXTS.findall(inside)), None, formula)
    found = _VALUE.search(inside)
    value = found[1] if found else b""
    if kind == b"s":
        number = _number(value.strip(), -1)
        return Held(*place, shared[number] if 0 <= number < len(shared) else None, None, formula)
    if kind in (b"str", b"d"):
        return Held(*place, _plain(value), None, formula)
    return Held(*place, None, _plain(value) if kind in (b"", b"n") and value else None, formula)


def _cell(found: re.Match[bytes], inside: bytes, new: New, *, from_1904: bool) -> bytes:
    start, prefix = _ATTRIBUTE[b"t"].sub(b"", found[3] or b""), found[1]
    keep = _formula_of(inside)
    kind, content = b"", b""
    if isinstance(new, str) and keep:
        kind, content = b' t="str"', b"<%sv>%s</%sv>" % (prefix, markup.escaped(new), prefix)
    elif isinstance(new, str):
        text = (prefix, prefix, markup.escaped(new), prefix, prefix)
        kind, content = b' t="inlineStr"', b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % text
    elif not isinstance(new, Blank):
        content = b"<%sv>%s</%sv>" % (prefix, _written(new, from_1904=from_1904), prefix)
    if not keep and not content:
        return b"<%sc%s/>" % (prefix, start)
    return b"<%sc%s%s>%s%s</%sc>" % (prefix, start, kind, keep, content, prefix)


def _formula_of(inside: bytes) -> bytes:
    """Return the formula of a cell as it stands."""
    if not _FORMULA.search(inside):
        return b""
    elements = markup.children(inside)
    return b"".join(inside[one.start : one.end] for one in elements if one.local == b"f")


def _written(value: date | float | None, *, from_1904: bool) -> bytes:
    if isinstance(value, date):
        return str((value - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days).encode()
    return repr(value).encode()
