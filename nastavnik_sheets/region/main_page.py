"""«Свод»: the six indicators of all schools, pairs by form and state, coverage of the survey, charts; for A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring import small_charts
from nastavnik_sheets.monitoring.canvas import LEFT, MIDDLE, NUMBER, SHARE, Field
from nastavnik_sheets.monitoring.indicators import UNKNOWN
from nastavnik_sheets.region import words
from nastavnik_sheets.region.school import COUNTS
from nastavnik_sheets.template.style import TEAL
from nastavnik_sheets.terms import PAIR_STATES

if TYPE_CHECKING:
    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.region.summary import Summary, Total

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
    top = small_charts.room(canvas)
    _draw_states(canvas, summary)
    canvas.heading("Таблицы к диаграммам", words.period_words(summary), needs=200)
    goals = [(one.id, one.percent, one.target) for one in summary.totals]
    small_charts.put(canvas, top, (
        lambda: small_charts.goals(canvas, "Показатели, %", goals, always=False),
        lambda: small_charts.counts(canvas, "Пары по состояниям", ("Состояние", "Пар"), _states(summary)),
        lambda: small_charts.content(canvas, _content(summary)),
        lambda: small_charts.forms(canvas, _forms(summary)),
    ))  # fmt: skip


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


def _states(summary: Summary) -> list[tuple[str, int]]:
    return [(state, sum(n for (_, one), n in summary.states.items() if one == state)) for state in PAIR_STATES]


def _content(summary: Summary) -> list[tuple[str, int, int, int]]:
    return [(ROLE_NAMES[one.id].lower(), one.numerator, one.denominator - one.numerator, one.invited - one.answered)
            for one in summary.totals if one.id in ROLE_NAMES]  # fmt: skip


def _forms(summary: Summary) -> list[tuple[str, int]]:
    """Return pairs by form, the small forms together."""
    place = COUNTS.index("пар")
    counts = [(row.mentoring_form, row.counts[place]) for row in summary.forms]
    found = sorted(counts, key=lambda row: (-row[1], row[0]))
    rest = sum(count for _, count in found[MOST_BARS:])
    return [*found[:MOST_BARS], *([("другие", rest)] if rest else [])]
