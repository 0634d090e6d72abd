"""Answers of a file → rows of «Ответы»: one for each person, question and moment; an edited answer updates it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import SEPARATOR, fold
from nastavnik_sheets.importing.headers import MENTEES, MENTORS
from nastavnik_sheets.importing.intake import DOUBTFUL, NEW, SAME, UPDATED
from nastavnik_sheets.importing.settling import Said, in_time
from nastavnik_sheets.importing.traces import Trace, print_of
from nastavnik_sheets.scales import SEVERAL, options_of, parts_of
from nastavnik_sheets.year_sheets import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.importing.intake import Intake
    from nastavnik_sheets.importing.rows import Row
    from nastavnik_sheets.year_sheets import Question

_WRITTEN = "%d.%m.%Y %H:%M:%S"
_SOURCE = re.compile(r"анкета(?: (\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d))? · ([0-9a-f]{6})")
_Pairs = defaultdict[tuple[str | None, str | None], list[tuple[str, date, date]]]
_ROLES = {MENTEES: "наставляемый", MENTORS: "наставник"}


@dataclass
class _Draft:
    question: Question
    said: list[Said] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def take_answers(intake: Intake, rows: Sequence[Row], codes: Mapping[int, str]) -> None:
    """Carry the answers of people whose rows are recognised into the plan."""
    standing = {(a.person, a.question): a for a in reversed(intake.book[Answer])}
    pairs = _pairs_by_person(intake)
    drafts: dict[tuple[str, str], _Draft] = {}
    for row in rows:
        person = codes.get(row.number)
        for questions, text in row.answers if person else ():
            question = _asked(intake, row, person or "", questions)
            if question is not None:
                draft = drafts.setdefault((person or "", question.code), _Draft(question))
                draft.said.append(Said(row.moment, _in_order(intake, question, text)))
                draft.numbers.append(row.number)
    for (person, code), draft in drafts.items():
        _carry(intake, person, draft, standing.get((person, code)), pairs)


def _asked(intake: Intake, row: Row, person: str, questions: Sequence[Question]) -> Question | None:
    """Choose among questions with one text by the person's role."""
    if len(questions) == 1:
        return questions[0]
    roles = {_ROLES[sheet] for sheet in row.roles} or _roles_of(intake, person)
    fitting = [q for q in questions if q.role in roles]
    if len(fitting) == 1:
        return fitting[0]
    text = questions[0].text or ""
    trouble = "не ясно, отвечает наставник или наставляемый: впишите код вопроса на лист «Столбцы анкет»"
    intake.remarks.add(text, row.number, "", trouble)
    return None


def _in_order(intake: Intake, question: Question, text: str) -> str:
    """Return ticks of several options as the workbook writes several values, spelled as the options are."""
    if question.scale != SEVERAL:
        return text
    options = options_of(question.scale, question.options, lists=intake.book.lists)
    spelled = {fold(option): option for option in options}
    return SEPARATOR.join(dict.fromkeys(spelled.get(fold(part), part) for part in parts_of(text, options)))


def _roles_of(intake: Intake, person: str) -> set[str]:
    bases = ((intake.book.mentees, "наставляемый"), (intake.book.mentors, "наставник"))
    return {role for base, role in bases if person in base}


def _carry(intake: Intake, person: str, draft: _Draft, standing: Answer | None, pairs: _Pairs) -> None:
    if standing is None:
        intake.plan.add(_answer(intake, person, draft, pairs))
        outcome = NEW
    else:
        outcome = _renew(intake, person, draft, standing)
    intake.note(draft.numbers[-1 if outcome == DOUBTFUL else 0], outcome)
    for number in draft.numbers:
        intake.note(number, SAME)


def _answer(intake: Intake, person: str, draft: _Draft, pairs: _Pairs) -> Answer:
    newest, question = in_time(draft.said)[-1], draft.question
    answered = newest.moment.date() if newest.moment else intake.today
    return Answer(
        code="",
        person=person,
        question=question.code,
        moment=question.moment,
        answered=answered,
        answer=str(newest.value),
        pair=_pair_on(pairs[person, question.role], answered),
        source=source_of(newest),
    )


def source_of(said: Said) -> str:
    """Return the cell «Откуда»: when the answer was given and its print."""
    moment = f" {said.moment.strftime(_WRITTEN)}" if said.moment else ""
    return f"анкета{moment} · {print_of(said.value)}"


def trace_of(source: str | None) -> Trace | None:
    """Return what «Откуда» says of an answer; None if the import did not write it."""
    found = _SOURCE.fullmatch(source or "")
    if found is None:
        return None
    return Trace(found[2], datetime.strptime(found[1], _WRITTEN) if found[1] else None)


def _pair_on(mine: Sequence[tuple[str, date, date]], day: date) -> str | None:
    """Return the pair an answer is about, if the person has exactly one on that day."""
    then = [p for p in mine if p[1] <= day <= p[2]] or mine
    return then[0][0] if len(then) == 1 else None


def _pairs_by_person(intake: Intake) -> _Pairs:
    pairs: _Pairs = defaultdict(list)
    for pair in intake.book.pairs.values():
        if pair.state not in {"предложена", "отклонена"}:
            span = (pair.code, pair.start or date.min, pair.end or pair.planned_end or date.max)
            pairs[pair.mentee, "наставляемый"].append(span)
            pairs[pair.mentor, "наставник"].append(span)
    return pairs


def _renew(intake: Intake, person: str, draft: _Draft, standing: Answer) -> str:
    trace = trace_of(standing.source)
    settled = intake.settle(
        standing,
        {"answer": draft.said},
        traces={"answer": trace} if trace else {},
        person=person,
        number=draft.numbers[-1],
    )
    if "answer" not in settled.puts:
        return DOUBTFUL if settled.asked else SAME
    newest = in_time(draft.said)[-1]
    intake.plan.set(standing, "answer", newest.value)
    intake.plan.set(standing, "source", source_of(newest))
    if newest.moment:
        intake.plan.set(standing, "answered", newest.moment.date())
    return UPDATED
