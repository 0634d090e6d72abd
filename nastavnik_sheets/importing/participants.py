"""Mentees and mentors of a file → rows of the two bases.

One person has one code in both bases; several rows of one person are one person, the newest answer to each question
counts. Leaves who is who to `recognition`, what happens to a cell to `settling`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003  (dataclass fields)
from typing import TYPE_CHECKING

from nastavnik_sheets.importing.headers import MENTEES, MENTORS
from nastavnik_sheets.importing.intake import DOUBTFUL, NEW, SAME, SKIPPED, UPDATED
from nastavnik_sheets.importing.recognition import name_key, squeezed
from nastavnik_sheets.importing.settling import Said, in_time
from nastavnik_sheets.importing.traces import Trace, Traces, print_of, read_traces, write_traces
from nastavnik_sheets.workbook import Mentee, Mentor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nastavnik_sheets.importing.binding import Bound
    from nastavnik_sheets.importing.intake import Intake
    from nastavnik_sheets.importing.rows import Row

RECORDS: dict[str, type[Mentee | Mentor]] = {MENTEES: Mentee, MENTORS: Mentor}


@dataclass
class Draft:
    """What the rows of a file say of one person in one base."""

    said: dict[str, list[Said]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)


def take_participants(intake: Intake, rows: Sequence[Row], bound: Sequence[Bound]) -> dict[int, str]:
    """Carry the participants of a file into the plan; return the person's code of every row that has one."""
    drafts: dict[tuple[str, str], Draft] = {}
    codes: dict[int, str] = {}
    for row in rows:
        if not row.sheets:
            intake.remarks.add("роль", row.number, "", "не видно, наставник или наставляемый: строка не перенесена")
            intake.note(row.number, SKIPPED)
            continue
        code, _ = intake.person(row, may_be_new=True)
        if code:
            codes[row.number] = code
            for sheet in row.sheets:
                _add(drafts.setdefault((sheet, code), Draft()), row, sheet, intake)
    quiet = _quiet(bound)
    for (sheet, code), draft in drafts.items():
        _carry(intake, sheet, code, draft, quiet)
    return codes


def _quiet(bound: Sequence[Bound]) -> frozenset[str]:
    """Return the columns that the file does not hold itself but that follow from it: they never ask."""
    names = {name for b in bound for _, name in b.places}
    return frozenset({"kind", "request", "competences"} - names) | {"programme_seen"}


def _add(draft: Draft, row: Row, sheet: str, intake: Intake) -> None:
    values = dict(row.values.get(sheet, {}))
    if values.get("programme_seen") is True:
        values["programme_seen"] = row.moment.date() if row.moment else intake.today
    if row.claim.name:
        values["full_name"] = row.claim.name
    if row.claim.birth:
        values["birth_date"] = row.claim.birth
    for name, value in values.items():
        draft.said.setdefault(name, []).append(Said(row.moment, value))
    draft.numbers.append(row.number)
    draft.moments.extend([row.moment] if row.moment else [])


def _carry(intake: Intake, sheet: str, code: str, draft: Draft, quiet: frozenset[str]) -> None:
    base = intake.book.mentees if sheet == MENTEES else intake.book.mentors
    record = base.get(code)
    if record is None:
        _enter(intake, sheet, code, draft)
        _note(intake, draft, NEW)
        return
    outcome = _renew(intake, record, draft, quiet)
    _note(intake, draft, outcome)


def _note(intake: Intake, draft: Draft, outcome: str) -> None:
    intake.note(draft.numbers[-1 if outcome == DOUBTFUL else 0], outcome)
    for number in draft.numbers:
        intake.note(number, SAME)


def _enter(intake: Intake, sheet: str, code: str, draft: Draft) -> None:
    """Add a row for a person this base has not had."""
    newest = {name: in_time(said)[-1] for name, said in draft.said.items()}
    values: dict[str, object] = {name: one.value for name, one in newest.items()}
    traces = {name: Trace(print_of(one.value), one.moment) for name, one in newest.items()}
    values.setdefault("joined", intake.today)
    if draft.moments:
        values["questionnaire"] = max(draft.moments).date()
    values["traces"] = write_traces(Traces(traces, frozenset(intake.decided.get(code, ()))))
    intake.plan.add(RECORDS[sheet](**(values | {"code": code})))  # type: ignore[arg-type]


def _renew(intake: Intake, record: Mentee | Mentor, draft: Draft, quiet: frozenset[str]) -> str:
    """Fill and replace what may be, ask about the rest."""
    before = read_traces(record.traces)
    said = {name: answers for name, answers in draft.said.items() if not _undated(record, name, answers)}
    quiet |= {name for name, written in _WRITTEN.items() if _is_written_otherwise(record, name, said, written)}
    settled = intake.settle(
        record, said, traces=before.cells, quiet=quiet, person=record.code, number=draft.numbers[-1]
    )
    puts = dict(settled.puts)
    filled: date | None = max(draft.moments).date() if draft.moments else None
    if filled and (record.questionnaire is None or record.questionnaire < filled):
        puts["questionnaire"] = filled
    for name, value in puts.items():
        intake.plan.set(record, name, value)
    rows = before.rows | intake.decided.get(record.code, set())
    after = write_traces(Traces({**before.cells, **settled.traces}, frozenset(rows)))
    if after != write_traces(before):
        intake.plan.set(record, "traces", after)
    if settled.asked:
        return DOUBTFUL
    return UPDATED if puts else SAME


def _is_written_otherwise(
    record: Mentee | Mentor, name: str, said: Mapping[str, Sequence[Said]], written: Callable[[str], object]
) -> bool:
    """Whether the newest answer says the same in other letters: «Елкин Петр» and «Пётр Ёлкин», «7 «А»» and «7а»."""
    answers = in_time(said.get(name, ()))
    return bool(answers) and written(str(answers[-1].value)) == written(str(getattr(record, name) or ""))


_WRITTEN: dict[str, Callable[[str], object]] = {"full_name": name_key, "school_class": squeezed}


def _undated(record: Mentee | Mentor, name: str, answers: Sequence[Said]) -> bool:
    """Whether a «да» of a file without moments would only move a date that stands already."""
    return name == "programme_seen" and record.programme_seen is not None and all(a.moment is None for a in answers)


def remember_rows(intake: Intake, taken: set[str]) -> None:
    """Write down rows that a person said are about a participant of whom the file brought nothing into the bases."""
    for code, prints in intake.decided.items():
        for record in (intake.book.mentees.get(code), intake.book.mentors.get(code)):
            if record is not None and code not in taken:
                before = read_traces(record.traces)
                after = write_traces(Traces(before.cells, before.rows | prints))
                if not prints <= before.rows:
                    intake.plan.set(record, "traces", after)
