"""Reports of meetings → rows of «Встречи»: one for each pair, date and kind; reported twice it is one meeting.

A pair is found by its code, or by its mentor and mentee as the report names them; what is not found or not certain
is a question on «Поступления».
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import read_code
from nastavnik_sheets.importing.desk import NOT, THE_SAME
from nastavnik_sheets.importing.intake import BLANK, DOUBTFUL, NEW, SAME, SKIPPED, UPDATED
from nastavnik_sheets.importing.recognition import may_be_one, name_set
from nastavnik_sheets.importing.settling import Said, in_time
from nastavnik_sheets.terms import PAIR, PERSON
from nastavnik_sheets.workbook import Meeting, Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.importing.intake import Intake
    from nastavnik_sheets.importing.rows import Row
    from nastavnik_sheets.workbook import Person

MOST_MEETINGS = 400
_REJECTED, _PLANNED, _HELD = "отклонена", "план", "состоялась"
_KEY = frozenset({"held", "kind"})


@dataclass
class _Draft:
    said: dict[str, list[Said]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """Pairs a report is about; or the question why they are not certain, with the participant it may mean."""

    pairs: tuple[Pair, ...] = ()
    question: str = ""
    candidate: str = ""


def take_meetings(intake: Intake, rows: Sequence[Row]) -> None:
    """Carry the meetings of a file into the plan."""
    drafts: dict[tuple[str, date, str], _Draft] = {}
    agreed: dict[str, int] = {}
    for row in rows:
        values = dict(row.values.get("meetings", {}))
        held = values.pop("held", None)
        kind = str(values.pop("kind", "") or "")
        if not isinstance(held, date) and not values and not kind:
            intake.note(row.number, BLANK)  # a line of the month's table that nobody needed
            continue
        if not isinstance(held, date):
            intake.remarks.add("дата встречи", row.number, "", "нет даты: строка не перенесена")
            intake.note(row.number, SKIPPED)
            continue
        pairs = _pairs_of(intake, row, held)
        _agree(intake, row, pairs, agreed)
        for pair in pairs:
            draft = drafts.setdefault((pair.code, held, kind), _Draft())
            draft.numbers.append(row.number)
            for name, value in values.items():
                draft.said.setdefault(name, []).append(Said(row.moment, value))
    standing = _Standing(intake.book[Meeting])
    for (code, held, kind), draft in drafts.items():
        _carry(intake, code, held, kind, draft, standing.find(code, held, kind))


def _agree(intake: Intake, row: Row, pairs: Sequence[Pair], agreed: dict[str, int]) -> None:
    """Write how many meetings a pair agreed on at the planning meeting (п. 5.5); what stands there stays."""
    text = row.named.get("agreed", "")
    if not text:
        return
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= MOST_MEETINGS:
        intake.remarks.add("сколько встреч", row.number, text, f"не число от 1 до {MOST_MEETINGS}")
        return
    for pair in pairs:
        known = agreed.get(pair.code, pair.meetings_planned)
        if known is None:
            intake.plan.set(pair, "meetings_planned", number)
            agreed[pair.code] = number
            intake.note(row.number, UPDATED)
        elif known != number:
            intake.remarks.add("сколько встреч", row.number, text, f"у пары {pair.code} уже записано {known}")


class _Standing:
    """Meetings the book holds already."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        self._by_day: dict[tuple[str | None, date | None], list[Meeting]] = {}
        for meeting in meetings:
            self._by_day.setdefault((meeting.pair, meeting.held), []).append(meeting)

    def find(self, pair: str, held: date, kind: str) -> Meeting | None:
        """Return the meeting of this pair, day and kind; a kind that one side does not say fits any."""
        that_day = self._by_day.get((pair, held), [])
        exact = next((m for m in that_day if (m.kind or "") == kind), None)
        loose = [m for m in that_day if not kind or not m.kind]
        return exact or (loose[0] if len(loose) == 1 else None)


def _carry(intake: Intake, pair: str, held: date, kind: str, draft: _Draft, standing: Meeting | None) -> None:
    if standing is None:
        values = {name: in_time(said)[-1].value for name, said in draft.said.items()}
        values.setdefault("state", _HELD if held <= intake.today else _PLANNED)
        intake.plan.add(Meeting(code="", pair=pair, held=held, kind=kind or None, **values))  # type: ignore[arg-type]
        outcome = NEW
    else:
        outcome = _renew(intake, draft, kind, standing)
    intake.note(draft.numbers[-1 if outcome == DOUBTFUL else 0], outcome)
    for number in draft.numbers:
        intake.note(number, SAME)


def _renew(intake: Intake, draft: _Draft, kind: str, standing: Meeting) -> str:
    said = dict(draft.said)
    if kind and not standing.kind:
        said["kind"] = [Said(None, kind)]
    free = frozenset({"state"} if standing.state == _PLANNED else ())
    pair = intake.book.pairs.get(standing.pair or "")
    mentor = (pair.mentor if pair else "") or ""
    return intake.renew(standing, said, free=free, person=mentor, number=draft.numbers[-1])


def _pairs_of(intake: Intake, row: Row, held: date) -> tuple[Pair, ...]:
    """Return the pairs a report is about, or ask."""
    if intake.desk.decision(row.claim.row) == NOT:
        intake.note(row.number, SKIPPED)
        return ()
    found = _find(intake, row, held)
    if found.question:
        found = _as_decided(intake, row, found)
    if found.question:
        intake.ask(row, found.question, candidate=found.candidate)
        return ()
    intake.desk.settle(row.claim.row)
    for pair in found.pairs:
        if pair.code in intake.stopped:
            intake.leave_out(row.number, pair.code)
    return tuple(pair for pair in found.pairs if pair.code not in intake.stopped)


def _as_decided(intake: Intake, row: Row, found: _Found) -> _Found:
    """Return the pair of the participant that a person has confirmed, now or at an earlier import."""
    now = found.candidate if intake.desk.decision(row.claim.row) == THE_SAME else ""
    code = now or intake.directory.remembered(row.claim.row)
    meant = [p for p in intake.book[Pair] if code and code in {p.mentee, p.mentor} and _may_be(p, intake, row)]
    if len(meant) != 1:
        return found
    intake.decided.setdefault(code, set()).add(row.claim.row)
    return _Found(tuple(meant))


def _may_be(pair: Pair, intake: Intake, row: Row) -> bool:
    mentors, _ = _party(row.named.get("mentor") or row.claim.code or row.claim.name, intake.book.mentors)
    return pair.state != _REJECTED and (not mentors or pair.mentor in mentors)


def _find(intake: Intake, row: Row, held: date) -> _Found:
    told = row.named.get("pair", "")
    if told:
        code, problem = read_code(told, (PAIR,))
        pair = intake.book.pairs.get(str(code))
        why = problem.message if problem and code is None else f"пары {told[:40]} нет на листе «Пары»"
        return _Found((pair,)) if pair else _Found(question=f"пара «{told[:40]}»: {why}")
    text = row.named.get("mentor") or row.claim.code or row.claim.name
    mentors, trouble = _party(text, intake.book.mentors)
    if not mentors:
        return _Found(question=f"наставник «{text[:80]}»: {trouble}" if text else "не указано, чья это встреча")
    theirs = [p for p in intake.book[Pair] if p.mentor in mentors and p.state != _REJECTED]
    return _among(intake, row.named.get("mentee", ""), theirs, held, mentors)


def _among(intake: Intake, mentee: str, theirs: Sequence[Pair], held: date, mentors: Sequence[str]) -> _Found:
    """Choose among the pairs of a mentor by the mentees a report names; none named means his only pair or group."""
    if not mentee:
        then = _on_day(theirs, held)
        groups = {p.group for p in then}
        if len(then) == 1 or (then and len(groups) == 1 and None not in groups):
            return _Found(tuple(then))
        return _Found(
            question="не указан наставляемый, а пара у наставника не одна"
            if then
            else "у наставника нет пары на эту дату",
            candidate=mentors[0],
        )
    pairs: list[Pair] = []
    for name in (part.strip() for part in re.split(r"[;,\n]", mentee) if part.strip()):
        of_mine = {p.mentee: intake.book.mentees[p.mentee] for p in theirs if p.mentee in intake.book.mentees}
        codes, trouble = _party(name, of_mine)
        then = _on_day([p for p in theirs if p.mentee in codes], held)
        if len(then) != 1:
            why = trouble or ("таких пар несколько" if then else "пары на эту дату нет")
            near = next((c for c, person in of_mine.items() if may_be_one(name, person.full_name or "")), mentors[0])
            return _Found(question=f"наставляемый «{name[:80]}»: {why}", candidate=near)
        pairs += then
    return _Found(tuple(pairs))


def _on_day(pairs: Sequence[Pair], held: date) -> list[Pair]:
    """Return the pairs that were together on a day; all of them if the day fits none and there is one only."""
    then = [p for p in pairs if (p.start or date.min) <= held <= (p.end or p.planned_end or date.max)]
    return then or (list(pairs) if len(pairs) == 1 else [])


def _party(text: str, people: Mapping[str, Person]) -> tuple[list[str], str]:
    """Return the codes of the people a text names, and what is wrong if there is none or not one."""
    code = read_code(text, (PERSON,)).value if text else None
    if code is not None:
        return ([str(code)], "") if str(code) in people else ([], f"кода {code} нет в базе")
    wanted = name_set(text)
    exact = [code for code, person in people.items() if person.full_name and name_set(person.full_name) == wanted]
    found = exact or [c for c, p in people.items() if len(wanted) > 1 and wanted < name_set(p.full_name or "")]
    if len(found) == 1:
        return found, ""
    return [], f"таких несколько: {', '.join(found)}" if found else "такого имени нет в базе"
