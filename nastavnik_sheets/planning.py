"""New development plans from «Образцы планов»: which tasks a pair gets, in whose words, by which day.

Only approved pairs without a plan get one; what stands on «Планы» is never touched. The words of a questionnaire come
into a task as plain text. Leaves the rows a school begins with to `samples`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.book import by_code, group_by
from nastavnik_sheets.cells import fold
from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.facts.stopped import WHY, stopped_codes
from nastavnik_sheets.monitoring.answers import NUMERIC, Given
from nastavnik_sheets.samples import SAMPLE_PLACE
from nastavnik_sheets.scales import allowed, options_of
from nastavnik_sheets.terms import APPROVED, ENTRY, HELD, PLANNING
from nastavnik_sheets.workbook import Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, PlanSample, Question

if TYPE_CHECKING:
    from collections.abc import Collection

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Mentee

LONGEST = 240
FRIDAY = 4


@dataclass(frozen=True)
class Plans:
    """The tasks of the new plans, and why a pair that was asked about got none (code of the pair → reason)."""

    tasks: list[PlanTask] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[str]:
        """Codes of the pairs that get a plan."""
        return list(dict.fromkeys(task.pair or "" for task in self.tasks))


def new_plans(book: Book, *, today: date, pairs: Collection[str] = ()) -> Plans:
    """Return plans for approved pairs that have none; with `pairs`, only for those, and say why one gets none."""
    maker, plans = _Maker(book, today), Plans()
    for pair in book[Pair]:
        if not pair.code or (pairs and pair.code not in pairs):
            continue
        reason = maker.obstacle(pair)
        tasks = [] if reason else maker.tasks(pair)
        plans.tasks.extend(tasks)
        if not tasks and (pairs or (pair.state == APPROVED and pair.code not in maker.planned)):
            plans.left_out[pair.code] = reason or f"нет подходящих образцов для формы «{pair.mentoring_form or '—'}»"
    return plans


@dataclass(frozen=True)
class _Maker:
    book: Book
    today: date

    @cached_property
    def planned(self) -> set[str | None]:
        return {task.pair for task in self.book[PlanTask]}

    @cached_property
    def stopped(self) -> frozenset[str]:
        return stopped_codes(self.book, self.today)

    @cached_property
    def questions(self) -> dict[str, Question]:
        return by_code(self.book[Question])

    @cached_property
    def answers(self) -> dict[str, list[Answer]]:
        return group_by((answer.person, answer) for answer in self.book[Answer] if answer.moment == ENTRY)

    def obstacle(self, pair: Pair) -> str:
        """Return why a pair gets no plan now, "" if it does."""
        if pair.code in self.planned:
            return "план уже есть"
        if pair.code in self.stopped:
            return WHY
        if pair.state != APPROVED:
            return "пара ещё не утверждена приказом" if pair.state == "предложена" else "пара не действует"
        if pair.mentee not in self.book.mentees:
            return "наставляемого нет в базе"
        begin, end = self.span(pair)
        if begin is None or end is None:
            return "не указаны начало и окончание пары"
        return "" if begin < end else "срок пары истёк"

    def span(self, pair: Pair) -> tuple[date | None, date | None]:
        """Return from when to when tasks may be due: after the planning meeting, never in the past."""
        facts = facts_of(self.book)
        held = [m.held for m in facts.meetings_of.get(pair.code, ())
                if m.state == HELD and m.held and m.held <= self.today and facts.meaning(m) == PLANNING]  # fmt: skip
        known = [day for day in (pair.start, *held) if day is not None]
        return (max(*known, self.today) if known else None), pair.planned_end

    def tasks(self, pair: Pair) -> list[PlanTask]:
        """Return the tasks of a new plan in the order of the samples."""
        mentee = self.book.mentees[pair.mentee or ""]
        begin, end = self.span(pair)
        made: list[PlanTask] = []
        for sample in self.book[PlanSample]:
            words = self.words(sample, mentee) if self.fits(sample, pair, mentee) else None
            if words and sample.share is not None and begin is not None and end is not None:
                made.append(PlanTask(
                    code="", pair=pair.code, section=sample.section, number=len(made) + 1, task=words,
                    due=_due(begin, end, sample.share), expected=sample.expected,
                ))  # fmt: skip
        return made

    def fits(self, sample: PlanSample, pair: Pair, mentee: Mentee) -> bool:
        """Whether a sample is for this form, this request and these answers."""
        if sample.mentoring_form is not None and sample.mentoring_form != pair.mentoring_form:
            return False
        if sample.topics and not set(sample.topics) & set(mentee.topics or ()):
            return False
        if not sample.question:
            return sample.not_above is None
        answer = self.answer(sample, mentee)
        if answer is None or sample.not_above is None:
            return answer is not None
        value = self.number(answer)
        return value is not None and value <= sample.not_above

    def answer(self, sample: PlanSample, mentee: Mentee) -> Answer | None:
        """Return the latest answer to the sample's question; a sensitive one is nobody's to quote."""
        question = self.questions.get(sample.question or "")
        if question is None or question.sensitive:
            return None
        given = [a for a in self.answers.get(mentee.code, ()) if a.question == question.code and a.answer]
        return max(given, key=lambda a: (a.answered or date.min, a.row), default=None)

    def number(self, answer: Answer) -> int | None:
        """Return an answer as a number, None if it is not one of its scale."""
        question = self.questions[answer.question or ""]
        if question.scale not in NUMERIC:
            return None
        on_scale = allowed(question.scale, options_of(question.scale, None, lists=self.book.lists))
        known = on_scale is None or on_scale(fold(answer.answer or ""))
        return Given(answer, question, answer.person or "").value if known else None

    def words(self, sample: PlanSample, mentee: Mentee) -> str | None:
        """Return the task in the mentee's words, None if words it needs are not there."""
        answer = self.answer(sample, mentee) if sample.question else None
        said = {
            "запрос": _shortened(mentee.request or ", ".join(mentee.topics or ())),
            "темы": ", ".join(mentee.topics or ()),
            "ответ": _shortened(answer.answer if answer else None),
        }
        task = sample.task or ""
        if any(word in said and not said[word] for word in SAMPLE_PLACE.findall(task)):
            return None
        return SAMPLE_PLACE.sub(lambda place: said.get(place[1], place[0]), task)


def _due(begin: date, end: date, share: int) -> date:
    """Return the working day when this share of the time from `begin` to `end` has passed."""
    day = begin + timedelta(days=max(1, (end - begin).days * share // 100))
    return max(day - timedelta(days=max(0, day.weekday() - FRIDAY)), begin)


def _shortened(text: str | None) -> str:
    """Return somebody's words on one line, not too long, without a full stop."""
    line = " ".join((text or "").split())
    if len(line) > LONGEST:
        line = line[:LONGEST].rsplit(" ", 1)[0] + "…"
    return line.rstrip(".")
