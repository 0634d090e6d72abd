"""What a hostile or a careless hand can put into a Sheet or a workbook: texts stay texts, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from test_sync_command import CODES, DAY, School

from nastavnik_sheets.cli import main
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.google.client import Patience
from nastavnik_sheets.hosts.google.host import GoogleHost
from nastavnik_sheets.layout import layout
from tests.google.cells import EPOCH, set_extended, set_raw
from tests.google.client import Direct, at_home, direct_session
from tests.google.emulator import Emulator
from tests.google.server import Fault

KEY = "k" * 44
TEXTS = (
    "=1+1", '=HYPERLINK("http://x";"y")', '=IMPORTXML("http://x","//a")', "+7 928 000-00-00", "-5", "@SUM(A1)", "\t=1",
    "\r=1", "'=1", "00123", "1e5", "TRUE", "ИСТИНА", "50%", "1,5", "12.05.2020", "12:30", "{=1}", "#REF!", "\u202e=1",
    "\ufeff=1", "zero\u200bwidth", "a\r\nb", "\u2028", "</script>", "😀" * 25_000, "x" * 50_000,
)  # fmt: skip


def host(emulator: Emulator) -> tuple[GoogleHost, Direct]:
    session, wire = direct_session(emulator)
    wire.judged = True
    return GoogleHost(KEY, session=session, layout=layout, patience=Patience(sleep=lambda _: None)), wire


@pytest.fixture
def google() -> Emulator:
    emulator = Emulator()
    emulator.add("Книга", {"Лист": [["Код", "Тема"]]}, file_id=KEY)
    return emulator


def test_no_text_is_ever_more_than_a_text(google: Emulator) -> None:
    made, wire = host(google)
    bodies: list[str] = []
    wire.before = lambda _number, _method, _path, body: bodies.append(body)
    with made as opened:
        opened.write("Лист", {(row, 2): text for row, text in enumerate(TEXTS, start=2)})
    grid = google.books[KEY].titled("Лист")
    assert [grid.at(row, 1).entered for row in range(1, len(TEXTS) + 1)] == [{"stringValue": text} for text in TEXTS]
    with made as opened:
        assert [row[1] for row in opened.read("Лист")[1:]] == list(TEXTS)
        opened.write("Лист", {(2, 2): "=2+2"})
    assert grid.at(1, 1).entered == {"stringValue": "=2+2"}
    assert not any("formulaValue" in body or "USER_ENTERED" in body for body in bodies)
    assert wire.complaints == []


@pytest.mark.parametrize("text", ["null\x00byte", "half \ud83d letter", "\x0b", "\ufffe"])
def test_what_cannot_be_sent_is_a_sign_of_the_unreadable(google: Emulator, text: str) -> None:
    made, _ = host(google)
    with made as opened:
        opened.write("Лист", {(2, 2): text})
    found = google.books[KEY].titled("Лист").at(1, 1).value
    assert found == "".join(c if c.isprintable() else "\ufffd" for c in text)


@pytest.mark.parametrize("text", ["x" * 50_001, "😀" * 25_001])
def test_a_text_too_long_for_google_is_refused_before_anything_is_sent(google: Emulator, text: str) -> None:
    made, wire = host(google)
    methods: list[str] = []
    wire.before = lambda _number, method, _path, _body: methods.append(method)
    with pytest.raises(Refused, match="50000 знаков"), made as opened:
        opened.write("Лист", {(2, 1): "раньше", (2, 2): text})
    assert set(methods) == {"GET"}


@pytest.mark.parametrize("day", [date(1850, 5, 5), date(1, 1, 1), date(9999, 12, 31), datetime(1899, 12, 29, 6)])
def test_days_before_googles_calendar_are_days(google: Emulator, day: date) -> None:
    made, _ = host(google)
    with made as opened:
        opened.write("Лист", {(2, 2): day})
    with made as opened:
        assert opened.read("Лист")[1][1] == day


def test_a_number_that_is_none_is_an_empty_cell(google: Emulator) -> None:
    made, _ = host(google)
    with made as opened:
        opened.write("Лист", {(2, 1): "есть", (2, 2): float("nan"), (9, 2): float("inf")})
    assert {place for place, cell in google.books[KEY].titled("Лист").cells.items() if cell.value} == {
        (0, 0), (0, 1), (1, 0)}  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Мой 'лист'!A1:B2", "=1+1", "A1", "R1C1", "2026", "!", "''", "😀", "Лист\u202e", "я" * 100]
)
def test_a_sheet_of_any_title_is_read_and_written(title: str) -> None:
    google = Emulator()
    google.add("Книга", {title: [["Код", "Тема"]], "Второй": [["чужое"]]}, file_id=KEY)
    made, wire = host(google)
    with made as opened:
        opened.write(title, {(1, 2): "Другая тема", (2, 1): "значение"})
    assert [cell.value for cell in google.books[KEY].titled(title).cells.values()] == ["Код", "Другая тема", "значение"]
    assert [cell.value for cell in google.books[KEY].titled("Второй").cells.values()] == ["чужое"]
    assert wire.complaints == []


@pytest.fixture
def met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    with at_home(tmp_path, monkeypatch) as service:
        school = School(service, tmp_path)
        assert school.sync() == 0
        yield school


def test_texts_pass_both_ways_as_they_are(met: School) -> None:
    texts = [text for text in TEXTS if text == text.strip() and len(text) < 99 and text.isprintable()]
    texts.remove("+7 928 000-00-00")  # a telephone does not leave
    for code, text in zip(CODES, texts, strict=False):
        met.type_there(code, "Тема", text)
    assert met.sync() == 0
    assert [met.here()[code]["Тема"] for code in CODES[: len(texts)]] == texts[: len(CODES)]
    for code, text in zip(CODES, reversed(texts), strict=False):
        met.type_here(code, "Тема", text)
    assert met.sync() == 0
    assert [met.there()[code]["Тема"] for code in CODES] == list(reversed(texts))[: len(CODES)]
    assert "formulaValue" not in str([one.body for one in met.service.sent])
    assert met.sync() == 0
    assert len(met.service.sent) == 2


def test_a_day_typed_long_ago_comes_as_a_text_and_the_exchange_goes_on(met: School) -> None:
    met.type_there(CODES[1], "Дата", (date(1850, 5, 5) - EPOCH).days)
    met.type_there(CODES[2], "Тема", "другая тема")
    assert met.sync() == 0
    assert met.here()[CODES[1]]["Дата"] == "05.05.1850"
    assert met.here()[CODES[2]]["Тема"] == "другая тема"
    assert met.sync() == 0
    assert len(met.service.sent) == 2


@pytest.mark.parametrize(("typed", "kept"), [(0.5, 0.5), (True, True), ("12,5 минут", "12,5 минут"), (10**15, 10**15)])
def test_what_is_no_minutes_comes_as_it_was_typed_for_check_to_ask_about(met: School, typed: Any, kept: Any) -> None:
    met.type_there(CODES[1], "Минут", typed)
    assert met.sync() == 0
    assert met.here()[CODES[1]]["Минут"] == kept
    assert met.sync() == 0
    assert len(met.service.sent) == 2


@pytest.mark.parametrize("place", [(1, 0), (3, 2)], ids=["a code", "a day"])
def test_a_formula_in_google_stops_the_exchange_and_is_named(met: School, place: tuple[int, int], capsys) -> None:
    set_extended(met.remote.titled("Встречи").at(*place), {"formulaValue": "=1+1"})
    before = met.book.read_bytes(), met.grid()
    assert met.sync("--yes") == 3
    assert f"{'ABC'[place[1]]}{place[0] + 1}" in capsys.readouterr().err
    assert (met.book.read_bytes(), met.grid()) == before


def test_titles_that_look_like_formulas_are_left_alone_and_doubled_ones_stop_the_exchange(met: School, capsys) -> None:
    grid = met.remote.titled("Встречи")
    set_raw(grid.at(0, 9), '=HYPERLINK("http://x")')
    set_raw(grid.at(1, 9), "=1+1")
    met.type_here(CODES[0], "Тема", "новая тема")
    assert met.sync() == 0
    assert grid.at(0, 9).entered == {"stringValue": '=HYPERLINK("http://x")'}
    set_raw(grid.at(0, 10), "\u200bТЕМА ")
    assert met.sync("--yes") == 3
    assert "два столбца «Тема»" in capsys.readouterr().err


def test_a_full_spreadsheet_is_said_in_words(met: School, capsys) -> None:
    message = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    body = {"error": {"code": 400, "message": f"Invalid requests[0].insertDimension: {message}",
                      "status": "INVALID_ARGUMENT"}}  # fmt: skip
    met.type_here(CODES[0], "Тема", "новая тема")
    met.service.before = lambda number: Fault(400, body) if number == 4 else None
    assert met.sync() == 4
    assert "10 миллионов ячеек" in capsys.readouterr().err
    met.service.before = lambda _: None
    assert met.sync() == 0
    assert met.there()[CODES[0]]["Тема"] == "новая тема"


def test_a_workbook_in_google_takes_every_hostile_word_as_a_word(met: School) -> None:
    home = f"google:{met.service.emulator.add('Школа', {'Лист1': []}).id}"
    main(["google", "allow", home])
    assert main(["new", home, *DAY]) == 0
    with open_host(home) as opened:
        at = len(opened.read("Наставляемые")) + 1
        opened.write("Наставляемые", {(at + n, 2): text for n, text in enumerate(TEXTS[:20])})
    assert main(["check", home, "--fix", *DAY]) == 1
    with open_host(home) as opened:
        assert not opened.formulas("Наставляемые")
        assert not opened.formulas("Замечания")
        kept = {row[1] for row in opened.read("Наставляемые")[1:]}
    assert {"=1+1", '=IMPORTXML("http://x","//a")', "@SUM(A1)"} <= kept
