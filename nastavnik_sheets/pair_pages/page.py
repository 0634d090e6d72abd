"""«Страница пары»: who they are, what is next, the plan, the meetings, the questionnaires; a printed page or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.pair_papers import progress
from nastavnik_sheets.facts import day
from nastavnik_sheets.monitoring.canvas import LEFT, MIDDLE, NUMBER, Field, drawn
from nastavnik_sheets.pair_pages.standing import MOMENT_TITLES, MOMENTS, SIDES
from nastavnik_sheets.template.style import DATE_FORMAT
from nastavnik_sheets.terms import APPROVED

if TYPE_CHECKING:
    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.pair_pages.standing import Standing

TITLE = "Страница пары"
DAY: dict[str, Any] = {**MIDDLE, "num_format": DATE_FORMAT}


def pair_page(standing: Standing) -> bytes:
    """Return a workbook with the page."""
    school = standing.all.book.settings.school_short or standing.all.book.settings.school_full or ""
    return drawn(TITLE, school, standing.all.today, lambda canvas: _draw(canvas, standing))


def names(standing: Standing) -> tuple[str, str]:
    """Return the names of the mentor and of the mentee, their codes if a name is not known."""
    book, pair = standing.all.book, standing.pair
    mentor, mentee = book.mentors.get(pair.mentor or ""), book.mentees.get(pair.mentee or "")
    return (
        (mentor.full_name if mentor else None) or pair.mentor or "?",
        (mentee.full_name if mentee else None) or pair.mentee or "?",
    )


def _draw(canvas: Canvas, standing: Standing) -> None:
    mentor, mentee = names(standing)
    canvas.band(f"Пара {standing.pair.code}", f"{mentor} — {mentee}", f"На {day(standing.all.today)}")
    for part in (_who, _steps, _plan, _meetings, _questionnaires):
        part(canvas, standing)


def _who(canvas: Canvas, standing: Standing) -> None:
    pair, book = standing.pair, standing.all.book
    mentor, mentee = book.mentors.get(pair.mentor or ""), book.mentees.get(pair.mentee or "")
    canvas.heading("Кто и на какой срок", pair.state or "", needs=60)
    fields = (
        Field("Наставник", 3, LEFT), Field("Наставляемый", 3, LEFT), Field("Форма", 2, LEFT), Field("Начало", look=DAY),
        Field("Окончание", look=DAY), Field("Приказ"), Field("Группа"),
    )  # fmt: skip
    who = [_with_place(name, person) for name, person in zip(names(standing), (mentor, mentee), strict=True)]
    form = ", ".join(filter(None, (pair.mentoring_form, pair.role_model)))
    row = [*who, form, pair.start, pair.end or pair.planned_end, pair.order_number, pair.group]
    canvas.table(fields, [row])
    for title, text in (("Запрос", mentee.request if mentee else None), ("Результат", pair.result)):
        if text:
            canvas.sentence(f"{title}: {text}", muted=title == "Запрос")


def _with_place(name: str, person: object) -> str:
    more = getattr(person, "school_class", None) or getattr(person, "post", None)
    return f"{name}, {more}" if more else name


def _steps(canvas: Canvas, standing: Standing) -> None:
    canvas.heading("Что дальше", f"встреч {standing.met_words} · заданий {standing.plan_words}", needs=50)
    for step in standing.steps:
        canvas.note(f"{step[:1].upper()}{step[1:]}")
    if not standing.steps:
        working = standing.pair.state == APPROVED
        canvas.sentence("Срочного нет: пара работает." if working else "Всё сделано.", muted=True)
    if standing.coming:
        canvas.sentence("; ".join(standing.coming), muted=True)


def _plan(canvas: Canvas, standing: Standing) -> None:
    canvas.heading("План развития", f"выполнено: {standing.plan_words}", needs=60)
    if not standing.tasks:
        canvas.sentence("Плана нет: его составит команда nastavnik plan или вы на листе «Планы».", muted=True)
        return
    fields = (
        Field("№", look=NUMBER), Field("Проект, задание", 4, LEFT), Field("Срок", look=DAY),
        Field("Что должно получиться", 2, LEFT), Field("Что получилось", 2, LEFT), Field("Выполнено", look=DAY),
        Field("Встреч"),
    )  # fmt: skip
    used = [meeting.task for meeting in standing.held]
    canvas.table(
        fields,
        [
            [task.number, task.task, task.due, task.expected, task.actual, task.done, used.count(task.code) or None]
            for task in standing.tasks
        ],
    )


def _meetings(canvas: Canvas, standing: Standing) -> None:
    canvas.heading("Встречи", f"состоялось: {standing.met_words}", needs=60)
    if not standing.meetings:
        canvas.sentence("Встреч в журнале нет.", muted=True)
        return
    fields = (
        Field("Дата", look=DAY), Field("Вид", 2, LEFT), Field("Состояние"), Field("Минут", look=NUMBER),
        Field("Что сделано", 3, LEFT), Field("Договорённости", 3, LEFT), Field("Отметили"),
    )  # fmt: skip
    canvas.table(
        fields,
        [
            [m.held, m.kind, m.state, m.minutes, m.done or m.topic, m.agreements, _marks(m.mentor_mark, m.mentee_mark)]
            for m in standing.meetings
        ],
    )


def _marks(mentor: bool | None, mentee: bool | None) -> str:
    said = {(True, True): "оба", (True, None): "наставник", (None, True): "наставляемый", (None, None): ""}
    return said.get((mentor, mentee), "не сошлось")


def _questionnaires(canvas: Canvas, standing: Standing) -> None:
    canvas.heading("Анкеты", f"получено: {standing.answered_words}", needs=80)
    fields = (Field("Анкета", 4, LEFT), *(Field(role[:1].upper() + role[1:], 4, DAY) for role, _ in SIDES))
    rows = []
    for moment in MOMENTS:
        given = [standing.answered(moment, side) for _, side in SIDES]
        rows.append([MOMENT_TITLES[moment], *("получена" if day is True else day for day in given)])
    canvas.table(fields, rows)
    compared = progress(standing.all.book, standing.pair)
    if compared:
        canvas.gap()
        canvas.sentence("Ответы наставляемого на входе и на выходе; это не отметки (п. 6.5).", muted=True)
        said = [[one["вопрос"], one["вход"], one["выход"]] for one in compared]
        canvas.table((Field("Вопрос", 8, LEFT), Field("Вход", 2), Field("Выход", 2)), said)
