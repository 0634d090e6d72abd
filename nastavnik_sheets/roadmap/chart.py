"""«Дорожная карта – график»: a bar for each action over the weeks of the programme, made to be printed.

Bars are filled cells, not formulas, so that Excel, LibreOffice and paper show the same; colours say done, under way,
late, ahead and put off. A red line stands at today's week. The sheet is drawn anew by `roadmap`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.roadmap.layout import DONE, PUT_OFF, UNDER_WAY
from nastavnik_sheets.template.style import (
    AMBER,
    DEEP,
    FONT,
    GREEN,
    INK,
    LINE,
    MIST,
    MUTED,
    PAPER,
    RED,
    SIZE,
    TAB_COLOURS,
    TEAL,
    Styles,
)
from nastavnik_sheets.template.tables import height_of, lines_of, print_setup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.year_sheets import RoadmapAction

TITLE = "Дорожная карта – график"
MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
WEEK = timedelta(days=7)
MOST_WEEKS = 80
"""More weeks than this are drawn as months: a page has room for no more columns."""
NUMBER, WHAT, WHO, TERM, FIRST = range(5)
WIDTHS = (5, 50, 22, 13)
AHEAD, LATE = "впереди", "просрочено"
COLOURS = {DONE: GREEN, UNDER_WAY: AMBER, LATE: RED, AHEAD: "#9DB8C4", PUT_OFF: "#D0D5D8"}


@dataclass(frozen=True)
class Scale:
    """The columns of time: when each begins."""

    starts: tuple[date, ...]

    def column(self, day: date) -> int:
        """Return the number of the column in which a day lies, clipped to the scale."""
        found = sum(start <= day for start in self.starts) - 1
        return min(max(found, 0), len(self.starts) - 1)


def scale_of(rows: Sequence[RoadmapAction]) -> Scale:
    """Return weeks from Monday, or months if the roadmap is long."""
    days = [day for row in rows for day in (row.start, row.end) if day is not None]
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    if weeks <= MOST_WEEKS:
        return Scale(tuple(monday + WEEK * n for n in range(weeks)))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = (divmod(first.month - 1 + n, 12) for n in range(months))
    return Scale(tuple(date(first.year + years, month + 1, 1) for years, month in starts))


def state_of(row: RoadmapAction, today: date) -> str:
    """Return how a bar is coloured: by the person's word, late if its term has passed."""
    if row.state in (DONE, PUT_OFF) or row.done is not None:
        return row.state if row.state == PUT_OFF else DONE
    if row.end is not None and row.end < today:
        return LATE
    return UNDER_WAY if row.state == UNDER_WAY else AHEAD


def chart_sheet(rows: Sequence[RoadmapAction], *, school: str, today: date) -> bytes:
    """Return a workbook of one sheet; the same arguments give the same bytes."""
    import xlsxwriter

    drawn = [row for row in rows if row.start is not None and row.end is not None and row.start <= row.end]
    out = io.BytesIO()
    plain = {"font_name": FONT, "font_size": SIZE, "font_scheme": None}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "default_format_properties": plain})
    book.set_properties({"created": datetime.combine(today, time())})
    page = book.add_worksheet(TITLE)
    if drawn:
        _Chart(page, Styles(book), scale_of(drawn), today).draw(drawn, school)
    page.hide_gridlines(2)
    print_setup(page, TITLE, school)
    page.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.5)
    page.set_tab_color(TAB_COLOURS["plan"])
    book.close()
    return out.getvalue()


@dataclass
class _Chart:
    page: Worksheet
    styles: Styles
    scale: Scale
    today: date
    row: int = 0

    @property
    def last(self) -> int:
        return FIRST + len(self.scale.starts) - 1

    def draw(self, rows: Sequence[RoadmapAction], school: str) -> None:
        """Draw the head, the stages with their actions, and what the colours mean."""
        for column, width in enumerate(WIDTHS):
            self.page.set_column(column, column, width)
        self.page.set_column(FIRST, self.last, max(1.9, 128 / len(self.scale.starts)))
        self._head(rows, school)
        self.page.repeat_rows(self.row - 2, self.row - 1)
        self.page.freeze_panes(self.row, FIRST)
        for stage, actions in groupby(sorted(rows, key=_place), key=lambda row: (row.stage, row.stage_title)):
            self._stage(stage, list(actions))
        self.page.print_area(0, 0, self.row - 1, self.last)
        self.page.fit_to_pages(1, 0)

    def _head(self, rows: Sequence[RoadmapAction], school: str) -> None:
        band = self.styles(bg_color=DEEP, font_color="#FFFFFF", bold=True, font_size=16, valign="vcenter", indent=1)
        self.page.merge_range(0, 0, 0, self.last, f"Дорожная карта{f' · {school}' if school else ''}", band)
        self.page.set_row(0, 30)
        counts = {state: sum(state_of(row, self.today) == state for row in rows) for state in COLOURS}
        total = f"На {self.today:%d.%m.%Y}: выполнено {counts[DONE]} из {len(rows)}"
        late = f", просрочено {counts[LATE]}" if counts[LATE] else ""
        self.page.merge_range(1, 0, 1, WHAT, total + late, self.styles(bold=True, valign="vcenter", indent=1))
        self._legend(1)
        self.page.set_row(1, 22)
        self.row = 2
        self._months()

    def _legend(self, row: int) -> None:
        column, width = FIRST, max(1, len(self.scale.starts) // len(COLOURS))
        for state, colour in COLOURS.items():
            light = state in (AHEAD, PUT_OFF)
            looks = self.styles(bg_color=colour, font_color=INK if light else "#FFFFFF", align="center",
                                valign="vcenter", font_size=9, border=1, border_color="#FFFFFF")  # fmt: skip
            self._span(row, column, min(column + width - 1, self.last), state, looks)
            column += width

    def _months(self) -> None:
        """Two rows: months, and the day on which each week begins."""
        middle = {"bg_color": MIST, "align": "center", "valign": "vcenter"}
        looks = {**middle, "font_size": 8, "border": 1, "border_color": LINE}
        head = self.styles(bg_color=MIST, bold=True, valign="vcenter", bottom=1, bottom_color=TEAL)
        for column, title in enumerate(("№", "Мероприятие", "Ответственный", "Срок")):
            self.page.merge_range(self.row, column, self.row + 1, column, title, head)
        for (year, month), group in groupby(enumerate(self.scale.starts), key=lambda one: (one[1].year, one[1].month)):
            places = [FIRST + place for place, _ in group]
            title = MONTHS[month - 1] if len(places) < 3 else f"{MONTHS[month - 1]} {year}"
            self._span(self.row, places[0], places[-1], title, self.styles(**looks, bold=True))
        now = self._now
        for place, start in enumerate(self.scale.starts):
            at = {"bg_color": RED, "font_color": "#FFFFFF", "bold": True} if place == now else {"font_color": MUTED}
            small = {**looks, "font_size": 6, **at}
            self.page.write_number(self.row + 1, FIRST + place, start.day, self.styles(**small, num_format="0"))
        self.page.set_row(self.row, 16)
        self.page.set_row(self.row + 1, 12)
        self.row += 2

    @property
    def _now(self) -> int | None:
        """The column of today, None if it lies outside."""
        starts = self.scale.starts
        return self.scale.column(self.today) if starts[0] <= self.today < starts[-1] + WEEK else None

    def _stage(self, stage: tuple[int | None, str | None], actions: Sequence[RoadmapAction]) -> None:
        number, title = stage
        done = sum(state_of(action, self.today) == DONE for action in actions)
        text = f"{number}. {title or 'Этап'}" if number else title or "Без этапа"
        looks = self.styles(bg_color=PAPER, bold=True, font_color=DEEP, valign="vcenter", bottom=1, bottom_color=TEAL)
        self.page.merge_range(self.row, NUMBER, self.row, WHO, text, looks)
        self.page.write_string(self.row, TERM, f"{done} из {len(actions)}", looks)
        start = min(action.start for action in actions if action.start)
        end = max(action.end for action in actions if action.end)
        self._cells(start, end, {"bottom": 1, "bottom_color": TEAL, "bg_color": PAPER}, fill="#C9D6DB")
        self.page.set_row(self.row, 17)
        self.row += 1
        for action in actions:
            self._action(action)

    def _action(self, action: RoadmapAction) -> None:
        line: dict[str, Any] = {"bottom": 4, "bottom_color": LINE, "valign": "vcenter", "font_size": 9}
        number, what = _split(action)
        who = " ".join((action.responsible or "").split())
        state = state_of(action, self.today)
        pale = {"font_color": MUTED} if state in (DONE, PUT_OFF) else {}
        self.page.write_string(self.row, NUMBER, number, self.styles(**line, font_color=MUTED))
        self.page.write_string(self.row, WHAT, what, self.styles(**{**line, "text_wrap": True, **pale}))
        self.page.write_string(self.row, WHO, who, self.styles(**{**line, "text_wrap": True, **pale}))
        term = f"{action.start:%d.%m} – {action.end:%d.%m}"
        late = {"font_color": RED, "bold": True} if state == LATE else pale
        self.page.write_string(self.row, TERM, term, self.styles(**{**line, **late}))
        self._cells(action.start, action.end, line, fill=COLOURS[state])
        lines = max(lines_of(what, WIDTHS[WHAT] * 1.15), lines_of(who, WIDTHS[WHO] * 1.1))
        self.page.set_row(self.row, max(15.0, height_of(lines) * 0.88))
        self.row += 1

    def _cells(self, start: date | None, end: date | None, line: dict[str, Any], *, fill: str) -> None:
        """Fill the weeks of a bar, and draw the line of today through the others."""
        if start is None or end is None:
            return
        first, last, now = self.scale.column(start), self.scale.column(end), self._now
        for place in range(len(self.scale.starts)):
            look = {k: v for k, v in line.items() if k in ("bottom", "bottom_color", "bg_color")}
            if first <= place <= last:
                look |= {"bg_color": fill, "top": 1, "bottom": 1, "top_color": "#FFFFFF", "bottom_color": "#FFFFFF"}
            if place == now:
                look |= {"left": 2, "left_color": RED}
            self.page.write_blank(self.row, FIRST + place, None, self.styles(**look))

    def _span(self, row: int, first: int, last: int, text: str, looks: Format) -> None:
        if first < last:
            self.page.merge_range(row, first, row, last, text, looks)
        else:
            self.page.write_string(row, first, text, looks)


def _place(row: RoadmapAction) -> tuple[int, str, int]:
    return (row.stage or 99, row.stage_title or "", row.row)


def _split(action: RoadmapAction) -> tuple[str, str]:
    """Return the number that a content begins with, and the content in one line, not too long."""
    text = " ".join((action.content or action.action or "").split())
    number, _, rest = text.partition(" ")
    digits = number.rstrip(".")
    if not rest or not digits.replace(".", "").isdecimal():
        digits, rest = "", text
    return digits, rest if len(rest) <= LONGEST else rest[: LONGEST - 1].rstrip() + "…"


LONGEST = 150
