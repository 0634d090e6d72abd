"""How documents look: settings of the school, long and short cases, PDF through LibreOffice."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from documents_support import pages_of, text_of
from docx import Document
from docx.shared import Mm, Pt

from nastavnik_sheets.book import Book
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents import make
from nastavnik_sheets.documents.pdf import ABSENT, FAILED, to_pdf
from nastavnik_sheets.documents.sample import SAMPLE_DAY, SAMPLE_SETTINGS, book_of, person_code, sample_records
from nastavnik_sheets.lists import TU
from nastavnik_sheets.terms import CONSENT_KINDS
from nastavnik_sheets.workbook import Consent, Mentee, Pair

LONG_SCHOOL = (
    "Муниципальное бюджетное общеобразовательное учреждение «" + "Средняя общеобразовательная школа " * 4 + "№ 1»"
)


def with_pairs(count: int, **settings: object) -> Book:
    """Return the invented school with exactly this many pairs of one teacher and pupils."""
    kept = [r for r in sample_records() if not isinstance(r, Pair)]
    mentee = next(r for r in kept if isinstance(r, Mentee) and r.kind == "обучающийся")
    made: list[Mentee | Pair | Consent] = []
    for n in range(1, count + 1):
        code = person_code(100 + n)
        made.append(replace(mentee, code=code, full_name="Магомедов Саид-Магомед Гаджиевич", gender="м"))
        made.append(
            Pair(
                code=make_code("ПР", n), mentor=person_code(1), mentee=code, mentoring_form=TU, state="утверждена",
                role_model="учитель – одарённый ученик", start=date(2026, 9, 1), planned_end=date(2027, 5, 31),
            )
        )  # fmt: skip
        for k, kind in enumerate(CONSENT_KINDS):
            made.append(
                Consent(
                    code=make_code("С", 1000 + n * 4 + k), person=code, kind=kind, signed_by="законный представитель",
                    guardian=mentee.guardian, basis="свидетельство о рождении", given=date(2026, 9, 1),
                )
            )  # fmt: skip
    return book_of([*kept, *made], {**SAMPLE_SETTINGS, **settings})


def test_an_order_on_one_pair_and_on_120_is_laid_out() -> None:
    one, many = (
        make(with_pairs(count, school_full=LONG_SCHOOL), "order_pairs", today=SAMPLE_DAY).files[0][1]
        for count in (1, 120)
    )
    assert "(1 пара)" in text_of(one)
    assert "(120 пар)" in text_of(many)
    for pages in pages_of(one, many):
        signed = next(page for page in pages if "М.А. Омаров" in page)
        assert "Контроль за исполнением" in signed
        tables = [page for page in pages if "Гаджиевич" in page]
        assert tables
        assert all("Ролевая модель" in page for page in tables)
        assert "Лист ознакомления" in pages[-1]


def test_the_signature_never_stands_alone_whatever_the_length_of_the_text() -> None:
    addresses = ["село " * (14 * extra) or "с. Новое" for extra in range(14)]
    books = [book_of(sample_records(), {**SAMPLE_SETTINGS, "address": address}) for address in addresses]
    made = [make(book, "order_introduce", today=SAMPLE_DAY).files[0][1] for book in books]
    broken = 0
    for pages in pages_of(*made):
        signed = next(page for page in pages if "М.А. Омаров" in page)
        assert "Контроль за исполнением" in signed
        broken += "М.А. Омаров" not in pages[0]
    assert 0 < broken < len(made)


def test_pages_are_numbered_from_the_second() -> None:
    (pages,) = pages_of(make(with_pairs(3), "regulation", today=SAMPLE_DAY).files[0][1])
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    assert pages[0].split()[0] != "1"


def test_font_size_and_margins_are_those_of_the_settings() -> None:
    book = with_pairs(
        1, font="PT Serif", font_size=12, margin_left=25, margin_right=15, margin_top=22, margin_bottom=18
    )
    document = Document(io.BytesIO(make(book, "order_pairs", today=SAMPLE_DAY).files[0][1]))
    first, second = document.sections[0], document.sections[1]
    assert [round(v.mm) for v in (first.left_margin, first.right_margin, first.top_margin, first.bottom_margin)] == [
        25, 15, 22, 18,
    ]  # fmt: skip
    assert round(second.top_margin.mm) == 25
    xml = document.styles.element.xml
    assert "Times New Roman" not in xml
    assert '"PT Serif"' in xml
    assert 'w:sz w:val="24"' in xml.split("</w:docDefaults>")[0]


def test_a_letterhead_in_the_corner_is_eight_centimetres_wide() -> None:
    document = Document(
        io.BytesIO(make(with_pairs(1, letterhead="углом"), "order_pairs", today=SAMPLE_DAY).files[0][1])
    )
    style = document.styles["Бланк школы"]
    assert abs(style.paragraph_format.right_indent - Mm(170 - 80)) < Pt(1)


def test_the_language_is_russian_and_headings_are_headings() -> None:
    made = make(with_pairs(1), "order_pairs", today=SAMPLE_DAY).files[0][1]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        styles = archive.read("word/styles.xml").decode()
        document = archive.read("word/document.xml").decode()
    assert 'w:lang w:val="ru-RU"' in styles
    assert "word/stylesWithEffects.xml" not in names
    assert document.count('w:pStyle w:val="Heading1"') == 3
    assert "<w:p/>" not in document


def test_pdf_is_made_beside_every_document() -> None:
    made = make(with_pairs(2), "journal", today=SAMPLE_DAY, pdf=True)
    names = [name for name, _ in made.files]
    assert [n.removesuffix(".pdf") for n in names if n.endswith(".pdf")] == [
        n.removesuffix(".docx") for n in names if n.endswith(".docx")
    ]
    assert all(content.startswith(b"%PDF") for name, content in made.files if name.endswith(".pdf"))


def test_without_a_working_libreoffice_there_is_one_calm_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert to_pdf([("а.docx", b"1")]) == ([], ABSENT)
    assert to_pdf([("а.docx", b"1")], program="/bin/false") == ([], FAILED)
