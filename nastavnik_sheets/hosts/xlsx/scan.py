"""What one must know of a worksheet before changing it: its rows, formulas that span cells, merges, protection.

One pass over the bytes; leaves the changing to `splice`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import column_number
from nastavnik_sheets.hosts.xlsx import areas, markup
from nastavnik_sheets.hosts.xlsx.splice import rows_of
from nastavnik_sheets.hosts.xlsx.stream import SheetStream
from nastavnik_sheets.hosts.xlsx.workbook import is_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nastavnik_sheets.hosts.xlsx.package import Package

MOST_CELLS = 30_000_000
"""A grid of more cells is not read: it would take gigabytes."""

_DIMENSION = re.compile(rb"""<(?:[\w.-]+:)?dimension\s+ref\s*=\s*["']([A-Z0-9:$]+)["']""")
_ROWS_AND_CELLS = re.compile(rb"<([\w.-]+:(?:row|c))(?=[\s>])")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]+)\s*(\d+)""")


@dataclass(frozen=True, slots=True)
class Shared:
    """The master of a shared formula: where it stands, what it says, where its dependants may be."""

    row: int
    column: int
    area: areas.Area
    text: str


@dataclass(slots=True)
class Facts:
    """Facts about a worksheet; row numbers per block say where a row is or belongs."""

    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    ordered: bool = True
    rows: set[int] = field(default_factory=set)
    """Filled only if rows are out of order."""
    doubled: int | None = None
    has_formulas: bool = False
    arrays: list[areas.Area] = field(default_factory=list)
    tables_of_data: list[areas.Area] = field(default_factory=list)
    shared: dict[str, Shared] = field(default_factory=dict)
    merges: list[areas.Area] = field(default_factory=list)
    protected: bool = False
    alternates: bool = False

    @property
    def last_row(self) -> int:
        """The number of the last row that is written in the file; 0 if there is none."""
        return max(self.lasts, default=0)


def scan(stream: SheetStream) -> Facts:
    """Read the facts in one pass. MarkupError if the sheet cannot be followed."""
    facts = Facts()
    numbers_of_blocks: list[list[int]] = []
    last = 0
    for block in stream.blocks():
        numbers = _row_numbers(block, stream, last)
        if numbers:
            last = numbers[-1]
        numbers_of_blocks.append(numbers)
        _read_formulas(block, stream, facts)
        facts.alternates = facts.alternates or b"AlternateContent" in block
        _guard_prefixes(block, stream)
    _settle_rows(facts, numbers_of_blocks)
    _read_tail(stream, facts)
    return facts


def _row_numbers(block: bytes, stream: SheetStream, last: int) -> list[int]:
    found = stream.dialect.row_number.findall(block)
    if b"" not in found:
        return list(map(int, found))
    return [number for _, _, number in rows_of(block, stream.dialect, last=last)]


def _guard_prefixes(block: bytes, stream: SheetStream) -> None:
    """Refuse rows and cells under another prefix than the sheet's own: they would be overlooked."""
    if stream.dialect.prefix and b"<row" in block:
        raise markup.MarkupError("two prefixes")
    if any(mark in block for mark in (b":row ", b":row>", b":c ")):
        others = {markup.prefix(name) for name in _ROWS_AND_CELLS.findall(block)} - {stream.dialect.prefix}
        if others:
            raise markup.MarkupError("two prefixes")


def _settle_rows(facts: Facts, blocks: list[list[int]]) -> None:
    last = 0
    for numbers in blocks:
        ordered = all(map(int.__lt__, numbers, numbers[1:])) and (not numbers or numbers[0] > last)
        facts.ordered = facts.ordered and ordered
        facts.firsts.append(numbers[0] if numbers else last)
        last = numbers[-1] if numbers else last
        facts.lasts.append(last)
    if not facts.ordered:
        everything = [number for numbers in blocks for number in numbers]
        facts.rows = set(everything)
        facts.doubled = _doubled(everything)
        facts.lasts = [max(numbers, default=0) for numbers in blocks]


def _doubled(numbers: Iterable[int]) -> int | None:
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            return number
        seen.add(number)
    return None


def _read_formulas(block: bytes, stream: SheetStream, facts: Facts) -> None:
    start = b"<%sf" % stream.dialect.prefix
    if b"f" not in block or start not in block:
        return
    facts.has_formulas = True
    if b"ref" not in block:
        return
    for found in stream.dialect.formula.finditer(block):
        if b"ref" in found[1]:
            _read_spanning(found, block, stream, facts)


def _read_spanning(found: re.Match[bytes], block: bytes, stream: SheetStream, facts: Facts) -> None:
    said = markup.attributes(b"<f" + found[1] + b">")
    try:
        area = areas.parse_area(said.get("ref", ""))
    except ValueError:
        return
    kind = said.get("t")
    if kind == "array":
        facts.arrays.append(area)
    elif kind == "dataTable":
        facts.tables_of_data.append(area)
    elif kind == "shared":
        row, column = _owner(block, found.start(), stream) or (area.top, area.left)
        text = markup.unescaped(found[2] or b"")
        facts.shared[said.get("si", "")] = Shared(row, column, area, text)


def _owner(block: bytes, place: int, stream: SheetStream) -> tuple[int, int] | None:
    start = block.rfind(b"<%sc " % stream.dialect.prefix, 0, place)
    reference = _REFERENCE.search(block, start, place) if start >= 0 else None
    return (int(reference[2]), column_number(reference[1])) if reference else None


def _read_tail(stream: SheetStream, facts: Facts) -> None:
    for element in markup.children(stream.tail):
        if element.local == b"mergeCells":
            texts = re.findall(rb"""\sref\s*=\s*["']([^"']+)""", stream.tail[element.inner : element.close])
            facts.merges = areas.parse_areas(b" ".join(texts).decode())
        elif element.local == b"sheetProtection":
            facts.protected = is_on(markup.attribute(element.tag(stream.tail), "sheet"))


def far_area(package: Package, part: str) -> areas.Area | None:
    """Return the area of a sheet's values if its grid would be monstrous; usually one look at the head tells.

    MarkupError for UTF-16, in which the reader would see an empty sheet.
    """
    start = package.start(part, 8192)
    if markup.is_utf16(start):
        raise markup.MarkupError("encoding")
    said = _DIMENSION.search(start)
    if said and not _is_monstrous(areas.parse_area(said[1].decode())):
        return None
    area = _filled_area(SheetStream(package, part))
    return area if _is_monstrous(area) else None


def _filled_area(stream: SheetStream) -> areas.Area:
    """Return the area from A1 of the cells with content; the columns A to Z alone are never too many."""
    bottom, right = 1, 26
    cell = rb"""<%sc\s[^>]*?\br="(%s)(\d+)"(?:[^>]*[^/>])?>"""
    wide = re.compile(cell % (stream.dialect.prefix, b"[A-Z]{2,3}"))
    for block in stream.blocks():
        right = max(right, *(column_number(one) for one in {letters for letters, _ in wide.findall(block)}), 0)
    if right > 26:
        anywhere = re.compile(cell % (stream.dialect.prefix, b"[A-Z]{1,3}"))
        bottom = max((int(found[2]) for block in stream.blocks() for found in anywhere.finditer(block)), default=1)
    return areas.Area(1, 1, bottom, right)


def _is_monstrous(area: areas.Area) -> bool:
    return area.bottom * area.right > MOST_CELLS
