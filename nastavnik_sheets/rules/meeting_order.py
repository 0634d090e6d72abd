"""The order of the five kinds of meeting (п. 5.3): organisational, trial, planning, regular, final.

Judged only where all meetings of a pair are beyond doubt (`facts.meetings.courses`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.facts import day, facts_of, readable
from nastavnik_sheets.facts.meetings import MEETING_NAMES, courses
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.terms import COMPLETED, FINAL, ORGANISATIONAL, PLANNING, REGULAR, TRIAL
from nastavnik_sheets.workbook import Meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts.meetings import Course
    from nastavnik_sheets.flags import Flag


def meeting_of_kind_once(book: Book, today: date) -> Iterator[Flag]:
    """Организационная и заключительная встречи у пары — по одной."""
    for course in courses(book, today):
        for meaning in (ORGANISATIONAL, FINAL):
            meetings = course.of(meaning)
            for held, meeting in meetings[:-1] if meaning == FINAL else meetings[1:]:
                message = f"{day(held)}: у пары {course.pair.code} {MEETING_NAMES[meaning]} не одна ({len(meetings)})"
                yield error(meeting, "kind", message, cure="выберите другой вид встречи")


def meeting_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Одна встреча записана одной строкой: та же пара, тот же день и вид не повторяются."""
    for course in courses(book, today):
        known: dict[tuple[date, str | None], int] = {}
        for held, meeting in course.of(TRIAL) + course.of(PLANNING) + course.of(REGULAR):
            row = known.setdefault((held, meeting.kind), meeting.row)
            if row != meeting.row:
                message = f"такая же встреча пары {course.pair.code} за {day(held)} уже есть в строке {row}"
                yield warning(meeting, "held", message, cure="удалите повтор или исправьте дату")


def organisational_meeting_first(book: Book, today: date) -> Iterator[Flag]:
    """Первой проходит организационная встреча (п. 5.3)."""
    yield from _before(book, today, ORGANISATIONAL, lambda meaning: meaning != ORGANISATIONAL, error)


def planning_before_regular(book: Book, today: date) -> Iterator[Flag]:
    """Встреча-планирование — раньше регулярных (п. 5.3)."""
    yield from _before(book, today, PLANNING, lambda meaning: meaning == REGULAR, error)


def trial_before_planning(book: Book, today: date) -> Iterator[Flag]:
    """Пробная рабочая встреча — вторая, до планирования (п. 5.3)."""
    yield from _before(book, today, TRIAL, lambda meaning: meaning in (PLANNING, FINAL), hint)


def _before(
    book: Book, today: date, needed: str, after: Callable[[str], bool], level: Callable[..., Flag]
) -> Iterator[Flag]:
    """Flag what stands before the needed meeting: that meeting if it is alone, else the needed one; or its absence."""
    absent: list[tuple[Course, Meeting]] = []
    for course in courses(book, today):
        if needed != ORGANISATIONAL and course.held and course.held[0][1] != ORGANISATIONAL:
            continue
        dependent = [(held, meaning, m) for held, meaning, m in course.held if after(meaning)]
        first = next(iter(course.of(needed)), None)
        if not dependent:
            continue
        if first is None:
            absent.append((course, dependent[0][2]))
            continue
        early = [one for one in dependent if one[0] < first[0]]
        if len(early) == 1 and len(dependent) > 1:
            message = f"{_dated(early[0][1], early[0][0])} — раньше, чем {_dated(needed, first[0])}"
            yield level(early[0][2], "held", message, cure="сверьте даты и виды встреч пары")
        elif early:
            message = f"{_dated(needed, first[0])} — позже, чем {_dated(early[0][1], early[0][0])}"
            yield level(first[1], "held", message, cure="сверьте даты и виды встреч пары")
    for course, meeting in _really_absent(book, absent, needed):
        message = f"у пары {course.pair.code} до этой встречи не прошла {MEETING_NAMES[needed]}"
        yield level(meeting, "kind", message, cure=f"внесите в журнал встречу: {MEETING_NAMES[needed]}")


def _dated(meaning: str, held: date) -> str:
    return f"{MEETING_NAMES[meaning]} {day(held)}"


def _really_absent(book: Book, absent: list[tuple[Course, Meeting]], needed: str) -> list[tuple[Course, Meeting]]:
    if not absent or not readable(book, Meeting, "pair", "kind", "held", "state"):
        return []
    facts = facts_of(book)

    def may_be_it(claim: tuple[Course, Meeting], row: Meeting) -> bool:
        on_time = row.held is None or claim[1].held is None or row.held <= claim[1].held
        return on_time and facts.meeting_meanings.get(row.kind or "", needed) == needed

    return unexplained(
        absent, loose_rows(book, Meeting, "pair", facts.pairs), code=lambda c: c[0].pair.code, fits=may_be_it
    )


def final_meeting_last(book: Book, today: date) -> Iterator[Flag]:
    """После заключительной встречи других нет (п. 5.3)."""
    for course in courses(book, today):
        finals = course.of(FINAL)
        if not finals:
            continue
        held, final = finals[-1]
        after = [(on, meaning, m) for on, meaning, m in course.held if on > held and meaning != FINAL]
        if len(after) == 1 and len(course.held) > 2:
            message = f"{_dated(after[0][1], after[0][0])} — после заключительной {day(held)}"
            yield error(after[0][2], "held", message, cure="сверьте даты и виды встреч пары")
        elif after:
            message = f"после заключительной встречи {day(held)} были ещё: {len(after)}"
            yield error(final, "held", message, cure="сверьте даты и виды встреч пары")


def meeting_with_closed_pair(book: Book, today: date) -> Iterator[Flag]:
    """У завершённой пары прошла заключительная встреча (п. 5.3)."""
    if not readable(book, Meeting, "pair", "kind", "held", "state"):
        return
    claims = [
        (c, c.held[-1][2]) for c in courses(book, today) if c.pair.state == COMPLETED and c.held and not c.of(FINAL)
    ]
    facts = facts_of(book)
    left = unexplained(
        claims,
        loose_rows(book, Meeting, "pair", facts.pairs) if claims else [],
        code=lambda claim: claim[0].pair.code,
        fits=lambda _, row: facts.meeting_meanings.get(row.kind or "", FINAL) == FINAL,
    )
    for course, meeting in left:
        message = f"пара {course.pair.code} завершена, а заключительной встречи в журнале нет"
        yield hint(meeting, "kind", message, cure="внесите заключительную встречу или поправьте вид этой")
