"""The whole workbook as records: every table read once, with the indexes that rules and commands share.

Reads through a host; writes nothing. Leaves single cells to `cells`, sheets to `tables`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from nastavnik_sheets.cells import ERROR, WARNING, Problem, closest, fold
from nastavnik_sheets.lists import initial_lists, list_values
from nastavnik_sheets.schema import INPUT, LAYOUT, Record, Sheet, sheet_of
from nastavnik_sheets.service_sheets import ListEntry, SettingRow
from nastavnik_sheets.settings import read_settings
from nastavnik_sheets.tables import Table, read_table
from nastavnik_sheets.terms import ACTIVE_PAIR
from nastavnik_sheets.workbook import RECORD_TYPES, SHEETS, Consent, Mentee, Mentor, Pair, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Grid, Host
    from nastavnik_sheets.tables import Issue

R = TypeVar("R", bound=Record)


class Book:
    """Tables by record type: `book[Mentor]` is the list of mentors. Never changed after it is read."""

    def __init__(
        self,
        tables: Mapping[str, Table[Record]],
        *,
        titles: Mapping[str, str] | None = None,
        missing: Sequence[tuple[Sheet, Problem]] = (),
    ) -> None:
        """`tables` by sheet key; `titles` as the workbook spells them, by key; `missing` sheets with the cure."""
        self._tables = dict(tables)
        self.titles = dict(titles or {})
        self.missing = tuple(missing)
        self.settings, self.setting_issues, self.setting_rows = read_settings(self.table(SettingRow))

    def __getitem__(self, record_type: type[R]) -> list[R]:
        """Return the records of a sheet; a sheet that is not there has none."""
        return self.table(record_type).records

    def table(self, record_type: type[R]) -> Table[R]:
        """Return the table of a record type, an empty one if the sheet is not there."""
        found = self._tables.get(sheet_of(record_type).key)
        return cast("Table[R]", found) if found is not None else Table(record_type)

    def with_records(self, kept: Callable[[Record], Record | None]) -> Book:
        """Return the same book with every record as `kept` gives it back, without those it does not; cells stay."""
        tables = {
            key: replace(table, records=[one for record in table.records if (one := kept(record)) is not None])
            for key, table in self._tables.items()
        }
        return Book(tables, titles=self.titles, missing=self.missing)

    def grid(self, key: str) -> Grid:
        """Return the cells of a sheet as they were read, none if it was not."""
        table = self._tables.get(key)
        return table.grid if table is not None else ()

    def layout_issues(self, key: str) -> list[Issue]:
        """Return what is wrong with the headers of a sheet: columns that are missing, renamed or there twice."""
        table = self._tables.get(key)
        rules = ("column.", "sheet.")
        return [issue for issue in table.issues if issue.problem.rule.startswith(rules)] if table is not None else []

    def title(self, sheet: Sheet) -> str:
        """Return the title of a sheet as the workbook spells it."""
        return self.titles.get(sheet.key, sheet.title)

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """Values of «Списки» by list name; a list without rows has those of a new workbook."""
        return list_values(list(self.entries.values()))

    @cached_property
    def entries(self) -> dict[tuple[str, str], ListEntry]:
        """Rows of «Списки» by list name and value; a list without rows has those of a new workbook."""
        entries = complete_lists(self[ListEntry])
        return {(e.list_name, e.value): e for e in entries if e.list_name and e.value}

    def meaning(self, list_name: str, value: str | None) -> str | None:
        """Return what a value of a list is to be understood as, None if the school has not said."""
        entry = self.entries.get((list_name, value or ""))
        return entry.meaning if entry else None

    @cached_property
    def mentees(self) -> dict[str, Mentee]:
        """Mentees by code; of two rows with one code the first."""
        return by_code(self[Mentee])

    @cached_property
    def mentors(self) -> dict[str, Mentor]:
        """Mentors by code."""
        return by_code(self[Mentor])

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """Pairs by code."""
        return by_code(self[Pair])

    def person(self, code: str | None) -> Person | None:
        """Return a participant of either base; one person's code may stand in both."""
        return self.mentees.get(code or "") or self.mentors.get(code or "")

    def status(self, person: Person | None) -> str | None:
        """Return who somebody is to the school: ученик, педагог, родитель…"""
        if isinstance(person, Mentee):
            return self.meaning("Виды наставляемых", person.kind)
        if isinstance(person, Mentor):
            return self.meaning("Виды наставников", person.kind)
        return None

    @cached_property
    def active_pairs(self) -> list[Pair]:
        """Pairs that are proposed or approved."""
        return [pair for pair in self[Pair] if pair.state in ACTIVE_PAIR]

    @cached_property
    def pairs_of_mentor(self) -> dict[str, list[Pair]]:
        """Active pairs by the mentor's code."""
        return group_by((pair.mentor, pair) for pair in self.active_pairs)

    @cached_property
    def pairs_of_mentee(self) -> dict[str, list[Pair]]:
        """Active pairs by the mentee's code."""
        return group_by((pair.mentee, pair) for pair in self.active_pairs)

    @cached_property
    def consents_of(self) -> dict[str, list[Consent]]:
        """Consents by the person's code."""
        return group_by((consent.person, consent) for consent in self[Consent])


def group_by(rows: Iterable[tuple[str | None, R]]) -> dict[str, list[R]]:
    """Group records under their key; those without a key are left out."""
    groups: dict[str, list[R]] = {}
    for key, record in rows:
        if key:
            groups.setdefault(key, []).append(record)
    return groups


def by_code(records: Iterable[R]) -> dict[str, R]:
    """Return records by their code; the first of two with one code wins."""
    found: dict[str, R] = {}
    for record in records:
        code: str = record.code  # type: ignore[attr-defined]
        if code:
            found.setdefault(code, record)
    return found


def complete_lists(entries: Sequence[ListEntry]) -> list[ListEntry]:
    """Return the rows of «Списки» and, for lists that have none, the rows of a new workbook."""
    filled = {entry.list_name for entry in entries if entry.value}
    return [*entries, *(entry for entry in initial_lists() if entry.list_name not in filled)]


def read_book(host: Host, *, only: Iterable[type[Record]] = RECORD_TYPES) -> Book:
    """Read the sheets of these record types (and «Списки», which they need) through a host."""
    titles, _ = find_sheets(host.sheets())
    wanted = {sheet_of(t).key: t for t in (*only, ListEntry, SettingRow) if sheet_of(t).use != LAYOUT}
    tables: dict[str, Table[Record]] = {}
    lists: dict[str, list[str]] = {}
    for key in ("lists", *(key for key in wanted if key != "lists")):
        if key in titles:
            tables[key] = read_table(wanted[key], host.read(titles[key]), lists=lists)
        if key == "lists":
            entries = cast("Sequence[ListEntry]", tables[key].records if key in tables else ())
            lists = list_values(complete_lists(entries))
    return Book(tables, titles=titles, missing=missing_sheets(host.sheets()))


def find_sheets(titles: Sequence[str]) -> tuple[dict[str, str], list[tuple[Sheet, str | None]]]:
    """Return the title of every sheet that is there, by key; and those missing with a title they may now have."""
    by_fold = {fold(title): title for title in titles}
    found = {s.key: by_fold[fold(s.title)] for s in SHEETS if fold(s.title) in by_fold}
    strangers = [title for title in titles if title not in found.values()]
    missing = [(s, _likely(s.title, strangers)) for s in SHEETS if s.key not in found and s.use != LAYOUT]
    return found, missing


def _likely(title: str, strangers: Sequence[str]) -> str | None:
    """Return what a sheet may be called now: nearly the same, or its title with more behind («Пары 2026»)."""
    longer = (stranger for stranger in strangers if re.match(rf"{re.escape(fold(title))}\b", fold(stranger)))
    return closest(title, strangers) or next(longer, None)


def missing_sheets(titles: Sequence[str]) -> list[tuple[Sheet, Problem]]:
    """Return the sheets that are not in the workbook, with what to do; generated ones come back by themselves."""
    _, missing = find_sheets(titles)
    return [(s, _missing(s, near)) for s, near in missing if s.use == INPUT]


def _missing(sheet: Sheet, near: str | None) -> Problem:
    if near:
        message = f"нет листа «{sheet.title}», зато есть «{near}»: возможно, это он"
        return Problem("sheet.renamed", ERROR, message, f"переименуйте лист «{near}» обратно в «{sheet.title}»")
    cure = "запустите проверку с исправлением: лист вернётся, каким он был в новой книге; данные — в копии книги"
    return Problem("sheet.missing", WARNING, f"нет листа «{sheet.title}»", cure)
