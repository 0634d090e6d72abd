"""The sheet «Настройки»: a line per setting, sections together, each value with its own format and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets import settings as declarations
from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import SettingRow
from nastavnik_sheets.template.colours import colour_rules
from nastavnik_sheets.template.counters import FIRST_SETTINGS
from nastavnik_sheets.template.formulas import table_name
from nastavnik_sheets.template.style import DEEP, FAINT, LINE, MUTED, NEEDED, TEAL, number_look, width_of
from nastavnik_sheets.template.tables import Drawing, finish, height_of, lines_of, write_cell
from nastavnik_sheets.template.validation import rule_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.settings import Setting


def draw_settings(drawing: Drawing, values: Mapping[str, object]) -> Worksheet:
    """Draw «Настройки»; `values` are by the attribute of `Settings`, the others have their defaults."""
    sheet = sheet_of(SettingRow)
    page = drawing.book.add_worksheet(sheet.title)
    lines, names = declarations.in_order(), declarations.declared()
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, width_of(column), drawing.styles(valign="vcenter"))
    titles = [{"header": c.title, "header_format": drawing.styles.header(c)} for c in sheet.columns]
    options = {"name": table_name(sheet), "columns": titles, "style": None}
    page.add_table(0, 0, len(lines), len(sheet.columns) - 1, options)
    value_at = sheet.columns.index(sheet.column("value"))
    section = ""
    for row, (setting, default) in enumerate(lines, start=1):
        value = values.get(names[fold(setting.title)][0], default)
        _write_line(drawing, page, row, setting, value, first=setting.section != section)
        section = setting.section
        if names[fold(setting.title)][0] in FIRST_SETTINGS:
            needed = {"type": "blanks", "format": drawing.styles.difference(bg_color=NEEDED)}
            page.conditional_format(row, value_at, row, value_at, needed)
    colour_rules(drawing.styles, page, sheet)
    finish(drawing, page, sheet)
    return page


def _write_line(drawing: Drawing, page: Worksheet, row: int, setting: Setting, value: object, *, first: bool) -> None:
    edge: dict[str, object] = {"top": 1, "top_color": TEAL} if first else {}
    look = {"valign": "vcenter", "indent": 1, "bottom": 1, "bottom_color": LINE, **edge}
    columns = {c.name: i for i, c in enumerate(sheet_of(SettingRow).columns)}
    name = {"font_color": DEEP, "bold": True} if first else {"font_color": FAINT}
    write_cell(page, row, columns["section"], setting.section, drawing.styles(**look, **name))
    write_cell(page, row, columns["title"], setting.title, drawing.styles(**look))
    cell = {**look, **number_look(setting.kind), "left": 1, "right": 1, "left_color": LINE, "right_color": LINE}
    write_cell(page, row, columns["value"], as_cell(value), drawing.styles(**cell, bold=True))
    write_cell(page, row, columns["note"], setting.note or None, drawing.styles(**look, font_color=MUTED))
    write_cell(page, row, columns["check_note"], None, drawing.styles(**look, font_color=MUTED, text_wrap=True))
    page.set_row(row, height_of(lines_of(as_text(as_cell(value)), 50)) + 2)
    rule = rule_of(setting.kind)
    if rule is not None:
        page.data_validation(row, columns["value"], row, columns["value"], rule)
