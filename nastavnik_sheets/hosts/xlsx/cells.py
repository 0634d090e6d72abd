"""One value as the markup of one cell; leaves where it goes to `sheet` and which style it needs to `styles`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Cell, Link
from nastavnik_sheets.hosts.xlsx.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TEXT = 32_767
"""Characters (UTF-16 units) in a cell: the limit of Excel."""

_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of letters, which no file can hold: a sign for «unreadable» stands in their place."""
_SPACED = re.compile(r"\A\s|\s\Z|\n")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without "=" that the engine itself puts into a calculated column; never made from a text."""

    text: str


Content: TypeAlias = Cell | Formula


def text_markup(text: str) -> bytes:
    """Return text as it stands inside `<t>`, with what XML cannot hold as `_xHHHH_`."""
    if "_x" in text:
        text = _ESCAPE_LIKE.sub("_x005F_", text)
    text = _HALVES.sub("\ufffd", text)
    text = _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escaped(text)


def is_too_long(text: str) -> bool:
    """Tell whether Excel would cut the text."""
    return len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT


def serial(value: date | time, *, from_1904: bool) -> float:
    """Return the number by which a workbook stores a date or a time. ValueError before its first day."""
    if isinstance(value, time):
        return _day_part(value)
    day = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if day.tzinfo is not None:
        raise ValueError("a workbook has no time zones")
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    number = (day - start) / timedelta(days=1)
    if not from_1904 and number < 61:
        number -= 1
    if number < (0 if from_1904 else 1):
        raise ValueError("before the first day of the workbook's calendar")
    return number


def _day_part(value: time) -> float:
    length = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return length / timedelta(days=1)


def style_kind(value: Content) -> str | None:
    """Return which number format a value needs: "date", "datetime", "time" or none."""
    if isinstance(value, datetime):
        return "datetime"
    if isinstance(value, date):
        return "date"
    return "time" if isinstance(value, time) else None


def cell_markup(
    value: Content, reference: str, style: str, *, prefix: bytes = b"", from_1904: bool = False,
    shared: Callable[[bytes], int] | None = None,
) -> bytes:  # fmt: skip
    """Return a whole `<c>`; `style` is the text of its `s` attribute, empty for none.

    `shared` gives the number of a text in the table of shared texts, for a book that wants its texts there.
    """
    start = b'<%sc r="%s"' % (prefix, reference.encode())
    if style and style != "0":
        start += b' s="%s"' % style.encode()
    if isinstance(value, Link):
        value = value.text
    if value is None or value == "":
        return start + b"/>"
    if isinstance(value, str):
        return _text_cell(start, value, prefix, shared)
    if isinstance(value, Formula):
        return b"%s><%sf>%s</%sf></%sc>" % (start, prefix, escaped(value.text), prefix, prefix)
    kind = b' t="b"' if isinstance(value, bool) else b""
    number = _number(value, from_1904=from_1904).encode()
    return b"%s%s><%sv>%s</%sv></%sc>" % (start, kind, prefix, number, prefix, prefix)


def _text_cell(start: bytes, text: str, prefix: bytes, shared: Callable[[bytes], int] | None) -> bytes:
    keep = b' xml:space="preserve"' if _SPACED.search(text) else b""
    inside = text_markup(text)
    if shared:
        number = shared(b"<t%s>%s</t>" % (keep, inside))
        return b'%s t="s"><%sv>%d</%sv></%sc>' % (start, prefix, number, prefix, prefix)
    if not prefix:
        return b'%s t="inlineStr"><is><t%s>%s</t></is></c>' % (start, keep, inside)
    return b'%s t="inlineStr"><%sis><%st%s>%s</%st></%sis></%sc>' % (
        start, prefix, prefix, keep, inside, prefix, prefix, prefix,
    )  # fmt: skip


def _number(value: bool | float | date | time, *, from_1904: bool) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise ValueError("a cell cannot hold infinity or not-a-number")
        return int.__repr__(value) if isinstance(value, int) else float.__repr__(value)
    number = serial(value, from_1904=from_1904)
    return str(int(number)) if number == int(number) else repr(number)


def guard_value(value: Content, place: str, *, from_1904: bool) -> None:
    """Raise Refused if a workbook cannot hold the value; `place` names book, sheet and cell."""
    text = value.text if isinstance(value, Link) else value
    if isinstance(text, str) and is_too_long(text):
        raise Refused(f"{place}: текст длиннее {LONGEST_TEXT} знаков не помещается в ячейку; сократите его.")
    if isinstance(value, date):
        try:
            serial(value, from_1904=from_1904)
        except ValueError as error:
            if isinstance(value, datetime) and value.tzinfo:
                raise
            raise Refused(
                f"{place}: дату {value:%d.%m.%Y} таблица хранить не умеет, она слишком давняя; исправьте год."
            ) from error
