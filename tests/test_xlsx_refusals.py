# ruff: noqa: E501  (markup reads best in one line)
"""What must not be edited is refused before anything is written, with the reason and advice in Russian."""

from __future__ import annotations

import io
import os
import random
import re
import struct
import sys
import warnings
import zipfile

import pytest
from xlsx_support import MAIN, PACKAGE, corpus_files, make_book, save, sheet, unzipped, values, write, zipped

from nastavnik_sheets.cli import main
from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.hosts import Link, open_host

PLAIN = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def doubled() -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in [*make_book(PLAIN).items(), ("XL\\worksheets\\sheet1.xml", b"<worksheet/>")]:
            archive.writestr(name, content)
    return out.getvalue()


def signed() -> bytes:
    return zipped(with_signature(make_book(PLAIN)))


def with_signature(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a book as Office leaves them after signing it."""
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    to_origin = f'<Relationship Id="rId99" Type="{kind}/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    to_one = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{kind}/signature" Target="sig1.xml"/></Relationships>'
    media = "application/vnd.openxmlformats-package.digital-signature"
    types = (f'<Default Extension="sigs" ContentType="{media}-origin"/>'
             f'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="{media}-xmlsignature+xml"/></Types>')  # fmt: skip
    return parts | {
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", types.encode()),
        "_rels/.rels": parts["_rels/.rels"].replace(b"</Relationships>", to_origin.encode()),
        "_xmlsignatures/origin.sigs": b"",
        "_xmlsignatures/_rels/origin.sigs.rels": to_one.encode(),
        "_xmlsignatures/sig1.xml": b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
    }


def with_doctype(name: str, doctype: str) -> bytes:
    parts = make_book(PLAIN, extra={"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>'})
    return zipped(parts | {name: doctype.encode() + parts[name]})


def broken(place: int) -> bytes:
    data = bytearray(zipped(make_book(PLAIN)))
    where = data.index(b"xl/worksheets/sheet1.xml") + 24 + place
    data[where] ^= 0xFF
    return bytes(data)


def zip_bomb() -> bytes:
    """Return a book with a small member that unpacks to 200 MB."""
    return zipped(make_book(PLAIN) | {"xl/media/image1.png": bytes(200 << 20)})


def lying_about_size() -> bytes:
    data = bytearray(zipped(make_book(PLAIN)))
    for mark, shift in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            if b"sheet1.xml" in data[start : start + 90]:
                data[start + shift : start + shift + 4] = struct.pack("<L", 10)
            start += 4
    return bytes(data)


def encrypted_member() -> bytes:
    data = bytearray(zipped(make_book(PLAIN)))
    start = data.rindex(b"PK\x01\x02", 0, data.index(b"sheet1.xml", data.index(b"PK\x01\x02")))
    data[start + 8] |= 1
    return bytes(data)


BOOKS = {
    "зашифрована": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "снимите пароль"),
    "пуста": lambda: (b"", "пуст"),
    "не книга": lambda: (b"<html><table>", "не является книгой"),
    "другой архив": lambda: (zipped({"word/document.xml": b"<w/>"}), "не является книгой"),
    "без листов": lambda: (zipped({"[Content_Types].xml": b"<Types/>"}), "не является книгой"),
    "обрезана": lambda: (zipped(make_book(PLAIN))[:-100], "повреждён"),
    "испорчена посередине": lambda: (broken(10), "повреждена"),
    "две части с одним именем": lambda: (doubled(), "две части с одним именем"),
    "подписана": lambda: (signed(), "подписью"),
    "бомба из сущностей в листе": lambda: (with_doctype("xl/worksheets/sheet1.xml", BOMB), "сущност"),
    "бомба из сущностей в строках": lambda: (with_doctype("xl/sharedStrings.xml", BOMB), "сущност"),
    "внешняя сущность": lambda: (with_doctype("xl/workbook.xml", OUTSIDE), "сущност"),
    "zip-бомба": lambda: (zip_bomb(), "бомб"),
    "размер неверен": lambda: (lying_about_size(), "повреждена"),
    "часть зашифрована": lambda: (encrypted_member(), "зашифрована"),
    "xlsb": lambda: (zipped({name.replace("workbook.xml", "workbook.bin"): content.replace(b"workbook.xml", b"workbook.bin")
                             for name, content in make_book(PLAIN).items()}), "xlsb"),
}  # fmt: skip


@pytest.mark.parametrize("case", BOOKS)
def test_a_book_that_cannot_be_trusted_is_refused_and_left_alone(tmp_path, case):
    data, reason = BOOKS[case]()
    path = save(tmp_path, data)
    with pytest.raises(Refused, match=reason) as refusal:
        write(path, {(1, 1): 2})
    assert "«книга.xlsx»" in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert path.read_bytes() == data
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["книга.xlsx"]


SHEETS = {
    "внутри объединения": (PLAIN.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:B3"/></mergeCells>'), (2, 2), "внутри объединения A1:B3; пишите в A1"),
    "объединённый столбец": (PLAIN.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="C:D"/></mergeCells>'), (900, 4), "внутри объединения"),
    "формула массива": (sheet('<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3*2</f><v>1</v></c></row>'), (2, 1), "формула массива A1:A3"),
    "её первая ячейка": (sheet('<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3*2</f><v>1</v></c></row>'), (1, 1), "формула массива A1:A3"),
    "пролив": (sheet('<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:B2">_xlfn.SEQUENCE(2,2)</f><v>1</v></c></row>'), (2, 2), "формула массива A1:B2"),
    "таблица подстановки": (sheet('<row r="1"><c r="A1"><f t="dataTable" ref="A1:B2" dt2D="1" r1="D1" r2="D2"/><v>1</v></c></row>'), (2, 2), "таблице подстановки"),
    "две записи ячейки": (sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), (1, 1), "ошибка разметки"),
    "две записи строки": (sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'), (1, 1), "ошибка разметки"),
    "два варианта ячеек": (PLAIN.replace("<row", '<mc:AlternateContent xmlns:mc="urn:mc"/><row'), (1, 1), "в двух вариантах"),
    "нет ячеек": (PLAIN.replace("sheetData", "cellData"), (1, 1), "нет таблицы ячеек"),
    "обрывается": (PLAIN[: PLAIN.index("</sheetData>")], (1, 1), "обрывается"),
    "два префикса": (sheet('<row r="1"><c r="A1"><v>1</v></c></row><x:row r="2"/>').replace("<worksheet", f'<worksheet xmlns:x="{MAIN}"'), (1, 1), "с разными приставками"),
    "разметка в примечании": (sheet('<!-- <row r="1"/> --><row r="1"><c r="A1"><v>1</v></c></row>'), (1, 1), "внутри примечаний"),
    "не закрыта ячейка": (sheet('<row r="1"><c r="A1"><v>1</v></row><row r="2"><c r="B2"><v>1</v></c></row>'), (1, 1), "ошибка разметки"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHEETS)
def test_a_cell_that_must_not_be_written_is_refused_by_name(tmp_path, case):
    worksheet, cell, reason = SHEETS[case]
    path = save(tmp_path, make_book(worksheet))
    before = path.read_bytes()
    with pytest.raises(Refused, match=reason):
        write(path, {cell: "новое"})
    assert path.read_bytes() == before


def test_a_cell_beside_what_is_refused_is_written(tmp_path):
    for worksheet, _, _ in list(SHEETS.values())[:6]:
        path = save(tmp_path, make_book(worksheet))
        assert "рядом".encode() in unzipped(write(path, {(7, 7): "рядом"}))["xl/worksheets/sheet1.xml"]


def test_the_top_left_cell_of_a_merge_is_written(tmp_path):
    path = save(tmp_path, make_book(SHEETS["внутри объединения"][0]))
    assert b"<v>7</v>" in unzipped(write(path, {(1, 1): 7}))["xl/worksheets/sheet1.xml"]


def test_a_single_cell_array_formula_may_be_replaced(tmp_path):
    path = save(
        tmp_path, make_book(sheet('<row r="1"><c r="A1"><f t="array" ref="A1">SUM(B1:B3*2)</f><v>1</v></c></row>'))
    )
    assert b"array" not in unzipped(write(path, {(1, 1): 7}))["xl/worksheets/sheet1.xml"]


def test_pivot_tables_of_the_real_books_are_refused(tmp_path):
    path = save(tmp_path, next(one for one in corpus_files() if one.name == "closedxml-PivotTables.xlsx").read_bytes())
    refused = []
    with open_host(path) as host:
        for title in host.sheets():
            for cell in ((row, column) for row in range(1, 9) for column in range(1, 6)):
                try:
                    host.write(title, {cell: "x"})
                except Refused as refusal:
                    refused.append(str(refusal))
    assert any("сводной таблице" in one for one in refused)


@pytest.mark.parametrize(
    ("value", "reason"),
    [("я" * 32_768, "длиннее 32767"), (Link("x", "https://example.org/" + "я" * 2100), "длиннее 2079")],
)
def test_a_value_that_excel_would_cut_is_refused_with_its_cell(tmp_path, value, reason):
    with pytest.raises(Refused, match=f"ячейка B3.*{reason}"):
        write(save(tmp_path, make_book(PLAIN)), {(3, 2): value})


def test_a_date_before_the_calendar_is_refused_with_its_cell(tmp_path):
    from datetime import date

    with pytest.raises(Refused, match=r"ячейка B3.*01\.05\.1815"):
        write(save(tmp_path, make_book(PLAIN)), {(3, 2): date(1815, 5, 1)})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_our_own_mistake(tmp_path, value):
    path = save(tmp_path, make_book(PLAIN))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="infinity"):
        write(path, {(3, 2): value})
    assert path.read_bytes() == before


def excel_mark(path, user="Иванова М. И."):
    name = user.encode("cp1251")
    content = (
        bytes([len(name)]) + name.ljust(54) + struct.pack("<H", len(user)) + user.encode("utf-16-le").ljust(108, b"\0")
    )
    path.with_name(f"~${path.name}").write_bytes(content[:165])


def libreoffice_mark(path, user="Мария Иванова"):
    path.with_name(f".~lock.{path.name}#").write_text(f",{user},school-pc,23.11.2026 10:15,file:///home/m;", "utf-8")


@pytest.mark.parametrize(
    ("mark", "who"), [(excel_mark, "Excel.*Иванова М. И."), (libreoffice_mark, "LibreOffice.*Мария Иванова")]
)
def test_a_book_open_elsewhere_is_read_but_not_written(tmp_path, mark, who):
    path = save(tmp_path, make_book(PLAIN))
    before = path.read_bytes()
    mark(path)
    with open_host(path) as host:
        assert host.read("Лист1") == [[1]]
    with pytest.raises(HostError, match=who), open_host(path) as host:
        host.write("Лист1", {(1, 1): 2})
    assert path.read_bytes() == before


def write_while_another_opens(path):
    with open_host(path) as host:
        host.write("Лист1", {(1, 1): 2})
        libreoffice_mark(path)


def test_a_book_opened_elsewhere_while_we_worked_is_not_written(tmp_path):
    path = save(tmp_path, make_book(PLAIN))
    before = path.read_bytes()
    with pytest.raises(HostError, match="LibreOffice"):
        write_while_another_opens(path)
    assert path.read_bytes() == before


def test_a_read_only_book_is_read_but_not_written(tmp_path):
    path = save(tmp_path, make_book(PLAIN))
    path.chmod(0o444)
    with open_host(path) as host:
        assert host.read("Лист1") == [[1]]
    with pytest.raises(HostError, match="только для чтения"), open_host(path) as host:
        host.write("Лист1", {(1, 1): 2})


@pytest.mark.parametrize(("name", "reason"), [("нет.xlsx", "нет в папке"), ("папка.xlsx", "папка")])
def test_a_missing_book_is_named_with_its_folder(tmp_path, name, reason):
    (tmp_path / "папка.xlsx").mkdir()
    with pytest.raises(HostError, match=reason), open_host(tmp_path / name):
        pass


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="не является книгой"), open_host(save(tmp_path, b"a;b", "список.csv")):
        pass


def test_a_refused_write_sets_none_of_its_cells(tmp_path):
    path = save(tmp_path, make_book(SHEETS["внутри объединения"][0]))
    with open_host(path) as host:
        with pytest.raises(Refused):
            host.write("Лист1", {(1, 1): "x", (2, 2): "y"})
        assert host.read("Лист1") == [[1]]
    assert not re.search(b">x<", unzipped(path.read_bytes())["xl/worksheets/sheet1.xml"])


def test_nothing_of_the_heavy_libraries_is_loaded_by_opening_and_reading(tmp_path):
    import subprocess

    path = save(tmp_path, make_book(PLAIN))
    code = ("import sys; from nastavnik_sheets.hosts import open_host\n"
            "with open_host(sys.argv[1]) as host: host.read('Лист1'); host.write('Лист1', {(1, 1): 2})\n"
            "print([one for one in ('openpyxl', 'lxml', 'numpy', 'pandas', 'xlsxwriter') if one in sys.modules])")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True,
                          env=os.environ | {"PYTHONIOENCODING": "utf-8"})  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_signed_book_is_read_and_asked_about(tmp_path):
    with open_host(save(tmp_path, signed())) as host:
        assert (host.read("Лист1"), host.protected("Лист1")) == ([[1]], False)


def test_a_signature_is_taken_off_whole_when_its_owner_agrees(tmp_path):
    path = save(tmp_path, signed())
    with open_host(path, drop_signature=True) as host:
        assert host.read("Лист1") == [[1]]
    assert path.read_bytes() == signed()  # agreeing alone takes nothing away
    with open_host(path, drop_signature=True) as host:
        host.write("Лист1", {(1, 1): 2})
    parts = unzipped(path.read_bytes())
    assert not [name for name, content in parts.items() if b"_xmlsignatures" in content or "_xmlsig" in name]
    assert values(path.read_bytes()) == {(1, 1): 2}
    with open_host(path) as host:
        host.write("Лист1", {(1, 1): 3})


def test_the_refusal_of_a_signed_book_names_the_key_and_the_key_works(tmp_path, capsys):
    path = tmp_path / "книга.xlsx"
    assert main(["new", str(path), "--today", "2026-09-01"]) == 0
    save(tmp_path, with_signature(unzipped(path.read_bytes())))
    assert main(["check", str(path), "--today", "2026-09-02"]) == 3
    assert "--drop-signature" in capsys.readouterr().err
    assert main(["check", str(path), "--today", "2026-09-02", "--drop-signature"]) in (0, 1)
    assert not [name for name in unzipped(path.read_bytes()) if "_xmlsig" in name]


@pytest.mark.parametrize("seed", range(4))
def test_a_book_damaged_at_random_is_edited_or_refused_and_never_anything_else(tmp_path, seed):
    chance = random.Random(seed)
    sources = [one for one in corpus_files() if one.stat().st_size < 20_000 and "fuzz" not in one.name]
    counts = {"edited": 0, "refused": 0}
    for _ in range(60):
        source = chance.choice(sources)
        path = save(tmp_path, _damaged(source.read_bytes(), chance), f"книга{source.suffix}")
        before = path.read_bytes()
        try:
            with open_host(path) as host:
                host.write(host.sheets()[0] if host.sheets() else "", {(30, 30): "новое"})
        except (Refused, KeyError):
            counts["refused"] += 1
            assert path.read_bytes() == before
        else:
            counts["edited"] += 1
    assert min(counts.values()) > 5


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a book with a part changed at a random place, or with some of its own bytes changed."""
    if chance.random() < 0.3:
        place = chance.randrange(len(data))
        return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    parts = unzipped(data) if zipfile.is_zipfile(io.BytesIO(data)) else {"x": data}
    name = chance.choice([one for one in parts if parts[one]])
    place, length = chance.randrange(len(parts[name])), chance.randrange(40)
    new = chance.choice([b"", b"<", b">", b'"', b"x", parts[name][max(0, place - 40) : place]])
    return zipped(parts | {name: parts[name][:place] + new + parts[name][place + length :]})
