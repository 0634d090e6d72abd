"""Undo: cells come back where they are now, changed cells stay, a number of a document is never freed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nastavnik_sheets import journal
from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.errors import HostError
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Mentee, Suggestion
from nastavnik_sheets.year_sheets import OrderRow

PEOPLE = sheet_of(Mentee).title
TITLES = ["Код", "ФИО", "Класс"]


def school() -> MemoryHost:
    rows = [[make_code("У", n), f"Ученик {name}", "7А"] for n, name in ((1, "Первый"), (2, "Второй"), (3, "Третий"))]
    orders = [[c.title for c in sheet_of(OrderRow).columns]]
    return MemoryHost({PEOPLE: [TITLES, *rows], "Приказы": orders})


def run(host: MemoryHost, folder: Path) -> Path:
    """Move the second pupil to 8А, add a fourth, register an order."""
    workbook = folder / "книга.xlsx"
    with host:
        book = read_book(host)
        plan = Plan(book)
        plan.set(book[Mentee][1], "school_class", "8А")
        plan.add(Mentee(full_name="Ученик Четвёртый", school_class="5Б"))
        plan.add(OrderRow(number="1", issued=date(2026, 9, 1), kind="order_pairs", title="Об утверждении"))
        journal.record(workbook, plan, run="20260901-120000-001-test", command="test")
        plan.apply(host)
    return workbook


def undo(host: MemoryHost, workbook: Path) -> journal.Undone:
    last = journal.last_run(workbook)
    assert last is not None
    with host:
        undone = journal.undo(host, last)
        for sheet, cells in undone.cells.items():
            host.write(sheet, cells)
    return undone


def filled(host: MemoryHost, sheet: str = PEOPLE) -> list[list[object]]:
    return [row for row in host.saved[sheet] if any(cell not in (None, "") for cell in row)]  # type: ignore[misc]


def test_undo_puts_back_cells_and_takes_back_rows(tmp_path: Path) -> None:
    host = school()
    workbook = run(host, tmp_path)
    assert host.saved[PEOPLE][2][2] == "8А"
    assert len(filled(host)) == 5
    undo(host, workbook)
    assert filled(host) == school().saved[PEOPLE]


def test_undo_finds_the_row_after_sorting(tmp_path: Path) -> None:
    host = school()
    workbook = run(host, tmp_path)
    host.saved[PEOPLE] = [TITLES, *reversed(host.saved[PEOPLE][1:])]
    undo(host, workbook)
    assert {row[0]: row[2] for row in filled(host)[1:]} == {make_code("У", n): "7А" for n in (1, 2, 3)}


def test_undo_leaves_what_somebody_changed_since_and_says_so(tmp_path: Path) -> None:
    host = school()
    workbook = run(host, tmp_path)
    host.saved[PEOPLE][2][2] = "9В"
    undone = undo(host, workbook)
    assert host.saved[PEOPLE][2][2] == "9В"
    assert any("«Класс»" in place for place in undone.left)


def test_undo_never_frees_the_number_of_a_document(tmp_path: Path) -> None:
    host = school()
    workbook = run(host, tmp_path)
    undone = undo(host, workbook)
    assert len(filled(host, "Приказы")) == 2
    assert any("номер" in place for place in undone.left)


def test_a_journal_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    run(school(), tmp_path)
    (file,) = journal.folder_of(tmp_path / "книга.xlsx").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_a_run_that_cannot_be_undone_is_not_begun_and_says_why(tmp_path: Path) -> None:
    host = school()
    name, run_name = f"{'я' * 120}.xlsx", "20260901-120000-001-test"
    with host, pytest.raises(HostError, match=r"слишком длинное имя.*не изменена; сократите название книги"):
        journal.record(tmp_path / name, Plan(read_book(host)), run=run_name, command="t")
    (tmp_path / ".nastavnik" / "journal").rmdir()
    (tmp_path / ".nastavnik").rmdir()
    (tmp_path / ".nastavnik").write_text("не папка", encoding="utf-8")
    with host, pytest.raises(HostError, match=r"не изменена; устраните причину"):
        journal.record(tmp_path / "книга.xlsx", Plan(read_book(host)), run=run_name, command="t")


def suggested(host: MemoryHost, folder: Path) -> Path:
    """Put suggestions in place of the earlier ones, which had a decision; none of the new has."""
    workbook = folder / "книга.xlsx"
    with host:
        plan = Plan(read_book(host))
        plan.replace(Suggestion, [Suggestion(mentee=make_code("У", 1), mentor=make_code("У", n)) for n in (5, 6)])
        journal.record(workbook, plan, run="20260901-120000-001-suggest", command="suggest")
        plan.apply(host)
    return workbook


def with_suggestions() -> MemoryHost:
    titles = [c.title for c in sheet_of(Suggestion).columns]
    row = {"Наставляемый": make_code("У", 1), "Наставник": make_code("У", 4), "Решение": "позже"}
    return MemoryHost({"Предложения": [titles, [row.get(title) for title in titles]]})


def test_undo_puts_a_generated_sheet_back_as_it_was(tmp_path: Path) -> None:
    host = with_suggestions()
    last = journal.last_run(suggested(host, tmp_path))
    assert last is not None
    with host:
        undone = journal.undo(host, last)
    assert list(undone.grids) == ["Предложения"]
    assert [row[0] for row in undone.grids["Предложения"]] == ["Наставляемый", make_code("У", 1)]


def test_undo_leaves_a_generated_sheet_on_which_somebody_has_decided_since(tmp_path: Path) -> None:
    host = with_suggestions()
    last = journal.last_run(suggested(host, tmp_path))
    assert last is not None
    place = host.saved["Предложения"][0].index("Решение")
    host.saved["Предложения"][2][place] = "принять"
    with host:
        undone = journal.undo(host, last)
    assert undone.grids == {}
    assert undone.left == ("«Предложения»: после команды здесь решали люди, лист оставлен как есть",)
