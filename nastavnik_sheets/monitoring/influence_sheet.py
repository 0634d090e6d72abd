"""«Мониторинг влияния»: entry against exit by question, how people's own answers moved, indicators of influence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring import influence, influence_words
from nastavnik_sheets.monitoring.canvas import FIRST, LEFT, MIDDLE, NUMBER, POINTS, TENTHS, Field, Marked, drawn
from nastavnik_sheets.monitoring.charts import Series, chart
from nastavnik_sheets.monitoring.influence import BETTER, BINS, WORSE
from nastavnik_sheets.monitoring.statistics import ENOUGH
from nastavnik_sheets.scales import MARK, YES
from nastavnik_sheets.template.style import GREEN, MUTED, RED
from nastavnik_sheets.terms import MOMENTS

if TYPE_CHECKING:
    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.monitoring.influence import Change, Impact, Spread

TITLE = "Мониторинг влияния"
MEAN: dict[str, Any] = {**MIDDLE, "num_format": TENTHS}
SHIFT: dict[str, Any] = {**MIDDLE, "num_format": POINTS}
AMOUNT: dict[str, Any] = {**MIDDLE, "num_format": "#,##0.##"}
ANY_FORM = "все формы"
CHART_ROWS, CHART_ROW_HEIGHT = 11, 17.25


def influence_sheet(figures: Figures) -> bytes:
    """Return a workbook with the sheet."""
    return drawn(TITLE, figures.school, figures.today, lambda canvas: _draw(canvas, figures))


def _draw(canvas: Canvas, figures: Figures) -> None:
    canvas.band("Мониторинг влияния на участников", figures.school, f"Период: {figures.period.words}")
    canvas.note(influence_words.changes_words(figures.changes))
    for (form, role), found in groupby(sorted(figures.changes, key=_place), key=_group):
        _compared(canvas, figures, form, role, list(found))
    if figures.changes:
        _reading(canvas, figures)
    _impacts(canvas, figures)
    _people(canvas, figures)
    _spreads(canvas, figures)


def _group(change: Change) -> tuple[str, str]:
    return change.question.mentoring_form or ANY_FORM, change.question.role or ""


def _place(change: Change) -> tuple[tuple[str, str], bool, bool, int]:
    """Put marks before frequencies and yes/no within a group, so that a chart takes marks alone."""
    scale = change.question.scale
    return _group(change), scale != MARK, scale == YES, change.question.number or 0


FIELDS = (
    Field("Код", look=MIDDLE),
    Field("Вопрос на выходе", 4, LEFT),
    Field("Сравнили человек", look=NUMBER),
    Field("Вход", look=MEAN),
    Field("Выход", look={**MEAN, "bold": True}),
    Field("Обычное изменение", look=SHIFT),
    Field("от … до (95\u00a0%)", look=MIDDLE),
    Field("Что можно сказать", 2, {**LEFT, "font_size": 9}),
)


def _compared(canvas: Canvas, figures: Figures, form: str, role: str, found: list[Change]) -> None:
    answers = sum(len(change.compared) for change in found)
    marks = sum(change.question.scale == MARK for change in found)
    charted = marks and any(len(change.compared) >= ENOUGH and not change.hidden for change in found[:marks])
    height = 22 * len(found) + 50 + CHART_ROWS * CHART_ROW_HEIGHT if charted else 150
    canvas.heading(f"Вход и выход: {form}, {role}", f"{figures.period.words} · пар ответов: {answers}", needs=height)
    first = canvas.table(FIELDS, [_row(change) for change in found])
    alone = sum(change.without_entry for change in found), sum(change.without_exit for change in found)
    if any(alone):
        canvas.sentence(f"Не сравнены: ответов на выходе без входа — {alone[0]}, на входе без выхода — {alone[1]}.",
                        muted=True)  # fmt: skip
    if charted:
        _chart(canvas, f"Средние на входе и выходе, оценки 1–10: {form}, {role}", first, first + marks - 1)


def _row(change: Change) -> list[object]:
    number = change.question.code
    if not change.shown:
        return [number, change.question.text, len(change.compared), None, None, None, None, change.verdict]
    share = 100 if change.question.scale == YES else 1
    low, high = change.shift.low, change.shift.high
    between = f"{_plain(low)} … {_plain(high)}" if low is not None and high is not None and share == 1 else "—"
    look = {"num_format": '0"\u00a0%"'} if share > 1 else {}
    middle = change.after - change.before if share > 1 else change.shift.middle
    return [number, change.question.text, len(change.compared), Marked(share * change.before, look),
            Marked(share * change.after, look), share * middle, between, _verdict(change)]  # fmt: skip


def _verdict(change: Change) -> Marked:
    colour = {"в": GREEN, "с": RED}.get(change.verdict[:1] if change.p < 1 else "", MUTED)
    proof = f" (p = {change.p:.3f})".replace(".", ",") if change.p < 1 else ""
    return Marked(change.verdict + proof, {"font_color": colour})


def _plain(value: float) -> str:
    return f"{value:+g}".replace("-", "−").replace(".", ",").replace("+0", "0")


def _chart(canvas: Canvas, title: str, first: int, last: int) -> None:
    def cells(column: int) -> tuple[str, int, int, int, int]:
        return canvas.title, first, column, last, column

    series = [Series("Вход", cells(7), "goal"), Series("Выход", cells(8))]
    made = chart(canvas.book, title, cells(1), series, number="0.0")
    made.set_size({"width": 1106, "height": 244})
    canvas.page.insert_chart(canvas.row, FIRST, made, {"x_offset": 4, "y_offset": 5, "object_position": 2})
    for _ in range(CHART_ROWS):
        canvas.gap(CHART_ROW_HEIGHT)


def _reading(canvas: Canvas, figures: Figures) -> None:
    small = figures.book.settings.small_group
    canvas.sentence(
        "Как читать: сравниваются ответы одних и тех же людей. «Обычное изменение» — на сколько сдвинулся типичный "
        "ответ (у «да/нет» — доля «да», п.\u00a0п.), рядом — где оно лежит с уверенностью 95\u00a0%. Вывод — критерий "
        f"Уилкоксона с поправкой Холма на число вопросов; меньше {ENOUGH} пар ответов ничего не доказывают. "
        f"Чувствительные вопросы скрыты, если ответили меньше {small}, средние одного-двух людей не показываются. "
        "Отметок никому не ставят (п.\u00a06.5).",
        muted=True,
    )


def _impacts(canvas: Canvas, figures: Figures) -> None:
    found = figures.impacts
    canvas.heading("Индикаторы влияния программы", f"лист «Показатели», строк: {len(found)}")
    if not found:
        canvas.sentence("Значения до и после программы на листе «Показатели» пока не вписаны.", muted=True)
        return
    fields = (
        Field("Форма", 2, LEFT), Field("Показатель", 4, LEFT), Field("До (X)", look=AMOUNT),
        Field("После (Y)", look=AMOUNT), Field("Y − X", look={**MIDDLE, "num_format": "+#,##0.##;−#,##0.##;0"}),
        Field("В % от X"), Field("Вывод", 2, LEFT),
    )  # fmt: skip
    canvas.table(fields, [_impact_row(one) for one in found])
    canvas.sentence(influence_words.impacts_words(found))


def _impact_row(one: Impact) -> list[object]:
    colour = {BETTER: GREEN, WORSE: RED}.get(one.verdict)
    verdict = Marked(one.verdict, {"font_color": colour}) if colour else one.verdict
    percent = one.percent_shown if one.difference is not None else None
    return [one.row.mentoring_form or ANY_FORM, one.row.text, one.row.before, one.row.after, one.difference, percent,
            verdict]  # fmt: skip


def _people(canvas: Canvas, figures: Figures) -> None:
    found = influence.by_person(figures.changes)
    canvas.heading("Как изменились собственные ответы", f"человек с обеими анкетами: {len(found)} · только коды")
    if not found:
        canvas.sentence("Людей с входной и выходной анкетой пока нет.", muted=True)
        return
    fields = (Field("Код", 2, LEFT), Field("Кто", 4, LEFT), Field("Выше на вопросах", 2, NUMBER),
              Field("Так же", 2, NUMBER), Field("Ниже на вопросах", 2, NUMBER))  # fmt: skip
    canvas.table(fields, [tuple(one) for one in found])
    canvas.sentence("Это мнение самого человека о программе, а не оценка человека (п.\u00a06.5).", muted=True)


def _spreads(canvas: Canvas, figures: Figures) -> None:
    found = sorted(figures.spreads, key=_asked)
    canvas.heading("Как распределились ответы", f"{figures.period.words} · вопросов: {len(found)}")
    if not found:
        canvas.sentence("Ответов на входные и выходные анкеты пока нет.", muted=True)
        return
    bins = [f"{low}–{high}" for low, high in BINS]
    for (form, role, _, moment), some in groupby(found, key=lambda one: _asked(one)[:4]):
        group = list(some)
        canvas.keep(40 + 34 * min(len(group), 3))
        canvas.sentence(f"{form}, {role}, {moment}", bold=True)
        fields = [Field("Код", look=MIDDLE), Field("Вопрос", 4, LEFT), Field("Ответов", look=NUMBER),
                  *(Field(one, look=NUMBER) for one in bins), Field("Среднее или «да»", look=MEAN)]  # fmt: skip
        canvas.table(fields, [_spread_row(one) for one in group])
    canvas.sentence(
        "Из каких строк взята цифра: nastavnik monitor КНИГА --explain и код вопроса; для индикаторов — Влияние.",
        muted=True,
    )


def _asked(one: Spread) -> tuple[str, str, int, str, int, str]:
    """Put the questions of one questionnaire together, the entry before the exit."""
    question = one.question
    moment = question.moment or ""
    place = (question.mentoring_form or ANY_FORM, question.role or "", MOMENTS.index(moment), moment)
    return (*place, question.number or 0, question.code or "")


def _spread_row(one: Spread) -> list[object]:
    counts: list[object] = [*one.counts] or [None] * len(BINS)
    last = Marked(one.yes, {"num_format": '0"\u00a0%"'}) if one.yes is not None else one.mean
    return [one.question.code, one.question.text, one.answered, *counts, last]
