"""`anonymise`: nobody real is left in any byte of the copy; codes, ages, genders, findings and figures are the same."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from byte_search import found_in
from test_forgetting import NAME, planted

from nastavnik_sheets.anonymising.copying import mask_of
from nastavnik_sheets.book import read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.commands import making
from nastavnik_sheets.commands.anonymising import anonymise
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.wording import gender_of
from nastavnik_sheets.wording.names import name_words
from nastavnik_sheets.workbook import Mentee, Mentor, Pair

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book

TODAY = date(2026, 12, 1)
OPTIONS = Options(today=TODAY)
KEY = b"k" * 32


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("книга") / "книга.xlsx"
    making.new(str(path), demo=True, options=OPTIONS)
    planted(path)
    return path


@pytest.fixture(scope="module")
def copy(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("копия") / "учебная.xlsx"
    before = source.read_bytes()
    anonymise(str(source), str(path), key=KEY, options=OPTIONS)
    assert source.read_bytes() == before
    return path


def read(path: Path) -> Book:
    with open_host(path) as host:
        return read_book(host)


def people(book: Book) -> list[Mentee | Mentor]:
    return [*book[Mentee], *book[Mentor]]


def test_no_byte_of_the_copy_tells_a_real_name_telephone_or_address(source: Path, copy: Path) -> None:
    book, invented = read(source), {w for p in people(read(copy)) for w in (p.full_name or "").split()}
    surnames = {w.text for p in people(book) for w in name_words(p.full_name or "") if w.role == "surname"}
    phones = mask_of(book, key=KEY, today=TODAY).phones
    emails = {p.email for p in people(book) if p.email} | {"zlata.p@example.org"}
    school = {book.settings.school_full, book.settings.director}
    words = {w.replace("ё", "е") for w in surnames | phones | emails | {s for s in school if s} | {NAME}}
    assert len(words) > 100
    assert found_in(source.read_bytes(), words)
    assert set(found_in(copy.read_bytes(), words)) - invented == set()


def test_codes_ages_genders_and_pairs_stay(source: Path, copy: Path) -> None:
    before, after = read(source), read(copy)
    assert [p.code for p in people(after)] == [p.code for p in people(before)]
    assert [(p.mentor, p.mentee, p.state) for p in after[Pair]] == [(p.mentor, p.mentee, p.state) for p in before[Pair]]
    for one, other in zip(people(before), people(after), strict=True):
        assert one.full_name != other.full_name
        assert gender_of(one.full_name or "") in (None, gender_of(other.full_name or ""))
        if one.birth_date and other.birth_date:
            assert one.birth_date != other.birth_date
            assert age_on(one.birth_date, TODAY) == age_on(other.birth_date, TODAY)


def test_one_person_has_one_name_everywhere(source: Path, copy: Path) -> None:
    before, after = read(source), read(copy)
    new_of = {p.full_name: q.full_name for p, q in zip(people(before), people(after), strict=True) if p.full_name}
    families: dict[str, set[str]] = {}
    for old, new in new_of.items():
        families.setdefault((old or "").split()[0], set()).add((new or "").split()[0])
    assert all(len(names) == 1 for names in families.values())


def test_the_check_finds_the_same_by_rule(source: Path, copy: Path) -> None:
    counts = [Counter(f.rule for f in check(read(path), today=TODAY)) for path in (source, copy)]
    assert counts[0] == counts[1]


def test_another_key_gives_other_names(source: Path) -> None:
    book = read(source)
    one, other = (mask_of(book, key=key, today=TODAY).invention.surnames for key in (KEY, b"z" * 32))
    assert one != other


def test_the_workbook_itself_and_other_files_are_not_written_over(source: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="на место самой книги"):
        anonymise(str(source), str(source), options=OPTIONS)
    there = tmp_path / "есть.xlsx"
    there.write_bytes(b"something")
    with pytest.raises(Refused, match="уже есть"):
        anonymise(str(source), str(there), options=OPTIONS)
    assert there.read_bytes() == b"something"
    with pytest.raises(Refused, match="окончанием"):
        anonymise(str(source), str(tmp_path / "копия.xls"), options=OPTIONS)
