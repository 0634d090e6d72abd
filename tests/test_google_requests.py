"""How many requests the exchange of a whole school takes, counted at the emulator, and how large they are."""

from __future__ import annotations

from math import ceil
from typing import Any

from nastavnik_sheets.book import read_book
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.syncing import _exchanged
from nastavnik_sheets.documents.sample import host_of
from nastavnik_sheets.hosts.google.client import Patience
from nastavnik_sheets.hosts.google.host import GoogleHost
from nastavnik_sheets.hosts.google.packing import LARGEST
from nastavnik_sheets.layout import layout
from nastavnik_sheets.schema import Record, sheet_of
from nastavnik_sheets.sync.choice import chosen
from nastavnik_sheets.sync.snapshot import Snapshot
from nastavnik_sheets.workbook import Meeting, PlanTask
from tests.google import school_year
from tests.google.cells import set_raw
from tests.google.client import direct_session
from tests.google.emulator import Emulator

MOST = 6


def column(record: type[Record], name: str) -> int:
    return [c.name for c in sheet_of(record).columns].index(name) + 1


TOPIC, DONE, TASK = column(Meeting, "topic"), column(Meeting, "done"), column(PlanTask, "task")


class Exchanging:
    """The school in memory, its mirror at the emulator, and what goes over the wire."""

    def __init__(self, *sheets: str) -> None:
        self.book = host_of(school_year.records(sheets), school_year.SETTINGS)
        self.emulator = Emulator()
        self.remote = self.emulator.add("Зеркало", {"Лист1": []})
        session, wire = direct_session(self.emulator)
        self.sizes: list[int] = []
        wire.before = lambda _number, _method, _path, body: self.sizes.append(len(body.encode()))
        self.host = GoogleHost(self.remote.id, session=session, layout=layout, patience=Patience(sleep=lambda _: None))
        self.snapshot = Snapshot(b"k" * 32)

    def sync(self) -> tuple[int, int]:
        """Return how many requests an exchange took, and how many bytes went there."""
        self.sizes.clear()
        with self.book as ours:
            book = read_book(ours)
            with self.host as host:
                made = _exchanged(book, chosen(book)[0], host, self.snapshot, meant=False, options=Options())
            made.plan.apply(ours)
        self.snapshot = made.snapshot
        return len(self.sizes), sum(self.sizes)

    def type_here(self, sheet: str, column: int, rows: range, value: Any) -> None:
        with self.book as ours:
            ours.write(sheet, {(row, column): value for row in rows})

    def type_there(self, title: str, rows: range, value: Any) -> None:
        grid = self.remote.titled("Встречи")
        column = next(c for (r, c), cell in grid.cells.items() if r == 0 and cell.value == title)
        for row in rows:
            set_raw(grid.at(row, column), value)


def allowed(sent: int) -> int:
    """Return how many requests so many bytes may take: six, and one for every further one and a half megabytes."""
    return MOST + ceil(max(0, sent - LARGEST) / LARGEST)


def test_a_school_of_300_people_and_a_year_of_meetings_takes_six_requests() -> None:
    school = Exchanging(*school_year.WORKING)
    count, sent = school.sync()
    assert len(school.remote.titled("Встречи").cells) > 5000 * 10
    assert count <= MOST
    assert max(school.sizes) <= LARGEST
    school.type_here("Встречи", TOPIC, range(10, 200), "исправлено в книге")
    school.type_there("Что сделано", range(300, 500), "исправлено в Google")
    count, sent = school.sync()
    assert count <= MOST
    assert 0 < sent < LARGEST
    done = [row[DONE - 1] for row in school.book.read("Встречи")]
    assert done.count("исправлено в Google") == 200
    assert school.sync() == (2, 0)


def test_all_that_may_leave_takes_six_and_one_for_every_further_megabyte_and_a_half() -> None:
    school = Exchanging()
    count, sent = school.sync()
    assert len(school.remote.grids) > 20
    assert count <= allowed(sent)
    assert max(school.sizes) <= LARGEST
    assert school.sync() == (2, 0)


def test_every_further_megabyte_and_a_half_takes_one_request_more() -> None:
    school = Exchanging("Планы")
    school.type_here("Планы", TASK, range(2, 900), "Длинное задание для общего проекта. " * 150)
    count, sent = school.sync()
    assert sent > 5 * LARGEST
    assert count <= allowed(sent)
    assert max(school.sizes) <= LARGEST
    school.type_here("Планы", TASK, range(2, 300), "Другое задание для того же проекта. " * 150)
    count, sent = school.sync()
    assert sent > 1.5 * LARGEST
    assert count <= allowed(sent)
    assert max(school.sizes) <= LARGEST
    assert school.sync() == (2, 0)
