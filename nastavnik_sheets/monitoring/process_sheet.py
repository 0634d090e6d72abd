"""«Мониторинг процесса»: pairs, meetings, who keeps silent, interim feedback, the curator's sheet and SWOT."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring import process, words
from nastavnik_sheets.monitoring.canvas import FIRST, LEFT, MIDDLE, NUMBER, Field, drawn
from nastavnik_sheets.monitoring.charts import Series, chart
from nastavnik_sheets.monitoring.indicators import percent_words, tenths
from nastavnik_sheets.scales import YES
from nastavnik_sheets.template.style import DATE_FORMAT, DEEP, LINE, MIST
from nastavnik_sheets.template.tables import height_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.monitoring.process import Cross, PairMeetings, Said

TITLE = "Мониторинг процесса"
CHART_ROWS, CHART_ROW_HEIGHT = 12, 17.25
SHOWN_IN_QUARTER = 12
QUARTER_TITLES = {
    "сильные стороны": "Сильные стороны — что участники ценят",
    "слабые стороны": "Слабые стороны — чего не хватило",
    "возможности": "Возможности — дописывает куратор",
    "угрозы": "Угрозы — дописывает куратор",
}
KIND_TITLES = ("Организац.", "Пробная", "Планир.", "Регуляр.", "Заключит.")


def process_sheet(figures: Figures) -> bytes:
    """Return a workbook with the sheet."""
    return drawn(TITLE, figures.school, figures.today, lambda canvas: _draw(canvas, figures))


def _draw(canvas: Canvas, figures: Figures) -> None:
    canvas.band("Мониторинг процесса", figures.school, f"Период: {figures.period.words}")
    for part in (_pairs, _meetings, _silent, _feedback, _refused, _curator, _swot):
        part(canvas, figures)
    canvas.sentence(
        "Из каких строк взяты цифры: nastavnik monitor КНИГА --explain Пары; так же — Встречи, Ответы, Вход, "
        "Промежуточный, Выход, Куратор, SWOT.",
        muted=True,
    )


def _pairs(canvas: Canvas, figures: Figures) -> None:
    by_form = figures.pairs_by_form
    total = sum(sum(row.values()) for row in by_form.rows.values())
    canvas.heading("Пары по формам и состояниям", f"на {figures.period.end:%d.%m.%Y} · пар всего: {total}")
    _cross(canvas, "Форма", by_form)
    canvas.heading("Пары по ролевым моделям", f"пар всего: {total}")
    _cross(canvas, "Ролевая модель", figures.pairs_by_model)


def _cross(canvas: Canvas, title: str, cross: Cross) -> None:
    if not cross.rows:
        canvas.sentence("Пар на листе «Пары» нет.", muted=True)
        return
    wide = 11 - len(cross.states)
    states = (Field(state, look=NUMBER) for state in cross.states)
    fields = [Field(title, wide, LEFT), *states, Field("Всего", look=NUMBER)]
    rows: list[list[object]] = []
    for value, counts in cross.rows.items():
        rows.append([value, *(counts.get(state, 0) for state in cross.states), sum(counts.values())])
    canvas.table(fields, rows)


def _meetings(canvas: Canvas, figures: Figures) -> None:
    found = figures.meetings
    counted = f"{figures.period.words} · встреч учтено: {found.held}, не учтено: {len(found.excluded)}"
    canvas.heading("Встречи: план и факт", counted, needs=CHART_ROWS * CHART_ROW_HEIGHT + 60)
    canvas.sentence(words.meetings_words(found))
    if found.excluded:
        canvas.sentence(f"Не учтены: {words.reasons_words(why for _, why in found.excluded)}.", muted=True)
    if not found.by_pair:
        return
    _meetings_by_form(canvas, figures)
    fields = (
        Field("Пара", look={**LEFT, "bold": True}), Field("Форма", 2, LEFT), Field("План", look=NUMBER),
        Field("Факт", look=NUMBER), *(Field(title, look=NUMBER) for title in KIND_TITLES), Field("Другие", look=NUMBER),
        Field("Последняя", look={**MIDDLE, "num_format": DATE_FORMAT}),
    )  # fmt: skip
    canvas.gap()
    canvas.table(fields, [_meeting_row(row) for row in sorted(found.by_pair, key=_behind)])


def _behind(row: PairMeetings) -> tuple[float, str]:
    """Put the pairs that are furthest behind their plan first."""
    return (row.held / row.planned if row.planned else float(row.held), row.pair.code)


def _meeting_row(row: PairMeetings) -> list[object]:
    kinds = [row.kinds.get(kind, 0) or None for kind in process.MEETING_COLUMNS]
    return [row.pair.code, row.pair.mentoring_form, row.planned, row.held, *kinds, row.last]


def _meetings_by_form(canvas: Canvas, figures: Figures) -> None:
    """Draw a small table by form and its chart beside it."""
    planned: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for row in figures.meetings.by_pair:
        form = row.pair.mentoring_form or process.NO_FORM
        planned[form] += row.planned or 0
        held[form] += row.held
    fields = (Field("Форма", 3, LEFT), Field("План", look=NUMBER), Field("Факт", look=NUMBER))
    top = canvas.row
    first = canvas.table(fields, [(form, planned[form], held[form]) for form in sorted(held)])
    last = canvas.row - 1
    while canvas.row < top + CHART_ROWS:
        canvas.gap(CHART_ROW_HEIGHT)

    def cells(column: int) -> tuple[str, int, int, int, int]:
        return canvas.title, first, column, last, column

    series = [Series("План", cells(4), "goal"), Series("Факт", cells(5))]
    highest = max([*planned.values(), *held.values()])
    made = chart(canvas.book, "Встречи по формам: план и факт", cells(1), series, highest=highest)
    made.set_size({"width": 636, "height": 276})
    canvas.page.insert_chart(top, FIRST + 5, made, {"x_offset": 12, "y_offset": 4, "object_position": 2})


def _silent(canvas: Canvas, figures: Figures) -> None:
    canvas.heading("Кто не ответил ни на один вопрос", "участники учтённых пар · только коды")
    fields = (
        Field("Замер", 2, LEFT), Field("Кто", 2, LEFT), Field("Участвуют", look=NUMBER), Field("Ответили", look=NUMBER),
        Field("Молчат", look=NUMBER), Field("Коды", 5, LEFT),
    )  # fmt: skip
    rows = [
        (one.moment, one.role, one.invited, one.invited - len(one.codes), len(one.codes), _codes(one))
        for one in figures.silent
    ]
    canvas.table(fields, rows)


def _codes(one: process.Silent) -> str:
    """Name the silent unless that is everybody: then the time of the questionnaire may not have come yet."""
    if one.codes and len(one.codes) == one.invited:
        return "ещё никто не ответил"
    return ", ".join(one.codes) or "—"


def _feedback(canvas: Canvas, figures: Figures) -> None:
    if not figures.signals:
        return
    answered = max(signal.answered for signal in figures.signals)
    canvas.heading("Промежуточная обратная связь", f"{figures.period.words} · ответивших: до {answered}")
    fields = (
        Field("Вопрос", 6, LEFT), Field("Кто", 2, LEFT), Field("Ответов", look=NUMBER), Field("Среднее или «да»"),
        Field("Просят внимания", 2, MIDDLE),
    )  # fmt: skip
    rows: list[list[object]] = []
    for one in figures.signals:
        mean: object = "скрыто"
        if one.mean is not None:
            mean = percent_words(one.mean) if one.question.scale == YES else tenths(one.mean)
        asked = one.question.purpose == process.SIGNAL
        alarms: object = "скрыто" if one.hidden else one.alarms if asked else "—"
        rows.append([one.question.text, one.question.role, one.answered, mean, alarms])
    canvas.table(fields, rows)
    limit = figures.book.settings.small_group
    canvas.sentence(f"Оценка до {process.ALARM} или «нет» — просьба о внимании куратора. Среднее одного-двух человек и "
                    f"чувствительные вопросы, на которые ответили меньше {limit}, скрыты.", muted=True)  # fmt: skip


def _refused(canvas: Canvas, figures: Figures) -> None:
    found = figures.answers
    total = len(found.given) + len(found.refused)
    canvas.heading("Ответы, которые не учтены", f"ответов всего: {total}, учтено: {len(found.given)}")
    if not found.refused:
        canvas.sentence("Все ответы учтены.", muted=True)
        return
    counts: dict[str, list[str]] = {}
    for one in found.refused:
        counts.setdefault(one.reason, []).append(one.answer.code or f"строка {one.answer.row}")
    rows = [(reason, len(codes), _some(codes)) for reason, codes in sorted(counts.items(), key=lambda kv: -len(kv[1]))]
    canvas.table((Field("Почему", 4, LEFT), Field("Ответов", look=NUMBER), Field("Коды ответов", 7, LEFT)), rows)


def _some(codes: Sequence[str], limit: int = 30) -> str:
    more = f" и ещё {len(codes) - limit}" if len(codes) > limit else ""
    return ", ".join(codes[:limit]) + more


def _curator(canvas: Canvas, figures: Figures) -> None:
    found = figures.curator
    canvas.heading("Оценочный лист куратора", f"строк: {len(found.rows)} · баллы — на листе «Показатели»", needs=240)
    if not found.rows:
        canvas.sentence("На листе «Показатели» нет строк раздела «лист куратора».", muted=True)
        return
    fields = (Field("№"), Field("Показатель", 9, LEFT), Field("Балл 0–1–2", 2, {**NUMBER, "bold": True}))
    canvas.table(fields, [(row.number, row.text, row.points) for row in found.rows])
    canvas.sentence(words.curator_words(found), bold=True)


def _swot(canvas: Canvas, figures: Figures) -> None:
    said = sum(one.times for quarter in figures.swot.values() for one in quarter)
    canvas.heading("SWOT-анализ", f"открытых ответов: {said}", needs=250)
    quarters = [(QUARTER_TITLES[name], figures.swot[name]) for name in process.QUADRANTS]
    for left, right in (quarters[:2], quarters[2:]):
        _pair_of_quarters(canvas, left, right)
        canvas.gap(6)
    canvas.sentence(
        "Собрано из открытых ответов дословно, без авторов: перед печатью прочтите, нет ли в них имён. Свои строки "
        "куратор добавляет на листе «Показатели» (разделы «сильные стороны» … «угрозы»): этот лист обновляется сам.",
        muted=True,
    )


def _pair_of_quarters(canvas: Canvas, left: tuple[str, list[Said]], right: tuple[str, list[Said]]) -> None:
    head = canvas.styles(bg_color=MIST, bold=True, font_color=DEEP, valign="vcenter", indent=1)
    canvas.put(1, 6, left[0], head)
    canvas.put(7, 12, right[0], head)
    canvas.down(21)
    lists = _lines(left[1]), _lines(right[1])
    looks = canvas.styles(text_wrap=True, align="left", valign="top", indent=1, bottom=1, bottom_color=LINE)
    for number in range(max(len(lists[0]), len(lists[1]), 2)):
        texts = [one[number] if number < len(one) else "" for one in lists]
        canvas.put(1, 6, texts[0], looks)
        canvas.put(7, 12, texts[1], looks)
        canvas.down(max(20.0, height_of(max(lines_of(text, 70) for text in texts))))


def _lines(said: list[Said]) -> list[str]:
    shown = [f"{one.text} (×{one.times})" if one.times > 1 else one.text for one in said[:SHOWN_IN_QUARTER]]
    rest = len(said) - SHOWN_IN_QUARTER
    return [*shown, f"… и ещё {rest}"] if rest > 0 else shown
