"""Icons on which a saved workbook is dropped: what they run is run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from nastavnik_sheets.cli import main
from nastavnik_sheets.commands.shortcuts import shortcuts
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host

NAMES = ["1 Проверить", "2 Подобрать", "3 Утвердить", "4 Мониторинг", "5 Напомнить", "6 Синхронизировать", "7 Отменить"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Книга (1) & копия.xlsx"
    assert main(["new", str(path)]) == 0
    return path


def checked(book: Path) -> bool:
    with open_host(book) as host:
        return any("check" in map(str, row) for row in host.read("История"))


def test_an_icon_of_linux_checks_the_workbook_dropped_on_it(book: Path) -> None:
    files = shortcuts("linux", sys.executable)
    assert [name.removesuffix(".desktop") for name in files] == NAMES
    (line,) = re.findall(r"^Exec=(.*)$", files["1 Проверить.desktop"], re.MULTILINE)
    words = [str(book) if word == "%f" else word for word in shlex.split(line)]
    run = subprocess.run(words, input="\n", capture_output=True, encoding="utf-8", check=False)
    assert "ошибок" in run.stdout, run.stderr
    assert checked(book)


def test_an_icon_of_windows_names_the_command_and_the_workbook_in_quotes() -> None:
    python = r"C:\Users\Мария Петровна\nastavnik\python.exe"
    files = shortcuts("win32", python)
    assert [name.removesuffix(".cmd") for name in files] == NAMES
    lines = files["4 Мониторинг.cmd"].split("\r\n")
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
    assert lines[3] == f'"{python}" -P -X utf8 -m nastavnik_sheets monitor "%~1"'
    assert lines[4] == "pause"


def test_the_command_writes_icons_that_may_be_started(tmp_path: Path) -> None:
    assert main(["addin", "shortcuts", str(tmp_path / "значки")]) == 0
    files = sorted((tmp_path / "значки").iterdir())
    assert len(files) == len(NAMES)
    assert all(path.stat().st_mode & 0o100 for path in files)


def test_a_mac_has_no_icons_of_ours() -> None:
    with pytest.raises(Refused, match="терминала"):
        shortcuts("darwin", "/usr/bin/python3")
