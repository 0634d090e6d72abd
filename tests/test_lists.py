"""«Списки» in a new workbook: the regulation's forms, kinds and categories, each list whole and readable."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from nastavnik_sheets.book import read_book
from nastavnik_sheets.cells import Choice
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.lists import initial_lists, initial_values
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import ListEntry
from nastavnik_sheets.starters import indicators, programmes, synonyms
from nastavnik_sheets.tables import read_table
from nastavnik_sheets.terms import MEETING_MEANINGS, STATUSES
from nastavnik_sheets.workbook import SHEETS, Mentee

SEED = Path(__file__).parents[2] / "shared" / "seed" / "school-roadmap-and-regulation.txt"


@pytest.fixture(scope="module")
def regulation() -> str:
    assert SEED.is_file(), f"положите рядом с проектом папку shared: не найден {SEED}"
    text = SEED.read_text(encoding="utf-8")
    return " ".join(text[text.index("ПОЛОЖЕНИЕ") :].split()).lower().replace("ё", "е")


def stems(text: str) -> set[str]:
    return {word[:4] for word in re.findall(r"[а-я]{4,}", text.lower().replace("ё", "е"))}


def entries(name: str) -> list[ListEntry]:
    return [entry for entry in initial_lists() if entry.list_name == name]


def test_every_list_that_a_column_names_has_values() -> None:
    wanted = {c.kind.from_list for s in SHEETS for c in s.columns if isinstance(c.kind, Choice) and c.kind.from_list}
    assert wanted == set(initial_values())


def test_values_of_a_list_stand_together_and_differ() -> None:
    names = [name for name, _ in groupby(entry.list_name for entry in initial_lists())]
    assert len(names) == len(set(names))
    for values in initial_values().values():
        assert len({v.lower() for v in values}) == len(values)


def test_the_rows_read_without_any_finding() -> None:
    columns = sheet_of(ListEntry).columns
    grid = [[c.title for c in columns], *([as_cell(getattr(e, c.name)) for c in columns] for e in initial_lists())]
    table = read_table(ListEntry, grid, lists=initial_values())
    assert table.issues == []
    assert table.records == initial_lists()


def test_kinds_of_mentee_mentor_and_meeting_are_those_of_the_regulation(regulation: str) -> None:
    categories = entries("Категории наставляемых")
    assert [sum(e.meaning == who for e in categories) for who in ("ученик", "педагог")] == [6, 4]
    mentors = entries("Виды наставников")
    assert len(mentors) == 7
    assert {e.meaning for e in mentors} == set(STATUSES) - {"студент"}
    meetings = entries("Виды встреч")
    assert tuple(e.meaning for e in meetings) == MEETING_MEANINGS
    known = stems(regulation)
    for entry in (*categories, *mentors, *meetings):
        assert len(stems(entry.value or "") - known) <= 1, entry.value


def test_each_form_says_who_may_be_in_it_and_has_role_models() -> None:
    forms = {e.value: e for e in entries("Формы наставничества")}
    assert set(forms) >= {"Ученик – ученик", "Учитель – учитель", "Учитель – ученик"}
    for form in forms.values():
        assert form.mentors
        assert form.mentees
    assert {e.mentoring_form for e in entries("Ролевые модели")} == set(forms)
    reachable = {status for form in forms.values() for status in form.mentors or ()}
    assert {e.meaning for e in entries("Виды наставников")} <= reachable


def test_starting_rows_of_other_sheets_use_only_values_of_the_lists() -> None:
    values = initial_values()
    assert {row.topic for row in synonyms()} <= set(values["Темы"])
    assert not {row.word for row in synonyms()} & set(values["Темы"])
    assert len({row.word for row in synonyms()}) == len(synonyms())
    bank = programmes()
    assert {row.mentoring_form for row in bank} == set(values["Формы наставничества"])
    roles = {e.value: e.mentoring_form for e in entries("Ролевые модели")}
    assert all(roles[row.role_model] == row.mentoring_form for row in bank)
    assert {row.mentoring_form for row in indicators(2027) if row.part == "влияние"} == set(
        values["Формы наставничества"]
    )


def test_targets_curators_sheet_and_swot_are_complete() -> None:
    rows = indicators(2027)
    targets = {(row.number, row.year): row.target for row in rows if row.part == "цель"}
    assert len(targets) == 30
    assert [targets[f"П{n}", 2024] for n in range(1, 7)] == [70, 10, 70, 30, 85, 85]
    assert [row.number for row in rows if row.part == "лист куратора"] == [str(n) for n in range(1, 10)]
    assert {row.part for row in rows} >= {"сильные стороны", "слабые стороны", "возможности", "угрозы"}
    assert all(row.better in {"рост", "снижение"} for row in rows if row.part == "влияние")
    assert len({row.code for row in rows}) == len(rows)


MENTEES = [["Код", "Кто это", "Удобное время"], ["У-001-3", "обучающийся", "суббота; воскресенье"]]
LIST_TITLES = [column.title for column in sheet_of(ListEntry).columns]


@pytest.mark.parametrize(
    "listed",
    [{}, {"Списки": []}, {"Списки": [LIST_TITLES]}, {"Списки": [LIST_TITLES, ["Темы", "шахматы"]]}],
    ids=["no sheet", "empty sheet", "titles alone", "another list"],
)
def test_a_list_without_rows_has_the_values_of_a_new_workbook(listed: dict[str, list[list[str]]]) -> None:
    book = read_book(MemoryHost({"Наставляемые": MENTEES, **listed}))
    mentee = book[Mentee][0]
    assert (mentee.kind, mentee.times) == ("обучающийся", ("суббота", "воскресенье"))
    assert book.status(mentee) == "ученик"


def test_a_list_with_rows_has_only_them() -> None:
    rows = [LIST_TITLES, ["Виды наставляемых", "гимназист", "ученик"]]
    book = read_book(MemoryHost({"Наставляемые": MENTEES, "Списки": rows}))
    assert book.lists["Виды наставляемых"] == ["гимназист"]
    kinds = [issue.problem.rule for issue in book.table(Mentee).issues if issue.value == "обучающийся"]
    assert kinds == ["cell.choice"]
