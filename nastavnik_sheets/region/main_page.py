"""«Свод»: the six indicators of all schools, pairs by form and state, coverage of the survey, charts; for A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring.canvas import FIRST, LEFT, MIDDLE, PERCENT, WHOLE, Field
from nastavnik_sheets.monitoring.charts import BAR, Series, chart
from nastavnik_sheets.monitoring.indicators import UNKNOWN
from nastavnik_sheets.region import words
from nastavnik_sheets.region.school import COUNTS
from nastavnik_sheets.template.style import TEAL
from nastavnik_sheets.terms import PAIR_STATES

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.region.summary import Summary, Total

NUMBER: dict[str, Any] = {**MIDDLE, "num_format": WHOLE}
SHARE: dict[str, Any] = {**MIDDLE, "num_format": PERCENT}
INDICATORS = (
    Field("№", look={**MIDDLE, "bold": True, "font_color": TEAL}),
    Field("Показатель", 4, LEFT),
    Field("Учтено", look=NUMBER),
    Field("Из скольких", look=NUMBER),
    Field("Значение", look={**SHARE, "bold": True}),
    Field("Цель", look=SHARE),
    Field("Школ вошло", look=MIDDLE),
    Field("Ответили", look=MIDDLE),
    Field("Не учтено строк", look=NUMBER),
)
COVERAGE = (
    Field("Кто", 3, LEFT),
    *(Field(title, 2, NUMBER) for title in ("Участвуют", "Ответили")),
    Field("Охват", look=SHARE),
    Field("Довольны", 2, NUMBER),
    Field("Школ без ответов", 2, NUMBER),
)
ROLE_NAMES = {"П5": "Наставляемые", "П6": "Наставники"}
CHART_ROWS, CHART_ROW_HEIGHT = 14, 17.25
CHART_SIZE = {"width": 552, "height": 314, "x_offset": 2, "y_offset": 4}
MOST_BARS = 8


def draw_main(canvas: Canvas, summary: Summary) -> None:
    """Draw the page."""
    schools = len(summary.schools)
    canvas.band("Свод по наставничеству", words.schools_words(schools), words.period_words(summary))
    canvas.note(f"{words.books_words(summary)} {words.people_words(summary)}")
    canvas.heading("Показатели", "из числителей и знаменателей школ, а не средние из процентов")
    canvas.table(INDICATORS, [_indicator(one, schools) for one in summary.totals])
    canvas.gap()
    for text in words.remarks(summary):
        canvas.sentence(text, muted=True)
    _draw_coverage(canvas, summary)
    canvas.new_page()
    canvas.heading("Диаграммы", "числа — в таблицах под ними")
    top = canvas.row
    for _ in range(2 * CHART_ROWS):
        canvas.gap(CHART_ROW_HEIGHT)
    canvas.new_page()
    _draw_states(canvas, summary)
    canvas.heading("Таблицы к диаграммам", words.period_words(summary), needs=200)
    for place, made in enumerate(_charts(canvas, summary)):
        made.set_size(CHART_SIZE)
        canvas.page.insert_chart(top + place // 2 * CHART_ROWS, FIRST + place % 2 * 6, made, {"object_position": 2})


def _indicator(one: Total, schools: int) -> list[object]:
    coverage = f"{one.answered} из {one.invited}" if one.invited else None
    value = one.absent if one.percent is None else one.percent
    return [one.id, one.title, one.numerator, one.denominator, value, one.target, f"{one.schools} из {schools}",
            coverage, one.excluded]  # fmt: skip


def _draw_states(canvas: Canvas, summary: Summary) -> None:
    """Draw all pairs of the workbooks by form and state."""
    states = [*PAIR_STATES, *sorted({state for _, state in summary.states} - set(PAIR_STATES))]
    rows: list[list[object]] = []
    for form in sorted({form for form, _ in summary.states}):
        counts = [summary.states.get((form, state), 0) for state in states]
        rows.append([form, *counts, sum(counts)])
    counts = [sum(n for (_, state), n in summary.states.items() if state == one) for one in states]
    rows.append(["Всего", *counts, sum(counts)])
    canvas.heading("Пары по формам и состояниям", "все пары книг", needs=20 * len(rows) + 30)
    fields = [Field("Форма", 3, LEFT), *(Field(state.capitalize(), look=NUMBER) for state in states)]
    canvas.table([*fields, Field("Всего", look={**NUMBER, "bold": True})], rows)


def _draw_coverage(canvas: Canvas, summary: Summary) -> None:
    canvas.heading("Охват итоговой анкеты", "участники учтённых пар")
    rows: list[list[object]] = []
    for one in summary.totals:
        if one.id in ROLE_NAMES:
            share = 100 * one.answered / one.invited if one.invited else UNKNOWN
            silent = len(summary.schools) - one.schools
            rows.append([ROLE_NAMES[one.id], one.invited, one.answered, share, one.numerator, silent])
    canvas.table(COVERAGE, rows)


def _charts(canvas: Canvas, summary: Summary) -> list[Chart]:
    """Draw the four small tables side by side and return the charts of them."""
    top = canvas.row
    made, bottom = [], top
    for draw in (_goals, _states, _content, _forms):
        canvas.row = top
        made.append(draw(canvas, summary))
        bottom = max(bottom, canvas.row)
    canvas.row = bottom
    return made


def _goals(canvas: Canvas, summary: Summary) -> Chart:
    found = [one for one in summary.totals if one.percent is not None or one.target is not None]
    rows = [(one.id, one.percent, one.target) for one in found] or [("нет данных", None, None)]
    first = canvas.table((Field("Показатель"), Field("Факт", look=SHARE), Field("Цель", look=SHARE)), rows)
    series = [Series("Факт", _cells(canvas, first, 2))]
    if any(one.target is not None for one in found):
        series.append(Series("Цель", _cells(canvas, first, 3), "goal"))
    return chart(canvas.book, "Показатели, %", _cells(canvas, first, 1), series, number="0")


def _states(canvas: Canvas, summary: Summary) -> Chart:
    rows = [(state, sum(n for (_, one), n in summary.states.items() if one == state)) for state in PAIR_STATES]
    first = canvas.table((Field("Состояние"), Field("Пар", look=NUMBER)), rows, first=4)
    return chart(canvas.book, "Пары по состояниям", _cells(canvas, first, 4),
                 [Series("Пар", _cells(canvas, first, 5))], highest=max(count for _, count in rows))  # fmt: skip


def _content(canvas: Canvas, summary: Summary) -> Chart:
    rows = [(ROLE_NAMES[one.id].lower(), one.numerator, one.denominator - one.numerator, one.invited - one.answered)
            for one in summary.totals if one.id in ROLE_NAMES]  # fmt: skip
    heads = ("Кто", "Довольны", "Не вполне", "Не ответили")
    first = canvas.table([Field(heads[0]), *(Field(h, look=NUMBER) for h in heads[1:])], rows, first=6)
    series = [Series(h, _cells(canvas, first, 7 + n), ("main", "goal", "rest")[n]) for n, h in enumerate(heads[1:])]
    return chart(canvas.book, "Удовлетворённость: сколько человек", _cells(canvas, first, 6), series, stacked=True,
                 kind=BAR, number="0;;", highest=max(sum(row[1:]) for row in rows))  # fmt: skip


def _forms(canvas: Canvas, summary: Summary) -> Chart:
    place = COUNTS.index("пар")
    counts = [(row.mentoring_form, row.counts[place]) for row in summary.forms]
    found = sorted(counts, key=lambda row: (-row[1], row[0]))
    rest = sum(count for _, count in found[MOST_BARS:])
    rows = [*found[:MOST_BARS], *([("другие", rest)] if rest else [])] or [("нет пар", 0)]
    first = canvas.table((Field("Форма", 2, LEFT), Field("Пар", look=NUMBER)), rows, first=10)
    return chart(canvas.book, "Пары по формам", _cells(canvas, first, 10), [Series("Пар", _cells(canvas, first, 12))],
                 kind=BAR, highest=max(count for _, count in rows))  # fmt: skip


def _cells(canvas: Canvas, first: int, column: int) -> tuple[str, int, int, int, int]:
    """Return the cells of a column of the table that ends above the current row."""
    return canvas.title, first, column, canvas.row - 1, column
