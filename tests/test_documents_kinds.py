"""Every kind of document: its text as a golden file, and what no document may ever hold."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from documents_support import text_of
from docx import Document
from openxml_audit import OpenXmlValidator

from nastavnik_sheets.documents import catalogue, make
from nastavnik_sheets.documents.sample import SAMPLE_DAY, SAMPLE_SETTINGS, book_of, sample_book, sample_records
from nastavnik_sheets.lists import initial_lists
from nastavnik_sheets.workbook import Category, Mentee

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = [key for key, _, _ in catalogue()]


def test_there_are_at_least_thirty_kinds_with_stable_keys() -> None:
    assert len(set(KEYS)) == len(KEYS) >= 30
    assert all(re.fullmatch(r"[a-z][a-z_]+", key) for key in KEYS)
    assert len({title for _, title, _ in catalogue()}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_text_of_a_kind_is_as_agreed(key: str, golden: Callable[[str, str], None]) -> None:
    name, content = make(sample_book(), key, today=SAMPLE_DAY).files[0]
    golden(f"documents/{key}.txt", f"{name}\n\n{text_of(content)}")


@pytest.mark.parametrize("key", KEYS)
def test_no_braces_nothing_undefined_and_no_double_full_stop(key: str) -> None:
    for name, content in make(sample_book(), key, today=SAMPLE_DAY).files:
        text = text_of(content)
        assert not re.search(r"[{}]|\bNone\b|[Uu]ndefined|Markup|\.\.(?!\.)|  ,|\( ?\)", text), name


@pytest.mark.parametrize("key", KEYS)
def test_a_document_is_valid_and_says_what_it_is(key: str, tmp_path: Path) -> None:
    made = make(sample_book(), key, today=SAMPLE_DAY).files[0][1]
    path = tmp_path / "d.docx"
    path.write_bytes(made)
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []
    properties = Document(io.BytesIO(made)).core_properties
    assert properties.author == properties.last_modified_by == "МКОУ «СОШ № 1»"
    assert properties.title
    assert properties.language == "ru-RU"


@pytest.mark.parametrize("key", KEYS)
def test_the_same_book_gives_the_same_bytes(key: str) -> None:
    assert make(sample_book(), key, today=SAMPLE_DAY).files == make(sample_book(), key, today=SAMPLE_DAY).files


@pytest.mark.parametrize("key", KEYS)
def test_tables_repeat_their_heads_and_have_real_widths(key: str) -> None:
    made = make(sample_book(), key, today=SAMPLE_DAY).files[0][1]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        xml = archive.read("word/document.xml").decode()
    for table in re.findall(r"<w:tbl>.*?</w:tbl>", xml, re.DOTALL):
        assert "<w:gridCol w:w=" in table
        assert "<w:tblInd" in table
        if table.count("<w:tr>") + table.count("<w:tr ") > 3 and "Шапка" not in table and 'w:val="head"' in table:
            assert "<w:tblHeader" in table


def test_the_sensitive_category_is_in_no_document() -> None:
    secret = next(e.value for e in initial_lists() if e.list_name == "Категории наставляемых" and e.value)
    mentee = next(r for r in sample_records() if isinstance(r, Mentee))
    row = Category(person=mentee.code, category=secret, source="тайна-источник", note="тайна-примечание")
    book = book_of([*sample_records(), row], SAMPLE_SETTINGS)
    for key in KEYS:
        if key != "regulation":  # it lists the categories of п. 4.6 as such, nobody's
            for _, content in make(book, key, today=SAMPLE_DAY).files:
                text = text_of(content)
                assert "тайна" not in text
                assert secret not in text


def test_the_manual_lists_every_kind(pytestconfig: pytest.Config) -> None:
    manual = (pytestconfig.rootpath / "docs" / "documents.md").read_text(encoding="utf-8")
    for key, title, scope in catalogue():
        assert f"| `{key}` | {title} | {scope} |" in manual
