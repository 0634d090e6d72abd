"""The charts that the sheets of a school and of a region share: four small ones, their tables side by side below.

Leaves which figures they show to the sheets, how a chart looks to `charts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring.canvas import FIRST, LEFT, NUMBER, SHARE, Field
from nastavnik_sheets.monitoring.charts import BAR, Series, chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlsxwriter.chart import Chart

    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.monitoring.charts import Range

ROWS, ROW_HEIGHT = 14, 17.25
PLACE: dict[str, Any] = {"object_position": 2}
SIZE = {"width": 552, "height": 314, "x_offset": 2, "y_offset": 4}


def room(canvas: Canvas) -> int:
    """Begin a page with room for the charts; return its first row."""
    canvas.new_page()
    canvas.heading("Диаграммы", "числа — в таблицах под ними")
    top = canvas.row
    for _ in range(2 * ROWS):
        canvas.gap(ROW_HEIGHT)
    canvas.new_page()
    return top


def put(canvas: Canvas, top: int, draws: Sequence[Callable[[], Chart]]) -> None:
    """Draw the tables side by side from the current row, and their charts into the room from row `top`."""
    first = bottom = canvas.row
    for place, draw in enumerate(draws):
        canvas.row = first
        made = draw()
        made.set_size(SIZE)
        canvas.page.insert_chart(top + place // 2 * ROWS, FIRST + place % 2 * 6, made, PLACE)
        bottom = max(bottom, canvas.row)
    canvas.row = bottom


def above(canvas: Canvas, first: int, column: int) -> Range:
    """Return the cells of a column of the table that ends above the current row."""
    return canvas.title, first, column, canvas.row - 1, column


def goals(
    canvas: Canvas, title: str, found: Iterable[tuple[str, float | None, float | None]], *, always: bool
) -> Chart:
    """Draw indicators beside their targets; `always` keeps the columns of targets where there are none."""
    known = [row for row in found if row[1] is not None or row[2] is not None]
    rows = known or [("нет данных", None, None)]
    first = canvas.table((Field("Показатель"), Field("Факт", look=SHARE), Field("Цель", look=SHARE)), rows)
    series = [Series("Факт", above(canvas, first, 2))]
    if always or any(target is not None for _, _, target in known):
        series.append(Series("Цель", above(canvas, first, 3), "goal"))
    return chart(canvas.book, title, above(canvas, first, 1), series, number="0")


def counts(canvas: Canvas, title: str, heads: tuple[str, str], rows: Sequence[tuple[str, int]]) -> Chart:
    """Draw columns of whole numbers."""
    first = canvas.table((Field(heads[0]), Field(heads[1], look=NUMBER)), rows, first=4)
    return chart(canvas.book, title, above(canvas, first, 4), [Series(heads[1], above(canvas, first, 5))],
                 highest=max(count for _, count in rows))  # fmt: skip


def content(canvas: Canvas, rows: Sequence[tuple[str, int, int, int]]) -> Chart:
    """Draw how many are content, not quite, and have not answered."""
    heads = ("Кто", "Довольны", "Не вполне", "Не ответили")
    first = canvas.table([Field(heads[0]), *(Field(h, look=NUMBER) for h in heads[1:])], rows, first=6)
    colours = ("main", "goal", "rest")
    series = [Series(h, above(canvas, first, 7 + n), colours[n]) for n, h in enumerate(heads[1:])]
    return chart(canvas.book, "Удовлетворённость: сколько человек", above(canvas, first, 6), series, stacked=True,
                 kind=BAR, number="0;;", highest=max(row[1] + row[2] + row[3] for row in rows))  # fmt: skip


def forms(canvas: Canvas, rows: Sequence[tuple[str, int]]) -> Chart:
    """Draw pairs by form."""
    rows = rows or [("нет пар", 0)]
    first = canvas.table((Field("Форма", 2, LEFT), Field("Пар", look=NUMBER)), rows, first=10)
    return chart(canvas.book, "Пары по формам", above(canvas, first, 10), [Series("Пар", above(canvas, first, 12))],
                 kind=BAR, highest=max(count for _, count in rows))  # fmt: skip
