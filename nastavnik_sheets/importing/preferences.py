"""Choices after a group meeting → rows of «Предпочтения»: one for each person, role and day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import read_code
from nastavnik_sheets.importing.headers import MENTEES, MENTORS, PREFERENCES
from nastavnik_sheets.importing.intake import DOUBTFUL, NEW, SAME, SKIPPED, UPDATED
from nastavnik_sheets.importing.recognition import name_key
from nastavnik_sheets.importing.settling import Said, in_time
from nastavnik_sheets.scales import parts_of
from nastavnik_sheets.terms import MENTEE_ROLE as MENTEE
from nastavnik_sheets.terms import MENTOR_ROLE as MENTOR
from nastavnik_sheets.terms import PERSON
from nastavnik_sheets.workbook import Preference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.importing.intake import Intake
    from nastavnik_sheets.importing.rows import Row
    from nastavnik_sheets.workbook import Person

_RANKS = ("first", "second", "third")


@dataclass
class _Draft:
    said: dict[str, list[Said]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)


def take_preferences(intake: Intake, rows: Sequence[Row]) -> None:
    """Carry the choices of a file into the plan."""
    drafts: dict[tuple[str, str, date | None], _Draft] = {}
    for row in rows:
        person, _ = intake.person(row, may_be_new=False)
        role = _role(intake, row, person) if person else None
        if person and role is None:
            intake.remarks.add("роль", row.number, "", "не ясно, наставник это или наставляемый: строка не перенесена")
            intake.note(row.number, SKIPPED)
        if person and role:
            _add(drafts, intake, row, person, role)
    standing: dict[tuple[str | None, str | None], list[Preference]] = {}
    for preference in intake.book[Preference]:
        standing.setdefault((preference.person, preference.role), []).append(preference)
    for (person, role, day), draft in drafts.items():
        known = [p for p in standing.get((person, role), []) if day is None or p.stated == day]
        _carry(intake, person, role, day, draft, known)


def _role(intake: Intake, row: Row, person: str) -> str | None:
    said = row.values.get(PREFERENCES, {}).get("role")
    if said:
        return str(said)
    if len(row.roles) == 1:
        return {MENTEES: MENTEE, MENTORS: MENTOR}[row.roles[0]]
    in_bases = [r for base, r in ((intake.book.mentees, MENTEE), (intake.book.mentors, MENTOR)) if person in base]
    return in_bases[0] if len(in_bases) == 1 else None


def _add(drafts: dict[tuple[str, str, date | None], _Draft], intake: Intake, row: Row, person: str, role: str) -> None:
    values = row.values.get(PREFERENCES, {})
    stated = values.get("stated") or (row.moment.date() if row.moment else None)
    draft = drafts.setdefault((person, role, stated if isinstance(stated, date) else None), _Draft())
    draft.numbers.append(row.number)
    everybody: Mapping[str, Person] = intake.book.mentors if role == MENTEE else intake.book.mentees
    others = {code: one for code, one in everybody.items() if code not in intake.stopped}
    chosen = _choices(intake, row, others) | ({"comment": values["comment"]} if "comment" in values else {})
    for name, value in chosen.items():
        draft.said.setdefault(name, []).append(Said(row.moment, value))


def _choices(intake: Intake, row: Row, others: Mapping[str, Person]) -> dict[str, object]:
    """Return the people a row names, as codes; several in the first column are the first, second and third choice."""
    codes = {name: _codes(intake, row, text, others) for name, text in row.named.items() if text}
    chosen: dict[str, object] = {}
    for name, found in codes.items():
        if name == "not_with":
            chosen[name] = tuple(found)
        elif len(found) == 1 or name != "first":
            chosen[name] = found[0] if found else None
        else:
            chosen.update(zip(_RANKS, found, strict=False))
    return {name: value for name, value in chosen.items() if value}


def _codes(intake: Intake, row: Row, text: str, others: Mapping[str, Person]) -> list[str]:
    names = tuple(p.full_name for p in others.values() if p.full_name)
    found = []
    for part in parts_of(text, names):
        code = read_code(part, (PERSON,)).value
        same = [c for c, p in others.items() if p.full_name and name_key(p.full_name) == name_key(part)]
        codes = [str(code)] if code in others else same
        if len(codes) == 1:
            found.append(codes[0])
        else:
            trouble = f"таких несколько: {', '.join(codes)}" if codes else "такого участника нет в другой базе"
            intake.remarks.add("выбор", row.number, part, trouble)
    return list(dict.fromkeys(found))


def _carry(
    intake: Intake, person: str, role: str, day: date | None, draft: _Draft, known: Sequence[Preference]
) -> None:
    if known:
        outcome = _renew(intake, draft, known[0], person)
    else:
        values = {name: in_time(said)[-1].value for name, said in draft.said.items()}
        added = Preference(code="", person=person, role=role, stated=day or intake.today, **values)  # type: ignore[arg-type]
        intake.plan.add(added)
        outcome = NEW
    intake.note(draft.numbers[-1 if outcome == DOUBTFUL else 0], outcome)
    for number in draft.numbers:
        intake.note(number, SAME)


def _renew(intake: Intake, draft: _Draft, standing: Preference, person: str) -> str:
    settled = intake.settle(standing, draft.said, traces={}, person=person, number=draft.numbers[-1])
    for name, value in settled.puts.items():
        intake.plan.set(standing, name, value)
    if settled.asked:
        return DOUBTFUL
    return UPDATED if settled.puts else SAME
