"""One import under way: the plan, the people, the desk of questions, and what became of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import as_text
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.facts.stopped import stopped_codes
from nastavnik_sheets.importing.desk import NEW_PERSON, NOT, TAKE, THE_SAME
from nastavnik_sheets.importing.recognition import marks_of
from nastavnik_sheets.importing.settling import ASK, PUT, settle
from nastavnik_sheets.importing.traces import print_of, print_of_row
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import PERSON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.importing.desk import Desk
    from nastavnik_sheets.importing.recognition import Claim, Directory
    from nastavnik_sheets.importing.remarks import Remarks
    from nastavnik_sheets.importing.rows import Row
    from nastavnik_sheets.importing.settling import Said, Verdict
    from nastavnik_sheets.importing.traces import Trace
    from nastavnik_sheets.schema import Record

SKIPPED, BLANK, SAME, UPDATED, NEW, DOUBTFUL = "skipped", "blank", "same", "updated", "new", "doubtful"
_RANK = (SKIPPED, BLANK, SAME, UPDATED, NEW, DOUBTFUL)


class Difference(NamedTuple):
    """A cell of the book that says something else than an answer; neither is touched until a person decides."""

    sheet: str
    code: str
    column: str
    in_book: str
    in_file: str
    row: int


class Settled(NamedTuple):
    """What is to be put into a record, and the traces of it."""

    puts: dict[str, object]
    traces: dict[str, Trace]
    asked: bool


@dataclass
class Intake:
    """What all parts of one import share."""

    book: Book
    plan: Plan
    today: date
    directory: Directory
    desk: Desk
    remarks: Remarks
    outcomes: dict[int, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    decided: dict[str, set[str]] = field(default_factory=dict)
    """Prints of rows by the code of the person they belong to: to be remembered in «Следы анкет»."""

    def note(self, number: int, outcome: str) -> None:
        """Say what became of a row of the file; what matters more stays."""
        before = self.outcomes.get(number, SKIPPED)
        self.outcomes[number] = max(before, outcome, key=_RANK.index)

    def person(self, row: Row, *, may_be_new: bool) -> tuple[str, bool]:
        """Return the code of the person a row is about and whether he is new; "" if a person must decide first.

        Of whom the consent to processing is withdrawn nothing is taken: "" as well.
        """
        code, is_new = self._person(row, may_be_new=may_be_new)
        if code in self.stopped:
            self.leave_out(row.number, code)
            return "", False
        return code, is_new

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Whose data may be used no more, and their pairs."""
        return stopped_codes(self.book, self.today)

    def leave_out(self, number: int, code: str) -> None:
        """Say that a row about somebody who has withdrawn the consent was not taken."""
        self.remarks.add("согласие на обработку отозвано", number, code, "строка не перенесена")
        self.note(number, SKIPPED)

    def _person(self, row: Row, *, may_be_new: bool) -> tuple[str, bool]:
        claim = row.claim
        if claim.says_nothing:
            self.remarks.add("ФИО", row.number, row.unread_name, "не видно, о ком строка: она не перенесена")
            self.note(row.number, SKIPPED)
            return "", False
        decision = self.desk.decision(claim.row)
        if decision == NOT:
            self.note(row.number, SKIPPED)
            return "", False
        if decision == THE_SAME and self.desk.candidate(claim.row) in self.directory.people:
            return self._as_decided(claim, self.desk.candidate(claim.row)), False
        if decision == NEW_PERSON and may_be_new and claim.name:
            return self._as_decided(claim, self._newcomer(claim)), True
        return self._recognised(row, may_be_new=may_be_new)

    def _as_decided(self, claim: Claim, code: str) -> str:
        self.desk.settle(claim.row)
        self.decided.setdefault(code, set()).add(claim.row)
        return code

    def _recognised(self, row: Row, *, may_be_new: bool) -> tuple[str, bool]:
        claim = row.claim
        code, question, candidate = self.directory.recognise(claim)
        if code:
            self.desk.settle(claim.row)
            return code, False
        if not question and not claim.name:
            question = "не видно имени"
        if not question and not may_be_new:
            question = "такого участника нет в базах: сначала внесите его, потом повторите"
        if question:
            self.ask(row, question, candidate=candidate)
            return "", False
        if claim.birth is None:
            self.decided.setdefault(newcomer := self._newcomer(claim), set()).add(claim.row)
            return newcomer, True
        return self._newcomer(claim), True

    def _newcomer(self, claim: Claim) -> str:
        code = self.plan.new_code(PERSON)
        marks = marks_of(email=claim.email, phone=claim.phone, school_class=claim.school_class)
        self.directory.add(code, claim.name, birth=claim.birth, marks=marks)
        return code

    def ask(self, row: Row, question: str, *, candidate: str = "") -> None:
        """Ask on «Поступления» whom a row is about."""
        someone = self.directory.people.get(candidate)
        laid = self.desk.ask(
            row.claim.row,
            question,
            number=row.number,
            name=row.claim.name or row.named.get("mentor", "")[:150] or row.unread_name[:150],
            birth=row.claim.birth,
            candidate=candidate,
            candidate_name=someone.name if someone else "",
        )
        self.note(row.number, DOUBTFUL if laid else SKIPPED)

    def renew(
        self,
        standing: Record,
        said: Mapping[str, Sequence[Said]],
        *,
        free: frozenset[str] = frozenset(),
        person: str,
        number: int,
    ) -> str:
        """Put into a record that stands in the book what a file says beyond it; return what came of the row."""
        settled = self.settle(standing, said, traces={}, free=free, person=person, number=number)
        puts = {name: value for name, value in settled.puts.items() if value != getattr(standing, name)}
        for name, value in puts.items():
            self.plan.set(standing, name, value)
        if settled.asked:
            return DOUBTFUL
        return UPDATED if puts else SAME

    def settle(
        self,
        record: Record,
        said: Mapping[str, Sequence[Said]],
        *,
        traces: Mapping[str, Trace],
        quiet: frozenset[str] = frozenset(),
        free: frozenset[str] = frozenset(),
        person: str = "",
        number: int,
    ) -> Settled:
        """Decide about the cells of a record.

        A difference is asked about unless its column is in `quiet`; cells of `free` count as empty.
        """
        puts: dict[str, Verdict] = {}
        asked = False
        for name, answers in said.items():
            verdict = settle(None if name in free else self._standing(record, name), answers, trace=traces.get(name))
            if verdict.act == PUT or (verdict.act == ASK and self._is_to_take(record, name, verdict)):
                puts[name] = verdict
            elif verdict.act == ASK and name not in quiet:
                asked |= self._ask_difference(record, name, verdict, person=person, number=number)
        return Settled({n: v.value for n, v in puts.items()}, {n: v.trace for n, v in puts.items() if v.trace}, asked)

    def _is_to_take(self, record: Record, name: str, verdict: Verdict) -> bool:
        """Whether a person has decided to put the answer in place of what the book holds."""
        digest = _print_of_difference(record, name, verdict)
        if self.desk.decision(digest) != TAKE:
            return False
        self.desk.settle(digest)
        return True

    def _standing(self, record: Record, name: str) -> object:
        """Return the value of a cell; what cannot be read stands as its text."""
        value = getattr(record, name)
        return value if value is not None else as_text(self.book.table(type(record)).raw(record.row, name)) or None

    def _ask_difference(self, record: Record, name: str, verdict: Verdict, *, person: str, number: int) -> bool:
        sheet = sheet_of(record)
        found = Difference(
            sheet=self.book.title(sheet),
            code=str(getattr(record, "code", "")),
            column=sheet.column(name).title,
            in_book=as_text(as_cell(self._standing(record, name))),
            in_file=as_text(as_cell(verdict.value)),
            row=number,
        )
        someone = self.directory.people.get(person)
        known = someone.name if someone else ""
        laid = self.desk.ask(
            _print_of_difference(record, name, verdict), _question(found), number=number, name=known,
            candidate=person, candidate_name=known,
        )  # fmt: skip
        if laid:
            self.differences.append(found)
        return laid


def _question(found: Difference) -> str:
    where = f"{found.sheet}, {found.code}, «{found.column}»"
    both = f"в книге «{_short(found.in_book)}», в файле «{_short(found.in_file)}»"
    return f"{where}: {both}. Заменить — «{TAKE}», оставить — «{NOT}»"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _print_of_difference(record: Record, name: str, verdict: Verdict) -> str:
    where = (sheet_of(record).key, str(getattr(record, "code", "")), name)
    return print_of_row([("≠".join(where), print_of(verdict.value))])
