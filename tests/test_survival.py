"""What a person put into the workbook by hand is there after the year's commands, byte for byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from sdk_validator import findings
from survival_parts import COMMENT, strange_parts, with_strange_parts

from nastavnik_sheets.cli import main
from nastavnik_sheets.hosts import open_host

OWN = "Моё"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a34c3cd0000000049454e44ae426082"
)


def own_sheet() -> bytes:
    """Return a sheet with a picture, a chart, a comment and a formula of somebody's own."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet(OWN)
    for row, line in enumerate([["Класс", "Встреч"], ["7А", 3], ["7Б", 1], ["7А", 2]]):
        sheet.write_row(row, 0, line)
    for row, line in enumerate([["Названия строк", "Всего"], ["7А", 5], ["7Б", 1], ["Общий итог", 6]]):
        sheet.write_row(row, 4, line)
    sheet.write_formula("A6", "=SUM(B2:B4)", None, 6)
    sheet.write_comment("A1", "[Threaded comment]\n\nComment:\n    не забыть", {"author": f"tc={COMMENT}"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"='{OWN}'!$B$2:$B$4"})
    sheet.insert_chart("H2", chart)
    sheet.insert_image("H20", "точка.png", {"image_data": io.BytesIO(PIXEL)})
    book.close()
    return content.getvalue()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("школа")
    plain, book = folder / "пустая.xlsx", folder / "книга.xlsm"
    assert main(["new", str(plain), "--demo", "--today", "2027-02-01"]) == 0
    with open_host(plain) as host:
        host.add_sheet(OWN, own_sheet())
    with_strange_parts(plain, book, OWN)
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
    own = next(name for name, content in before.items() if b"SUM(B2:B4)" in content)
    bound = own.replace("worksheets/", "worksheets/_rels/") + ".rels"
    assert (after[own], after[bound]) == (before[own], before[bound])
    assert b'<pivotCache cacheId="77" r:id="rIdS0"/>' in after["xl/workbook.xml"]
    monitored = ("xl/charts/", "xl/drawings/", "xl/media/")  # the sheets of monitoring are drawn anew
    strange = [name for name, content in before.items() if not ours(name, content) and not name.startswith(monitored)]
    assert set(strange_parts(OWN)) <= set(strange)
    assert not findings(workbook)
    assert [name for name in strange if after.get(name) != before[name]] == []
    drawn = [content for name, content in before.items() if name.startswith("xl/media/")]
    drawn += [c for name, c in before.items() if name.startswith("xl/charts/") and OWN.encode() in c]
    assert len(drawn) >= 2
    assert all(content in after.values() for content in drawn)
