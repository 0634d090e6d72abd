"""`forget`: every byte of workbook, copies, journals and snapshots searched for a person; figures stay the same."""

from __future__ import annotations

import base64
import io
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from byte_search import files_with, found_in

from nastavnik_sheets import journal
from nastavnik_sheets.book import read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.cli import main
from nastavnik_sheets.commands import showing
from nastavnik_sheets.commands.forgetting import forget
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.errors import HostError, Refused, UsageError
from nastavnik_sheets.forgetting.forms import forms_of
from nastavnik_sheets.forgetting.person import subject_of
from nastavnik_sheets.hosts import backups, open_host
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.service_sheets import LogRow
from nastavnik_sheets.sync import snapshot
from nastavnik_sheets.terms import FORGOTTEN
from nastavnik_sheets.workbook import Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import OrderRow

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book

TODAY = date(2026, 12, 25)
OPTIONS = Options(today=TODAY)
WAITING_NAME = "Петренко Злата Игоревна"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school at the end of its year, with papers, copies, journals and a snapshot of the exchange."""
    folder = tmp_path_factory.mktemp("год") / "школа"
    showing.demo(str(folder), options=OPTIONS)
    for old in backups.list_backups(folder / showing.BOOK)[1:]:
        old.path.unlink()
    book = book_in(folder)
    rows = {m.code: {"request": m.request, "phone": m.phone} for m in book[Mentee]}
    fresh = snapshot.new_snapshot(today=TODAY)
    kept = replace(fresh, tables={"mentees": fresh.hashed("mentees", rows)})
    snapshot.save(folder / ".nastavnik" / "google" / "снимок.json", kept)
    return folder


@pytest.fixture
def school(year: Path, tmp_path: Path) -> Path:
    """A copy of the year's folder."""
    return Path(shutil.copytree(year, tmp_path / "школа"))


def path_in(folder: Path) -> Path:
    return folder / showing.BOOK


def book_in(folder: Path) -> Book:
    with open_host(path_in(folder)) as host:
        return read_book(host)


def words_of(book: Book, code: str) -> set[str]:
    """Return all by which a person may be found: surname in all cases unless others bear it, telephone, address."""
    subject = subject_of(book, code)
    words = set(subject.person.phones | subject.person.emails | subject.guardian.phones)
    others = " ".join(
        f"{p.full_name} {p.guardian}" for p in (*book[Mentee], *book[Mentor]) if p.code not in subject.codes
    ).replace("ё", "е")  # fmt: skip
    settings = f"{book.settings.director} {book.settings.coordinator} {book.settings.psychologist}"
    for name, gender in (*subject.person.names, *subject.guardian.names):
        words |= {w.replace("ё", "е") for w in forms_of(name, gender).surname}
        words.add(name.replace("ё", "е"))
    return {w for w in words if not any(w == part for part in f"{others} {settings}".split())}


def kept_files(folder: Path) -> set[str]:
    """Return what a person put beside the workbook or took out of it: papers, questionnaires, the page for the site."""
    files = (p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return {str(p) for p in files if p.parts[0] != ".nastavnik" and len(p.parts) > 1}


def figures(book: Book) -> list[tuple[str, object, object]]:
    return [(one.id, one.numerator, one.denominator) for one in Figures(book, TODAY).indicators]


def codes_to_try(book: Book) -> list[str]:
    return [book[Mentee][24].code, book[Mentee][36].code, book[Mentor][0].code]


@pytest.mark.parametrize("number", range(3))
def test_no_byte_of_workbook_copies_journals_and_snapshots_names_the_forgotten(school: Path, number: int) -> None:
    before = book_in(school)
    code = codes_to_try(before)[number]
    words = words_of(before, code)
    assert words
    assert files_with(school, words).keys() - kept_files(school), "the test must see the person before"
    outcome = forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    left = files_with(school, words)
    told = {one["file"] for one in outcome.facts["files"] if one["named"]}  # type: ignore[index,attr-defined]
    assert set(left) <= kept_files(school) & told
    assert outcome.facts["doubts"] == []


def test_figures_pairs_meetings_and_orders_are_the_same_before_and_after(school: Path) -> None:
    before = book_in(school)
    codes = codes_to_try(before)
    for code in codes:
        forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    after = book_in(school)
    assert figures(after) == figures(before)
    for record_type in (Pair, OrderRow):
        assert [r.code for r in after[record_type]] == [r.code for r in before[record_type]]
    assert len(after.pairs) == len(before.pairs)
    assert set(codes) <= {p.code for p in (*after[Mentee], *after[Mentor])}
    rules = {(f.rule, f.cell) for f in check(after, today=TODAY)} - {
        (f.rule, f.cell) for f in check(before, today=TODAY)
    }
    told = {"class_or_post_is_known", "published_are_consenting"}  # a pair still active, a page still to be made anew
    assert {rule for rule, _ in rules} <= told


def test_the_workbook_says_what_was_done_and_names_nobody(school: Path) -> None:
    before = book_in(school)
    code = before[Mentee][24].code
    assert before[Mentee][24].full_name == WAITING_NAME
    forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    after = book_in(school)
    row = after[LogRow][-1]
    assert (row.command, code in (row.what or "")) == ("forget", True)
    person = after.person(code)
    assert person is not None
    assert (person.full_name or "").startswith(FORGOTTEN)
    assert person.birth_date is not None
    assert person.birth_date.strftime("%d.%m") in ("01.01", "31.12")


def test_the_act_has_what_the_order_asks_for_and_no_name(school: Path) -> None:
    before = book_in(school)
    outcome = forget(str(path_in(school)), before[Mentee][24].code, anyway=True, options=OPTIONS)
    act = Path(str(outcome.facts["act"])).read_bytes()
    assert found_in(act, words_of(before, before[Mentee][24].code)) == []
    wanted = ["оператор", "категорий", "способ", "причина", "дата", "информационная", "выгрузка", "три года"]
    with zipfile.ZipFile(io.BytesIO(act)) as archive:
        text = archive.read("word/document.xml").decode().lower()
    assert [word for word in wanted if word not in text.replace("\u00a0", " ")] == []


def test_undo_never_crosses_a_forgetting(school: Path) -> None:
    assert journal.last_run(path_in(school)) is not None
    forget(str(path_in(school)), book_in(school)[Mentee][24].code, anyway=True, options=OPTIONS)
    assert journal.last_run(path_in(school)) is None
    assert main(["undo", str(path_in(school))]) == 0


def test_copies_stay_workbooks_and_keep_their_days(school: Path) -> None:
    before = backups.list_backups(path_in(school))
    forget(str(path_in(school)), book_in(school)[Mentee][24].code, anyway=True, options=OPTIONS)
    after = backups.list_backups(path_in(school))
    assert sorted(one.taken for one in after) == sorted(one.taken for one in before)
    for one in after:
        with open_host(one.path) as host:
            assert host.read("Настройки")


def test_a_copy_that_cannot_be_rewritten_is_deleted(school: Path) -> None:
    one = backups.list_backups(path_in(school))[0]
    one.path.write_bytes(b"PK\x03\x04 damaged, but a name may still be in it")
    outcome = forget(str(path_in(school)), book_in(school)[Mentee][24].code, anyway=True, options=OPTIONS)
    assert not one.path.exists()
    assert "удалено 1" in outcome.message


def test_a_workbook_that_cannot_take_the_line_of_history_is_refused_before_anything_goes(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object, **_named: object) -> None:
        raise Refused("некуда писать")

    before = {p: p.read_bytes() for p in school.rglob("*") if p.is_file()}
    monkeypatch.setattr("nastavnik_sheets.hosts.xlsx.editor.Editor.write", refused)
    with pytest.raises(Refused, match="некуда писать"):
        forget(str(path_in(school)), book_in(school)[Mentee][24].code, anyway=True, options=OPTIONS)
    assert {p: p.read_bytes() for p in school.rglob("*") if p.is_file()} == before


class Killed(BaseException):
    """The end of the process."""


STEPS = (
    "nastavnik_sheets.forgetting.traces.rewrite_copies",
    "nastavnik_sheets.forgetting.traces._replace",
    "nastavnik_sheets.forgetting.traces.drop_journals",
    "nastavnik_sheets.forgetting.traces.clear_snapshots",
    "nastavnik_sheets.hosts.rewriting.put",
    "nastavnik_sheets.commands.forgetting._write_act",
)


@pytest.mark.parametrize("step", STEPS)
def test_killed_between_any_two_steps_the_same_command_completes(
    school: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book_in(school)
    code = before[Mentee][24].code

    def killed(*_given: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(step, killed)
        with pytest.raises(Killed):
            forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    with open_host(path_in(school)) as host:
        assert host.read("Наставляемые")
    outcome = forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    assert Path(str(outcome.facts["act"])).exists()
    left = files_with(school, words_of(before, code))
    assert set(left) <= kept_files(school)


def test_nothing_is_written_by_a_dry_run(school: Path) -> None:
    before = {p: p.read_bytes() for p in school.rglob("*") if p.is_file()}
    code = book_in(school)[Mentee][24].code
    outcome = forget(str(path_in(school)), code, options=Options(today=TODAY, dry_run=True))
    assert {p: p.read_bytes() for p in school.rglob("*") if p.is_file()} == before
    done = forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    assert outcome.facts["cells"] == done.facts["cells"]


def test_a_pair_that_is_active_asks_for_a_second_word(school: Path) -> None:
    book = book_in(school)
    code = next(pair.mentee for pair in book.active_pairs if pair.mentee)
    with pytest.raises(Refused, match="действует пара"):
        forget(str(path_in(school)), code, options=OPTIONS)


def test_a_wrong_code_is_answered_with_the_nearest(school: Path) -> None:
    with pytest.raises(UsageError, match="У-001-3"):
        forget(str(path_in(school)), "У-001-4", options=OPTIONS)


def test_an_open_workbook_is_left_alone(school: Path) -> None:
    (school / f".~lock.{showing.BOOK}#").write_text(",Анна,host,25.12.2026 10:00,file;", encoding="utf-8")
    before = path_in(school).read_bytes()
    with pytest.raises(HostError, match="открыта"):
        forget(str(path_in(school)), book_in(school)[Mentee][24].code, anyway=True, options=OPTIONS)
    assert path_in(school).read_bytes() == before


def test_the_snapshot_forgets_the_row_and_keeps_the_others(school: Path) -> None:
    code = book_in(school)[Mentee][24].code
    forget(str(path_in(school)), code, anyway=True, options=OPTIONS)
    kept = snapshot.load(school / ".nastavnik" / "google" / "снимок.json")
    assert kept is not None
    assert code not in kept.tables["mentees"]
    assert len(kept.tables["mentees"]) == len(book_in(school)[Mentee]) - 1


NAME, DATIVE, EMAIL, PHONE = "Петренко Злата", "Петренко Злате Игоревне", "zlata.p@example.org", "+7 (928) 000-10-24"
HIDDEN: dict[str, str] = {
    "xl/comments77.xml": "<comments><commentList><comment><text><r><t>Петр</t></r><r><rPr><b/></rPr>"
    "<t>енко Злата</t></r><r><t> просила</t></r></text></comment></commentList></comments>",
    "xl/threadedComments/threadedComment77.xml": f"<ThreadedComments><threadedComment><text>{DATIVE}</text>"
    "</threadedComment></ThreadedComments>",
    "xl/persons/person77.xml": f'<personList><person displayName="{NAME}" userId="{EMAIL}"/></personList>',
    "xl/drawings/drawing77.xml": '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><a:p><a:r><a:t>Для </a:t></a:r><a:r>'
    '<a:rPr b="1"/><a:t>Пет</a:t></a:r><a:r><a:t>ренко З.И.</a:t></a:r></a:p></xdr:wsDr>',
    "xl/charts/chart77.xml": f'<c:chart xmlns:c="c"><c:cat><c:strCache><c:pt idx="0"><c:v>{NAME}</c:v></c:pt>'
    "</c:strCache></c:cat></c:chart>",
    "xl/pivotCache/pivotCacheDefinition77.xml": '<pivotCacheDefinition xmlns="p"><cacheFields><cacheField name="ФИО">'
    f'<sharedItems><s v="{NAME} Игоревна"/><s v="Другой Человек"/></sharedItems></cacheField></cacheFields>'
    "</pivotCacheDefinition>",
    "xl/pivotCache/pivotCacheRecords77.xml": f'<pivotCacheRecords><r><s v="{NAME}"/><s v="{PHONE}"/></r>'
    "</pivotCacheRecords>",
    "xl/externalLinks/externalLink77.xml": f"<externalLink><sheetData><row><cell><v>{NAME}</v></cell></row></sheetData>"
    "</externalLink>",
    "customXml/item77.xml": f"<root>{base64.b64encode(f'Сведения о {DATIVE}, {EMAIL}'.encode()).decode()}</root>",
    "customXml/item78.xml": "<root><!-- Петренко З. И. --><![CDATA[Петренко Злате]]></root>",
    "xl/queryTables/queryTable77.xml": "<q name='&#1055;&#1077;&#1090;&#1088;&#1077;&#1085;&#1082;&#1086;"
    " &#1047;. &#1048;.'/>",
    "xl/worksheets/_rels/sheet77.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://x/hyperlink" TargetMode="External" '
    'Target="mailto:zlata.p@example.org?subject=%D0%9F%D0%B5%D1%82%D1%80%D0%B5%D0%BD%D0%BA%D0%BE%20'
    '%D0%97%D0%BB%D0%B0%D1%82%D0%B0"/></Relationships>',
}  # fmt: skip


def planted(path: Path) -> None:
    """Hide a person in every kind of part, and on a sheet that somebody added with validation, link, header, names."""
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Заметки классного руководителя")
    sheet.append(["Кто", "Когда родилась", "Телефон", "Что"])
    sheet.append(
        [f"{NAME} Игоревна", date(2010, 5, 17), 89280001024, "Злата хочет рисовать, мама Петренко Игорю звонила"]
    )
    sheet.append(["Список", None, None, f"В кружке: Омаров Т.Н., {DATIVE.upper()}, Иванов А.А."])
    sheet.append(["Праздник", None, None, "злато и серебро; петренковский двор; Иванов-Петренко Олег"])
    sheet.oddHeader.center.text = f"Характеристика: {NAME}"
    validation = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1=f'"{NAME},Омаров Тагир"')
    sheet.add_data_validation(validation)
    validation.add("F2")
    sheet["G2"].hyperlink = f"mailto:{EMAIL}"
    sheet["H2"] = f'=IF(A2="{NAME}","Петренко Злату позвать","")'
    book.create_sheet("Петренко З.И.")["A1"] = "личный лист"
    sheet["I2"] = "='Петренко З.И.'!A1"
    book.defined_names["Петренко_Злата"] = openpyxl.workbook.defined_name.DefinedName(
        "Петренко_Злата", attr_text="'Петренко З.И.'!$A$1"
    )
    book.properties.lastModifiedBy = NAME
    book.properties.description = f"о {DATIVE}"
    book.save(path)
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in HIDDEN.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + xml)
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as packed:
            packed.writestr("word/document.xml", f"<w:p><w:r><w:t>{NAME}</w:t></w:r></w:p>")
        archive.writestr("xl/embeddings/doc77.docx", inner.getvalue())
        archive.writestr("docProps/thumbnail.jpeg", b"\xff\xd8 picture of the first sheet")
    path.write_bytes(content.getvalue())


def test_every_hidden_corner_is_reached(year: Path, tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    shutil.copy(path_in(year), path)
    planted(path)
    with open_host(path) as host:
        book = read_book(host)
    code = next(m.code for m in book[Mentee] if m.full_name == WAITING_NAME)
    words = words_of(book, code) | {"Злата", "Злате", EMAIL, "9280001024", "2010-05-17"}
    assert "Петренко" in found_in(path.read_bytes(), words)
    outcome = forget(str(path), code, anyway=True, options=OPTIONS)
    left = set(found_in(path.read_bytes(), words - {EMAIL}))
    assert left <= {"Петренко"}, left  # «Иванов-Петренко Олег» is somebody else, as far as anybody can tell
    result = openpyxl.load_workbook(path)
    notes = result["Заметки классного руководителя"]
    assert notes["A2"].value == code
    assert notes["C2"].value in (None, "")
    assert notes["D3"].value == f"В кружке: Омаров Т.Н., {code}, Иванов А.А."
    assert "злато и серебро; петренковский двор" in notes["D4"].value
    assert code.replace("-", "_") in result.sheetnames
    assert notes["I2"].value == f"='{code.replace('-', '_')}'!A1"
    assert outcome.facts["parts"]
