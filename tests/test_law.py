"""The manual's page on the law names rules, documents, columns and settings that exist, each line with its source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nastavnik_sheets.documents import catalogue
from nastavnik_sheets.rules.catalogue import RULES
from nastavnik_sheets.settings import declared
from nastavnik_sheets.workbook import SHEETS

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "law.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| Что |", "| Пометка |"))]  # fmt: skip
NORMS = [row for row in ROWS if len(row) == 3]
LISTED = ("351.8", "381-ФЗ", "АЗ-1128/08", "ПГ/08381-6-1", "ТЗ/7300-6-1", "1264-р", "№ 779", "№ 196", "23-ФЗ", "322-ФЗ",
          "Р-145", "7.0.97-2025", "156-ФЗ", "10.1", "351.1", "органа местного самоуправления", "10 % оклада",
          "2024 годом")  # fmt: skip


@pytest.mark.parametrize("norm", LISTED)
def test_every_norm_beyond_the_regulation_has_a_line(norm):
    assert [row for row in NORMS if norm in " ".join(row)]


def test_every_line_says_where_it_is_and_how_sure_the_source_is():
    marks = re.compile(r"(^|[\s(])(П|М\+|М|В|норма П|вывод В|нет данных|мнение комментаторов)([\s.:;,)]|$)")
    assert len(NORMS) > 25
    for what, place, source in NORMS:
        assert what
        assert len(place) > 10, what
        assert marks.search(source), (what, source)


def test_every_rule_and_document_named_on_the_page_exists():
    known = {rule.__name__ for rule in RULES} | {key for key, _, _ in catalogue()}
    known |= {"check", "forget", "undo", "publish", "monitor", "имя"}
    named = {word for word in re.findall(r"`([^`]+)`", PAGE) if " " not in word}
    assert named - known == set()
    assert len(named) > 25


def test_every_column_sheet_and_setting_named_as_such_exists():
    columns = {column.title for sheet in SHEETS for column in sheet.columns}
    settings = {line.title for _, line, _ in declared().values()}
    sheets = {sheet.title for sheet in SHEETS}
    for words, known in ((r"столбец", columns), (r"столбцы", columns), (r"настройка", settings), (r"лист", sheets)):
        for title in re.findall(rf"\b{words} «([^»]+)»", PAGE):
            assert title in known, title
