"""«Мониторинг»: the six indicators against their targets, in figures, words and charts, printable on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring import process, words
from nastavnik_sheets.monitoring.canvas import FIRST, LEFT, MIDDLE, PERCENT, POINTS, WHOLE, Field, Marked, drawn
from nastavnik_sheets.monitoring.charts import BAR, Series, chart
from nastavnik_sheets.template.style import GREEN, RED, TEAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.chart import Chart

    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.monitoring.indicators import Indicator

TITLE = "Мониторинг"
NUMBER: dict[str, Any] = {**MIDDLE, "num_format": WHOLE}
SHARE: dict[str, Any] = {**MIDDLE, "num_format": PERCENT}
CHANGE: dict[str, Any] = {**MIDDLE, "num_format": POINTS}
FIELDS = (
    Field("№", look={**MIDDLE, "bold": True, "font_color": TEAL}),
    Field("Показатель", 3, LEFT),
    Field("Учтено", look=NUMBER),
    Field("Из скольких", look=NUMBER),
    Field("Значение", look={**SHARE, "bold": True}),
    Field("Цель", look=SHARE),
    Field("К цели, п.\u00a0п.", look=CHANGE),
    Field("К прошлому, п.\u00a0п.", look=CHANGE),
    Field("Ответили", look=MIDDLE),
    Field("Не учтено строк", look=NUMBER),
)
CHART_ROWS, CHART_ROW_HEIGHT = 14, 17.25
CHART_SIZE = {"width": 552, "height": 314, "x_offset": 2, "y_offset": 4}
ROLE_NAMES = {"П5": "наставляемые", "П6": "наставники"}


def main_sheet(figures: Figures) -> bytes:
    """Return a workbook with the sheet."""
    return drawn(TITLE, figures.school, figures.today, lambda canvas: _draw(canvas, figures))


def _draw(canvas: Canvas, figures: Figures) -> None:
    canvas.band("Мониторинг программы наставничества", figures.school, f"Период: {figures.period.words}")
    canvas.note(f"{words.who_takes_part(figures.taking_part)} {words.goals_words(figures.indicators)}")
    rows = len(figures.taking_part.pairs)
    canvas.heading("Показатели внедрения целевой модели", f"{figures.period.words} · пар учтено: {rows}")
    before = figures.previous.percents if figures.previous else {}
    canvas.table(FIELDS, [_row(one, before) for one in figures.indicators])
    _draw_notes(canvas, figures)
    canvas.new_page()
    canvas.heading("Диаграммы", "числа — в таблицах под ними")
    top = canvas.row
    for _ in range(2 * CHART_ROWS):
        canvas.gap(CHART_ROW_HEIGHT)
    canvas.new_page()
    canvas.heading("Таблицы к диаграммам", figures.period.words)
    for place, made in enumerate(_tables(canvas, figures)):
        made.set_size(CHART_SIZE)
        canvas.page.insert_chart(top + place // 2 * CHART_ROWS, FIRST + place % 2 * 6, made, {"object_position": 2})


def _row(one: Indicator, previous: Mapping[str, float]) -> list[object]:
    gap = None if one.percent is None or one.target is None else one.percent - one.target
    before = previous.get(one.id)
    change = None if one.percent is None or before is None else one.percent - before
    coverage = f"{one.coverage.answered} из {one.coverage.invited}" if one.coverage else None
    below = "не задано" if one.denominator is None else one.denominator
    value = one.absent if one.percent is None else one.percent
    return [one.id, one.title, one.numerator, below, value, one.target, _signed(gap), _signed(change), coverage,
            len(one.excluded)]  # fmt: skip


def _signed(value: float | None) -> object:
    if value is None:
        return None
    return Marked(round(value, 1) + 0.0, {"font_color": GREEN if value >= 0 else RED})


def _draw_notes(canvas: Canvas, figures: Figures) -> None:
    canvas.gap()
    if figures.previous:
        canvas.sentence(f"Прошлый мониторинг: {figures.previous.taken:%d.%m.%Y}.", muted=True)
    for one in figures.indicators:
        parts = [*one.notes]
        if one.target_year and one.target_year != figures.period.end.year:
            parts.append(f"цель — {one.target_year} года")
        if one.excluded:
            parts.append(f"не учтено: {words.reasons_words(left.reason for left in one.excluded)}")
        if parts:
            canvas.sentence(f"{one.id}: {'; '.join(parts)}.", muted=True)
    for one in figures.interim:
        asked = words.counted(one.denominator or 0, "ответ", "ответа", "ответов")
        canvas.sentence(f"{one.id} по промежуточной анкете: {one.shown} ({asked}); в показатель не входит.", muted=True)
    canvas.sentence(
        "Считаются люди, а не пары; возраст — на отчётную дату. Из каких строк взята цифра: "
        "nastavnik monitor КНИГА --explain П1 (для других таблиц — Пары, Встречи, Ответы, Выход).",
        muted=True,
    )


def _tables(canvas: Canvas, figures: Figures) -> list[Chart]:
    """Draw the four small tables side by side and return the charts of them."""
    top = canvas.row
    made, bottom = [], top
    for draw in (_goals, _months, _content, _forms):
        canvas.row = top
        made.append(draw(canvas, figures))
        bottom = max(bottom, canvas.row)
    canvas.row = bottom
    return made


def _goals(canvas: Canvas, figures: Figures) -> Chart:
    found = [one for one in figures.indicators if one.percent is not None or one.target is not None]
    rows = [(one.id, one.percent, one.target) for one in found] or [("нет данных", None, None)]
    first = canvas.table((Field("Показатель"), Field("Факт", look=SHARE), Field("Цель", look=SHARE)), rows)
    series = [Series("Факт", _cells(canvas, first, 2)), Series("Цель", _cells(canvas, first, 3), "goal")]
    return chart(canvas.book, "Показатели и цели, %", _cells(canvas, first, 1), series, number="0")


def _months(canvas: Canvas, figures: Figures) -> Chart:
    rows = list(figures.meetings.by_month) or [("нет встреч", 0)]
    first = canvas.table((Field("Месяц"), Field("Встреч", look=NUMBER)), rows, first=4)
    return chart(canvas.book, "Состоявшиеся встречи по месяцам", _cells(canvas, first, 4),
                 [Series("Встреч", _cells(canvas, first, 5))], highest=max(count for _, count in rows))  # fmt: skip


def _content(canvas: Canvas, figures: Figures) -> Chart:
    rows: list[tuple[str, int, int, int]] = []
    for one in figures.indicators:
        if one.coverage:
            asked = one.coverage
            silent = asked.invited - asked.answered
            rows.append((ROLE_NAMES[one.id], one.numerator, asked.answered - one.numerator, silent))
    heads = ("Кто", "Довольны", "Не вполне", "Не ответили")
    first = canvas.table([Field(heads[0]), *(Field(h, look=NUMBER) for h in heads[1:])], rows, first=6)
    colours = ("main", "goal", "rest")
    series = [Series(h, _cells(canvas, first, 7 + n), colours[n]) for n, h in enumerate(heads[1:])]
    return chart(canvas.book, "Удовлетворённость: сколько человек", _cells(canvas, first, 6), series, stacked=True,
                 kind=BAR, number="0;;", highest=max(row[1] + row[2] + row[3] for row in rows))  # fmt: skip


def _forms(canvas: Canvas, figures: Figures) -> Chart:
    counts: dict[str, int] = {}
    for pair in figures.taking_part.pairs:
        form = pair.mentoring_form or process.NO_FORM
        counts[form] = counts.get(form, 0) + 1
    rows = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])) or [("нет пар", 0)]
    first = canvas.table((Field("Форма", 2, LEFT), Field("Пар", look=NUMBER)), rows, first=10)
    return chart(canvas.book, "Пары по формам", _cells(canvas, first, 10), [Series("Пар", _cells(canvas, first, 12))],
                 kind=BAR, highest=rows[0][1])  # fmt: skip


def _cells(canvas: Canvas, first: int, column: int) -> tuple[str, int, int, int, int]:
    """Return the cells of a column of the table that ends above the current row."""
    return canvas.title, first, column, canvas.row - 1, column


