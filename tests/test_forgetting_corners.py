"""Where `forget` may only look: sources of macros, names in Latin letters, in the workbook and in files beside it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import olefile
import pytest
from byte_search import found_in
from rule_school import SCHOOL, SETTINGS, TODAY, YOUNG_PUPIL

from nastavnik_sheets.addin import compound
from nastavnik_sheets.addin.compression import compress, decompress
from nastavnik_sheets.commands.forgetting import forget
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.forgetting import macros
from nastavnik_sheets.forgetting.latin import pattern_of
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.service_sheets import ListEntry, SettingRow
from nastavnik_sheets.template import build

WORKBOOKS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "workbooks"
MACROS = "xl/vbaProject.bin"


def project(source: str, *, module: str = "Отчёты") -> bytes:
    """A project with one module, as Office keeps it: what it compiled first, then the packed source."""
    stream = b"\x01\x16\x03\x00compiled" + compress(f'Attribute VB_Name = "{module}"\r\n{source}'.encode("cp1251"))
    return compound.write({"VBA": {module: stream, "dir": compress(b"dir")}, "PROJECT": b"ID={0}"})


def test_compound_files_and_sources_are_read_as_others_read_them() -> None:
    files = [] if not WORKBOOKS.is_dir() else sorted(WORKBOOKS.glob("*.xlsm"))
    assert files or not WORKBOOKS.is_dir()
    projects = [project("Sub A()\r\nEnd Sub" * 3000)]
    for file in files:
        with zipfile.ZipFile(file) as archive:
            projects += [archive.read(name) for name in archive.namelist() if name == MACROS]
    for content in projects:
        with olefile.OleFileIO(content) as theirs:
            streams = {"/".join(path): theirs.openstream(path).read() for path in theirs.listdir()}
        assert compound.read(content) == streams


@pytest.mark.parametrize("data", [b"", b"a", b"abc" * 5000, bytes(range(256)) * 40, "Dim имя\r\n".encode() * 999])
def test_what_is_packed_is_unpacked(data: bytes) -> None:
    assert decompress(compress(data))[: len(data)] == data


def test_a_broken_container_is_never_taken_for_an_innocent_one() -> None:
    whole = project("' Абрикосов Пётр")
    assert macros.naming(whole, lambda text: "Абрикосов" in text) == ["Отчёты"]
    assert macros.naming(whole, lambda text: "Сливин" in text) == []
    assert macros.naming(whole[:700], lambda _: False) is None
    assert macros.naming(b"PK", lambda _: False) is None


@pytest.mark.parametrize(
    ("surname", "spellings"),
    [
        ("Гаджиев", ["Gadzhiev", "Gadjiev", "Gadzhiyev", "HADZHIEV"]),
        ("Щербакова", ["Shcherbakova", "Shherbakova", "Scherbakova"]),
        ("Юсупов", ["Yusupov", "Iusupov", "Jusupov"]),
        ("Королёва", ["Koroleva", "Korolyova"]),
        ("Достоевский", ["Dostoevskiy", "Dostoevsky", "Dostoyevskii"]),
        ("Цыбульник", ["Tsybulnik", "Cybul'nik"]),
    ],
)
def test_a_surname_is_known_in_the_usual_spellings(surname: str, spellings: list[str]) -> None:
    pattern = pattern_of([surname])
    assert all(pattern.search(f"from {one}_2026") or pattern.search(one) for one in spellings)
    assert not pattern.search("xl/worksheets/sheet1.xml Calibri Cambria yes no")


def test_a_short_surname_is_not_looked_for_in_latin_letters() -> None:
    assert not pattern_of(["Ким", "Ли"]).search("kim li")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "книга.xlsx"
    records = {kind: rows for kind, rows in SCHOOL.items() if kind not in (SettingRow, ListEntry)}
    path.write_bytes(build(today=TODAY, settings=SETTINGS, records=records))  # type: ignore[arg-type]
    with open_host(path) as host:
        host.write("Партнёры", {(2, 8): "логин a.berezkina; почта abrikosov.p@example.org; папка Abrikosov"})
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MACROS, project('Sub Звать()\r\nMsgBox "Абрикосову Петру — грамота"\r\nEnd Sub'))
    path.write_bytes(content.getvalue())
    return path


def test_macros_that_name_him_are_told_by_module_and_stay(book: Path) -> None:
    outcome = forget(str(book), YOUNG_PUPIL, anyway=True, options=Options(today=TODAY))
    assert outcome.facts["unreadable_parts"] == [f"{MACROS} (Отчёты)"]
    assert f"{MACROS} (Отчёты)" in outcome.message
    with zipfile.ZipFile(book) as archive:
        assert macros.naming(archive.read(MACROS), lambda text: "Абрикосову" in text) == ["Отчёты"]
        others = {name: archive.read(name) for name in archive.namelist() if name != MACROS}
    assert not {name for name, content in others.items() if found_in(content, ["абрикосов", "абрикосову"])}


def test_latin_spellings_are_told_and_not_erased(book: Path) -> None:
    outcome = forget(str(book), YOUNG_PUPIL, anyway=True, options=Options(today=TODAY))
    told = {one["words"]: one["place"] for one in outcome.facts["doubts"]}  # type: ignore[attr-defined]
    doubts = {words: place for words, place in told.items() if "латиницей" in words}
    assert doubts == {"abrikosov (латиницей)": "«Партнёры», H2", "Abrikosov (латиницей)": "«Партнёры», H2"}
    with open_host(book) as host:
        assert "папка Abrikosov" in str(host.read("Партнёры")[1][7])


def test_files_that_may_be_about_him_stand_apart_from_those_that_are(book: Path) -> None:
    (book.parent / "Abrikosov_portfolio.txt").write_text("рисунки", encoding="utf-8")
    (book.parent / "Характеристика.txt").write_text("Абрикосов Пётр старателен", encoding="utf-8")
    other = book.parent / "Отчёт.xlsm"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr(MACROS, project("' для Абрикосова Петра"))
    outcome = forget(str(book), YOUNG_PUPIL, anyway=True, options=Options(today=TODAY, dry_run=True))
    named = {one["file"]: one["named"] for one in outcome.facts["files"]}  # type: ignore[attr-defined]
    assert named == {"Abrikosov_portfolio.txt": False, "Характеристика.txt": True, "Отчёт.xlsm": True}
    assert "где, возможно, назван он: 1." in outcome.message
