"""People who wait: without a pair, or whose questionnaires have not come back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day
from nastavnik_sheets.reminding.due import Due, key_of
from nastavnik_sheets.terms import COMPLETED, ENTRY, EXIT, INTERIM, MENTEE_ROLE, MENTOR_ROLE
from nastavnik_sheets.workbook import Mentor, Pair
from nastavnik_sheets.year_sheets import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.facts import Participant
    from nastavnik_sheets.reminding.desk import Desk
    from nastavnik_sheets.reminding.due import Actor

_QUESTIONNAIRE = {ENTRY: "входную анкету", INTERIM: "промежуточную анкету", EXIT: "итоговую анкету"}


def of_unpaired(desk: Desk) -> Iterator[Due]:
    """Mentees who have waited for a mentor longer than the school wants, those of last year first."""
    if not desk.programme_runs:
        return
    ended = _ended(desk)
    for mentee in desk.facts.mentees.values():
        if mentee.left or mentee.passed or mentee.joined is None or mentee.code in desk.book.pairs_of_mentee:
            continue
        if ended.get(mentee.code) == date.max or not desk.may_remind(mentee.code):
            continue
        since = max(filter(None, (mentee.joined, desk.settings.programme_start, ended.get(mentee.code))))
        due = since + timedelta(days=desk.settings.unpaired_days)
        if desk.soon(due):
            last_year = "; не было пары и в прошлом году" if mentee.unpaired_before else ""
            yield Due(
                who=desk.curator(mentee.wanted_form),
                due=due,
                task="Найдите наставника",
                why=f"без пары с {day(since)}{last_year}",
                record=mentee,
                name="full_name",
                about=(mentee.code,),
                key=key_of("unpaired", mentee.code, since),
            )


def _ended(desk: Desk) -> dict[str, date]:
    """Return when each mentee's last pair ended; a completed one is the end of the programme for him."""
    ended: dict[str, date] = {}
    for pair in desk.book[Pair]:
        if pair.mentee and pair.end and pair.end <= desk.today:
            end = date.max if pair.state == COMPLETED else pair.end
            ended[pair.mentee] = max(ended.get(pair.mentee, date.min), end)
    return ended


def of_questionnaires(desk: Desk) -> Iterator[Due]:
    """Questionnaires of the bases, and those of the three moments, that have not come back."""
    wait = timedelta(days=desk.settings.questionnaire_days)
    for person in desk.facts.participants:
        since = desk.since(person.joined)
        if person.left or since is None or not person.code or not blank(desk.book, person, "questionnaire"):
            continue
        if desk.soon(since + wait) and desk.may_remind(person.code):
            own = desk.mentor(person.code) if isinstance(person, Mentor) else None
            yield Due(
                who=own or desk.coordinator,
                due=since + wait,
                task="Заполните анкету и верните её" if own else "Возьмите анкету",
                why=f"в базе с {day(person.joined or since)}, а анкеты нет",
                record=person,
                name="questionnaire",
                about=(person.code,),
                key=key_of("questionnaire", person.code, since),
            )
    yield from _of_moments(desk)


def _of_moments(desk: Desk) -> Iterator[Due]:
    """Questionnaires of people in pairs at the three moments (п. 6.3, 6.4)."""
    asked = {(q.moment, q.role, q.mentoring_form) for q in desk.book[Question]}
    answered: set[tuple[str | None, str | None]] = {(a.person, a.moment) for a in desk.book[Answer]}
    for pair, mentor, start, end in desk.working_pairs:
        for role, code in ((MENTEE_ROLE, pair.mentee), (MENTOR_ROLE, pair.mentor)):
            person = desk.facts.people.get(code or "")
            who = mentor if role == MENTOR_ROLE else desk.curator(pair.mentoring_form)
            for moment, due in _moments(desk, start, end):
                wanted = (moment, role, None) in asked or (moment, role, pair.mentoring_form) in asked
                if person and wanted and desk.soon(due) and (person.code, moment) not in answered:
                    answered.add((person.code, moment))  # said once, though he is in several pairs
                    yield _unanswered(who, person, moment, due, own=role == MENTOR_ROLE)


def _moments(desk: Desk, start: date, end: date) -> Iterator[tuple[str, date]]:
    """The days by which a pair's people should have answered; a pair that began later is not asked about before."""
    settings = desk.settings
    yield ENTRY, start + timedelta(days=settings.questionnaire_days)
    if settings.interim_date and start < settings.interim_date <= end:
        yield INTERIM, settings.interim_date
    yield EXIT, min(settings.final_date or end, end)


def _unanswered(who: Actor, person: Participant, moment: str, due: date, *, own: bool) -> Due:
    what = _QUESTIONNAIRE[moment]
    task = f"Заполните {what}" if own else f"Возьмите {what} у наставляемого"
    return Due(
        who=who,
        due=due,
        task=task,
        why="ответов на анкету нет",
        record=person,
        name="full_name",
        about=(person.code,),
        key=key_of(f"answers:{person.code}", moment, due),
    )
