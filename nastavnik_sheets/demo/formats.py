"""Files as forms export them: a workbook of Google Forms, and text with the marks and delimiters people meet."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Line = Sequence[str | int | float | date | datetime | None]

MADE = datetime(2020, 1, 1)
"""The moment of making that the files carry: they are the same whenever they are made."""


def form_workbook(headers: Sequence[str], rows: Sequence[Line], *, sheet: str = "Ответы на форму (1)") -> bytes:
    """Return an .xlsx like that of Google Forms: one sheet, bold headers, moments and dates as numbers."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    page.set_column(0, len(headers) - 1, 22)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day, at = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
    page.write_row(0, 0, headers, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, place, value, at if isinstance(value, datetime) else day)
            elif value is not None:
                page.write(number, place, value)
    book.close()
    return out.getvalue()


def delimited(
    rows: Sequence[Line], *, encoding: str = "utf-8-sig", delimiter: str = ",", line_end: str = "\r\n"
) -> bytes:
    """Return a .csv; the default is utf-8 with a mark and commas, `cp1251` with semicolons is what Excel saves."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows([_shown(v) for v in row] for row in rows)
    return out.getvalue().encode(encoding)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return "" if value is None else str(value)
