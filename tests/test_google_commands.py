"""The same commands on the same workbook, once a file and once a Google Sheet: the same cells, back and forth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rule_books import grids, school
from rule_school import TODAY

from nastavnik_sheets.cli import main
from nastavnik_sheets.hosts import Value, open_host
from nastavnik_sheets.hosts.contract import trimmed, workbook_bytes
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import LogRow, Reminder
from nastavnik_sheets.workbook import Mentee, Mentor, Pair, Suggestion
from tests.google.client import at_home

HISTORY = sheet_of(LogRow).title
Cells = dict[str, list[list[Value]]]


class Twins:
    """One workbook in two places: every command is carried out in both."""

    def __init__(self, file: str, google: str) -> None:
        self.file, self.google = file, google

    def run(self, *words: str, day: date = TODAY) -> Cells:
        """Carry a command out in both places; return the cells after it, which are the same."""
        command, *more = words
        codes = [main([command, address, *more, "--today", day.isoformat()]) for address in (self.file, self.google)]
        assert codes[0] == codes[1] in (0, 1)
        return self.cells()

    def type(self, sheet: str, cells: dict[tuple[int, int], Value]) -> None:
        """Type cells in both places."""
        for address in (self.file, self.google):
            with open_host(address) as host:
                host.write(sheet, cells)

    def cells(self) -> Cells:
        """Return the cells by sheet."""
        here, there = (read(address) for address in (self.file, self.google))
        assert here.keys() == there.keys()
        for title in here:
            assert here[title] == there[title], title
        return there


def read(address: str) -> Cells:
    with open_host(address) as host:
        return {title: trimmed(host.read(title)) for title in host.sheets()}


@pytest.fixture
def twins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twins]:
    with at_home(tmp_path, monkeypatch) as service:
        sheets = grids(school())
        (tmp_path / "Школа.xlsx").write_bytes(workbook_bytes(sheets))
        address = f"google:{service.emulator.add('Школа', sheets).id}"
        assert main(["google", "allow", address]) == 0
        yield Twins(str(tmp_path / "Школа.xlsx"), address)


def without_history(cells: Cells) -> Cells:
    return {title: rows for title, rows in cells.items() if title != HISTORY}


def accept(twins: Twins, cells: Cells) -> int:
    """Accept the best of every mentee's suggestions; return how many were."""
    title = sheet_of(Suggestion).title
    names = [c.name for c in sheet_of(Suggestion).columns]
    best = [
        number for number, row in enumerate(cells[title], start=1)
        if number > 1 and len(row) > names.index("best") and row[names.index("best")] == "да"
    ]  # fmt: skip
    twins.type(title, {(row, names.index("decision") + 1): "принять" for row in best})
    return len(best)


def test_suggest_confirm_and_remind_do_in_google_what_they_do_in_a_file(twins: Twins) -> None:
    before = twins.cells()
    offered = twins.run("suggest")
    assert len(offered[sheet_of(Suggestion).title]) > 2
    accepted = accept(twins, offered)
    assert accepted
    confirmed = twins.run("confirm")
    pairs = sheet_of(Pair).title
    assert len(confirmed[pairs]) == len(before[pairs]) + accepted
    reminded = twins.run("remind")
    assert len(reminded[sheet_of(Reminder).title]) > 2
    for sheet in (Mentee, Mentor):
        assert reminded[sheet_of(sheet).title] == before[sheet_of(sheet).title]


def test_undo_takes_back_in_google_what_it_takes_back_in_a_file(twins: Twins) -> None:
    states = [twins.cells(), twins.run("suggest")]
    accept(twins, states[-1])
    states += [twins.cells(), twins.run("confirm"), twins.run("remind")]
    assert without_history(twins.run("undo")) == without_history(states[3])
    assert without_history(twins.run("undo")) == without_history(states[2])
    last = twins.run("undo")
    decided = sheet_of(Suggestion).title  # on which somebody has decided since: it stays
    assert last[decided] == states[2][decided]
    assert without_history(last) | {decided: states[0][decided]} == without_history(states[0])
    assert twins.run("undo") == last
    assert [row[1] for row in last[HISTORY][1:]].count("undo") == 3


def test_a_cell_edited_since_is_left_by_undo_in_both_places(twins: Twins) -> None:
    accept(twins, twins.run("suggest"))
    made = twins.run("confirm")
    pairs, column = sheet_of(Pair).title, [c.name for c in sheet_of(Pair).columns].index("state") + 1
    row = len(made[pairs])
    twins.type(pairs, {(row, column): "прекращена"})
    undone = twins.run("undo")
    assert undone[pairs][row - 1][column - 1] == "прекращена"


def test_check_monitor_and_roadmap_do_in_google_what_they_do_in_a_file(twins: Twins) -> None:
    before = twins.cells()
    twins.run("check", "--fix")
    measured = twins.run("monitor")
    assert len(measured.keys() - before.keys()) >= 2
    twins.run("roadmap")
    twins.run("undo")
    assert twins.run("undo").keys() >= measured.keys()
