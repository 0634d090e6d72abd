"""The table of lacking consents, filled in → rows of «Согласия»: one for each person, kind and day.

A line without a day says nothing. Whether a consent holds is judged by the rules afterwards, as if it had been typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Date
from nastavnik_sheets.facts import day, facts_of
from nastavnik_sheets.facts.consents import defect
from nastavnik_sheets.importing.headers import CONSENTS
from nastavnik_sheets.importing.intake import BLANK, DOUBTFUL, NEW, SAME, SKIPPED
from nastavnik_sheets.importing.settling import Said
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Consent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.importing.intake import Intake
    from nastavnik_sheets.importing.rows import Row


@dataclass
class _Draft:
    values: dict[str, object] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)


def take_consents(intake: Intake, rows: Sequence[Row]) -> None:
    """Carry the consents of a file into the plan."""
    drafts: dict[tuple[str, str, date], _Draft] = {}
    for row in rows:
        if not row.named.get("given"):
            intake.note(row.number, BLANK)
            continue
        given, values = _day(intake, row), dict(row.values.get(CONSENTS, {}))
        if given is None or not _is_whole(intake, row, values):
            intake.note(row.number, SKIPPED)
            continue
        person, _ = intake.person(row, may_be_new=False)
        if person:
            draft = drafts.setdefault((person, str(values.pop("kind")), given), _Draft())
            draft.numbers.append(row.number)
            draft.values.update(values)
    standing: dict[tuple[str | None, str | None], list[Consent]] = {}
    for consent in intake.book[Consent]:
        standing.setdefault((consent.person, consent.kind), []).append(consent)
    for (person, kind, given), draft in drafts.items():
        _carry(intake, person, kind, given, draft, standing.get((person, kind), []))


def _title(name: str) -> str:
    return sheet_of(Consent).column(name).title


def _day(intake: Intake, row: Row) -> date | None:
    """Return when a consent was signed; what is not a day, or has not come yet, is said."""
    text = row.named["given"]
    value, problem = Date().read(text)
    if not isinstance(value, date):
        why = problem.message if problem else "это не дата"
        intake.remarks.add(_title("given"), row.number, text, f"{why}; строка не перенесена")
        return None
    if value > intake.today:
        intake.remarks.add(_title("given"), row.number, text, "этот день ещё не наступил; строка не перенесена")
        return None
    return value


def _is_whole(intake: Intake, row: Row, values: dict[str, object]) -> bool:
    """Whether a line says to what the consent is and who has signed it."""
    absent = [name for name in ("kind", "signed_by") if name not in values]
    for name in absent:
        intake.remarks.add(_title(name), row.number, "", "дата есть, а здесь не указано: впишите и повторите")
    return not absent


def _carry(intake: Intake, person: str, kind: str, given: date, draft: _Draft, standing: Sequence[Consent]) -> None:
    same = next((consent for consent in standing if consent.given == given), None)
    holding = _holding(intake, person, draft, standing)
    if same is not None:
        outcome = _renew(intake, draft, same)
    elif holding is not None:
        of_day = f" от {day(holding.given)}" if holding.given else ""
        why = f"это согласие уже записано: {holding.code}{of_day}; если дата другая, исправьте её на листе «Согласия»"
        for number in draft.numbers:
            intake.remarks.add(_title("given"), number, day(given), why)
        outcome = SKIPPED
    else:
        intake.plan.add(Consent(code="", person=person, kind=kind, given=given, **draft.values))  # type: ignore[arg-type]
        outcome = NEW
    intake.note(draft.numbers[-1 if outcome == DOUBTFUL else 0], outcome)
    for number in draft.numbers[1:] if outcome == NEW else draft.numbers:
        intake.note(number, SKIPPED if outcome == SKIPPED else SAME)


def _holding(intake: Intake, person: str, draft: _Draft, standing: Sequence[Consent]) -> Consent | None:
    """Return the consent of the same signer that is in force already: a second one is most likely a slip in the day."""
    born = facts_of(intake.book).birth(intake.book.person(person), intake.today)
    signed_by = draft.values.get("signed_by")
    return next(
        (c for c in standing if c.signed_by in (None, signed_by) and defect(c, born, intake.today) is None), None
    )


def _renew(intake: Intake, draft: _Draft, standing: Consent) -> str:
    said = {name: [Said(None, value)] for name, value in draft.values.items()}
    return intake.renew(standing, said, person=standing.person or "", number=draft.numbers[-1])
