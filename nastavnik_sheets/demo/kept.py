"""What the coordinator types about pairs: decisions on suggestions, groups and papers, plans, endings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.demo.reported import PLANNING, STOPPED, courses
from nastavnik_sheets.lists import RU, TT, UU
from nastavnik_sheets.workbook import Pair, PlanTask, Suggestion
from nastavnik_sheets.year_sheets import Programme

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.demo.reported import Course
    from nastavnik_sheets.demo.year import Year

GIVEN_UP_EVERY, GIVEN_UP_PLACE = 4, 3
"""Every fourth pair leaves the last task of its plan undone."""
REJECTED = "Петренко Злата Игоревна"
LATER = ("Даудов Мурад Хайбулаевич", "Шапиева Написат Магомедсаидовна")
NEWCOMERS = "адаптация в новом классе или школе"
GROUP_LEADER = "Джабраилова Карина Эльбрусовна"
SECTIONS = {TT: "вхождение в должность"}
SECTION = "направления развития ученика"
TASKS = {
    UU: ("Разобрать трудные темы и закрыть долги", "Самостоятельно выполнить недельный план", "Помочь однокласснику"),
    TT: ("Провести открытый урок", "Оформить рабочую программу на четверть", "Провести родительское собрание"),
}
OTHER_TASKS = (
    "Составить карту интересов и цель на год",
    "Подготовить и защитить проект",
    "Выступить на школьной конференции",
)
REVIEWS = (
    "стал спокойнее и увереннее, задаёт вопросы",
    "работает ровно, сроки держит сам",
    "нужна помощь с планом на неделю",
    "виден интерес, сам предложил следующую тему",
)
RESULTS = (
    "цель достигнута: справляется самостоятельно",
    "стал увереннее, хочет помогать другим",
    "подготовил и защитил работу",
)


def first_decisions(plan: Plan, _year: Year) -> None:
    """Accept the best suggestions, reject one, put off two."""
    for suggestion in plan.book[Suggestion]:
        if not suggestion.best or suggestion.decision:
            continue
        if suggestion.mentee_name == REJECTED:
            plan.set(suggestion, "decision", "отклонить")
            plan.set(suggestion, "comment", "хочет заниматься с девушкой-студенткой")
        elif suggestion.mentee_name in LATER:
            plan.set(suggestion, "decision", "позже")
            plan.set(suggestion, "comment", "решит после каникул")
        else:
            plan.set(suggestion, "decision", "принять")


def second_decisions(plan: Plan, _year: Year) -> None:
    """Accept what was suggested in place of the rejected one."""
    for suggestion in plan.book[Suggestion]:
        if suggestion.best and suggestion.mentor and not suggestion.decision:
            plan.set(suggestion, "decision", "принять")


def programmes_and_groups(plan: Plan, _year: Year) -> None:
    """Choose the programme of newcomers, and make a group of one mentor's pairs."""
    welcome = next((p for p in plan.book[Programme] if p.role_model == "равный – равному"), None)
    for pair in plan.book[Pair]:
        mentee, mentor = plan.book.mentees[pair.mentee or ""], plan.book.mentors[pair.mentor or ""]
        if welcome and pair.mentoring_form == UU and NEWCOMERS in (mentee.topics or ()):
            plan.set(pair, "programme", welcome.code)
            plan.set(pair, "role_model", welcome.role_model)
        if mentor.full_name == GROUP_LEADER and pair.mentoring_form == RU:
            plan.set(pair, "group", "М-1")


def agreements(plan: Plan, year: Year) -> None:
    """Enter the agreements with teachers who lead teachers; the last one is still being signed."""
    teachers = [pair for pair in plan.book[Pair] if pair.mentoring_form == TT]
    for number, pair in enumerate(teachers[:-1], start=1):
        plan.set(pair, "agreement_number", f"{number}-ДС")
        plan.set(pair, "agreement_date", year.ordered)


def plans(plan: Plan, year: Year) -> None:
    """Write the plans of the pairs that have had their planning meeting."""
    for course in courses(plan.book, year):
        planned = [day for day, kind in course.held(year.today) if kind == PLANNING]
        if planned:
            plan.set(course.pair, "meetings_planned", len(course.meetings) + _hoped_for(course.place))
            _write_plan(plan, course, year)


def _hoped_for(place: int) -> int:
    """Return how many meetings more than it will have a pair agrees on: some hope for more than they manage."""
    return int(place % 5 == 1) + 2 * int(place % 7 == 4)


def _write_plan(plan: Plan, course: Course, year: Year) -> None:
    form = course.pair.mentoring_form or ""
    tasks = TASKS.get(form, OTHER_TASKS)[: 2 if course.short else 3]
    written = {task.number: task for task in plan.book[PlanTask] if task.pair == course.pair.code}
    for number, task in enumerate(tasks, start=1):
        due = _due(course, number, len(tasks))
        done = year.has_come(due) and course.place != STOPPED and not _is_given_up(course, number, len(tasks))
        reached: dict[str, object] = {
            "actual": "сделано", "done": due, "review": REVIEWS[(course.place + number) % len(REVIEWS)]
        } if done else {}  # fmt: skip
        if number not in written:
            plan.add(PlanTask(
                code="", pair=course.pair.code, section=SECTIONS.get(form, SECTION), number=number, task=task, due=due,
                expected="видно по работам и по словам учителя", **reached,  # type: ignore[arg-type]
            ))  # fmt: skip
        elif written[number].done is None:
            for name, value in reached.items():
                plan.set(written[number], name, value)


def _due(course: Course, number: int, count: int) -> date:
    """Return the day of a task: in equal parts of the pair's time, the last one of some pairs at the very end."""
    begins = course.meetings[2][0]
    if _is_given_up(course, number, count):
        return course.ends
    return begins + timedelta(days=(course.ends - begins).days * number // (count + 1))


def _is_given_up(course: Course, number: int, count: int) -> bool:
    """Whether a pair does not come to a task: one in four leaves its last one."""
    return number == count and course.place % GIVEN_UP_EVERY == GIVEN_UP_PLACE


def endings(plan: Plan, year: Year) -> None:
    """End the pairs that have had their final meeting, and the one that broke off."""
    for course in courses(plan.book, year):
        pair, held = course.pair, course.held(year.today)
        mentee = plan.book.mentees[pair.mentee or ""]
        left = course.meetings[3][0] + timedelta(days=3)
        if course.place == STOPPED and year.has_come(left):
            plan.set(pair, "state", "прекращена")
            plan.set(pair, "end", left)
            plan.set(pair, "reason", "наставляемый переехал в другой город")
            plan.set(mentee, "left", left)
        elif held and held[-1][0] == course.ends:
            plan.set(pair, "state", "завершена")
            plan.set(pair, "end", course.ends)
            plan.set(pair, "result", RESULTS[course.place % len(RESULTS)])
            plan.set(mentee, "result", RESULTS[course.place % len(RESULTS)])
            plan.set(mentee, "passed", value=True)
