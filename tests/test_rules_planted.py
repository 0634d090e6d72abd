"""One bad cell is one finding: generated from the schema for every sheet and column of the valid school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rule_books import Place, at, findings, found
from rule_school import NEW_TEACHER, SCHOOL

from nastavnik_sheets.cells import Choice, Date, Email, Name, Number, Phone, Url, Whole, YesNo
from nastavnik_sheets.codes import Code, Ref, make_code
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import ListEntry, SettingRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.schema import Column, Record

ENTERED = [record_type for record_type in SCHOOL if record_type is not SettingRow]


def misread(column: Column) -> tuple[str, Value] | None:
    """Return the rule and a value that no cell of this kind can hold."""
    match column.kind:
        case Date():
            return "cell.date", "31.02.2026"
        case Choice():
            return None if column.kind.open else ("cell.choice", "ъъъ")
        case Code():
            return "cell.code-digit", "mistyped"
        case Ref():
            return "cell.code-digit", "mistyped"
        case Name():
            return "cell.name", "Петров 2"
        case Whole() | Number():
            return "cell.limits", -7
        case Phone():
            return "cell.phone", "нет"
        case Email():
            return "cell.email", "почта"
        case Url():
            return "cell.url", "нет ссылки"
        case YesNo():
            return "cell.yesno", "может быть"
        case _:
            return None


def mistyped(code: str) -> str:
    """Return a code whose check digit is wrong."""
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"


def places() -> list[tuple[Place, str, Value]]:
    """Return every cell of the school with a value its kind cannot read, and the rule that says so."""
    found_places: list[tuple[Place, str, Value]] = []
    for record_type in ENTERED:
        for column in sheet_of(record_type).columns:
            bad = misread(column)
            if bad is None or column.name == "check_note":
                continue
            rule, value = bad
            for index in chosen(record_type):
                record = SCHOOL[record_type][index]
                if value == "mistyped":
                    code = getattr(record, column.name)
                    code = code[0] if isinstance(code, tuple) else code
                    if code:
                        found_places.append(((record_type, index, column.name), rule, mistyped(code)))
                else:
                    found_places.append(((record_type, index, column.name), rule, value))
    return found_places


def chosen(record_type: type[Record]) -> list[int]:
    """Return the rows to plant in: all of a few, else the first, some in the middle and the last."""
    count = len(SCHOOL[record_type])
    return list(range(count)) if count <= 6 else sorted({0, 3, 4, count // 2, count - 1})


def name_of(place: Place) -> str:
    record_type, index, name = place
    return f"{sheet_of(record_type).key}-{index}-{name}"


def place_kind(place: Place) -> Any:
    record_type, _, name = place
    return sheet_of(record_type).column(name).kind


PLACES = places()


@pytest.mark.parametrize(("place", "rule", "value"), PLACES, ids=[name_of(p) for p, _, _ in PLACES])
def test_an_unreadable_cell_is_the_only_finding(place: Place, rule: str, value: Value) -> None:
    assert found(SCHOOL, {place: value}) == [(rule, *at(*place))]


REQUIRED = [
    (record_type, index, column.name)
    for record_type in ENTERED
    for column in sheet_of(record_type).columns
    for index in chosen(record_type)
    if column.required
]


ORDINARY = [place for place in REQUIRED if place[0] is not ListEntry]
LISTED = [place for place in REQUIRED if place[0] is ListEntry]
NAMED = {
    (column.kind.to, code)
    for records in SCHOOL.values()
    for record in records
    for column in sheet_of(record).columns
    if isinstance(column.kind, Ref)
    for value in [getattr(record, column.name)]
    for code in (value if isinstance(value, tuple) else (value,))
}
"""The codes that the sheets name, with the sheets on which each may stand."""


@pytest.mark.parametrize("place", ORDINARY, ids=[name_of(place) for place in ORDINARY])
def test_an_empty_required_cell_is_the_only_finding(place: Place) -> None:
    rule = "cell.no-code" if place[2] == "code" else "cell.required"
    assert found(SCHOOL, {place: None}) == [(rule, *at(*place)), *what_the_row_was(place)]


def what_the_row_was(place: Place) -> list[tuple[str, str, str]]:
    """Return the warning that follows an erased code: others name it, so the row should get it back."""
    record_type, index, name = place
    code = getattr(SCHOOL[record_type][index], name)
    key = sheet_of(record_type).key
    others = {sheet_of(t).key for t, rows in SCHOOL.items() if t is not record_type and code in codes(rows)}
    missed = any(named == code and key in to and not others & set(to) for to, named in NAMED)
    return [("code_is_not_lost", *at(*place))] if name == "code" and missed else []


def codes(rows: Sequence[Record]) -> set[str]:
    return {getattr(record, "code", "") for record in rows}


@pytest.mark.parametrize("place", LISTED, ids=[name_of(place) for place in LISTED])
def test_an_incomplete_row_of_a_list_is_found_and_so_is_the_use_of_its_value(place: Place) -> None:
    record_type, index, _ = place
    value = getattr(SCHOOL[record_type][index], "value")  # noqa: B009  (rows are of many types)
    found_places = findings(SCHOOL, {place: None})
    here = [f for f in found_places if (f.sheet_title, f.cell) == at(*place)]
    assert [f.rule for f in here] == ["cell.required"]
    assert all(f.rule == "cell.choice" and value in (f.value or "") for f in found_places if f not in here)


COPIES = [
    (record_type, index, "code")
    for record_type in ENTERED
    if isinstance(sheet_of(record_type).columns[0].kind, Code)
    for index in chosen(record_type)[1:]
    if getattr(SCHOOL[record_type][index], "code") != NEW_TEACHER  # noqa: B009
]


@pytest.mark.parametrize("place", COPIES, ids=[name_of(place) for place in COPIES])
def test_a_code_copied_from_the_row_above_is_found_where_it_was_put(place: Place) -> None:
    record_type, index, _ = place
    above = getattr(SCHOOL[record_type][index - 1], "code")  # noqa: B009
    assert found(SCHOOL, {place: above}) == [("code_is_unique", *at(*place)), *what_the_row_was(place)]


REFERRED = [place for place, _, _ in PLACES if isinstance(place_kind(place), Ref)]


@pytest.mark.parametrize("place", REFERRED, ids=[name_of(place) for place in REFERRED])
def test_a_code_of_nobody_is_the_only_finding(place: Place) -> None:
    stranger = make_code(place_kind(place).prefixes[0], 950)
    assert found(SCHOOL, {place: stranger}) == [("code_leads_somewhere", *at(*place))]
