"""Tables of a worksheet: where they are, which columns compute themselves, and how their ranges change.

Leaves the cells to `splice`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import areas, markup
from nastavnik_sheets.hosts.xlsx.areas import Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.hosts.xlsx.package import Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `formula` is that of a calculated column, `bound` if it comes from outside."""

    name: str
    formula: str | None
    bound: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table part and what it says."""

    part: str
    name: str
    number: str
    area: Area
    header: bool
    totals: bool
    external: bool
    columns: tuple[Column, ...]

    @property
    def first_data_row(self) -> int:
        """The row after the header."""
        return self.area.top + self.header

    @property
    def last_data_row(self) -> int:
        """The last row before the totals."""
        return self.area.bottom - self.totals


def tables_of(package: Package, sheet_part: str) -> list[Table]:
    """Return the tables of a worksheet."""
    return [read_table(package, part) for part in package.related(sheet_part, "table")]


def read_table(package: Package, part: str) -> Table:
    """Read a table part. MarkupError if it has no range."""
    xml = package.xml(part)
    top = markup.root(xml)
    said = markup.attributes(top.tag(xml))
    try:
        area = areas.parse_area(said.get("ref", ""))
    except ValueError as error:
        raise markup.MarkupError("table without a range") from error
    return Table(
        part=part,
        name=said.get("displayName", said.get("name", "")),
        number=said.get("id", ""),
        area=area,
        header=said.get("headerRowCount", "1") != "0",
        totals=said.get("totalsRowCount", "0") not in ("", "0"),
        external=said.get("tableType", "worksheet") != "worksheet" or bool(package.related(part, "queryTable")),
        columns=_columns(xml, top),
    )


def _columns(xml: bytes, top: markup.Element) -> tuple[Column, ...]:
    parent = markup.child(xml, top, b"tableColumns")
    found = []
    for element in markup.children(xml, parent) if parent else ():
        formula = markup.child(xml, element, b"calculatedColumnFormula")
        bound = markup.child(xml, element, b"xmlColumnPr") is not None
        text = None
        if formula and markup.attribute(formula.tag(xml), "array") not in ("1", "true"):
            text = markup.unescaped(xml[formula.inner : formula.close])
        name = markup.attribute(element.tag(xml), "name") or ""
        found.append(Column(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), name), text, bound))
    return tuple(found)


def resize(package: Package, table: Table, bottom: int, *, fresh: bool = False) -> None:
    """Let the table end at this row: its range, its filter, its sorting; `fresh` forgets filter and sorting."""
    xml = package.xml(table.part)
    top = markup.root(xml)
    for element in reversed(markup.children(xml, top)):
        if element.local == b"autoFilter":
            xml = markup.replaced(xml, element, _filter(xml, element, bottom - table.totals, fresh=fresh))
        elif element.local == b"sortState":
            new = b"" if fresh else _to_bottom(xml[element.start : element.end], table, bottom)
            xml = markup.replaced(xml, element, new)
    tag = markup.with_attribute(top.tag(xml), "ref", str(_with_bottom(table.area, bottom)))
    package.put(table.part, xml[: top.start] + tag + xml[top.inner :])


def drop_insert_row(package: Package, table: Table, written: Iterable[tuple[int, int]]) -> None:
    """Let an empty table whose only row is the one for new entries be an ordinary one if that row is written."""
    xml = package.xml(table.part)
    top = markup.root(xml)
    tag = top.tag(xml)
    if markup.attribute(tag, "insertRow") and any(cell in table.area for cell in written):
        package.put(table.part, xml[: top.start] + markup.with_attribute(tag, "insertRow", None) + xml[top.inner :])


def _filter(xml: bytes, element: markup.Element, bottom: int, *, fresh: bool) -> bytes:
    tag = element.tag(xml)
    area = areas.parse_area(markup.attribute(tag, "ref") or "")
    tag = markup.with_attribute(tag, "ref", str(_with_bottom(area, bottom)))
    if fresh and not tag.endswith(b"/>"):
        return tag[:-1] + b"/>"
    return tag + xml[element.inner : element.end]


def _to_bottom(xml: bytes, table: Table, bottom: int) -> bytes:
    """Return the sort state with its ranges reaching the new last row."""

    def longer(found: re.Match[bytes]) -> bytes:
        area = areas.parse_area(found[2].decode())
        reaches = area.bottom == table.last_data_row
        return found[1] + (str(_with_bottom(area, bottom - table.totals)).encode() if reaches else found[2])

    return re.sub(rb"""(\sref=["'])([A-Z$0-9:]+)""", longer, xml)


def _with_bottom(area: Area, bottom: int) -> Area:
    return Area(area.top, area.left, max(bottom, area.top), area.right)


def set_columns(package: Package, table: Table, names: Sequence[str]) -> None:
    """Give the table these column names from its left edge; columns that keep a name keep all the rest."""
    xml = package.xml(table.part)
    top = markup.root(xml)
    parent = markup.child(xml, top, b"tableColumns")
    if parent is None or [one.name for one in table.columns] == list(names):
        return
    old = {one.name: xml[element.start : element.end]
           for one, element in zip(table.columns, markup.children(xml, parent), strict=True)}  # fmt: skip
    numbers = [int(markup.attribute(one, "id") or 0) for one in old.values()]
    inside, fresh = b"", max(numbers, default=0)
    for name in names:
        if name not in old:
            fresh += 1
            text = column_name_markup(name)
            inside += b'<%stableColumn id="%d" name="%s"/>' % (markup.prefix(parent.name), fresh, text)
        else:
            inside += old[name]
    xml = markup.replaced(xml, parent, markup.with_content(xml, parent, inside, count=str(len(names))))
    right = table.area.left + len(names) - 1
    area = Area(table.area.top, table.area.left, table.area.bottom, right)
    package.put(table.part, _with_width(xml, area))


def _with_width(xml: bytes, area: Area) -> bytes:
    top = markup.root(xml)
    found = markup.child(xml, top, b"autoFilter")
    if found:
        tag = found.tag(xml)
        old = areas.parse_area(markup.attribute(tag, "ref") or "")
        new = Area(old.top, old.left, old.bottom, area.right)
        xml = xml[: found.start] + markup.with_attribute(tag, "ref", str(new)) + xml[found.inner :]
    return xml[: top.start] + markup.with_attribute(top.tag(xml), "ref", str(area)) + xml[top.inner :]


def column_name_markup(name: str) -> bytes:
    """Return a column's name as its attribute holds it: line breaks as `_x000a_`."""
    text = name.replace("\r", "_x000d_").replace("\n", "_x000a_").replace("\t", "_x0009_")
    return markup.escaped(text, quote=True)
