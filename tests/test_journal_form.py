"""The table of a month's meetings: filled in by hand, taken back by import, empty lines and all."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from import_books import book_of, rows_of, take
from test_import_reports import ELKIN, OKUNEVA, PEOPLE, SHCHUKIN, SOMOVA, pair

from nastavnik_sheets.book import read_book
from nastavnik_sheets.commands import journal_forms as command
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.importing import read_export
from nastavnik_sheets.importing.journal_form import COLUMNS, journal_form, pairs_of
from nastavnik_sheets.template import build
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Pair

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.memory import MemoryHost

MONTH, TODAY = date(2026, 11, 1), date(2026, 11, 28)
PAIRS = (pair(1, SHCHUKIN, ELKIN), pair(2, OKUNEVA, SOMOVA))
HEADERS = [title for title, _ in COLUMNS]


def form(host: MemoryHost, *, lines: int = 2) -> bytes:
    book = read_book(host)
    return journal_form(book, pairs_of(book, month=MONTH), month=MONTH, lines=lines)


def filled(content: bytes, *rows: dict[str, object]) -> bytes:
    """Return the table with some lines filled in as a person would: a row's number and its cells by header."""
    file = openpyxl.load_workbook(io.BytesIO(content))
    for row in rows:
        for title, value in row.items():
            if title != "строка":
                file.worksheets[0].cell(int(str(row["строка"])), HEADERS.index(title) + 1, value)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_every_pair_at_work_in_the_month_has_its_lines_by_mentor() -> None:
    later = pair(3, SHCHUKIN, SOMOVA, start=date(2026, 12, 1))
    over = pair(4, SHCHUKIN, SOMOVA, planned_end=date(2026, 10, 31))
    proposed = pair(5, SHCHUKIN, SOMOVA, state="предложена")
    page = openpyxl.load_workbook(io.BytesIO(form(book_of(*PEOPLE, *PAIRS, later, over, proposed)))).worksheets[0]
    lines = [tuple(cell.value for cell in row[:3]) for row in page.iter_rows(min_row=2)]
    first = (PAIRS[1].code, OKUNEVA.full_name, SOMOVA.full_name)
    second = (PAIRS[0].code, SHCHUKIN.full_name, ELKIN.full_name)
    assert lines == [first, first, second, second]


def test_what_is_filled_in_becomes_meetings_and_empty_lines_say_nothing() -> None:
    host = book_of(*PEOPLE, *PAIRS)
    file = filled(
        form(host),
        {"строка": 2, "Дата встречи": date(2026, 11, 5), "Вид встречи": "встреча-планирование", "Сколько минут": 40,
         "Что сделано": "составили план", "Сколько встреч решили провести": 12, "Подтвердил наставник": "да"},
        {"строка": 4, "Дата встречи": date(2026, 11, 9), "Вид встречи": "регулярная"},
    )  # fmt: skip
    result = take(host, read_export(file, name="Встречи 2026-11.xlsx"), today=TODAY)
    assert rows_of(host, Meeting, "pair", "held", "kind", "minutes", "done", "state", "mentor_mark") == [
        (PAIRS[1].code, date(2026, 11, 5), "встреча-планирование", 40, "составили план", "состоялась", True),
        (PAIRS[0].code, date(2026, 11, 9), "регулярная", None, None, "состоялась", None),
    ]
    assert rows_of(host, Pair, "code", "meetings_planned") == [(PAIRS[0].code, None), (PAIRS[1].code, 12)]
    assert result.messages == ["Лист «Встречи»: строк 4, новых 2, не заполнено 2."]
    assert take(host, read_export(file, name="Встречи 2026-11.xlsx"), today=TODAY).plan.empty


def test_the_number_of_meetings_agreed_before_stays_and_nonsense_is_named() -> None:
    host = book_of(*PEOPLE, pair(1, SHCHUKIN, ELKIN, meetings_planned=10), PAIRS[1])
    one = {"Дата встречи": date(2026, 11, 5), "Вид встречи": "встреча-планирование"}
    file = filled(form(host), {"строка": 2, **one, "Сколько встреч решили провести": "много"},
                  {"строка": 4, **one, "Сколько встреч решили провести": 12})  # fmt: skip
    result = take(host, read_export(file, name="Встречи.xlsx"), today=TODAY)
    assert rows_of(host, Pair, "meetings_planned") == [(10,), (None,)]
    said = " ".join(result.messages)
    assert "не число от 1 до 400" in said
    assert f"у пары {PAIRS[0].code} уже записано 10" in said


def test_the_command_writes_the_table_beside_the_book_for_all_or_for_one(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(
        build(today=MONTH, records={Mentee: [ELKIN, SOMOVA], Mentor: [SHCHUKIN, OKUNEVA], Pair: list(PAIRS)})
    )
    before = path.read_bytes()
    assert "пар — 2, строк на пару — 4" in command.make_form(str(path), options=Options(today=TODAY)).message
    own = command.make_form(str(path), people=[SHCHUKIN.code], lines=1, options=Options(today=TODAY))
    assert own.facts["pairs"] == [PAIRS[0].code]
    assert {file.name for file in (tmp_path / "Документы").iterdir()} == {
        "Встречи 2026-11.xlsx", f"Встречи 2026-11 {SHCHUKIN.code}.xlsx",
    }  # fmt: skip
    assert path.read_bytes() == before
    with pytest.raises(Refused, match="действующих пар нет"):
        command.make_form(str(path), month=date(2028, 1, 1), options=Options(today=TODAY))
