"""Meetings: when they took place, how often, who has confirmed them, how many were agreed (п. 5.3, 5.5).

Leaves the order of the five kinds to `meeting_order`, plans to `plans`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day, facts_of, readable
from nastavnik_sheets.facts.meetings import courses
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.terms import APPROVED, COMPLETED, FINAL, HELD, ORGANISATIONAL, PLANNED, PLANNING, STOPPED, TRIAL
from nastavnik_sheets.workbook import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts.meetings import Course
    from nastavnik_sheets.flags import Flag

MARK_DAYS = 14
SETTLE_DAYS = 7


def meeting_has_happened(book: Book, today: date) -> Iterator[Flag]:
    """Встреча «состоялась» не в будущем."""
    for meeting in book[Meeting]:
        if meeting.state == HELD and meeting.held is not None and meeting.held > today:
            message = f"встреча «{HELD}», а её дата {day(meeting.held)} впереди"
            yield error(meeting, "held", message, cure="сверьте дату или выберите состояние «план»")


def planned_meeting_is_settled(book: Book, today: date) -> Iterator[Flag]:
    """О встрече, чей день прошёл, отмечено, состоялась ли она."""
    limit = today - timedelta(days=SETTLE_DAYS)
    for meeting in book[Meeting]:
        if meeting.state == PLANNED and meeting.held is not None and meeting.held < limit:
            message = f"день встречи {day(meeting.held)} прошёл, а она всё ещё «{PLANNED}»"
            yield hint(meeting, "state", message, cure="выберите «состоялась» или «отменена»")


def meeting_within_pair(book: Book, today: date) -> Iterator[Flag]:
    """Встреча проходит в срок пары."""
    facts = facts_of(book)
    for code in facts.meetings_of:
        pair = facts.pairs.get(code)
        if pair is None:
            continue
        early, late = facts.meetings_outside(code)
        late = [meeting for meeting in late if meeting.held is not None and meeting.held <= today]
        for name, meetings, what in (("start", early, "раньше начала"), ("end", late, "позже окончания")):
            if len(meetings) > 1:
                message = f"{what} пары состоялось встреч: {len(meetings)}"
                yield warning(pair, name, message, cure="сверьте дату пары и даты встреч")
            elif meetings:
                message = f"встреча {what} пары {code}"
                yield warning(meetings[0], "held", message, cure="сверьте дату встречи и срок пары")


def planned_meeting_within_pair(book: Book, today: date) -> Iterator[Flag]:
    """Встреча назначена в срок пары."""
    facts = facts_of(book)
    for meeting in book[Meeting]:
        pair = facts.pairs.get(meeting.pair or "") if meeting.state == PLANNED else None
        period = facts.period(pair) if pair is not None else None
        if pair is None or period is None or meeting.held is None:
            continue
        last = facts.horizon(pair, today)
        if not period[0] <= meeting.held <= last:
            message = f"вне срока пары {pair.code}: {day(period[0])}–{day(last)}"
            yield warning(meeting, "held", message, cure="сверьте дату встречи и срок пары")


def pair_meets_in_time(book: Book, today: date) -> Iterator[Flag]:
    """Утверждённая пара вовремя проводит организационную встречу («Настройки»: пауза между встречами)."""
    if not readable(book, Meeting, "pair", "kind", "held", "state"):
        return
    facts = facts_of(book)
    limit = timedelta(days=book.settings.gap_days)
    claims = []
    for code, pair in facts.pairs.items():
        period = facts.period(pair) if pair.state == APPROVED else None
        if period and period[0] + limit < today <= period[1] and code not in facts.meetings_of:
            claims.append((code, pair))
    loose = loose_rows(book, Meeting, "pair", facts.pairs) if claims else []
    for _, pair in unexplained(claims, loose, code=lambda claim: claim[0], fits=lambda *_: True):
        message = f"пара работает с {day(pair.start)}, а встреч в журнале нет" if pair.start else "встреч нет"
        yield hint(pair, "start", message, cure="проведите организационную встречу и запишите её")


def no_long_pause(book: Book, today: date) -> Iterator[Flag]:
    """Между встречами пары нет долгих пауз («Настройки»)."""
    limit = book.settings.gap_days
    claims: list[tuple[Course, Meeting, date, date]] = []
    for course in courses(book, today):
        if not course.in_order:
            continue
        days = [held for held, _, _ in course.held]
        for (held, _, meeting), before in zip(course.held[1:], days, strict=False):
            if (held - before).days > limit:
                claims.append((course, meeting, before, held))
        if days and _goes_on(course, today) and (today - days[-1]).days > limit:
            claims.append((course, course.held[-1][2], days[-1], today))
    loose = loose_rows(book, Meeting, "pair", facts_of(book).pairs) if claims else []
    left = unexplained(
        claims,
        loose,
        code=lambda claim: claim[0].pair.code,
        fits=lambda claim, row: row.held is None or claim[2] < row.held < claim[3],
    )
    for _, meeting, before, after in left:
        until = "до сегодняшнего дня" if after == today else f"до {day(after)}"
        message = f"пауза с {day(before)} {until}: дней — {(after - before).days}"
        yield hint(meeting, "held", message, cure="узнайте у пары, что мешает, и запишите встречи")


def _goes_on(course: Course, today: date) -> bool:
    end = course.pair.end or course.pair.planned_end
    return (
        course.pair.state == APPROVED and not course.of(FINAL) and not course.planned and (end is None or today <= end)
    )


def trial_follows_soon(book: Book, today: date) -> Iterator[Flag]:
    """Пробная встреча проходит вскоре после организационной («Настройки»)."""
    limit = timedelta(days=book.settings.trial_days)
    pause = timedelta(days=book.settings.gap_days)
    for course in courses(book, today):
        first, trial = course.of(ORGANISATIONAL), course.of(TRIAL)
        if course.in_order and first and trial and limit < trial[0][0] - first[0][0] <= pause:
            message = f"после организационной прошло дней: {(trial[0][0] - first[0][0]).days}"
            yield hint(trial[0][1], "held", message, cure="пробную встречу лучше проводить раньше")


def meeting_is_confirmed(book: Book, today: date) -> Iterator[Flag]:
    """Состоявшуюся встречу подтвердил хотя бы один из двоих."""
    limit = today - timedelta(days=MARK_DAYS)
    for meeting in book[Meeting]:
        if (
            meeting.mentor_mark is None
            and meeting.mentee_mark is None
            and meeting.state == HELD
            and meeting.held is not None
            and meeting.held < limit
            and blank(book, meeting, "mentor_mark")
            and blank(book, meeting, "mentee_mark")
        ):
            message = f"встречу {day(meeting.held)} никто не подтвердил"
            yield hint(meeting, "mentor_mark", message, cure="попросите наставника и наставляемого отметить встречу")


def meeting_is_not_denied(book: Book, today: date) -> Iterator[Flag]:
    """Встречу «состоялась» никто из двоих не отрицает."""
    for meeting in book[Meeting]:
        if meeting.state == HELD:
            for name, mark in (("mentor_mark", meeting.mentor_mark), ("mentee_mark", meeting.mentee_mark)):
                if mark is False:
                    message = "встреча «состоялась», а подтверждение — «нет»"
                    yield hint(meeting, name, message, cure="уточните у пары, была ли встреча")


def next_meeting_is_later(book: Book, today: date) -> Iterator[Flag]:
    """Следующая встреча назначена позже этой."""
    for meeting in book[Meeting]:
        if meeting.next_date is not None and meeting.held is not None and meeting.next_date < meeting.held:
            message = f"следующая {day(meeting.next_date)}, а эта — {day(meeting.held)}"
            yield error(meeting, "next_date", message, cure="сверьте обе даты")


def pair_counts_meetings(book: Book, today: date) -> Iterator[Flag]:
    """После встречи-планирования известно, сколько встреч будет у пары (п. 5.5)."""
    for course in courses(book, today):
        pair = course.pair
        if (
            course.of(PLANNING)
            and pair.state in (APPROVED, COMPLETED, STOPPED)
            and blank(book, pair, "meetings_planned")
        ):
            message = "встреча-планирование прошла, а число встреч не указано"
            yield hint(pair, "meetings_planned", message, cure="впишите, сколько встреч решили провести")


def meetings_as_agreed(book: Book, today: date) -> Iterator[Flag]:
    """Завершённая пара провела столько встреч, сколько решила на встрече-планировании (п. 5.5)."""
    for course in courses(book, today):
        agreed, held = course.pair.meetings_planned, len(course.held)
        if course.pair.state == COMPLETED and course.of(FINAL) and agreed is not None and held < agreed:
            message = f"решили провести встреч: {agreed}, а в журнале состоявшихся — {held}"
            yield hint(
                course.pair, "meetings_planned", message, cure="внесите пропущенные встречи или поясните в итогах"
            )
