"""Reminders: who must do what by when; decisions that stay; letters of one's own affairs; a calendar that updates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from documents_support import text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from rule_books import added, book_of, changed, grids, school, with_setting, without
from rule_school import (
    EMPLOYER_MENTOR,
    FINISHED_PUPIL,
    OLDER_PUPIL,
    PUPIL_MENTOR,
    RU_PAIR,
    SENIOR_PUPIL,
    TEACHER_MENTOR,
    TODAY,
    TU_PAIR,
    WAITING_PUPIL,
    YOUNG_PUPIL,
)

from nastavnik_sheets import template
from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.reminding import Extra, remind
from nastavnik_sheets.documents import make
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.reminding import dues, reminders
from nastavnik_sheets.reminding.calendar import calendar_file
from nastavnik_sheets.reminding.due import when
from nastavnik_sheets.service_sheets import Measurement, Reminder
from nastavnik_sheets.terms import PROCESSING
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, Event, Request, RoadmapAction, Training

if TYPE_CHECKING:
    from pathlib import Path

    from rule_school import Records

    from nastavnik_sheets.reminding import Due


def quiet_school() -> Records:
    """Return the valid school with the entry questionnaires it lacks, so that nothing is due on its day."""
    records = school()
    codes = ((SENIOR_PUPIL, 1), (make_code("У", 3), 1))
    answers = [
        replace(records[Answer][0], code=make_code("ОТ", 90 + n), person=code) for n, (code, _) in enumerate(codes)
    ]
    return with_setting(added(records, *answers), interim_date=date(2026, 12, 25))


def told(records: Records, today: date = TODAY, **more: int) -> list[tuple[str, str, date]]:
    """Return (role, kind of reminder, day) of what is due."""
    return [(due.who.role, due.key.split(":")[0], due.due) for due in dues(book_of(records), today=today, **more)]


def only(records: Records, kind: str, today: date = TODAY) -> Due:
    """Return the one reminder of a kind."""
    (found,) = [due for due in dues(book_of(records), today=today) if due.key.startswith(f"{kind}:")]
    return found


def test_nothing_is_due_in_a_school_that_is_in_order() -> None:
    assert told(quiet_school()) == []


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 9, 1), date(2026, 11, 28), date(2027, 1, 15)])
def test_a_fresh_book_has_nothing_overdue(day: date, tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(template.build(today=day))
    with open_host(path) as host:
        assert [due for due in dues(read_book(host), today=day) if due.due < day] == []


def meetings_of(records: Records, pair: str) -> list[int]:
    return [index for index, row in enumerate(records[Meeting]) if row.pair == pair]  # type: ignore[attr-defined]


def test_a_pair_without_meetings_is_reminded_after_the_days_of_settings() -> None:
    records = without(quiet_school(), Meeting, *meetings_of(quiet_school(), TU_PAIR))
    due = only(records, "first")
    assert (due.who.role, due.who.code, due.due) == ("наставник", TEACHER_MENTOR, date(2026, 9, 7) + timedelta(days=14))
    assert due.about == (OLDER_PUPIL,)
    assert "first" not in {kind for _, kind, _ in told(records, date(2026, 9, 8))}
    assert ("наставник", "first", date(2026, 9, 14)) in told(with_setting(records, first_days=7), date(2026, 9, 10))


def test_a_trial_meeting_that_did_not_follow_is_overdue() -> None:
    kept = meetings_of(quiet_school(), TU_PAIR)[1:]
    records = without(quiet_school(), Meeting, *kept)
    due = only(records, "trial")
    assert due.due == date(2026, 9, 10) + timedelta(days=21)
    assert due.who.code == TEACHER_MENTOR


def test_a_long_pause_is_told_once_and_a_day_that_is_appointed_ends_it() -> None:
    last = meetings_of(quiet_school(), TU_PAIR)[-1]
    records = without(quiet_school(), Meeting, last)
    assert only(records, "gap").due == date(2026, 11, 9) + timedelta(days=30)
    ahead = changed(records, Meeting, last - 1, next_date=TODAY + timedelta(days=3))
    assert [kind for _, kind, _ in told(ahead)] == ["meeting"]
    assert only(ahead, "meeting").due == TODAY + timedelta(days=3)
    past = changed(records, Meeting, last - 1, next_date=TODAY - timedelta(days=3))
    assert "record" in {kind for _, kind, _ in told(past)}


def test_a_planned_meeting_whose_day_is_over_is_to_be_marked() -> None:
    planned = len(quiet_school()[Meeting]) - 1
    records = changed(quiet_school(), Meeting, planned, held=TODAY - timedelta(days=1))
    assert only(records, "settle").who.code == PUPIL_MENTOR
    soon = changed(quiet_school(), Meeting, planned, held=TODAY + timedelta(days=5))
    assert told(soon) == [("наставник", "meeting", TODAY + timedelta(days=5))]


def test_the_final_meeting_is_spoken_of_two_weeks_before_the_end() -> None:
    assert "final" in {kind for _, kind, _ in told(quiet_school(), date(2027, 5, 20))}
    assert "final" not in {kind for _, kind, _ in told(quiet_school(), date(2027, 5, 1))}


def test_a_missing_an_expired_and_an_expiring_consent_go_to_the_coordinator() -> None:
    records = quiet_school()
    own = [n for n, c in enumerate(records[Consent]) if c.person == YOUNG_PUPIL and c.kind == PROCESSING]  # type: ignore[attr-defined]
    missing = only(without(records, Consent, *own), "pair_has_consents")
    assert (missing.who.role, missing.about) == ("координатор", (YOUNG_PUPIL,))
    expired = changed(records, Consent, own[0], valid_until=date(2026, 12, 1))
    assert only(expired, "consent_is_in_force").due == date(2026, 12, 1)
    soon = changed(records, Consent, own[0], valid_until=TODAY + timedelta(days=6))
    assert only(soon, "consent_expires_soon").due == TODAY + timedelta(days=6)


def test_after_a_withdrawal_nobody_is_reminded_of_the_pair() -> None:
    records = without(quiet_school(), Meeting, *meetings_of(quiet_school(), TU_PAIR))
    own = [n for n, c in enumerate(records[Consent]) if c.person == OLDER_PUPIL and c.kind == PROCESSING]  # type: ignore[attr-defined]
    withdrawn = changed(records, Consent, own[0], withdrawn=date(2026, 12, 1))
    kinds = {kind for role, kind, _ in told(withdrawn)}
    assert "first" not in kinds
    assert "withdrawal" in {kind for _, kind, _ in told(withdrawn, date(2026, 12, 30))}
    assert all(due.who.code != TEACHER_MENTOR for due in dues(book_of(withdrawn), today=TODAY))


def test_who_waits_for_a_mentor_is_told_to_the_curator_of_his_form() -> None:
    waiting = next(n for n, row in enumerate(quiet_school()[Mentee]) if row.code == WAITING_PUPIL)  # type: ignore[attr-defined]
    records = without(quiet_school(), Pair, 5)
    records = changed(records, Mentee, waiting, unpaired_before=True)
    due = only(records, "unpaired")
    assert (due.who.role, due.due) == ("куратор", date(2026, 9, 1) + timedelta(days=30))
    assert "прошлом году" in due.why
    assert FINISHED_PUPIL not in {code for one in dues(book_of(records), today=TODAY) for code in one.about}


def test_questionnaires_are_asked_of_mentors_by_letter_and_of_mentees_through_the_curator() -> None:
    records = with_setting(quiet_school(), interim_date=date(2026, 12, 10))
    assert told(records) == [("координатор", "monitoring", date(2026, 12, 10))], "interim: the school has no questions"
    entry = [n for n, row in enumerate(records[Answer]) if row.person in (YOUNG_PUPIL, PUPIL_MENTOR)]  # type: ignore[attr-defined]
    found = told(without(quiet_school(), Answer, *entry))
    due = date(2026, 9, 7) + timedelta(days=14)
    assert found == [("куратор", "answers", due), ("наставник", "answers", due)]


def test_the_monitoring_is_due_until_it_has_been_taken() -> None:
    today = date(2026, 12, 20)
    assert ("координатор", "monitoring", date(2026, 12, 25)) in told(quiet_school(), today)
    taken = {**quiet_school(), Measurement: [Measurement(taken=date(2026, 12, 15), indicator="П1")]}
    with MemoryHost(grids(taken)) as host:
        assert all(due.who.role == "наставник" for due in dues(read_book(host), today=today))


def test_roadmap_goes_to_whoever_is_named_there() -> None:
    records = changed(quiet_school(), RoadmapAction, 7, end=date(2026, 12, 1), responsible="Курагина И. Л., куратор")
    assert only(records, "roadmap").who.name == "Курагина Ида Львовна"
    records = changed(records, RoadmapAction, 7, responsible="классные руководители")
    assert only(records, "roadmap").who.words == "классные руководители"
    records = changed(records, RoadmapAction, 7, responsible="Небылицына О. И., координатор")
    assert only(records, "roadmap").who.role == "координатор"
    assert told(changed(records, RoadmapAction, 7, state="отложено")) == []


def test_papers_plans_training_requests_and_events_have_their_reminders() -> None:
    records = changed(quiet_school(), Mentor, 3, contract_number=None, clearance=None, partner=None)
    records = changed(records, Pair, 2, agreement_number=None)
    records = changed(records, PlanTask, 0, due=TODAY + timedelta(days=2))
    records = changed(records, Request, 1, received=date(2026, 11, 10))
    records = changed(records, Request, 0, shown=None)
    records = changed(records, Event, 1, held=TODAY + timedelta(days=4))
    records = without(records, Training, 1)
    kinds = {kind for _, kind, _ in told(records)}
    assert kinds == {
        "invited_mentor_has_contract",
        "invited_mentor_has_clearance",
        "teacher_has_agreement",
        "task",
        "request",
        "complaint",
        "event",
        "mentor_is_trained",
    }
    assert {due.who.code for due in dues(book_of(records), today=TODAY) if due.who.code} == {PUPIL_MENTOR}


@settings(deadline=None)
@given(ahead=st.integers(0, 60), days=st.integers(-60, 120))
def test_reminders_stand_in_order_with_one_key_each_and_none_beyond_the_horizon(ahead: int, days: int) -> None:
    today = TODAY + timedelta(days=days)
    found = dues(book_of(school()), today=today, ahead=ahead)
    assert len({due.key for due in found}) == len(found)
    assert all(due.due <= max(today + timedelta(days=ahead), date(2027, 5, 31)) for due in found)
    assert found == sorted(found, key=lambda d: [d.who.role for d in found].index(d.who.role))


def test_how_far_a_day_is() -> None:
    assert when(TODAY, TODAY) == "сегодня"
    assert when(TODAY - timedelta(days=1), TODAY) == "просрочено: 1 день"
    assert when(TODAY + timedelta(days=5), TODAY) == "через 5 дней"


def reminded(host: MemoryHost, today: date = TODAY) -> list[Reminder]:
    """Put reminders on the sheet as the command does; return what then stands there."""
    with host:
        book = read_book(host)
        found = reminders(book, dues(book, today=today), today=today)
        plan = Plan(book)
        plan.replace(Reminder, found.rows, cells=found.cells)
        plan.apply(host)
    with host:
        return read_book(host)[Reminder]


def typed(host: MemoryHost, row: Reminder, **values: object) -> None:
    """Type decisions into a row of the sheet."""
    with host:
        plan = Plan(read_book(host))
        for name, value in values.items():
            plan.set(row, name, value)
        plan.apply(host)


def late_school() -> Records:
    records = without(quiet_school(), Meeting, *meetings_of(quiet_school(), TU_PAIR))
    return without(records, Meeting, *meetings_of(records, RU_PAIR))


def test_decisions_survive_the_next_run_and_go_with_their_cause() -> None:
    host = MemoryHost(grids(late_school()))
    first, second = reminded(host)
    typed(host, first, decision="сделано", comment="звонила")
    typed(host, second, decision="отложить", until=TODAY + timedelta(days=3))
    again = reminded(host)
    assert [(row.key, row.decision, row.comment) for row in again] == [
        (first.key, "сделано", "звонила"),
        (second.key, "отложить", None),
    ]
    assert again[0].when == "сделано; в книге не видно"
    third = reminded(host, TODAY + timedelta(days=3))
    assert [row.decision for row in third if row.key == second.key] == [None], "the day has come"
    assert [row.decision for row in third if row.key == first.key] == ["сделано"]


def test_put_off_without_a_day_gets_one_and_a_word_nobody_knows_stays_as_typed() -> None:
    host = MemoryHost(grids(late_school()))
    first, second = reminded(host)
    typed(host, first, decision="отложить")
    typed(host, second, decision="потом разберусь")
    rows = {row.key: row for row in reminded(host)}
    assert rows[first.key].until == TODAY + timedelta(days=7)
    table_row = rows[second.key].row
    with host:
        book = read_book(host)
        assert book.table(Reminder).raw(table_row, "decision") == "потом разберусь"


def test_every_row_leads_to_its_cell() -> None:
    book = book_of(late_school())
    found = reminders(book, dues(book, today=TODAY), today=TODAY)
    links = [cell for cell in found.cells.values() if isinstance(cell, Link)]
    assert [link.target for link in links] == ["#'Пары'!N3", "#'Пары'!N5"]
    assert len(links) == len(found.rows)


def test_the_command_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(template.build(today=date(2026, 3, 1)))
    options = Options(today=date(2026, 4, 20))
    said = remind(str(path), options=options).message
    assert "Напоминания" in said
    with open_host(path) as host:
        before = host.read("Напоминания")
    assert remind(str(path), options=options).message == said
    with open_host(path) as host:
        assert host.read("Напоминания") == before


def test_quiet_when_nothing_is_due(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(template.build(today=date(2026, 3, 1)))
    extra = Extra(letters=True)
    assert remind(str(path), extra=extra, options=Options(today=date(2026, 3, 1))).message == "Напоминать не о чем."
    assert [p.name for p in tmp_path.iterdir() if p.is_dir() and p.name == "Документы"] == []


def test_a_letter_to_a_mentor_has_his_own_affairs_and_nobody_elses() -> None:
    book = book_of(late_school())
    files = make(book, "reminder", today=TODAY).files
    assert len(files) == 2
    texts = {
        code: text_of(content) for name, content in files for code in (TEACHER_MENTOR, EMPLOYER_MENTOR) if code in name
    }
    assert "Берёзкина Майя Олеговна" in texts[TEACHER_MENTOR]
    assert "Грушин" not in texts[TEACHER_MENTOR]
    assert "Берёзкина" not in texts[EMPLOYER_MENTOR]
    for text in texts.values():
        assert "неудовлетворительные" not in text


def events(content: bytes) -> dict[str, object]:
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_a_calendar_updates_itself_and_has_codes_instead_of_names() -> None:
    now = datetime(2026, 9, 8, 12)
    people = {TEACHER_MENTOR: "Зайцева Римма Фёдоровна"}
    found = dues(book_of(late_school()), today=now.date(), ahead=366)
    first = calendar_file(found, people, now=now)
    assert calendar_file(found, people, now=now + timedelta(days=1), before=first) == first, (
        "nothing changed: same bytes"
    )
    assert "Зайцева".encode() not in first
    assert "Берёзкина".encode() not in first
    moved = [replace(due, why=due.why + "!") if due.key.startswith("first:") else due for due in found]
    second = calendar_file(moved, people, now=now + timedelta(days=1), before=first)
    old, new = events(first), events(second)
    assert set(old) == set(new)
    raised = {uid for uid in new if new[uid]["sequence"] > old[uid]["sequence"]}  # type: ignore[index,operator]
    assert 0 < len(raised) < len(new)
    third = events(calendar_file([], people, now=now + timedelta(days=2), before=second))
    assert {str(event["status"]) for event in third.values()} == {"CANCELLED"}  # type: ignore[index]


def test_a_calendar_of_somebody_else_is_not_overwritten() -> None:
    with pytest.raises(Refused, match="не наш календарь"):
        calendar_file([], {}, now=datetime(2026, 9, 8), before=b"BEGIN:VCALENDAR\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    with pytest.raises(Refused, match="не наш календарь"):
        calendar_file([], {}, now=datetime(2026, 9, 8), before="не календарь".encode())


def test_whole_days_alarms_and_what_is_late_as_one_event() -> None:
    found = dues(book_of(late_school()), today=TODAY, ahead=30)
    late = sum(due.due < TODAY for due in found)
    made = list(events(calendar_file(found, {}, now=datetime.combine(TODAY, datetime.min.time()))).values())
    assert any(f"{late} дел" in str(event["summary"]) for event in made)  # type: ignore[index]
    for event in made:
        assert type(event.decoded("dtstart")) is date  # type: ignore[attr-defined]
        assert len(event.walk("VALARM")) == 1  # type: ignore[attr-defined]
        assert event.decoded("dtstart") >= TODAY  # type: ignore[attr-defined]
