"""The manual followed literally on the demo school: every command it shows answers what the page says."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from manual_blocks import DAYS, is_as_shown, pages, shown_on

from nastavnik_sheets.cli import build_parser, main
from nastavnik_sheets.commands.showing import BOOK, FORMS
from nastavnik_sheets.demo.story import Story
from nastavnik_sheets.demo.year import Year


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the demo school's folder as it was in a month."""

    @cache
    def folder_in(month: str) -> Path:
        folder = tmp_path_factory.mktemp(month) / "школа"
        folder.mkdir()
        year = Year(2026, date.fromisoformat(DAYS[month]))
        story = Story(folder / BOOK, folder / FORMS, tmp_path_factory.mktemp("scratch"), year)
        story.tell(chapters=4 if month == "сентябрь" else None)
        return folder

    return folder_in


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_command_of_a_page_answers_as_the_page_shows(
    page: Path,
    school: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for one in shown_on(page):
        folder = tmp_path / one.month
        if not folder.exists():
            shutil.copytree(school(one.month), folder)
        monkeypatch.chdir(folder)
        words = shlex.split(one.words)
        capsys.readouterr()
        main(words if "--today" in words else [*words, "--today", DAYS[one.month]])
        said = capsys.readouterr()
        lines = [*said.out.splitlines(), *said.err.splitlines()]
        assert is_as_shown(lines, one.answer), "\n".join([f"$ nastavnik {one.words}", *lines])


def test_a_line_of_dots_stands_for_any_lines() -> None:
    assert is_as_shown(["а", "б", "в"], ("а", "…"))
    assert is_as_shown(["а", "б", "в"], ("а", "…", "в"))
    assert is_as_shown(["нашла 12 строк"], ("нашла … строк",))
    assert not is_as_shown(["а", "б"], ("а",))
    assert not is_as_shown(["нашла 12 строк", "и ещё"], ("нашла … строк",))


def test_the_manual_shows_every_command_a_coordinator_gives() -> None:
    not_hers = {"schema", "template", "addin", "google", "sync", "forms", "region", "demo"}
    """They need a cloud, other schools or another program, or make what these tests start from."""
    commands = set(next(a.choices for a in build_parser()._actions if a.dest == "command"))
    assert commands - not_hers - {one.words.split()[0] for page in pages() for one in shown_on(page)} == set()
