"""Rows of a file read: who each is about, when it was said, the values for columns and the answers to questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Date, as_text, fold
from nastavnik_sheets.importing.headers import CONSENTS, MEETINGS, MENTEES, MENTORS, PEOPLE, PREFERENCES, WHO
from nastavnik_sheets.importing.moments import day_first, moment_of, month_comes_first
from nastavnik_sheets.importing.recognition import Claim
from nastavnik_sheets.importing.traces import print_of_row
from nastavnik_sheets.importing.values import Taken, ages, cleaned, meaning_of, person_name, read_answer, with_meaning
from nastavnik_sheets.workbook import sheet_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.importing.binding import Bound
    from nastavnik_sheets.importing.export import Export
    from nastavnik_sheets.importing.remarks import Remarks
    from nastavnik_sheets.year_sheets import Question

NAMED = {
    MEETINGS: frozenset({"pair", "mentor", "mentee", "agreed"}),
    PREFERENCES: frozenset({"first", "second", "third", "not_with"}),
    CONSENTS: frozenset({"given"}),
}
"""Columns kept as text until the row is judged: they name people or pairs in words, or say whether it is filled."""

_DAYS = frozenset(
    column.name
    for key in (MENTEES, MENTORS, MEETINGS, PREFERENCES, CONSENTS)
    for column in sheet_named(key).columns
    if isinstance(column.kind, Date)
)
_MAIN_TEXT = {MENTEES: "request", MENTORS: "competences"}
_SEEN = ("ученик", "педагог")
"""What a class or a post says of a person beyond doubt."""
_KINDS = {MENTEES: "Виды наставляемых", MENTORS: "Виды наставников"}


@dataclass(frozen=True)
class Row:
    """One row of a file; `values` by sheet and attribute, `named` are people and pairs as the row calls them."""

    number: int
    moment: datetime | None
    claim: Claim
    sheets: tuple[str, ...]
    roles: tuple[str, ...]
    values: Mapping[str, Mapping[str, object]]
    named: Mapping[str, str]
    answers: tuple[tuple[tuple[Question, ...], str], ...] = ()
    unread_name: str = ""


def read_rows(export: Export, bound: Sequence[Bound], *, kind: str, book: Book, remarks: Remarks) -> list[Row]:
    """Read every row of a file; what is not understood goes to `remarks`."""
    reader = _Reader(export, bound, kind, book, remarks)
    return [reader.read(cells, number) for cells, number in zip(export.rows, export.numbers, strict=True)]


class _Reader:
    """Where the parts of a row stand in this file."""

    def __init__(self, export: Export, bound: Sequence[Bound], kind: str, book: Book, remarks: Remarks) -> None:
        self.kind, self.book, self.remarks = kind, book, remarks
        self.export = export
        self.bound = [b for b in bound if b.places or b.questions]
        self.who = {name: b for b in self.bound for group, name in b.places if group == WHO}
        sheets = (MENTEES, MENTORS) if kind == PEOPLE else (kind,)
        self.columns = {key: book.table(sheet_named(key).record).positions for key in sheets}
        self.ignored = {b.index for b in bound if b.why == "служебный столбец"}
        moment = self.who.get("moment")
        column = [row[moment.index] for row in export.rows] if moment else []
        self.month_first = month_comes_first(column, header=moment.header) if moment else False
        days = [b for b in self.bound if any(name in _DAYS for _, name in b.places)]
        self.month_first_days = frozenset(b.index for b in days if self._month_first(b))
        self.shared_emails = self._shared_emails()

    def _month_first(self, bound: Bound) -> bool:
        column = [row[bound.index] for row in self.export.rows]
        return month_comes_first(column, header=bound.header, elsewhere=self.month_first)

    def read(self, written: Sequence[Value], number: int) -> Row:
        moment = self._moment(written, number)
        cells = [day_first(cell) if i in self.month_first_days else cell for i, cell in enumerate(written)]
        name, unread = self._name(cells, number)
        roles = self._roles(cells)
        sheets = roles if self.kind == PEOPLE else (self.kind,)
        values = {sheet: self._values(sheet, cells, number) for sheet in sheets}
        claim = self._claim(cells, name, number, row=self._print(written, moment))
        return Row(number, moment, claim, sheets, roles, values, self._named(cells), self._answers(cells), unread)

    def _print(self, cells: Sequence[Value], moment: datetime | None) -> str:
        at = self.who["moment"].index if "moment" in self.who else -1
        texts = [
            (self.export.headers[i], str(moment) if i == at and moment else as_text(cell))
            for i, cell in enumerate(cells)
            if i not in self.ignored
        ]
        return print_of_row(texts)

    def _moment(self, cells: Sequence[Value], number: int) -> datetime | None:
        raw = self._cell("moment", cells)
        moment = moment_of(raw, month_first=self.month_first)
        if raw is not None and moment is None:
            self.remarks.add(self.who["moment"].header, number, as_text(raw), "время ответа не прочитано")
        return moment

    def _cell(self, name: str, cells: Sequence[Value]) -> Value:
        bound = self.who.get(name)
        return cells[bound.index] if bound else None

    def _name(self, cells: Sequence[Value], number: int) -> tuple[str, str]:
        """Return the name, and the text of a name that could not be read."""
        parts = [as_text(self._cell(p, cells)) for p in ("surname", "first_name", "patronymic")]
        whole = self._cell("full_name", cells)
        text = as_text(whole) or " ".join(part for part in parts if part)
        value, trouble, _ = person_name(text)
        if trouble:
            header = next((self.who[p].header for p in ("full_name", "surname", "first_name") if p in self.who), "ФИО")
            self.remarks.add(header, number, text, trouble)
        return str(value or ""), cleaned(text) if text and value is None else ""

    def _roles(self, cells: Sequence[Value]) -> tuple[str, ...]:
        """Return whether a row is about a mentee, a mentor or both: its own word, else the kind of the file."""
        if self.kind in {MENTEES, MENTORS}:
            return (self.kind,)
        words = fold(as_text(self._cell("role", cells)))
        wanted = ((MENTEES, "наставляем"), (MENTORS, "наставник"), (MENTORS, "наставниц"))
        return tuple(dict.fromkeys(sheet for sheet, stem in wanted if stem in words))

    def _claim(self, cells: Sequence[Value], name: str, number: int, *, row: str) -> Claim:
        birth = self._birth(cells, number)
        email = cleaned(self._cell("email", cells))
        return Claim(
            code=cleaned(self._cell("code", cells)),
            name=name,
            birth=birth,
            email="" if fold(email) in self.shared_emails else email,
            phone=as_text(self._cell("phone", cells)),
            school_class=as_text(self._cell("school_class", cells)),
            row=row,
        )

    def _birth(self, cells: Sequence[Value], number: int) -> date | None:
        raw = self._cell("birth_date", cells)
        if raw is None:
            return None
        value, problem = Date().read(raw)
        if value is None and problem:
            self.remarks.add(self.who["birth_date"].header, number, as_text(raw), problem.message)
        return value if isinstance(value, date) else None

    def _shared_emails(self) -> frozenset[str]:
        """An address that stands beside different names is the sender's, not the participants'."""
        names: dict[str, set[str]] = {}
        whole = self.who.get("full_name") or self.who.get("surname")
        if "email" not in self.who or whole is None:
            return frozenset()
        for cells in self.export.rows:
            names.setdefault(fold(as_text(self._cell("email", cells))), set()).add(fold(as_text(cells[whole.index])))
        return frozenset(email for email, people in names.items() if len(people) > 1)

    def _values(self, sheet: str, cells: Sequence[Value], number: int) -> dict[str, object]:
        values: dict[str, object] = {}
        for bound in self.bound:
            name = next((n for g, n in bound.places if g in {sheet, PEOPLE, WHO}), None)
            raw = cells[bound.index]
            if name is None or raw is None or name in NAMED.get(sheet, ()):
                continue
            if name not in self.columns[sheet] and name not in _OF_THE_ROW and name != "ages":
                continue  # said once for the file: nothing may be remembered as carried over
            if name == "ages":
                self._ages(values, bound, raw, number)
            elif name not in _OF_THE_ROW or (sheet == PREFERENCES and name == "role"):
                self._value(sheet, name, bound, raw, number, values)
        return self._completed(sheet, values, cells)

    def _value(self, sheet: str, name: str, bound: Bound, raw: Value, number: int, values: dict[str, object]) -> None:
        column = next((c for c in sheet_named(sheet).columns if c.name == name), None)
        if column is None:
            return
        if name == "email" and fold(as_text(raw)) in self.shared_emails:
            return
        said = _said_plainly(name, fold(as_text(raw)))
        value, trouble, rest = said or read_answer(column, raw, book=self.book)
        if value is not None:
            values[name] = value
        if rest and name == "topics" and not self._has(sheet, _MAIN_TEXT[sheet]):
            trouble = ""
        if trouble:
            self.remarks.add(bound.header, number, cleaned(raw), trouble)

    def _has(self, sheet: str, name: str) -> bool:
        return any((sheet, name) in b.places for b in self.bound)

    def _ages(self, values: dict[str, object], bound: Bound, raw: Value, number: int) -> None:
        limits = ages(raw)
        if limits is None:
            self.remarks.add(bound.header, number, cleaned(raw), "возраст не прочитан")
            return
        values["age_from"], values["age_to"] = limits

    def _completed(self, sheet: str, values: dict[str, object], cells: Sequence[Value]) -> dict[str, object]:
        """Add what follows: topics in own words are the request, a class means a pupil, «учитель …» a teacher."""
        if sheet not in _MAIN_TEXT:
            return values
        main = _MAIN_TEXT[sheet]
        topics = next((b for b in self.bound if (sheet, "topics") in b.places), None)
        if topics is not None and not self._has(sheet, main) and cleaned(cells[topics.index]):
            values[main] = cleaned(cells[topics.index])
        if not any(name == "kind" for b in self.bound for _, name in b.places):
            meaning = "ученик" if values.get("school_class") else meaning_of(str(values.get("post") or ""))
            kind = with_meaning(self.book, _KINDS[sheet], meaning) if meaning in _SEEN else None
            values.update({"kind": kind} if kind else {})
        return {name: value for name, value in values.items() if value is not None}

    def _named(self, cells: Sequence[Value]) -> dict[str, str]:
        names = NAMED.get(self.kind, frozenset())
        return {n: cleaned(cells[b.index]) for b in self.bound for g, n in b.places if g == self.kind and n in names}

    def _answers(self, cells: Sequence[Value]) -> tuple[tuple[tuple[Question, ...], str], ...]:
        asked = [(b.questions, cleaned(cells[b.index])) for b in self.bound if b.questions]
        return tuple((questions, text) for questions, text in asked if text)


def _said_plainly(name: str, text: str) -> Taken | None:
    """«Да» and «нет» where the column holds something else: a date, a state of a meeting."""
    said = re.match(r"(да|нет)\b", text)
    meant = {"programme_seen": (True, None), "state": ("состоялась", "отменена")}.get(name)
    return Taken(meant[said[1] == "нет"]) if said and meant else None


_OF_THE_ROW = frozenset({"moment", "code", "full_name", "surname", "first_name", "patronymic", "birth_date", "role"})
"""What a row says of itself and of its person: read into the row, not into the values of a sheet."""
