# ruff: noqa: E501  (markup reads best in one line)
"""Every real workbook: a cell edited, rows appended, a sheet taken in; all else is as it was, for every reader."""

from __future__ import annotations

import io
import re
import subprocess
import warnings
import zipfile
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook
from test_xlsx_graft import monitoring
from xlsx_oracle import deep_faults
from xlsx_support import corpus_files, packed_parts

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts import Link, open_host

if TYPE_CHECKING:
    from pathlib import Path

FILES = corpus_files()
UNREADABLE = {
    "calamine-pass_protected.xlsx": "зашифрован паролем",
    "poi-60320-protected.xlsx": "зашифрован паролем",
    "poi-protected_passtika.xlsx": "зашифрован паролем",
    "poi-clusterfuzz-testcase-minimized-POIXSSFFuzzer-4828727001088000.xlsx": "повреждён",
    "poi-clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx": "повреждён",
}
STRICT = {"poi-SimpleStrict.xlsx", "poi-sample.strict.xlsx"}
GOOD = [one for one in FILES if one.name not in UNREADABLE]
NEW = "Новое «значение» <&>"
OUR_PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/calcChain.xml")


@cache
def grids(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {one.name: book.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
            for one in book.sheets_metadata if "WorkSheet" in str(one.typ)}  # fmt: skip


def cells(grid: list[list[object]]) -> dict[tuple[int, int], str]:
    return {(r, c): repr(value) for r, row in enumerate(grid, 1) for c, value in enumerate(row, 1) if value != ""}


def our_parts(data: bytes) -> set[str]:
    """Return the parts that may change with any edit: the texts only where the book has none that are shared."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    texts = [name for name in archive.namelist() if name.replace("\\", "/") == "xl/sharedStrings.xml"]
    has_texts = bool(texts) and etree.fromstring(archive.read(texts[0])).find("{*}si") is not None
    return {*OUR_PARTS, *(() if has_texts else ("xl/sharedStrings.xml",))}


def copy_of(path: Path, folder: Path) -> Path:
    copy = folder / path.name
    copy.write_bytes(path.read_bytes())
    return copy


def editable_cell(host, title: str, grid) -> tuple[int, int]:
    """Write into the last filled cell that may be written, else below all; return where."""
    filled = [(r, c) for r, row in enumerate(grid, 1) for c, value in enumerate(row, 1) if value != ""]
    refused = None
    for cell in [*reversed(filled[-40:]), (len(grid) + 3, 2), (len(grid) + 90, 30)]:
        try:
            host.write(title, {cell: NEW})
        except NastavnikError as error:
            refused = error
        else:
            return cell
    raise AssertionError(f"nothing may be written: {refused}")


def edited(path: Path, folder: Path) -> tuple[Path, str, tuple[int, int]]:
    copy = copy_of(path, folder)
    with open_host(copy) as host:
        title = host.sheets()[0]
        cell = editable_cell(host, title, grids(path.read_bytes())[title])
    return copy, title, cell


def sheet_part(data: bytes, title: str) -> str:
    """Return the name of a sheet's part, found by a way of its own."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    book = next(name for name in archive.namelist() if name.replace("\\", "/").endswith("xl/workbook.xml"))
    top = etree.fromstring(archive.read(book))
    tag = next(one for one in top.iter("{*}sheet") if one.get("name") == title)
    number = next(value for name, value in tag.attrib.items() if name.endswith("}id"))
    rels = etree.fromstring(archive.read(book.replace("workbook.xml", "_rels/workbook.xml.rels")))
    target = next(one.get("Target") for one in rels if one.get("Id") == number)
    return target.lstrip("/") if target.startswith("/") else "xl/" + target


def canonical(data: bytes, name: str, *, without: str) -> bytes:
    """Return a sheet as canonical XML without one cell, its row if that is all it holds, and the dimension."""
    top = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))
    for one in [one for one in top.iter("{*}c") if one.get("r") == without]:
        row = one.getparent()
        row.remove(one)
        row.attrib.pop("spans", None)
        if not len(row) and set(row.attrib) == {"r"}:
            row.getparent().remove(row)
    for one in [*top.iter("{*}dimension")]:
        one.set("ref", "")
    for one in top.iter("{*}sheetData"):
        one.text = (one.text or "").strip()
    return etree.tostring(top, method="c14n")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_editing_one_cell_changes_that_cell_alone(path, tmp_path):
    before = path.read_bytes()
    copy, title, cell = edited(path, tmp_path)
    after = copy.read_bytes()
    name = sheet_part(before, title)
    old, new = packed_parts(before), packed_parts(after)
    changed = {one.replace("\\", "/") for one in old if old[one] != new.get(one)}
    assert changed <= {name} | our_parts(before)
    assert set(new) - set(old) <= our_parts(before)
    address = openpyxl.utils.get_column_letter(cell[1]) + str(cell[0])
    assert canonical(before, name, without=address) == canonical(after, name, without=address)
    for one in grids(before):
        was, now = cells(grids(before)[one]), cells(grids(after)[one])
        if one == title:
            was.pop(cell, None)
            assert now.pop(cell) == repr(NEW)
        assert was == now
    if "xl/calcChain.xml" in changed:
        assert new.get("xl/calcChain.xml") is None
    assert deep_faults(after) <= deep_faults(before)


def openpyxl_cells(data: bytes) -> dict[str, dict[str, object]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data))
    return {page.title: {one.coordinate: (str(getattr(one.value, "text", one.value)), one.number_format) for row in page.iter_rows() for one in row
                         if one.value is not None} for page in book.worksheets}  # fmt: skip


UNLOADABLE = STRICT | {"phpspreadsheet-issue.4505.namespace.xlsx"}


@pytest.mark.parametrize("path", [one for one in GOOD if one.name not in UNLOADABLE], ids=lambda path: path.name)
def test_openpyxl_sees_the_new_value_and_every_old_formula_value_and_format(path, tmp_path):
    try:
        was = openpyxl_cells(path.read_bytes())
    except Exception as error:  # noqa: BLE001  (whatever openpyxl cannot read in the source proves nothing)
        assert path.stat().st_size, error  # noqa: PT017
        return
    copy, title, cell = edited(path, tmp_path)
    now = openpyxl_cells(copy.read_bytes())
    address = openpyxl.utils.get_column_letter(cell[1]) + str(cell[0])
    was[title].pop(address, None)
    assert now[title].pop(address)[0] == NEW
    assert now == was


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_book_nobody_may_edit_is_refused_with_the_true_reason(name, tmp_path):
    path = copy_of(next(one for one in FILES if one.name == name), tmp_path)
    with pytest.raises(NastavnikError, match=UNREADABLE[name]), open_host(path):
        pass


def tables_of(path: Path):
    """Return the sheets' tables that have neither totals nor an outside source: title, part, table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(path)
        except Exception:  # noqa: BLE001  (books that openpyxl cannot read are covered by the other tests)
            return []
    return [(page.title, table) for page in book.worksheets for table in page.tables.values()]


WITH_TABLES = [one for one in GOOD if any("xl/tables/" in name for name in zipfile.ZipFile(one).namelist())]


@pytest.mark.parametrize("path", WITH_TABLES, ids=lambda path: path.name)
def test_a_row_is_appended_to_every_table_or_refused_with_a_true_reason(path, tmp_path):
    for title, table in tables_of(path):
        copy = copy_of(path, tmp_path)
        left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
        plain = [column for column, one in enumerate(table.tableColumns, left) if one.calculatedColumnFormula is None]
        try:
            with open_host(copy) as host:
                host.write(title, {(bottom + 1, column): f"новая {column}" for column in plain})
        except NastavnikError as refusal:
            reason = str(refusal)
        else:
            reason = ""
        if reason:
            assert table.totalsRowCount or "уже что-то записано" in reason or "источник" in reason
            assert copy.read_bytes() == path.read_bytes()
            continue
        grown = next(one for page, one in tables_of(copy) if one.displayName == table.displayName)
        was, now = cells(grids(path.read_bytes())[title]), cells(grids(copy.read_bytes())[title])
        below = any((bottom + 1, column) in was for column in range(left, right + 1))
        expected = bottom if below else bottom + 1
        assert openpyxl.utils.range_boundaries(grown.ref) == (left, top, right, expected)
        assert {at: value for at, value in now.items() if at[0] != bottom + 1} == {
            at: value for at, value in was.items() if at[0] != bottom + 1
        }
        assert deep_faults(copy.read_bytes()) <= deep_faults(path.read_bytes())
        assert all(now[bottom + 1, column] == repr(f"новая {column}") for column in plain)


@pytest.mark.parametrize("path", [one for one in GOOD if one.name not in STRICT], ids=lambda path: path.name)
def test_a_sheet_with_a_chart_is_taken_in_and_nothing_else_changes(path, tmp_path):
    copy = copy_of(path, tmp_path)
    before = path.read_bytes()
    with open_host(copy) as host:
        host.add_sheet("Мониторинг 1", monitoring(table="Итоги_мониторинга"))
    after = copy.read_bytes()
    old, new = packed_parts(before), packed_parts(after)
    changed = {one.replace("\\", "/") for one in old if old[one] != new.get(one)}
    styles = {one for one in changed if one.lower().endswith("styles.xml")}
    assert changed - styles <= our_parts(before)
    for title, grid in grids(before).items():
        assert cells(grids(after)[title]) == cells(grid)
    assert grids(after)["Мониторинг 1"][1][:2] == ["Форма 1", 0.1]
    assert deep_faults(after) <= deep_faults(before)
    if path in GOOD[1::4] and path.name not in SLOW_TO_AUDIT:
        assert not _audited(copy) - _audited(path)


@pytest.mark.parametrize("path", GOOD[::2], ids=lambda path: path.name)
def test_a_sheet_is_replaced_whole_or_refused_and_the_others_stay(path, tmp_path):
    copy = copy_of(path, tmp_path)
    before = path.read_bytes()
    grid = [["Лист", "Что"], [Link("сайт", "https://example.org"), date(2026, 9, 1)], ["б", 2]]
    with open_host(copy) as host:
        title = host.sheets()[0]
        try:
            host.replace(title, grid)
        except NastavnikError as refusal:
            assert re.search("сводной таблицей|несколько таблиц|с итогами", str(refusal))  # noqa: PT017
            return
    after = copy.read_bytes()
    part, old, new = sheet_part(before, title), packed_parts(before), packed_parts(after)
    changed = {one.replace("\\", "/") for one in old if old[one] != new.get(one)}
    own = {part, part.replace("worksheets/", "worksheets/_rels/") + ".rels", *our_parts(before)}
    assert not [one for one in changed - own if not one.endswith("styles.xml") and "tables/" not in one]
    found = grids(after)
    assert [row[:2] for row in found[title]] == [["Лист", "Что"], ["сайт", date(2026, 9, 1)], ["б", 2.0]]
    assert all(cells(found[one]) == cells(grid) for one, grid in grids(before).items() if one != title)
    assert deep_faults(after) <= deep_faults(before)


SLOW_TO_AUDIT = {"poi-CVLKRA-KYC_Download_File_Structure_V3.1.xlsx", "poi-57523.xlsx"}


def _audited(path: Path) -> set[str]:
    from openxml_audit import OpenXmlValidator

    found = OpenXmlValidator().validate(str(path))
    return {f"{one.id} {one.error_type}: {re.sub(r'sheet[0-9]+', 'sheet', one.description)}" for one in found.errors}


@pytest.mark.parametrize(
    "path", [one for one in GOOD[::4] if one.name not in SLOW_TO_AUDIT], ids=lambda path: path.name
)
def test_openxml_audit_finds_nothing_new_after_an_edit(path, tmp_path):
    copy, _, _ = edited(path, tmp_path)
    assert not _audited(copy) - _audited(path)


LIBREOFFICE = ("closedxml-CFDataBars", "closedxml-UsingTables",
               "closedxml-AddingComments", "phpspreadsheet-dataValidationTest", "phpspreadsheet-issue.3277",
               "poi-47813", "poi-NewStyleConditionalFormattings", "poi-SimpleStrict", "umya-spreadsheet-google")  # fmt: skip


def test_libreoffice_reads_the_new_value_and_every_old_one(tmp_path):
    sources, results, cells_of = tmp_path / "было", tmp_path / "стало", {}
    for folder in (sources, results):
        folder.mkdir()
    for path in [one for one in GOOD if one.stem in LIBREOFFICE]:
        copy_of(path, sources)
        copy, title, cell = edited(path, results)
        cells_of[copy.stem] = title, cell
    assert len(cells_of) == len(LIBREOFFICE)
    for folder in (sources, results):
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "ods",
                   "--outdir", str(folder), *map(str, sorted(folder.glob("*.xls?")))]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    for stem, (title, cell) in cells_of.items():
        was, now = (grids((folder / f"{stem}.ods").read_bytes()) for folder in (sources, results))
        old, new = cells(was[title]), cells(now[title])
        old.pop(cell, None)
        assert new.pop(cell) == repr(NEW), stem
        assert new == old, stem
