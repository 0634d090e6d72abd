"""The extension for LibreOffice: its parts agree with the ribbon; its commands do there what they do on a file."""

from __future__ import annotations

import ast
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from buttons_support import Clicked, called_back, desktop, install, opened, told_to_button
from live_cells import BOOK, MORE, YEAR, Click, cells, difference, files_in, formulas, placed
from lxml import etree
from office import office

from nastavnik_sheets import __version__
from nastavnik_sheets.addin import macros
from nastavnik_sheets.addin.buttons import buttons
from nastavnik_sheets.addin.oxt import addons, oxt
from nastavnik_sheets.cli import main
from nastavnik_sheets.commands import showing
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.documents import catalogue
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.libreoffice import activate
from nastavnik_sheets.ribbon import COMMANDS, _outcome

DAY = Options(today=date(2027, 2, 15))
OOR = "{http://openoffice.org/2001/registry}"
ORDER = [
    "Проверить", "Анкеты", "Подобрать", "Утвердить", "Мониторинг", "Документы", "Напомнить", "Синхронизировать",
    "Отменить", "Справка",
]  # fmt: skip
MORE_LABELS = [
    "Исправить очевидное", "Дорожная карта", "Таблица согласий", "Пригодность наставников", "Планы парам",
    "Таблица встреч за месяц", "Ход пар", "Номинации", "Записать поощрения", "Страница для сайта", "Что уйдёт в Google",
]  # fmt: skip


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(oxt())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def node(name: str) -> etree._Element:
    found = etree.fromstring(addons(buttons()).encode()).find(f".//node[@{OOR}name='{name}']")
    assert found is not None
    return found


def prop(one: etree._Element, name: str) -> str:
    return str(one.findtext(f"prop[@{OOR}name='{name}']/value", ""))


def test_the_buttons_stand_in_the_order_of_the_year() -> None:
    assert [one.label for one in buttons() if one.large] == ORDER
    bar = node("nastavnik.toolbar")
    assert [prop(one, "Title") for one in bar] == [*ORDER, "Ещё"]
    assert [prop(one, "URL") for one in bar] == [f"nastavnik:{one.command}" for one in buttons()]
    assert [one.get(f"{OOR}name") for one in bar] == sorted(str(one.get(f"{OOR}name")) for one in bar)


def test_the_menu_has_the_buttons_and_every_kind_of_document() -> None:
    (menu,) = node("nastavnik.menu").findall("node")
    assert [prop(one, "Title") for one in menu if prop(one, "Title")] == [*ORDER, "Ещё"]
    urls = {prop(one, "URL"): prop(one, "Title") for one in menu.iter("node")}
    offered = {url.partition("/")[2]: title for url, title in urls.items() if "/" in url}
    assert offered == {key: title for key, title, _ in catalogue()}


def test_the_menu_of_other_commands_has_each_once_in_the_order_of_the_year() -> None:
    menu = list(node("nastavnik.menu").findall("node")[0])[-1]
    assert prop(menu, "Title") == "Ещё"
    lines = [one for one in menu.findall("node")[0] if prop(one, "Title")]
    assert [prop(one, "Title") for one in lines] == MORE_LABELS
    commands = [prop(one, "URL").removeprefix("nastavnik:") for one in lines]
    assert {*commands, *(one.command for one in buttons() if one.large)} == {*COMMANDS, "help"}
    assert len(commands) == len(set(commands))


def test_every_command_has_a_tip_and_an_icon() -> None:
    inside = parts()
    shown = [line for one in buttons() for _, lines in one.lines for line in lines if "/" not in line.command]
    assert {name.removeprefix("icons/") for name in inside if name.startswith("icons/")} == {
        f"{one.command}.svg" for one in (*buttons(), *shown)
    }
    for one in (*buttons(), *shown):
        assert one.tip.endswith(".")
        etree.fromstring(inside[f"icons/{one.command}.svg"])
        assert one.command == "more" or one.command in {*COMMANDS, "help"}


def test_both_menus_of_the_toolbar_are_known_to_libreoffice() -> None:
    controllers = etree.fromstring(parts()["Controllers.xcu"])
    for kind in ("PopupMenu", "ToolBar"):
        known = controllers.findall(f".//node[@{OOR}name='{kind}']/node")
        assert [prop(one, "Command") for one in known] == [f"nastavnik:{b.command}" for b in buttons() if b.lines]


def test_everything_the_manifest_names_is_there_and_well_formed() -> None:
    inside = parts()
    manifest = etree.fromstring(inside["META-INF/manifest.xml"])
    named = [str(value) for one in manifest for key, value in one.items() if key.endswith("full-path")]
    assert set(named) <= set(inside)
    for name in (*[one for one in named if one.endswith(".xcu")], "description.xml"):
        etree.fromstring(inside[name])
    assert f'<version value="{__version__}"/>' in inside["description.xml"].decode()


def test_the_same_texts_give_the_same_bytes_and_nothing_depends_on_how_zip_packs() -> None:
    assert oxt() == oxt()
    with zipfile.ZipFile(io.BytesIO(oxt())) as archive:
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("name", ["handler.py", "nastavnik_bridge.py"])
def test_what_runs_inside_libreoffice_is_written_for_its_old_python(name: str) -> None:
    ast.parse((macros("libreoffice") / name).read_text("utf-8"), feature_version=(3, 7))


def test_every_sentence_the_extension_says_is_in_it() -> None:
    source = (macros("libreoffice") / "handler.py").read_text("utf-8")
    asked = set(re.findall(r'(?:settings\[|_sentence\(|else )"(\w+)"', source)) - {"linux", "INFOBOX"}
    said = dict(line.split(" = ", 1) for line in parts()["python/settings.txt"].decode().splitlines())
    assert asked <= set(said), asked - set(said)
    assert {"python_windows", "python_mac", "python_linux"} <= set(said)


def test_addin_build_writes_both_files(tmp_path: Path) -> None:
    assert main(["addin", "build", str(tmp_path)]) == 0
    assert (tmp_path / "nastavnik.oxt").read_bytes() == oxt()


# --- in a running LibreOffice ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libreoffice")
    install(folder)
    return folder


@pytest.fixture(scope="module")
def context(home: Path) -> Iterator[Any]:
    with office(home) as context:
        activate(context)
        yield context


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the invented school after its year."""
    folder = tmp_path_factory.mktemp("год") / "Школа"
    showing.demo(str(folder), options=Options())
    return folder


@pytest.fixture
def school(year: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(year, tmp_path / "Школа № 1"))


@pytest.mark.parametrize("clicks", [YEAR, MORE], ids=["year", "more"])
def test_every_command_changes_the_open_workbook_as_it_changes_the_file(
    context: Any, school: Path, tmp_path: Path, clicks: list[Click]
) -> None:
    by_file = shutil.copytree(school, tmp_path / "файл")
    document = opened(context, school / BOOK)
    address = f"excel:{school / BOOK}"
    for command, argument, prepare, _ in clicks:
        for one in (str(by_file / BOOK), address):
            prepare(one)
        outcome = _outcome(command, str(by_file / BOOK), placed(by_file, command, argument), DAY)
        url = f"{command}/{argument}" if command == "documents" else command
        given = {"File": placed(school, command, argument)} if command == "import" else {}
        done, text = Clicked(context, document, url, Today="2027-02-15", **given).said()
        assert done, text
        told = str(outcome.facts.get("brief", outcome.message)).splitlines()[0]
        assert text.splitlines()[0] == told.replace(str(by_file), str(school))
        (live,) = activate(context).apps[0].books
        expected, found = cells(open_host(by_file / BOOK)), cells(open_host(address))
        assert difference(expected, found, formulas(live)) == {}, (command, argument)
    assert files_in(by_file) == files_in(school)
    document.close(True)


def test_nothing_is_left_that_ctrl_z_could_take_back_by_halves(context: Any, school: Path) -> None:
    document, address = opened(context, school / BOOK), f"excel:{school / BOOK}"
    before = cells(open_host(address))
    assert Clicked(context, document, "check", Today="2027-02-15").said()[0]
    assert not document.UndoManager.isUndoPossible()
    document.Sheets.getByName("Пары").getCellByPosition(40, 40).Formula = "пометка"
    assert document.UndoManager.isUndoPossible()
    document.UndoManager.undo()
    assert Clicked(context, document, "undo", Today="2027-02-15").said()[0]
    left = difference(before, cells(open_host(address)), set())
    assert {sheet for sheet, _, _ in left} <= {"История"}
    document.close(True)


def test_the_office_stays_alive_while_a_command_works_and_takes_one_at_a_time(context: Any, school: Path) -> None:
    document = opened(context, school / BOOK)
    first = Clicked(context, document, "monitor", Today="2027-02-15")
    lives = called_back(context)
    assert lives.wait(5), "the office's own loop stands still"
    assert not first.over
    assert Clicked(context, document, "check").said() == (
        False, "Прошлая команда ещё выполняется: дождитесь её сообщения и повторите.")  # fmt: skip
    done, text = first.said()
    assert done, text
    document.close(True)


def test_a_click_saves_nothing_by_itself(context: Any, school: Path) -> None:
    document, before = opened(context, school / BOOK), (school / BOOK).read_bytes()
    assert Clicked(context, document, "check", Today="2027-02-15").said()[0]
    assert document.isModified()
    assert (school / BOOK).read_bytes() == before
    document.close(True)


def test_a_workbook_never_saved_is_told_to_be_saved_first(context: Any) -> None:
    document = desktop(context).loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    done, text = Clicked(context, document, "check").said()
    assert not done
    assert "сохраните её в папку и повторите" in text
    document.close(True)


def test_a_command_this_build_lacks_is_a_sentence(context: Any, school: Path) -> None:
    document = opened(context, school / BOOK)
    assert Clicked(context, document, "dance").said()[1].startswith("Кнопки «dance» нет")
    document.close(True)


@pytest.mark.parametrize(("script", "said"), [
    (None, "Программа «Наставник» не запустилась."),
    ("exit 3", "Программа «Наставник» не запустилась."),
    ("echo '[\"get\", 1, \"URL\", null]'; read line; exit 3", "Команда прервалась, не закончив."),
    ("echo rubbish", "Команда прервалась, не закончив."),
    ("echo '[\"call\", 1, \"lockControllers\", []]'; read line; exit 3", "Команда прервалась, не закончив."),
])  # fmt: skip
def test_a_program_that_is_gone_or_dies_is_a_sentence_and_the_next_click_works(
    home: Path, context: Any, school: Path, script: str | None, said: str
) -> None:
    starter, document = home / "starter", opened(context, school / BOOK)
    kept = starter.read_text()
    starter.unlink()
    if script is not None:
        starter.write_text(f"#!/bin/sh\n{script}\n")
        starter.chmod(0o755)
    try:
        done, text = Clicked(context, document, "check").said()
    finally:
        starter.write_text(kept)
        starter.chmod(0o755)
    assert not done
    assert text.startswith(said)
    assert not document.hasControllersLocked()
    assert Clicked(context, document, "help").said()[0]
    document.close(True)


def test_a_button_is_told_the_tip_of_the_ribbon_and_not_its_label_once_more(context: Any, school: Path) -> None:
    document = opened(context, school / BOOK)
    kinds = {prop(one, "URL"): prop(one, "ControlType") for one in node("nastavnik.toolbar")}
    for one in buttons():
        assert kinds[f"nastavnik:{one.command}"] == ("" if one.lines else "ToggleButton")
        state = told_to_button(context, document, one.command)
        assert (state.Command, [(given.Name, given.Value) for given in state.Arguments]) == (
            "SetQuickHelpText", [("HelpText", one.tip)],
        )  # fmt: skip
    document.close(True)


def test_two_windows_are_served_one_after_the_other(context: Any, school: Path, tmp_path: Path) -> None:
    other = shutil.copytree(school, tmp_path / "другая")
    first, second = opened(context, school / BOOK), opened(context, other / BOOK)
    before = cells(open_host(f"excel:{school / BOOK}"))
    assert Clicked(context, second, "check", Today="2027-02-15").said()[0]
    assert cells(open_host(f"excel:{school / BOOK}")) == before
    assert cells(open_host(f"excel:{other / BOOK}")) != before
    for one in (first, second):
        one.close(True)
