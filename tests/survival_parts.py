"""A pivot table with its cache, a threaded comment with its people and a real macro, put into a book as Excel does."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from xlsx_support import CORPUS, MAIN, PACKAGE, RELATIONS, SHEET

if TYPE_CHECKING:
    from pathlib import Path

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MICROSOFT = "http://schemas.microsoft.com/office"
THREADED = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
PERSON = "{0A1B2C3D-0000-4000-8000-000000000001}"
COMMENT = "{0A1B2C3D-0000-4000-8000-000000000002}"
CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
RECORDS = "xl/pivotCache/pivotCacheRecords1.xml"
PIVOT = "xl/pivotTables/pivotTable1.xml"
THREAD = "xl/threadedComments/threadedComment1.xml"
PERSONS = "xl/persons/person.xml"
MACRO = "xl/vbaProject.bin"
UNKNOWN = "customXml/item1.xml"


def rels(*lines: tuple[str, str]) -> str:
    inside = "".join(f'<Relationship Id="rIdS{n}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(lines))
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def strange_parts(sheet: str) -> dict[str, bytes]:
    """Return the parts; the pivot table adds up A1:B4 of the sheet, the comment stands at its A1."""
    texts = {
        CACHE: f'{XML}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONS}" r:id="rIdS0" refreshedBy="Завуч" '
        'refreshedDate="46000" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="3">'
        f'<cacheSource type="worksheet"><worksheetSource ref="A1:B4" sheet="{sheet}"/></cacheSource>'
        '<cacheFields count="2"><cacheField name="Класс" numFmtId="0"><sharedItems count="2"><s v="7А"/><s v="7Б"/>'
        '</sharedItems></cacheField><cacheField name="Встреч" numFmtId="0"><sharedItems containsSemiMixedTypes="0" '
        'containsString="0" containsNumber="1" containsInteger="1" minValue="1" maxValue="3"/></cacheField>'
        "</cacheFields></pivotCacheDefinition>",
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": rels(
            (f"{RELATIONS}/pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        RECORDS: f'{XML}<pivotCacheRecords xmlns="{MAIN}" count="3"><r><x v="0"/><n v="3"/></r>'
        '<r><x v="1"/><n v="1"/></r><r><x v="0"/><n v="2"/></r></pivotCacheRecords>',
        PIVOT: f'{XML}<pivotTableDefinition xmlns="{MAIN}" name="Сводная1" cacheId="77" dataCaption="Значения" '
        'applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" '
        'applyAlignmentFormats="0" applyWidthHeightFormats="1" updatedVersion="6" minRefreshableVersion="3" '
        'createdVersion="6" itemPrintTitles="1" indent="0" outline="1" outlineData="1" multipleFieldFilters="0">'
        '<location ref="E1:F4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
        '<pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/></items>'
        '</pivotField><pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/>'
        '</rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i><i t="grand"><x/></i></rowItems>'
        '<colItems count="1"><i/></colItems><dataFields count="1"><dataField name="Всего" fld="1" baseField="0" '
        'baseItem="0"/></dataFields></pivotTableDefinition>',
        "xl/pivotTables/_rels/pivotTable1.xml.rels": rels(
            (f"{RELATIONS}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
        ),
        THREAD: f'{XML}<ThreadedComments xmlns="{THREADED}" xmlns:x="{MAIN}"><threadedComment ref="A1" '
        f'dT="2026-10-01T09:00:00.00" personId="{PERSON}" id="{COMMENT}"><text>не забыть</text></threadedComment>'
        "</ThreadedComments>",
        PERSONS: f'{XML}<personList xmlns="{THREADED}" xmlns:x="{MAIN}"><person displayName="Завуч Школы" '
        f'id="{PERSON}" userId="zavuch" providerId="None"/></personList>',
        UNKNOWN: "<anything>unknown</anything>",
    }
    with zipfile.ZipFile(CORPUS / "calamine-vba.xlsm") as real:
        return {name: text.encode() for name, text in texts.items()} | {MACRO: real.read(MACRO)}


KINDS = {
    CACHE: f"{SHEET}.pivotCacheDefinition+xml",
    RECORDS: f"{SHEET}.pivotCacheRecords+xml",
    PIVOT: f"{SHEET}.pivotTable+xml",
    THREAD: "application/vnd.ms-excel.threadedcomments+xml",
    PERSONS: "application/vnd.ms-excel.person+xml",
    MACRO: "application/vnd.ms-office.vbaProject",
}


def with_strange_parts(source: Path, target: Path, sheet: str) -> dict[str, bytes]:
    """Write the book anew with the strange parts bound to this sheet, as an .xlsm; return them."""
    strange = strange_parts(sheet)
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    own = next(name for name, content in parts.items() if b"SUM(B2:B4)" in content)
    own_rels = own.replace("worksheets/", "worksheets/_rels/") + ".rels"
    _relate(
        parts,
        own_rels,
        (f"{RELATIONS}/pivotTable", "../pivotTables/pivotTable1.xml"),
        (f"{MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"),
    )
    _relate(
        parts,
        "xl/_rels/workbook.xml.rels",
        (f"{RELATIONS}/pivotCacheDefinition", CACHE.removeprefix("xl/")),
        (f"{MICROSOFT}/2017/10/relationships/person", PERSONS.removeprefix("xl/")),
        (f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
    )
    caches = b'<pivotCaches><pivotCache cacheId="77" r:id="rIdS0"/></pivotCaches>'
    place = re.search(rb"<extLst>|</workbook>", parts["xl/workbook.xml"])
    assert place
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book[: place.start()] + caches + book[place.start() :]
    plain, macros = f"{SHEET}.sheet.main+xml".encode(), b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = parts["[Content_Types].xml"].replace(plain, macros)
    new = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in KINDS.items())
    parts["[Content_Types].xml"] = types.replace(b"</Types>", new.encode() + b"</Types>")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | strange).items():
            archive.writestr(name, content)
    return strange


def _relate(parts: dict[str, bytes], name: str, *lines: tuple[str, str]) -> None:
    new = re.findall(r"<Relationship .*?/>", rels(*lines))
    parts[name] = parts[name].replace(b"</Relationships>", "".join(new).encode() + b"</Relationships>")
