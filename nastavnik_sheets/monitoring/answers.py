"""Which answers count, and which do not and why: nothing is counted silently.

An answer counts if its person is known, the question is put to that role and form and moment, the answer is on the
scale and is the person's latest to this question. At the interim and the exit the person must also take part. Leaves
what the answers say to `indicators` and `influence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.book import by_code
from nastavnik_sheets.cells import fold
from nastavnik_sheets.facts.answers import LATE_DAYS, was_over
from nastavnik_sheets.scales import MARK, OFTEN, POINTS, YES, allowed, options_of
from nastavnik_sheets.terms import COMPLETED, EXIT, INTERIM, MENTEE_ROLE, ROLES, STOPPED
from nastavnik_sheets.year_sheets import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.participation import Participation
    from nastavnik_sheets.workbook import Pair

NUMERIC = frozenset({MARK, YES, OFTEN, POINTS})
FREQUENCY = {"никогда": 0, "1-2 раза": 1, "редко": 2, "часто": 3, "очень часто": 4}
CONTENT, STRONG, WEAK = "удовлетворённость", "сильные стороны", "слабые стороны"

UNKNOWN_PERSON, UNKNOWN_QUESTION = "участника нет в базе", "вопроса нет на листе «Вопросы»"
OFF_SCALE, REPEATED, WRONG_MOMENT = "ответ не по шкале", "повторный ответ, учтён последний", "замер не тот"
WRONG_ROLE, WRONG_FORM, FOREIGN_PAIR = "анкета другой роли", "анкета другой формы", "ответ о чужой паре"
CROWD = 3
"""The mean of one or two people's answers is their own answers: it is not shown, whatever the question."""
AHEAD, ENDED, LATE = "дата ответа ещё не наступила", "пара прекращена до опроса", "пара завершилась до опроса"


class Given(NamedTuple):
    """An answer that counts; `person` is the code the person is counted under."""

    answer: Answer
    question: Question
    person: str

    @property
    def value(self) -> int | None:
        """The answer as a number: a mark, yes is 1 and no is 0, frequency from 0 to 4; None for words."""
        if self.question.scale not in NUMERIC:
            return None
        text = fold(self.answer.answer or "")
        if self.question.scale == YES:
            return int(text == "да")
        if self.question.scale == OFTEN:
            return FREQUENCY[text]
        return int(text)


class Refused(NamedTuple):
    """An answer that does not count, and why."""

    answer: Answer
    question: Question | None
    reason: str


@dataclass(frozen=True)
class Survey:
    """All answers of a book, sorted into those that count and those that do not."""

    given: tuple[Given, ...]
    refused: tuple[Refused, ...]

    def of(self, moment: str, role: str, purpose: str | None = None) -> list[Given]:
        """Return the answers of a moment and a role, to the questions of a purpose if one is named."""
        return [g for g in self.given if _asked(g.question, moment, role, purpose)]

    def refused_of(self, moment: str, role: str, purpose: str | None = None) -> list[Refused]:
        """Return the answers that were to be among those of `of`."""
        return [r for r in self.refused if r.question and _asked(r.question, moment, role, purpose)]

    @cached_property
    def by_question(self) -> Mapping[str, Mapping[str, Given]]:
        """Answers by question and person; of answers about several pairs the latest."""
        found: dict[str, dict[str, Given]] = {}
        for given in sorted(self.given, key=lambda g: _age(g.answer)):
            found.setdefault(given.question.code, {})[given.person] = given
        return found

    def answered(self, moment: str, role: str) -> set[str]:
        """Return who answered anything at a moment in a role."""
        return {g.person for g in self.of(moment, role)}


def survey(book: Book, taking_part: Participation, today: date) -> Survey:
    """Sort all answers of a book."""
    questions = by_code(book[Question])
    latest: dict[tuple[str, str, str | None], Given] = {}
    refused: list[Refused] = []
    for answer in sorted(book[Answer], key=_age):
        question = questions.get(answer.question or "")
        reason = _fault(taking_part, answer, question, today)
        if reason or question is None:
            refused.append(Refused(answer, question, reason or UNKNOWN_QUESTION))
            continue
        given = Given(answer, question, taking_part.person(answer.person))
        key = (given.person, question.code, answer.pair)
        if key in latest:
            refused.append(Refused(latest[key].answer, question, REPEATED))
        latest[key] = given
    in_order = sorted(latest.values(), key=lambda g: g.answer.row)
    return Survey(tuple(in_order), tuple(sorted(refused, key=lambda r: r.answer.row)))


def _age(answer: Answer) -> tuple[bool, int, int]:
    """Put the latest answer last: by its date, then by its row; one without a date is the oldest."""
    return answer.answered is not None, answer.answered.toordinal() if answer.answered else 0, answer.row


def _asked(question: Question, moment: str, role: str, purpose: str | None) -> bool:
    return question.moment == moment and question.role == role and purpose in (None, question.purpose)


def _fault(taking_part: Participation, answer: Answer, question: Question | None, today: date) -> str | None:
    """Return why an answer does not count, None if it does."""
    book = taking_part.book
    if book.person(answer.person) is None:
        return UNKNOWN_PERSON
    if question is None:
        return UNKNOWN_QUESTION
    base = book.mentees if question.role == MENTEE_ROLE else book.mentors
    if question.role not in ROLES or answer.person not in base:
        return WRONG_ROLE
    if answer.moment != question.moment:
        return WRONG_MOMENT
    if not _on_scale(book, answer, question):
        return OFF_SCALE
    if answer.answered and answer.answered > today:
        return AHEAD
    return _fault_of_pair(taking_part, answer, question)


def _on_scale(book: Book, answer: Answer, question: Question) -> bool:
    text = answer.answer or ""
    fits = allowed(question.scale, options_of(question.scale, question.options, lists=book.lists))
    return bool(text) if fits is None else fits(text)


def _fault_of_pair(taking_part: Participation, answer: Answer, question: Question) -> str | None:
    """Return what is wrong between an answer and the pairs of its person."""
    role = question.role or ""
    person = taking_part.person(answer.person)
    pairs = taking_part.all_pairs[role].get(person, [])
    if answer.pair and answer.pair not in {pair.code for pair in pairs}:
        return FOREIGN_PAIR
    about = [pair for pair in pairs if answer.pair in (None, pair.code)]
    forms = {pair.mentoring_form for pair in about if pair.mentoring_form}
    if question.mentoring_form and forms and question.mentoring_form not in forms:
        return WRONG_FORM
    if question.moment not in (INTERIM, EXIT):
        return None
    if all(pair.state == STOPPED and was_over(pair, answer) for pair in about) and about:
        return ENDED
    absent = taking_part.why_not(person, role)
    if absent is None and taking_part.codes.isdisjoint(pair.code for pair in about):
        absent = next((why for pair, why in taking_part.aside if pair in about), None)
    if absent:
        return absent
    return LATE if _too_late(about, answer, exit_moment=question.moment == EXIT) else None


def _too_late(about: list[Pair], answer: Answer, *, exit_moment: bool) -> bool:
    """Whether all pairs an answer may be about were over: at the interim at all, at the exit long ago."""
    grace = LATE_DAYS if exit_moment else 0
    worked = [pair for pair in about if pair.state != STOPPED]
    return all(pair.state == COMPLETED and was_over(pair, answer, days=grace) for pair in worked)
