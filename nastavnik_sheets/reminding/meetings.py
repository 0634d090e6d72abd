"""Meetings that a pair has not had, has appointed, or has had and not marked; tasks of its plan."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day
from nastavnik_sheets.facts.meetings import courses
from nastavnik_sheets.reminding.due import Due, key_of
from nastavnik_sheets.terms import FINAL, ORGANISATIONAL, PLANNED, TRIAL
from nastavnik_sheets.workbook import PlanTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from nastavnik_sheets.facts.meetings import Course
    from nastavnik_sheets.reminding.desk import Desk
    from nastavnik_sheets.reminding.due import Actor
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


def _asking(pair: Pair, mentor: Actor) -> Callable[..., Due]:
    """Return what makes a reminder for the mentor of a pair about his mentee."""
    return partial(Due, who=mentor, about=(pair.mentee,) if pair.mentee else ())


def _appointed(desk: Desk, pair: Pair, mentor: Actor, meetings: list[Meeting], course: Course | None) -> Iterator[Due]:
    """Meetings that have a day: ahead, or past and not marked."""
    ask = _asking(pair, mentor)
    rows = [(m.held, m) for m in meetings if m.state == PLANNED and m.held is not None]
    for held, meeting in rows:
        if held < desk.today:
            yield ask(
                due=held, task="Отметьте, состоялась ли встреча", why=f"назначена на {day(held)}",
                record=meeting, name="state", key=key_of("settle", meeting.code, held),
            )  # fmt: skip
        elif desk.soon(held):
            yield _next(ask, held, meeting)
    last = course.held[-1] if course and course.held else None
    following = last[2].next_date if last else None
    if last and following and following > last[0] and following not in {held for held, _ in rows}:
        if following >= desk.today and desk.soon(following):
            yield _next(ask, following, last[2])
        elif following < desk.today:
            yield ask(
                due=following, task="Запишите встречу или назначьте другой день",
                why=f"следующая встреча была назначена на {day(following)}",
                record=last[2], name="next_date", key=key_of("record", pair.code, following),
            )  # fmt: skip


def _next(ask: Callable[..., Due], held: date, meeting: Meeting) -> Due:
    return ask(
        due=held, task="Проведите встречу", why=f"назначена на {day(held)}",
        record=meeting, name="held", key=key_of("meeting", meeting.pair, held),
    )  # fmt: skip


def _missing(desk: Desk, pair: Pair, mentor: Actor, start: date, course: Course | None) -> Due | None:
    """The first meeting, the trial one, or the next after a long pause."""
    ask, settings = _asking(pair, mentor), desk.settings
    if course is None or not course.held:
        due = start + timedelta(days=settings.first_days)
        why = f"пара работает с {day(start)}, а встреч в журнале нет"
        task = "Проведите первую, организационную встречу и запишите её"
        found = ask(due=due, task=task, why=why, record=pair, name="start", key=key_of("first", pair.code, start))
        return found if desk.soon(due) else None
    first, held = course.of(ORGANISATIONAL), course.held[-1]
    if first and not course.of(TRIAL) and len(course.held) == len(first):
        begun = first[0][0]
        due = begun + timedelta(days=settings.trial_days)
        why, task = f"организационная прошла {day(begun)}", "Проведите пробную рабочую встречу"
        found = ask(due=due, task=task, why=why, record=pair, name="start", key=key_of("trial", pair.code, begun))
        return found if desk.soon(due) else None
    due = held[0] + timedelta(days=settings.gap_days)
    if course.of(FINAL) or due >= desk.today:
        return None
    why = f"последняя встреча {day(held[0])}, с тех пор дней: {(desk.today - held[0]).days}"
    task = "Назначьте встречу, а если она была — запишите"
    return ask(due=due, task=task, why=why, record=held[2], name="held", key=key_of("gap", pair.code, held[0]))


def _final(desk: Desk, pair: Pair, mentor: Actor, end: date, course: Course | None) -> Due | None:
    if course is None or not course.held or course.of(FINAL) or end > desk.today + timedelta(days=FINAL_DAYS):
        return None
    return _asking(pair, mentor)(
        due=end, task="Проведите заключительную встречу", why=f"пара работает до {day(end)}",
        record=pair, name="planned_end", key=key_of("final", pair.code, end),
    )  # fmt: skip


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
            yield _asking(pair, mentor)(
                due=task.due, task=f"Задание плана: {short}", why=f"срок {day(task.due)}", quiet="Срок задания плана",
                record=task, name="due", key=key_of("task", task.code, task.due),
            )  # fmt: skip
