"""Meetings that a pair has not had, has appointed, or has had and not marked; tasks of its plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.reminding.due import Due
from nastavnik_sheets.rules.facts import FINAL, ORGANISATIONAL, TRIAL, blank, day
from nastavnik_sheets.rules.meetings import PLANNED, courses
from nastavnik_sheets.workbook import PlanTask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.reminding.desk import Desk
    from nastavnik_sheets.reminding.due import Actor
    from nastavnik_sheets.rules.meetings import Course
    from nastavnik_sheets.workbook import Meeting, Pair

FINAL_DAYS = 14
"""So many days before a pair ends its final meeting is spoken of."""
LONGEST_TASK = 90


def of_meetings(desk: Desk) -> Iterator[Due]:
    """What each working pair has to do about its meetings: at most one thing, the most pressing."""
    by_pair = {course.pair.code: course for course in courses(desk.book, desk.today)}
    for pair, mentor, start, end in desk.working_pairs:
        meetings = desk.facts.meetings_of.get(pair.code, [])
        course = by_pair.get(pair.code)
        appointed = list(_appointed(desk, pair, mentor, meetings, course))
        yield from appointed
        if any(one.due >= desk.today for one in appointed) or desk.today > end:
            continue
        found = _missing(desk, pair, mentor, start, course) if course or not meetings else None
        final = _final(desk, pair, mentor, end, course)
        if one := final or found:
            yield one


def _appointed(desk: Desk, pair: Pair, mentor: Actor, meetings: list[Meeting], course: Course | None) -> Iterator[Due]:
    """Meetings that have a day: ahead, or past and not marked."""
    about = _people(pair)
    rows = [(m.held, m) for m in meetings if m.state == PLANNED and m.held is not None]
    for held, meeting in rows:
        if held < desk.today:
            yield Due(
                who=mentor,
                due=held,
                task="Отметьте, состоялась ли встреча",
                why=f"назначена на {day(held)}",
                record=meeting,
                name="state",
                about=about,
                key=f"settle:{meeting.code}:{held:%Y-%m-%d}",
            )
        elif desk.soon(held):
            yield _next(mentor, held, meeting, about)
    last = course.held[-1] if course and course.held else None
    following = last[2].next_date if last else None
    if last and following and following > last[0] and following not in {held for held, _ in rows}:
        if following >= desk.today and desk.soon(following):
            yield _next(mentor, following, last[2], about)
        elif following < desk.today:
            yield Due(
                who=mentor,
                due=following,
                task="Запишите встречу или назначьте другой день",
                why=f"следующая встреча была назначена на {day(following)}",
                record=last[2],
                name="next_date",
                about=about,
                key=f"record:{pair.code}:{following:%Y-%m-%d}",
            )


def _next(mentor: Actor, held: date, meeting: Meeting, about: tuple[str, ...]) -> Due:
    return Due(
        who=mentor,
        due=held,
        task="Проведите встречу",
        why=f"назначена на {day(held)}",
        record=meeting,
        name="held",
        about=about,
        key=f"meeting:{meeting.pair}:{held:%Y-%m-%d}",
    )


def _missing(desk: Desk, pair: Pair, mentor: Actor, start: date, course: Course | None) -> Due | None:
    """The first meeting, the trial one, or the next after a long pause."""
    settings, about = desk.settings, _people(pair)
    if course is None or not course.held:
        due = start + timedelta(days=settings.first_days)
        why = f"пара работает с {day(start)}, а встреч в журнале нет"
        task = "Проведите первую, организационную встречу и запишите её"
        return _if_soon(desk, mentor, due, task, why, pair, about, f"first:{pair.code}:{start:%Y-%m-%d}")
    first, held = course.of(ORGANISATIONAL), course.held[-1]
    if first and not course.of(TRIAL) and len(course.held) == len(first):
        due = first[0][0] + timedelta(days=settings.trial_days)
        why = f"организационная прошла {day(first[0][0])}"
        return _if_soon(
            desk,
            mentor,
            due,
            "Проведите пробную рабочую встречу",
            why,
            pair,
            about,
            f"trial:{pair.code}:{first[0][0]:%Y-%m-%d}",
        )
    due = held[0] + timedelta(days=settings.gap_days)
    if course.of(FINAL) or due >= desk.today:
        return None
    why = f"последняя встреча {day(held[0])}, с тех пор дней: {(desk.today - held[0]).days}"
    task = "Назначьте встречу, а если она была — запишите"
    return Due(
        who=mentor,
        due=due,
        task=task,
        why=why,
        record=held[2],
        name="held",
        about=about,
        key=f"gap:{pair.code}:{held[0]:%Y-%m-%d}",
    )


def _final(desk: Desk, pair: Pair, mentor: Actor, end: date, course: Course | None) -> Due | None:
    if course is None or not course.held or course.of(FINAL) or end > desk.today + timedelta(days=FINAL_DAYS):
        return None
    return Due(
        who=mentor,
        due=end,
        task="Проведите заключительную встречу",
        why=f"пара работает до {day(end)}",
        record=pair,
        name="planned_end",
        about=_people(pair),
        key=f"final:{pair.code}:{end:%Y-%m-%d}",
    )


def _if_soon(
    desk: Desk, who: Actor, due: date, task: str, why: str, pair: Pair, about: tuple[str, ...], key: str
) -> Due | None:
    if not desk.soon(due):
        return None
    return Due(who=who, due=due, task=task, why=why, record=pair, name="start", about=about, key=key)


def _people(pair: Pair) -> tuple[str, ...]:
    return (pair.mentee,) if pair.mentee else ()


def of_plans(desk: Desk) -> Iterator[Due]:
    """Tasks of working pairs that are due."""
    working = {pair.code: (pair, mentor) for pair, mentor, _, _ in desk.working_pairs}
    for task in desk.book[PlanTask]:
        if task.due is None or not desk.soon(task.due) or task.pair not in working:
            continue
        if blank(desk.book, task, "done") and blank(desk.book, task, "actual"):
            pair, mentor = working[task.pair]
            words = " ".join((task.task or "задание плана").split())
            short = words if len(words) <= LONGEST_TASK else words[: LONGEST_TASK - 1].rstrip() + "…"
            yield Due(
                who=mentor,
                due=task.due,
                task=f"Задание плана: {short}",
                why=f"срок {day(task.due)}",
                record=task,
                name="due",
                about=_people(pair),
                key=f"task:{task.code}:{task.due:%Y-%m-%d}",
                quiet="Срок задания плана",
            )
