"""The summary as a workbook: a page to print and lists to sort. The same summary gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring.canvas import FIRST, LAST, SCALE, WIDTH, Canvas
from nastavnik_sheets.region import words
from nastavnik_sheets.region.main_page import draw_main
from nastavnik_sheets.region.reading import MAIN_SHEET
from nastavnik_sheets.region.tables import forms_table, numbers_table, remarks_table, schools_table
from nastavnik_sheets.template.style import DEEP, FONT, LINE, MIST, SIZE, TAB_COLOURS, Styles
from nastavnik_sheets.template.tables import height_of, lines_of, print_setup, write_cell

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from nastavnik_sheets.region.summary import Summary
    from nastavnik_sheets.region.tables import Listed

TITLE = "Свод по наставничеству"


def summary_file(summary: Summary) -> bytes:
    """Return the workbook (.xlsx)."""
    import xlsxwriter

    out = io.BytesIO()
    plain = {"font_name": FONT, "font_size": SIZE, "font_scheme": None}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "default_format_properties": plain})
    book.set_properties({"title": TITLE, "created": datetime.combine(summary.today, time())})
    styles = Styles(book)
    _main(book, styles, summary)
    for listed in (schools_table(summary), numbers_table(summary), forms_table(summary), remarks_table(summary)):
        _list(book, styles, listed, _right(summary))
    book.close()
    return out.getvalue()


def _right(summary: Summary) -> str:
    """Return what stands in the corner of a printed page; its first sign is a letter, since a size stands before it."""
    return f"за {words.period_words(summary)}" if summary.year else words.period_words(summary)


def _main(book: Workbook, styles: Styles, summary: Summary) -> None:
    page = book.add_worksheet(MAIN_SHEET)
    page.set_column(0, 0, 2)
    page.set_column(FIRST, LAST, WIDTH)
    canvas = Canvas(book, page, MAIN_SHEET, styles)
    draw_main(canvas, summary)
    page.hide_gridlines(2)
    print_setup(page, TITLE, _right(summary))
    page.set_print_scale(SCALE)  # Excel heeds page breaks only with a scale, not when fitted to the width
    page.set_h_pagebreaks(canvas.breaks)
    page.set_tab_color(TAB_COLOURS["results"])


def _list(book: Workbook, styles: Styles, listed: Listed, right: str) -> None:
    page = book.add_worksheet(listed.title)
    head = {"bg_color": MIST, "font_color": DEEP, "bold": True, "font_size": 9, "bottom": 1, "bottom_color": LINE}
    for place, column in enumerate(listed.columns):
        looks = styles(**head, text_wrap=True, valign="vcenter", align=column.look.get("align", "left"))
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.title, looks)
    page.set_row(0, 42)
    for number, values in enumerate(listed.rows, start=1):
        _row(page, styles, listed, number, values)
    if listed.rows:
        page.autofilter(0, 0, len(listed.rows), len(listed.columns) - 1)
    if listed.total:
        _row(page, styles, listed, len(listed.rows) + 1, listed.total, bold=True, bg_color=MIST)
    page.freeze_panes(1, min(2, len(listed.columns)))
    print_setup(page, listed.title, right)
    page.repeat_rows(0)


def _row(page: Any, styles: Styles, listed: Listed, row: int, values: tuple[object, ...], **more: object) -> None:
    lines = 1
    for place, (column, value) in enumerate(zip(listed.columns, values, strict=True)):
        looks = styles(**{"valign": "vcenter", "bottom": 1, "bottom_color": LINE, **column.look, **more})
        write_cell(page, row, place, value, looks)
        if isinstance(value, str) and column.look.get("text_wrap"):
            lines = max(lines, lines_of(value, column.width * 1.05))
    page.set_row(row, max(18.0, height_of(lines)))
