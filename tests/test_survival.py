"""What a person put into the workbook by hand is there after the year's commands, byte for byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from nastavnik_sheets.cli import main
from nastavnik_sheets.hosts import open_host

OWN = "Моё"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a34c3cd0000000049454e44ae426082"
)
STRANGE = {
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 a macro, as far as we know",
    "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
    "xl/persons/person.xml": b"<personList/>",
    "xl/pivotCache/pivotCacheDefinition9.xml": b"<pivotCacheDefinition/>",
    "customXml/item1.xml": b"<anything>unknown</anything>",
}
TYPES = (
    '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
    'ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
    '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
    '<Override PartName="/xl/pivotCache/pivotCacheDefinition9.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"/></Types>'
)


def own_sheet() -> bytes:
    """Return a sheet with a picture, a chart, a comment and a formula of somebody's own."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet(OWN)
    sheet.write_column(0, 0, [3, 1, 2])
    sheet.write_formula("A4", "=SUM(A1:A3)", None, 6)
    sheet.write_comment("A1", "не забыть")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"='{OWN}'!$A$1:$A$3"})
    sheet.insert_chart("C2", chart)
    sheet.insert_image("C20", "точка.png", {"image_data": io.BytesIO(PIXEL)})
    book.close()
    return content.getvalue()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("школа")
    plain, book = folder / "пустая.xlsx", folder / "книга.xlsm"
    assert main(["new", str(plain), "--demo", "--today", "2027-02-01"]) == 0
    with open_host(plain) as host:
        host.add_sheet(OWN, own_sheet())
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", TYPES.encode())
            target.writestr(name, content)
        for name, content in STRANGE.items():
            target.writestr(name, content)
    return book


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ours(name: str, content: bytes) -> bool:
    """Whether a part is one that commands may change: a sheet of the schema, or what binds parts together."""
    return name.startswith(
        ("xl/worksheets/", "xl/tables/", "xl/workbook.xml", "xl/_rels/", "xl/styles.xml", "[Content")
    )


def test_the_years_commands_leave_every_strange_part_as_it_was(workbook: Path) -> None:
    before = parts(workbook)
    year = (
        ["check", "--fix"], ["suggest"], ["confirm"], ["documents", "make", "order_pairs"], ["monitor"], ["roadmap"],
        ["check"], ["undo"],
    )  # fmt: skip
    for words in year:
        place = 2 if words[0] == "documents" else 1
        code = main([*words[:place], str(workbook), *words[place:], "--today", "2027-02-02"])
        assert code in (0, 1, 3), words
    after = parts(workbook)
    own = next(name for name, content in before.items() if b"SUM(A1:A3)" in content)
    assert after[own] == before[own]
    monitored = ("xl/charts/", "xl/drawings/", "xl/media/")  # the sheets of monitoring are drawn anew
    strange = [name for name, content in before.items() if not ours(name, content) and not name.startswith(monitored)]
    assert set(STRANGE) <= set(strange)
    assert [name for name in strange if after.get(name) != before[name]] == []
    drawn = [content for name, content in before.items() if name.startswith("xl/media/")]
    drawn += [c for name, c in before.items() if name.startswith("xl/charts/") and OWN.encode() in c]
    assert len(drawn) >= 2
    assert all(content in after.values() for content in drawn)
