"""Where a pair stands: its meetings and tasks counted, its questionnaires, and what is to be done next.

Leaves how it looks to `page` and `overview`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts import day, facts_of
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.facts.meetings import MEETING_NAMES
from nastavnik_sheets.terms import (
    APPROVED,
    COMPLETED,
    FINAL,
    HELD,
    MENTEE_ROLE,
    MENTOR_ROLE,
    ORGANISATIONAL,
    PLANNED,
    PLANNING,
    PROPOSED,
    TRIAL,
)
from nastavnik_sheets.workbook import Meeting, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Person

MOMENTS = ENTRY, INTERIM, EXIT = ("вход", "промежуточный", "выход")
MOMENT_TITLES = {"вход": "входная", "промежуточный": "промежуточная", "выход": "выходная"}
SIDES = ((MENTOR_ROLE, "mentor"), (MENTEE_ROLE, "mentee"))
LAST_DAYS = 21
"""So long before its end a pair should think of the final meeting."""


def exit_is_due(book: Book, pair: Pair, today: date) -> bool:
    """Whether a pair should have answered the exit questionnaire: it is over, or the final monitoring has come."""
    final = book.settings.final_date
    return pair.state == COMPLETED or (final is not None and final <= today)


@dataclass(frozen=True)
class Standings:
    """All pairs of a book on a day; the rows of every pair are found once."""

    book: Book
    today: date

    def of(self, pair: Pair) -> Standing:
        """Return where one pair stands."""
        meetings = facts_of(self.book).meetings_of.get(pair.code, [])
        ranked = sorted(meetings, key=lambda m: (m.held is None, m.held or self.today, m.row))
        tasks = sorted(self._tasks.get(pair.code, []), key=lambda t: (t.number or 999, t.row))
        return Standing(self, pair, tuple(ranked), tuple(tasks))

    @cached_property
    def _tasks(self) -> dict[str, list[PlanTask]]:
        return group_by((task.pair, task) for task in self.book[PlanTask])

    @cached_property
    def answered(self) -> dict[tuple[str, str], date | None]:
        """When a person last answered at a moment."""
        found: dict[tuple[str, str], date | None] = {}
        for answer in self.book[Answer]:
            if answer.person and answer.moment and answer.answer:
                known = found.get((answer.person, answer.moment))
                latest = max((d for d in (known, answer.answered) if d is not None), default=None)
                found[answer.person, answer.moment] = latest
        return found

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The moments at which anybody has answered: only then were the others asked too."""
        known = {moment for _, moment in self.answered}
        return tuple(moment for moment in MOMENTS if moment in known)

    def asked_of(self, pair: Pair) -> tuple[str, ...]:
        """The moments at which this pair was asked."""
        due = exit_is_due(self.book, pair, self.today)
        return tuple(moment for moment in self.asked if moment != EXIT or due)


@dataclass(frozen=True)
class Standing:
    """One pair: its meetings in the order of time, its tasks in the order of the plan."""

    all: Standings
    pair: Pair
    meetings: tuple[Meeting, ...]
    tasks: tuple[PlanTask, ...]

    @cached_property
    def held(self) -> tuple[Meeting, ...]:
        """The meetings that have taken place."""
        return tuple(m for m in self.meetings if m.state == HELD and m.held and m.held <= self.all.today)

    @property
    def last(self) -> date | None:
        """The day of the last meeting."""
        return self.held[-1].held if self.held else None

    @property
    def silent_days(self) -> int | None:
        """Days since the last meeting, or since the pair began; None if it is not at work."""
        since = self.last or self.pair.start
        if self.pair.state != APPROVED or since is None or since > self.all.today:
            return None
        return (self.all.today - since).days

    @property
    def met_words(self) -> str:
        """«5 из 12»; without the number agreed only how many there were."""
        planned = self.pair.meetings_planned
        return f"{len(self.held)} из {planned}" if planned else f"{len(self.held)}"

    @property
    def done(self) -> int:
        """How many tasks are done."""
        return sum(task.done is not None for task in self.tasks)

    @property
    def plan_words(self) -> str:
        """«2 из 5»; a dash without a plan."""
        return f"{self.done} из {len(self.tasks)}" if self.tasks else "—"

    @cached_property
    def late(self) -> tuple[PlanTask, ...]:
        """Tasks whose day has passed."""
        undone = (task for task in self.tasks if task.done is None and not task.actual)
        return tuple(task for task in undone if task.due is not None and task.due < self.all.today)

    @cached_property
    def coming(self) -> tuple[str, ...]:
        """The next meeting agreed on and the next task, in words."""
        today = self.all.today
        agreed = [m.next_date for m in self.held if m.next_date and m.next_date >= today]
        planned = [m.held for m in self.meetings if m.state == PLANNED and m.held and m.held >= today]
        tasks = [(t.due, t.task or "") for t in self.tasks if t.done is None and t.due and t.due >= today]
        found = [f"Следующая встреча {day(when)}" for when in sorted({*agreed, *planned})[:1]]
        return (*found, *(f"ближайшее задание {day(due)}: {task}" for due, task in sorted(tasks)[:1]))

    def answered(self, moment: str, side: str) -> date | bool | None:
        """Return when a side answered at a moment, True if the day is unknown, None if it did not."""
        code = getattr(self.pair, side)
        if (code, moment) not in self.all.answered:
            return None
        return self.all.answered[code, moment] or True

    @property
    def answered_words(self) -> str:
        """«3 из 4» questionnaires that were asked for."""
        asked = [(moment, side) for moment in self.all.asked_of(self.pair) for _, side in SIDES]
        return f"{sum(self.answered(*one) is not None for one in asked)} из {len(asked)}" if asked else "—"

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """What is to be done next, the first thing first."""
        if self.pair.state == PROPOSED:
            return ("утвердить пару приказом", *self._papers())
        if self.pair.state != APPROVED:
            return () if self.pair.result else ("подвести итог: столбец «Результат» на листе «Пары»",)
        return (*self._end(), *self._papers(), *self._next_meeting(), *self._plan(), *self._questionnaires())

    def _papers(self) -> Iterator[str]:
        book = self.all.book
        for role, side in SIDES:
            base: Mapping[str, Person] = book.mentors if side == "mentor" else book.mentees
            person = base.get(getattr(self.pair, side) or "")
            if person is None:
                yield f"{role}: нет в базе, проверьте код"
                continue
            missing = missing_consents(
                book, person, role=role, on=self.all.today, mentoring_form=self.pair.mentoring_form
            )
            for one in missing:
                yield f"{role}: согласие «{one.kind}» — {one.why}"

    def _end(self) -> Iterator[str]:
        end = self.pair.planned_end
        if end is not None and end < self.all.today:
            yield f"срок пары истёк {day(end)}: завершить или продлить"

    def _next_meeting(self) -> Iterator[str]:
        facts, today = facts_of(self.all.book), self.all.today
        for meeting in self.meetings:
            if meeting.state == PLANNED and meeting.held and meeting.held < today:
                yield f"отметить, состоялась ли встреча {day(meeting.held)}"
        kinds = {facts.meaning(meeting) for meeting in self.held}
        if FINAL in kinds:
            yield "заключительная встреча прошла: завершить пару и записать результат"
            return
        needed = next((kind for kind in (ORGANISATIONAL, TRIAL, PLANNING) if kind not in kinds), None)
        if needed:
            yield f"провести: {MEETING_NAMES[needed]}"
        silent = self.silent_days
        if silent is not None and silent > self.all.book.settings.gap_days:
            yield f"не встречались дней: {silent}"
        end, planned = self.pair.planned_end, self.pair.meetings_planned
        enough = planned is not None and len(self.held) >= planned - 1
        if not needed and (enough or (end is not None and 0 <= (end - today).days <= LAST_DAYS)):
            yield f"провести: {MEETING_NAMES[FINAL]}"
        if PLANNING in kinds and planned is None:
            yield "вписать, сколько встреч решили провести («Пары»)"

    def _plan(self) -> Iterator[str]:
        if not self.tasks:
            yield "составить план развития"
        for task in self.late:
            yield f"просрочено задание № {task.number or '—'}: {task.task} ({day(task.due)})" if task.due else ""

    def _questionnaires(self) -> Iterator[str]:
        for moment in self.all.asked_of(self.pair):
            silent = [role for role, side in SIDES if self.answered(moment, side) is None]
            if silent:
                yield f"{MOMENT_TITLES[moment]} анкета: ждём ответа — {', '.join(silent)}"
