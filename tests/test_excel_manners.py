"""What Excel does and LibreOffice does not, against a stand-in with Excel's manners (Excel itself was not at hand)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from excel_manners import App, com_error, page, start
from xlwings import mac_dict

from nastavnik_sheets import ribbon
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import file_of, open_host
from nastavnik_sheets.hosts.contract import trimmed, workbook_bytes
from nastavnik_sheets.hosts.programs import asked
from nastavnik_sheets.hosts.protection import ALLOWED, unprotected
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.ribbon import Said
from nastavnik_sheets.screens import ExcelScreen

ROWS = [["Код", "ФИО"], ["У-001", "Первый"], ["У-002", "Второй"], ["У-003", "Третий"], ["У-004", "Четвёртый"]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the place of the workbook, which is there."""
    place = tmp_path / "книга.xlsx"
    place.touch()
    return place


@pytest.fixture(autouse=True)
def _engine_put_back() -> Iterator[None]:
    before = xlwings.engines.active
    yield
    xlwings.engines.active = before


def excel(path: Path | str, rows: list[list[Any]] | None = None) -> App:
    return start(path, [page("Люди", rows or ROWS)])


@pytest.mark.parametrize("hidden", [{3}, {3, 4}, {2, 3, 4, 5}, {2, 5}])
def test_what_is_written_over_filtered_rows_comes_to_every_row(path: Path, hidden: set[int]) -> None:
    excel(path).books.all[0].pages[0].filtered = hidden
    wanted = {(row, column): f"{row}-{column}" for row in range(2, 6) for column in (1, 2)}
    with open_host(f"excel:{path}") as host:
        host.write("Люди", wanted)
    with open_host(f"excel:{path}") as host:
        assert trimmed(host.read("Люди"))[1:] == [[f"{row}-1", f"{row}-2"] for row in range(2, 6)]


@pytest.mark.parametrize(("first", "writes"), [(6, 1), (5, 1), (4, 3)])
def test_rows_below_a_filtered_table_are_written_in_one_go(path: Path, first: int, writes: int) -> None:
    data = excel(path).books.all[0].pages[0]
    data.filtered, data.writes = {3, 4}, 0
    wanted = {(row, column): f"{row}-{column}" for row in range(first, 40) for column in (1, 2)}
    with open_host(f"excel:{path}") as host:
        host.write("Люди", wanted)
    assert data.writes == writes
    assert {place: data.values[place] for place in wanted} == wanted


@pytest.mark.parametrize("hidden", [{3}, {1, 2, 3, 4, 5}])
def test_nothing_of_an_old_sheet_stays_in_filtered_rows(path: Path, hidden: set[int]) -> None:
    excel(path).books.all[0].pages[0].filtered = hidden
    with open_host(f"excel:{path}") as host:
        host.replace("Люди", [["Что", "Где"], ["ошибка", Link("B2", "#'Люди'!B2")]])
    with open_host(f"excel:{path}") as host:
        assert trimmed(host.read("Люди")) == [["Что", "Где"], ["ошибка", "B2"]]


def test_a_sheet_is_taken_over_though_another_book_is_called_sheet(path: Path) -> None:
    app = excel(path)
    app.books.all.append(excel("/дом/sheet.xlsx").books.all[0])
    xlwings.engines.active.impl.apps.app.books.all[:] = app.books.all
    with open_host(f"excel:{path}") as host:
        host.add_sheet("Отчёт", workbook_bytes({"Отчёт": [["Показатель", 5]]}))
    assert [one.title for one in app.books.all[0].pages] == ["Люди", "Отчёт"]


def test_money_errors_and_crooked_moments_read_as_in_a_file(path: Path) -> None:
    cells = excel(path, [["а"]]).books.all[0].pages[0].values
    spill = -2146826243
    told = [Decimal("12.50"), Decimal(3), spill, datetime(2026, 9, 1, 9, 39, 59, 999_996), datetime(1899, 12, 30, 12)]
    cells.update({(1, column): value for column, value in enumerate(told, 1)})
    with open_host(f"excel:{path}") as host:
        assert host.read("Люди") == [[12.5, 3, None, datetime(2026, 9, 1, 9, 40), time(12)]]
        assert [type(value) for value in host.read("Люди")[0][:2]] == [float, int]


@pytest.mark.parametrize("told", [("a", "=1+1"), [["a", "=1+1"]], ["a", "=1+1"], (("a", "=1+1"),)])
def test_formulas_of_a_single_row_are_found_as_each_bridge_tells_them(
    path: Path, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = excel(path, [["a", "итог"]])
    monkeypatch.setattr(type(app.books.all[0].sheets(1).used_range), "formula", property(lambda _: told))
    with open_host(f"excel:{path}") as host:
        assert host.formulas("Люди") == {(1, 2)}


def test_a_book_in_a_cloud_without_a_folder_is_a_sentence_and_does_not_hide_others(path: Path) -> None:
    app = excel("https://d.docs.live.net/1/книга в облаке.xlsx")
    app.books.all.append(excel(path).books.all[0])
    screen = ExcelScreen(0, "книга.xlsx")
    assert screen.book() == str(path)
    xlwings.engines.active.impl.apps.app.books = app.books
    with pytest.raises(Refused, match="из облака"):
        file_of("excel:книга в облаке.xlsx")
    assert file_of(f"excel:{path}") == path


def test_a_click_on_a_book_in_a_cloud_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    app = excel("https://школа.sharepoint.com/книга.xlsx")
    monkeypatch.setenv("NASTAVNIK_BOOK", "книга.xlsx")
    assert ribbon.main(["check"]) == 0
    assert "Сохраните книгу в обычную папку" in app.said[0]


def test_names_come_beside_the_command_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = excel(path)
    monkeypatch.setenv("NASTAVNIK_BOOK", "100% %TEMP% & 'Наши'.xlsx")
    assert ribbon.main(["check"]) == 0
    assert app.said == ["Книга «100% %TEMP% & 'Наши'.xlsx» не открыта: откройте её и повторите."]


def test_a_program_that_could_say_nothing_tells_the_add_in_so(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = excel(path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(type(app), "alert", lambda *_: 1 / 0)
    assert ribbon.main(["help", "--book", "книга.xlsx"]) == 1
    assert "ZeroDivisionError" in (tmp_path / "nastavnik" / "trouble.log").read_text("utf-8")


def test_a_window_that_nobody_closes_on_a_mac_does_not_hide_the_folder(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, shown = excel(path), list[str]()

    def too_late(*_: object) -> None:
        raise com_error

    monkeypatch.setattr(type(app), "alert", too_late)
    monkeypatch.setattr("nastavnik_sheets.screens._show", shown.append)
    ExcelScreen(0, "книга.xlsx").say(Said("готово", folder="Документы"))
    assert shown == ["Документы"]


def test_other_excels_are_not_ended_with_our_program() -> None:
    code = """
import atexit, sys, types
ended = []
windows = types.ModuleType("xlwings._xlwindows")
windows.cleanup = atexit.register(lambda: print("taskkill /F"))
sys.modules["xlwings._xlwindows"] = windows
from nastavnik_sheets.hosts.library import xlwings_library
xlwings_library()
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == ""


class Told:
    """A property of Excel on a Mac, told by `get`."""

    def __init__(self, value: object) -> None:
        self.value = value

    def get(self) -> object:
        """Return it."""
        return self.value


class MacSheet:
    """A protected sheet in the words of Excel on a Mac; unknown words are AttributeErrors, as with appscript."""

    def __init__(self, password: str = "") -> None:
        allowed = {name: Told(name == "allow_sorting") for name in MAC_WORDS if name.startswith("allow_")}
        self.password, self.protection_object = password, SimpleNamespace(**allowed)
        self.protect_contents, self.protect_scenarios = Told(value=True), Told(value=True)
        self.protect_drawing_objects = Told(value=False)
        self.asked: dict[str, object] = {}

    def unprotect(self, *, password: str) -> None:
        """Lift the protection."""
        if password != self.password:
            raise com_error
        self.protect_contents = Told(value=False)

    def protect_worksheet(self, **asked: object) -> None:
        """Protect."""
        self.asked, self.protect_contents = asked, Told(value=True)


MAC_WORDS = {name for name, *_ in mac_dict.properties}
MAC_COMMANDS = {command[0]: {name for name, _ in command[2]} for command in mac_dict.commands}


def mac_sheet(api: MacSheet) -> Any:
    book = SimpleNamespace(app=SimpleNamespace(engine=SimpleNamespace(name="excel")))
    return SimpleNamespace(api=api, book=book, name="Пары")


def test_protection_is_lifted_and_put_back_on_a_mac_too() -> None:
    api = MacSheet()
    with unprotected(mac_sheet(api)):
        assert not asked(api, "ProtectContents")
    assert asked(api, "ProtectContents")
    assert set(api.asked) <= MAC_COMMANDS["protect_worksheet"]
    assert api.asked["worksheet_contents"] is True
    assert {name for name, value in api.asked.items() if value} == {"allow_sorting", "scenarios", "worksheet_contents"}
    assert len(api.asked) == len(ALLOWED) + 4


def test_a_password_on_a_mac_is_refused() -> None:
    api = MacSheet("школа")
    with pytest.raises(Refused, match="защищён паролем"), unprotected(mac_sheet(api)):
        raise AssertionError
    assert asked(api, "ProtectContents")


def test_the_words_for_a_mac_are_in_its_dictionary() -> None:
    assert {"protect_contents", "protect_drawing_objects", "protect_scenarios", "protection_object", "read_only",
            "protect_structure"} <= MAC_WORDS  # fmt: skip
    assert MAC_COMMANDS["unprotect"] == {"password"}


def test_a_protected_view_without_a_book_is_a_sentence(path: Path) -> None:
    app = excel(path)
    app.books.active = SimpleNamespace(xl=None)
    with pytest.raises(Exception, match="не открыта ни одна книга"), open_host("excel:"):
        pass


def test_days_stay_days(path: Path) -> None:
    excel(path)
    with open_host(f"excel:{path}") as host:
        host.write("Люди", {(2, 2): date(2026, 9, 1), (3, 2): time(9, 40)})
    with open_host(f"excel:{path}") as host:
        assert [row[1] for row in host.read("Люди")[1:3]] == [date(2026, 9, 1), time(9, 40)]
