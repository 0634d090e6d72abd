"""What the tests of the xlsx engine share: the real workbooks, a small one made by hand, and ways of looking inside."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from nastavnik_sheets.hosts import open_host

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "workbooks"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def corpus_files() -> list[Path]:
    """Return the real workbooks; a test that needs them fails without them."""
    files = sorted(CORPUS.glob("*.xls?"))
    assert len(files) > 100, f"the real workbooks must lie in {CORPUS}"
    return files


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """Return the markup of a worksheet around these rows."""
    return f"{HEAD}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def make_book(
    worksheet: str | bytes, *, extra: dict[str, str] | None = None, **changed: str | None
) -> dict[str, bytes]:
    """Return the parts of a small book with one sheet «Лист1»; None takes a part away."""
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SHEET}.styles+xml"/></Types>',
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": worksheet,
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>общий текст</t></si></sst>',
    }
    names = {"types": "[Content_Types].xml", "workbook": "xl/workbook.xml", "styles": "xl/styles.xml",
             "relations": "xl/_rels/workbook.xml.rels"}  # fmt: skip
    parts |= {names[name]: text for name, text in changed.items()} | (extra or {})
    return {name: text.encode() if isinstance(text, str) else text for name, text in parts.items() if text is not None}


def _relations(*lines: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in lines)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def zipped(parts: dict[str, bytes], *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the parts as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of a book."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(folder: Path, data: bytes | dict[str, bytes], name: str = "книга.xlsx") -> Path:
    """Write a book into a folder."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else zipped(data))
    return path


def write(path: Path, cells: dict[tuple[int, int], object], *, title: str = "Лист1") -> bytes:
    """Write cells through the host and return the file's bytes."""
    with open_host(path) as host:
        host.write(title, cells)
    return path.read_bytes()


def part(data: bytes, name: str) -> str:
    """Return a part of a book as text."""
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def packed_parts(data: bytes) -> dict[str, tuple[object, ...]]:
    """Return what identifies each member byte for byte: sums, sizes, date and the packed bytes themselves."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist():
            start = one.header_offset
            lengths = (
                int.from_bytes(data[start + 26 : start + 28], "little"),
                int.from_bytes(data[start + 28 : start + 30], "little"),
            )
            body = start + 30 + sum(lengths)
            packed = data[body : body + one.compress_size]
            found[one.orig_filename] = (one.CRC, one.file_size, one.compress_type, one.date_time, packed)
    return found


def values(data: bytes, title: str | None = None) -> dict[tuple[int, int], object]:
    """Return the cells of a sheet (the first one by default) that are not blank, as calamine reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = book.get_sheet_by_name(title) if title else book.get_sheet_by_index(0)
    rows = found.to_python(skip_empty_area=False)
    return {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""}
