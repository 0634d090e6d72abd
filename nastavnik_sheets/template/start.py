"""«Начало»: the state of the year on one screen, its steps in order and the way to every sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.template.style import DEEP, TAB_COLOURS
from nastavnik_sheets.workbook import SHEETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.schema import Sheet
    from nastavnik_sheets.template.tables import Drawing


def draw_start(drawing: Drawing, values: Mapping[str, object]) -> None:
    """Draw «Начало»."""
    page = drawing.book.add_worksheet("Начало")
    page.write_string(0, 0, "Наставничество", drawing.styles(bold=True, font_size=18, font_color=DEEP))
    for row, sheet in enumerate(SHEETS[1:], start=2):
        page.write_url(row, 0, f"internal:'{sheet.title}'!A1", drawing.styles(), sheet.title)
    page.set_column(0, 0, 40)
    page.set_tab_color(TAB_COLOURS["main"])


def draw_monitoring(drawing: Drawing, sheet: Sheet) -> None:
    """Draw an empty «Мониторинг» that says where its tables come from."""
    page = drawing.book.add_worksheet(sheet.title)
    page.write_string(0, 0, sheet.help, drawing.styles())
    page.set_tab_color(TAB_COLOURS[sheet.group])
