"""One sheet with a table: titles, rows, drop-downs, colours, protection and print set-up.

Leaves «Начало» and «Мониторинг», which have no table, to `start`, and the lines of «Настройки» to `settings_sheet`.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import Name, Whole
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.codes import Code, Ref, Shown
from nastavnik_sheets.schema import GENERATED, INPUT, Record, sheet_of
from nastavnik_sheets.template.colours import colour_rules
from nastavnik_sheets.template.formulas import LAST_ROW, shown_formula, shown_value, table_name
from nastavnik_sheets.template.style import SIZE, TAB_COLOURS, width_of
from nastavnik_sheets.template.validation import validation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.schema import Column, Sheet
    from nastavnik_sheets.template.formulas import Records
    from nastavnik_sheets.template.style import Styles

HEADER_HEIGHT, ROW_HEIGHT = 36, 19
PRINTED_WIDTH = 250
"""Columns this wide together are still readable on one page; wider sheets take more pages side by side."""

SPARE_ROWS = {
    "settings": 0, "lists": 0, "roadmap": 10, "questions": 20, "programmes": 20, "indicators": 20,
    "plan_samples": 20, "criteria": 15,
}  # fmt: skip
BUSY = {"mentees", "mentors", "consents", "preferences", "pairs", "plans", "meetings", "answers", "suggestions"}
MANY_SPARE, FEW_SPARE = 60, 30


@dataclass(frozen=True)
class Drawing:
    """What the sheets of one workbook are drawn with."""

    book: Workbook
    styles: Styles
    today: date
    school: str = ""
    records: Mapping[type[Record], Sequence[Record]] = field(default_factory=dict)
    by_code: Records = field(default_factory=dict)


def draw_table(drawing: Drawing, sheet: Sheet) -> Worksheet:
    """Draw a sheet of records: those given, and empty rows ready for more."""
    page = drawing.book.add_worksheet(sheet.title)
    records = drawing.records.get(sheet.record, ())
    last_row = max(1, len(records) + spare_rows(sheet))
    _set_columns(drawing, page, sheet)
    _add_table(drawing, page, sheet, last_row)
    looks = [body_format(drawing, sheet, column) for column in sheet.columns]
    for row, record in enumerate(records, start=1):
        _write_record(drawing, page, row, record, looks)
    for row in range(len(records) + 1, last_row + 1):
        _write_spare(page, row, sheet, looks)
    _add_validations(page, sheet)
    colour_rules(drawing.styles, page, sheet)
    finish(drawing, page, sheet)
    return page


def spare_rows(sheet: Sheet) -> int:
    """Return how many empty rows a table holds: LibreOffice does not grow tables while somebody types."""
    return SPARE_ROWS.get(sheet.key, MANY_SPARE if sheet.key in BUSY else FEW_SPARE)


def _set_columns(drawing: Drawing, page: Worksheet, sheet: Sheet) -> None:
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, width_of(column), body_format(drawing, sheet, column, bottom=0))


def body_format(drawing: Drawing, sheet: Sheet, column: Column, **more: object) -> Format:
    """Return the format of a column's cells; those of protected sheets are unlocked, or nobody could sort them."""
    return drawing.styles.body(column, **{**({"locked": False} if sheet.use == GENERATED else {}), **more})


def _add_table(drawing: Drawing, page: Worksheet, sheet: Sheet, last_row: int) -> None:
    columns: list[dict[str, Any]] = []
    for column in sheet.columns:
        made: dict[str, Any] = {
            "header": column.title,
            "header_format": drawing.styles.header(column, ours=sheet.use == GENERATED),
        }
        if isinstance(column.kind, Shown):
            made["formula"] = shown_formula(sheet, column)
        columns.append(made)
    options = {"name": table_name(sheet), "columns": columns, "style": None, "autofilter": True}
    page.add_table(0, 0, last_row, len(sheet.columns) - 1, options)


def _write_record(drawing: Drawing, page: Worksheet, row: int, record: Record, looks: Sequence[Format]) -> None:
    sheet = sheet_of(record)
    lines = 1
    for position, column in enumerate(sheet.columns):
        if isinstance(column.kind, Shown):
            value = shown_value(column, record, drawing.by_code)
            page.write_formula(row, position, shown_formula(sheet, column), looks[position], value)
            continue
        cell = as_cell(getattr(record, column.name))
        write_cell(page, row, position, cell, looks[position])
        if isinstance(cell, str):
            lines = max(lines, lines_of(cell, width_of(column)))
    page.set_row(row, height_of(lines))


def _write_spare(page: Worksheet, row: int, sheet: Sheet, looks: Sequence[Format]) -> None:
    for position, column in enumerate(sheet.columns):
        if isinstance(column.kind, Shown):
            page.write_formula(row, position, shown_formula(sheet, column), looks[position], "")
        else:
            page.write_blank(row, position, None, looks[position])


def write_cell(page: Worksheet, row: int, position: int, value: object, looks: Format) -> None:
    """Write one value; text never becomes a formula, a number or a link."""
    if value is None:
        page.write_blank(row, position, None, looks)
    elif isinstance(value, str):
        page.write_string(row, position, value, looks)
    elif isinstance(value, datetime | date):
        page.write_datetime(row, position, value, looks)
    else:
        page.write_number(row, position, value, looks)


def lines_of(value: str, width: float) -> int:
    """Return how many lines a text takes in a column of this width, guessed by letters."""
    room = max(1, int(width - 2))
    if len(value) <= room and "\n" not in value:
        return 1
    return sum(max(1, len(textwrap.wrap(line, room))) for line in value.splitlines() or [""])


def height_of(lines: int) -> float:
    """Return the height of a row with this many lines."""
    return max(ROW_HEIGHT, lines * (SIZE * 1.27) + 6)


def _add_validations(page: Worksheet, sheet: Sheet) -> None:
    for position, column in enumerate(sheet.columns):
        options = validation(column, sheet)
        if options is not None:
            page.data_validation(1, position, LAST_ROW, position, options)


def frozen_columns(sheet: Sheet) -> int:
    """Return how many first columns stay in sight: the code and the name behind it."""
    count = 0
    for column in sheet.columns[:3]:
        if not isinstance(column.kind, Code | Ref | Name | Shown) and not (
            isinstance(column.kind, Whole) and sheet.key == "suggestions"
        ):
            break
        count += 1
        if isinstance(column.kind, Name | Shown):
            break
    return count


def finish(drawing: Drawing, page: Worksheet, sheet: Sheet) -> None:
    """Set what every sheet with a table has: frozen titles, print, tab, protection."""
    page.freeze_panes(1, frozen_columns(sheet))
    page.set_row(0, HEADER_HEIGHT)
    if sheet.use == INPUT:  # generated rows grow with their sentences
        page.set_default_row(ROW_HEIGHT)
    page.hide_gridlines(2)
    page.ignore_errors({"number_stored_as_text": f"A1:BZ{LAST_ROW}", "calculated_column": f"A1:BZ{LAST_ROW}"})
    print_setup(page, sheet.title, drawing.school)
    _fit(page, sheet)
    page.set_tab_color(TAB_COLOURS[sheet.group])
    if sheet.group == "private":
        _keep_from_paper(page)
    if sheet.use == GENERATED:
        page.protect("", ALLOWED)


def _fit(page: Worksheet, sheet: Sheet) -> None:
    """Repeat the titles on every page; a sheet too wide for one page repeats its first columns too."""
    pages = math.ceil(sum(width_of(column) for column in sheet.columns) / PRINTED_WIDTH - 0.4)
    page.repeat_rows(0)
    page.fit_to_pages(max(1, pages), 0)
    if pages > 1:
        page.repeat_columns(0, frozen_columns(sheet) - 1)


def _keep_from_paper(page: Worksheet) -> None:
    """Leave only a title for the printer: what stands here about children must not lie on a table."""
    page.print_area(0, 0, 0, 0)
    warning = "Чувствительные данные: не печатать, не копировать, не пересылать."
    page.set_header(f'&L&"Arial,Bold"&12{warning}', {"margin": 0.35})
    options = {"author": "", "x_scale": 2, "y_scale": 0.9, "font_name": "Arial", "font_size": 9}
    page.write_comment(
        0, 0, f"{warning} Лист не попадает ни в печать, ни в выгрузки: печатается только эта ячейка.", options
    )


ALLOWED = dict.fromkeys(
    (
        "sort",
        "autofilter",
        "format_cells",
        "format_columns",
        "format_rows",
        "select_locked_cells",
        "select_unlocked_cells",
    ),
    True,
)


def print_setup(page: Worksheet, title: str, school: str) -> None:
    """Print on A4 across, all columns on a page, with the sheet's title, the school and page numbers."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.4, top=0.75, bottom=0.6)
    page.set_header(f'&L&"Arial,Bold"&12{title}&R&"Arial,Regular"&9{school.replace("&", "&&")}', {"margin": 0.35})
    page.set_footer('&L&"Arial,Regular"&8Распечатано &D&R&"Arial,Regular"&8Страница &P из &N', {"margin": 0.3})
