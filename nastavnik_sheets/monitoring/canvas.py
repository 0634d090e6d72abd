"""A page of a monitoring sheet, drawn from top to bottom on a grid of twelve equal columns (B to M).

Knows bands, headings, sentences and tables with spans; leaves what is on them to the sheets, charts to `charts`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from nastavnik_sheets.template.style import (
    DEEP,
    FONT,
    INK,
    LINE,
    MIST,
    MUTED,
    SAND,
    SIZE,
    TAB_COLOURS,
    TEAL,
    Styles,
)
from nastavnik_sheets.template.tables import height_of, lines_of, print_setup, write_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST, LAST = 1, 12
WIDTH = 12.6
SCALE, PAGE_HEIGHT = 84, 580
"""Twelve columns on A4 across, in per cent, and what then fits on a page, in points."""
PERCENT = '0.0"\u00a0%"'
POINTS = "+0.0;\u22120.0;0"
TENTHS, WHOLE = "0.0", "0"


class Field(NamedTuple):
    """One column of a table: its title, how many grid columns it takes, how its cells look."""

    title: str
    span: int = 1
    look: dict[str, Any] = {}  # noqa: RUF012  (never changed)


LEFT: dict[str, Any] = {"align": "left", "text_wrap": True}
MIDDLE: dict[str, Any] = {"align": "center"}
NUMBER: dict[str, Any] = {**MIDDLE, "num_format": WHOLE}
SHARE: dict[str, Any] = {**MIDDLE, "num_format": PERCENT}


class Marked(NamedTuple):
    """A value that looks otherwise than its column."""

    value: object
    look: dict[str, Any]


@dataclass
class Canvas:
    """The page and the row that comes next (from 0, as XlsxWriter counts)."""

    book: Workbook
    page: Worksheet
    title: str
    styles: Styles
    row: int = 0
    breaks: list[int] = field(default_factory=list)
    used: float = 0
    """How much of the printed page is taken, in points."""

    def band(self, text: str, under: str, right: str) -> None:
        """Draw the head of the page."""
        looks = self.styles(bg_color=DEEP, font_color="#FFFFFF", bold=True, font_size=18, valign="vcenter", indent=1)
        self.page.merge_range(0, FIRST, 0, LAST, text, looks)
        self.page.set_row(0, 38)
        low: dict[str, Any] = {"bg_color": DEEP, "font_color": "#D7E6E8", "valign": "vcenter", "indent": 1}
        self.page.merge_range(1, FIRST, 1, 7, under, self.styles(**low, font_size=11))
        self.page.merge_range(1, 8, 1, LAST, right, self.styles(**low, font_size=11, align="right"))
        self.page.set_row(1, 24)
        self.page.set_row(2, 8)
        self.row, self.used = 3, 70

    def heading(self, text: str, note: str = "", *, needs: float = 90) -> None:
        """Draw a section's heading; `note` says the period and the rows counted, `needs` what follows on its page."""
        self.keep(34 + needs)
        self.gap(10)
        under: dict[str, Any] = {"bottom": 2, "bottom_color": TEAL, "valign": "bottom"}
        looks = self.styles(**under, bold=True, font_size=13, font_color=DEEP)
        self.page.merge_range(self.row, FIRST, self.row, 6, text, looks)
        small = self.styles(**under, font_color=MUTED, align="right", font_size=9)
        self.page.merge_range(self.row, 7, self.row, LAST, note, small)
        self.down(24)

    def sentence(self, text: str, *, muted: bool = False, bold: bool = False) -> None:
        """Write one wrapped paragraph across the page."""
        colour = MUTED if muted else INK
        looks = self.styles(text_wrap=True, valign="vcenter", indent=1, font_color=colour, bold=bold)
        self.page.merge_range(self.row, FIRST, self.row, LAST, text, looks)
        self.down(height_of(lines_of(text, WIDTH * LAST - 4)))

    def note(self, text: str) -> None:
        """Write a sentence that must not be overlooked, on sand."""
        looks = self.styles(text_wrap=True, valign="vcenter", indent=1, bg_color=SAND)
        self.page.merge_range(self.row, FIRST, self.row, LAST, text, looks)
        self.down(height_of(lines_of(text, WIDTH * LAST - 4)) + 4)

    def gap(self, height: float = 8) -> None:
        """Leave some air."""
        self.down(height)

    def down(self, height: float) -> None:
        """Give the current row its height and go to the next."""
        self.page.set_row(self.row, height)
        self.row += 1
        self.used = height if self.used + height > PAGE_HEIGHT else self.used + height

    def table(self, fields: Sequence[Field], rows: Sequence[Sequence[object]], *, first: int = FIRST) -> int:
        """Draw a table from grid column `first`; return the row of its first line. The page moves below it."""
        head = {"bg_color": MIST, "bold": True, "valign": "vcenter", "text_wrap": True, "font_size": 9}
        self._line(fields, [f.title for f in fields], first, {**head, "bottom": 1, "bottom_color": LINE}, head_row=True)
        top = self.row
        for values in rows:
            self._line(fields, values, first, {"valign": "vcenter", "bottom": 1, "bottom_color": LINE})
        return top

    def _line(
        self, fields: Sequence[Field], values: Sequence[object], first: int, common: dict[str, Any], *,
        head_row: bool = False,
    ) -> None:  # fmt: skip
        lines, place = 1, first
        for column, value in zip(fields, values, strict=True):
            more = value.look if isinstance(value, Marked) else {}
            plain = value.value if isinstance(value, Marked) else value
            own = {k: v for k, v in column.look.items() if not head_row or k == "align"}
            looks = self.styles(**{**MIDDLE, **own, **common, **more})
            self.put(place, place + column.span - 1, plain, looks)
            wraps = head_row or own.get("text_wrap")
            room = WIDTH * column.span * (1.1 if head_row else 1.13)
            lines = max(lines, lines_of(plain, room) if wraps and isinstance(plain, str) else 1)
            place += column.span
        self.down(max(20.0, height_of(lines)))

    def put(self, first: int, last: int, value: object, looks: Format) -> None:
        """Write one value into a cell of the current row or over several."""
        if last > first:
            self.page.merge_range(self.row, first, self.row, last, "", looks)
        write_cell(self.page, self.row, first, value, looks)

    def new_page(self) -> None:
        """Begin a new page when printed."""
        self.breaks.append(self.row)
        self.used = 0

    def keep(self, height: float) -> None:
        """Begin a new page if this much does not fit on the current one."""
        if height <= PAGE_HEIGHT < self.used + height:
            self.new_page()


def drawn(title: str, school: str, today: date, draw: Callable[[Canvas], None]) -> bytes:
    """Return a workbook of one sheet, drawn by `draw`; the same arguments give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    plain = {"font_name": FONT, "font_size": SIZE, "font_scheme": None}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "default_format_properties": plain})
    book.set_properties({"created": datetime.combine(today, time())})
    page = book.add_worksheet(title)
    page.set_column(0, 0, 2)
    page.set_column(FIRST, LAST, WIDTH)
    canvas = Canvas(book, page, title, Styles(book))
    draw(canvas)
    page.hide_gridlines(2)
    print_setup(page, title, school)
    page.set_print_scale(SCALE)  # Excel heeds page breaks only with a scale, not when fitted to the width
    page.set_h_pagebreaks(canvas.breaks)
    page.set_tab_color(TAB_COLOURS["results"])
    book.close()
    return out.getvalue()
