"""«Мониторинг»: the six indicators against their targets, in figures, words and charts, printable on A4."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring import process, small_charts, words
from nastavnik_sheets.monitoring.canvas import LEFT, MIDDLE, NUMBER, POINTS, SHARE, Field, Marked, drawn
from nastavnik_sheets.monitoring.indicators import Coverage
from nastavnik_sheets.template.style import GREEN, RED, TEAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.monitoring.indicators import Indicator

TITLE = "Мониторинг"
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
    top = small_charts.room(canvas)
    canvas.heading("Таблицы к диаграммам", figures.period.words)
    goals = [(one.id, one.percent, one.target) for one in figures.indicators]
    months = list(figures.meetings.by_month) or [("нет встреч", 0)]
    content = [_silent(one) for one in figures.indicators if one.coverage]
    small_charts.put(canvas, top, (
        lambda: small_charts.goals(canvas, "Показатели и цели, %", goals, always=True),
        lambda: small_charts.counts(canvas, "Состоявшиеся встречи по месяцам", ("Месяц", "Встреч"), months),
        lambda: small_charts.content(canvas, content),
        lambda: small_charts.forms(canvas, _forms(figures)),
    ))  # fmt: skip


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


def _silent(one: Indicator) -> tuple[str, int, int, int]:
    asked = one.coverage or Coverage(0, 0)
    return ROLE_NAMES[one.id], one.numerator, asked.answered - one.numerator, asked.invited - asked.answered


def _forms(figures: Figures) -> list[tuple[str, int]]:
    counts = Counter(pair.mentoring_form or process.NO_FORM for pair in figures.taking_part.pairs)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
