"""`forms build`: the list for Яндекс Формы, the paper and the script, from the same rows of «Вопросы»."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from documents_support import text_of
from import_books import book_of
from openpyxl import load_workbook

from nastavnik_sheets.asking import questionnaires_of
from nastavnik_sheets.book import read_book
from nastavnik_sheets.cli import main
from nastavnik_sheets.forms import yandex
from nastavnik_sheets.importing.binding import read_headings
from nastavnik_sheets.importing.export import Export
from nastavnik_sheets.questionnaires import questions

if TYPE_CHECKING:
    from pathlib import Path


def sheets_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_list_for_yandex_has_a_sheet_for_every_questionnaire_and_a_row_for_every_question() -> None:
    with book_of(*questions()) as host:
        asked = questionnaires_of(read_book(host))
    sheets = list(sheets_of(yandex.field_list(asked)).values())[1:]
    assert len(sheets) == len(asked) == 30
    for one, rows in zip(asked, sheets, strict=True):
        assert rows[0][0] == one.title
        assert rows[4][1:3] == ("Короткий текст", "Код участника")
        assert [(row[2], row[6]) for row in rows[5:]] == [(line.title, yandex.slug_of(line.code)) for line in one.lines]


def test_an_identifier_in_a_header_leads_to_its_question() -> None:
    with book_of(*questions()) as host:
        book = read_book(host)
        wanted = questions()[40]
        slug = yandex.slug_of(wanted.code)
        headings = read_headings(Export("a.xlsx", (slug, f"Как дела? ({slug})", "vp_1", "mvp_001_3"), (), ()), book)
    assert [[q.code for q in h.questions] for h in headings] == [[wanted.code], [wanted.code], [], []]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("школа")
    assert main(["new", str(folder / "Книга.xlsx"), "--demo"]) == 0
    return folder


def test_without_leave_for_google_there_are_the_list_and_the_paper_and_the_reason(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "build", str(demo / "Книга.xlsx"), "--only", "Ученик – ученик", "--only", "обратная"]) == 0
    said = capsys.readouterr().out
    assert "Анкет: 6." in said
    assert "обмен с Google не разрешён" in said
    folder = demo / "Анкеты"
    assert sorted(path.name for path in folder.iterdir()) == ["На бумаге.docx", "Яндекс Формы.xlsx"]
    paper = text_of((folder / "На бумаге.docx").read_bytes())
    assert paper.count("АНКЕТА") == 6
    assert "Насколько Вы сейчас довольны совместной работой?" in paper


def test_a_paper_says_the_moment_of_its_questionnaire_once(demo: Path) -> None:
    assert main(["forms", "build", str(demo / "Книга.xlsx"), "--only", "запрос", "--out", str(demo / "до начала")]) == 0
    paper = text_of((demo / "до начала" / "На бумаге.docx").read_bytes())
    assert "Предварительный запрос: наставник" in paper
    assert "(предварительный)" not in paper


def test_building_again_makes_no_second_copy_and_a_dry_run_writes_nothing(demo: Path) -> None:
    arguments = ["forms", "build", str(demo / "Книга.xlsx"), "--only", "обратная", "--out", str(demo / "ещё")]
    assert main([*arguments, "--dry-run"]) == 0
    assert not (demo / "ещё").exists()
    assert main(arguments) == main(arguments) == 0
    assert len(list((demo / "ещё").iterdir())) == 2
