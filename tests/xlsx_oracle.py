"""A deep check of a whole workbook for the faults that make Excel "repair" it, by lxml and nothing of ours."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.utils import column_index_from_string, range_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def deep_faults(data: bytes) -> set[str]:
    """Return what is wrong with the workbook."""
    return set(Oracle(data).faults())


def local(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Oracle:
    def __init__(self, data: bytes) -> None:
        archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()]
        self.parts = {
            name.lower(): archive.read(info) for name, info in zip(self.names, archive.infolist(), strict=True)
        }

    def xml(self, name: str):
        return etree.fromstring(self.parts[name.lower()], etree.XMLParser(resolve_entities=False, huge_tree=True))

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, _, last = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", last + ".rels").lower()
        if rels not in self.parts:
            return {}
        found = {}
        for one in self.xml(rels):
            target = one.get("Target", "").replace("\\", "/")
            inside = one.get("TargetMode") != "External"
            part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/").lower() if inside else ""
            found[one.get("Id")] = (one.get("Type", "").rpartition("/")[2], part)
        return found

    def faults(self) -> Iterator[str]:
        self.book_part = next(part for kind, part in self.relations("").values() if kind == "officeDocument")
        self.book = self.xml(self.book_part)
        relations = self.relations(self.book_part)
        self.sheets = []
        for one in self.book.iter("{*}sheet"):
            number = next((value for name, value in one.attrib.items() if name.endswith("}id")), None)
            kind, part = relations.get(number, ("", ""))
            if part not in self.parts:
                yield f"sheet {one.get('name')} leads nowhere"
            elif kind == "worksheet":
                self.sheets.append((one.get("name"), part))
        yield from self.package_faults()
        yield from self.book_faults()
        self.read_styles_and_texts(relations)
        self.formulas = {}
        for number, (title, part) in enumerate(self.sheets, 1):
            yield from self.sheet_faults(number, title, part)
        yield from self.table_faults()
        yield from self.chain_faults(relations)

    def package_faults(self) -> Iterator[str]:
        types = self.xml("[Content_Types].xml")
        known = {one.get("PartName", "").lstrip("/").lower() for one in types}
        extensions = {one.get("Extension", "").lower() for one in types}
        for name in self.names:
            if (
                not name.endswith("/")
                and name.lower() not in known
                and name.rpartition(".")[2].lower() not in extensions
            ) and name.lower() != "[content_types].xml":
                yield f"no content type: {name}"
        for name, count in Counter(name.lower() for name in self.names).items():
            if count > 1:
                yield f"twice in the archive: {name}"
        for name in known - {""}:
            if name not in self.parts:
                yield f"declared and not there: {name}"

    def book_faults(self) -> Iterator[str]:
        lines = list(self.book.iter("{*}sheet"))
        for attribute in ("name", "sheetId"):
            for value, count in Counter(one.get(attribute, "").lower() for one in lines).items():
                if count > 1:
                    yield f"{attribute} twice: {value}"
        if lines and all(one.get("state", "visible") != "visible" for one in lines):
            yield "all sheets hidden"
        names = Counter(
            (one.get("name", "").lower(), one.get("localSheetId")) for one in self.book.iter("{*}definedName")
        )
        yield from (f"defined name twice: {name}" for name, count in names.items() if count > 1)
        for one in self.book.iter("{*}definedName"):
            if int(one.get("localSheetId", 0)) >= len(lines):
                yield f"defined name of no sheet: {one.get('name')}"

    def read_styles_and_texts(self, relations) -> None:
        by_kind = {kind: part for kind, part in relations.values() if part in self.parts}
        styles = self.xml(by_kind["styles"]) if "styles" in by_kind else None
        self.xfs = len(styles.findall("{*}cellXfs/{*}xf")) if styles is not None else 1
        self.dxfs = len(styles.findall("{*}dxfs/{*}dxf")) if styles is not None else 0
        texts = self.xml(by_kind["sharedStrings"]) if "sharedStrings" in by_kind else ()
        self.texts = ["".join(t.text or "" for t in one.iter("{*}t") if local(t.getparent()) != "rPh") for one in texts
                      if local(one) == "si"]  # fmt: skip
        self.tables = []

    def sheet_faults(self, number: int, title: str, part: str) -> Iterator[str]:
        top = self.xml(part)
        order = [ORDER.index(local(one)) for one in top if local(one) in ORDER]
        if order != sorted(order):
            yield f"{title}: children out of order"
        texts: dict[tuple[int, int], str] = {}
        yield from (f"{title}: {one}" for one in self.row_faults(number, top, texts))
        merges = [range_boundaries(one.get("ref")) for one in top.iter("{*}mergeCell") if ":" in one.get("ref", "")
                  and re.match(r"[A-Z]+\d", one.get("ref"))]  # fmt: skip
        if len(merges) < 2000:
            yield from (f"{title}: merges overlap" for one, other in combinations(merges, 2) if overlap(one, other))
        for one in top.iter("{*}formula1"):
            if (one.text or "").startswith('"') and len(one.text) > 257:
                yield f"{title}: list too long"
        for one in top.iter("{*}cfRule"):
            if one.get("dxfId") and int(one.get("dxfId")) >= self.dxfs:
                yield f"{title}: dxf out of range"
        relations = self.relations(part)
        for one in top.iter():
            for name, value in one.attrib.items():
                if "elationships}" in name and value and value not in relations:
                    yield f"{title}: relation {value} of {local(one)} is not there"
        for kind, target in relations.values():
            if target and target not in self.parts:
                yield f"{title}: {kind} leads nowhere"
        for one in top.iter("{*}tablePart"):
            target = relations.get(next(iter(one.attrib.values())), ("", ""))[1]
            if target in self.parts:
                self.tables.append((title, self.xml(target), texts))

    def row_faults(self, number: int, top, texts) -> Iterator[str]:
        last, masters, children = 0, Counter(), set()
        found = self.formulas.setdefault(number, set())
        for row in top.iter("{*}row"):
            here = int(row.get("r", last + 1))
            if here <= last:
                yield "rows out of order or twice"
            last, column = here, 0
            for cell in row.findall("{*}c"):
                letters = re.match(r"[A-Z]+", cell.get("r", ""))
                new = column_index_from_string(letters[0]) if letters else column + 1
                if new <= column:
                    yield f"row {here}: cells out of order or twice"
                column = new
                yield from self.cell_faults(cell, here, column, texts, masters, children, found)
        yield from (f"two masters of {one}" for one, count in masters.items() if count > 1)
        yield from (f"no master of {one}" for one in children - set(masters))

    def cell_faults(self, cell, row, column, texts, masters, children, found) -> Iterator[str]:
        if int(cell.get("s", 0)) >= self.xfs:
            yield f"{row}:{column}: style out of range"
        value, formula, kind = cell.find("{*}v"), cell.find("{*}f"), cell.get("t", "n")
        text = (value.text or "") if value is not None else ""
        if kind == "s" and text:
            if int(text) >= len(self.texts):
                yield f"{row}:{column}: shared text out of range"
            else:
                text = self.texts[int(text)]
        elif kind == "inlineStr":
            text = "".join(one.text or "" for one in cell.iter("{*}t"))
        elif kind == "n" and text and not re.fullmatch(r"\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*", text):
            yield f"{row}:{column}: not a number"
        if len(text) > 32_767:
            yield f"{row}:{column}: text too long"
        texts[row, column] = ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
        if formula is not None:
            found.add((row, column))
            if (formula.text or "").startswith("="):
                yield f"{row}:{column}: formula with ="
            if formula.get("t") == "shared":
                (masters.update if formula.text else children.update)([formula.get("si")])

    def table_faults(self) -> Iterator[str]:
        names = {one.get("name", "").lower() for one in self.book.iter("{*}definedName")}
        for attribute in ("id", "displayName"):
            for value, count in Counter(one.get(attribute, "").lower() for _, one, _ in self.tables).items():
                if count > 1:
                    yield f"table {attribute} twice: {value}"
        areas = {}
        for title, table, texts in self.tables:
            name, area = table.get("displayName"), range_boundaries(table.get("ref"))
            areas.setdefault(title, []).append(area)
            if name.lower() in names or re.fullmatch(r"[A-Za-z]{1,3}\d+", name):
                yield f"table badly named: {name}"
            columns = [one.get("name") for one in table.iter("{*}tableColumn")]
            if len(columns) != area[2] - area[0] + 1:
                yield f"table {name}: width"
            if len({one.lower() for one in columns}) < len(columns):
                yield f"table {name}: columns twice"
            filtered = table.find("{*}autoFilter")
            if filtered is not None and filtered.get("ref", "").partition(":")[0] != table.get("ref").partition(":")[0]:
                yield f"table {name}: filter"
            if filtered is not None and range_boundaries(filtered.get("ref"))[3] != area[3] - (
                table.get("totalsRowCount", "0") != "0"
            ):
                yield f"table {name}: filter"
            for column, one in enumerate(columns, area[0]) if table.get("headerRowCount", "1") != "0" else ():
                plain = ESCAPE.sub(lambda code: chr(int(code[1], 16)), one)
                if texts.get((area[1], column), "").replace("\r\n", "\n") != plain.replace("\r\n", "\n"):
                    yield f"table {name}: column «{plain}» is not its header"
        for found in areas.values():
            yield from ("tables overlap" for one, other in combinations(found, 2) if overlap(one, other))

    def chain_faults(self, relations) -> Iterator[str]:
        part = next((part for kind, part in relations.values() if kind == "calcChain"), "")
        if part not in self.parts:
            return
        numbers = {one.get("sheetId"): place for place, one in enumerate(self.book.iter("{*}sheet"))}
        places = {part: number for number, (_, part) in enumerate(self.sheets, 1)}
        ids = [next((v for n, v in one.attrib.items() if n.endswith("}id")), "") for one in self.book.iter("{*}sheet")]
        sheet = None
        for one in self.xml(part):
            sheet = one.get("i") or sheet
            found = re.fullmatch(r"([A-Z]+)(\d+)", one.get("r", ""))
            if sheet not in numbers or not found:
                continue
            number = places.get(relations.get(ids[numbers[sheet]], ("", ""))[1])
            if number and (int(found[2]), column_index_from_string(found[1])) not in self.formulas[number]:
                yield f"calculation chain: no formula at {one.get('r')} of sheet {sheet}"


def overlap(one, other) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
