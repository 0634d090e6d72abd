"""The parts of a worksheet around its rows: dimension, columns, merges, links, rules that reach a range's end.

Works on the head and the tail that `stream` found; leaves the rows to `splice`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import areas, markup
from nastavnik_sheets.hosts.xlsx.areas import Area

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from nastavnik_sheets.hosts.xlsx.markup import Element

ORDER = (
    b"sheetCalcPr", b"sheetProtection", b"protectedRanges", b"scenarios", b"autoFilter", b"sortState",
    b"dataConsolidate", b"customSheetViews", b"mergeCells", b"phoneticPr", b"conditionalFormatting",
    b"dataValidations", b"hyperlinks", b"printOptions", b"pageMargins", b"pageSetup", b"headerFooter",
    b"rowBreaks", b"colBreaks", b"customProperties", b"cellWatches", b"ignoredErrors", b"smartTags", b"drawing",
    b"legacyDrawing", b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls",
    b"webPublishItems", b"tableParts", b"extLst",
)  # fmt: skip
"""The children of a worksheet after its rows, in the order of the schema."""

_SQREF = re.compile(rb"""(?<=\ssqref=)(?:"([^"]*)"|'([^']*)')""")
_X14_SQREF = re.compile(rb"(<[\w.-]+:sqref>)([^<]*)(?=</)")
_X14_RULES = (b"conditionalFormatting", b"dataValidation")


class Frame:
    """Head and tail of a worksheet while they are changed."""

    def __init__(self, head: bytes, tail: bytes, prefix: bytes) -> None:
        self.head, self.tail, self.prefix = head, tail, prefix
        self._columns: list[tuple[int, int, str]] | None = None

    def in_tail(self, local: bytes) -> Element | None:
        """Return the child after the rows that has this name."""
        return next((one for one in markup.children(self.tail) if one.local == local), None)

    def in_head(self, local: bytes) -> Element | None:
        """Return the child before the rows that has this name."""
        start = self._head_start()
        found = (one for one in markup.children(self.head[start:]) if one.local == local)
        element = next(found, None)
        if element is None:
            return None
        return markup.Element(element.name, *(n + start for n in (element.start, element.inner, element.close,
                                                                  element.end)))  # fmt: skip

    def _head_start(self) -> int:
        return max(markup.root_tag_end(self.head), 0)

    def column_style(self, column: int) -> str:
        """Return the style that a new cell of the column takes, empty for none."""
        if self._columns is None:
            self._columns = self._read_columns()
        return next((style for first, last, style in self._columns if first <= column <= last), "")

    def _read_columns(self) -> list[tuple[int, int, str]]:
        element = self.in_head(b"cols")
        found = []
        for one in markup.children(self.head, element) if element else ():
            said = markup.attributes(one.tag(self.head))
            if said.get("style", "0") != "0":
                first, last = (markup.number(said.get(name), 0) for name in ("min", "max"))
                found.append((first, last, said["style"]))
        return found

    def cover(self, area: Area) -> None:
        """Let the dimension, if the sheet has one, hold this area too."""
        element = self.in_head(b"dimension")
        if element is None:
            return
        tag = element.tag(self.head)
        try:
            old = areas.parse_area(markup.attribute(tag, "ref") or "")
        except ValueError:
            return
        new = Area(min(old.top, area.top), min(old.left, area.left), max(old.bottom, area.bottom),
                   max(old.right, area.right))  # fmt: skip
        if new != old:
            self.set_dimension(new)

    def set_dimension(self, area: Area) -> None:
        """Set the dimension, if the sheet has one."""
        element = self.in_head(b"dimension")
        if element:
            new = markup.with_attribute(element.tag(self.head), "ref", str(area))
            self.head = self.head[: element.start] + new + self.head[element.inner :]

    def put(self, local: bytes, inside: bytes, *, count: int | None = None) -> None:
        """Set the content of a child after the rows: made where the schema wants it, taken away if empty."""
        old = self.in_tail(local)
        if not inside:
            if old:
                self.tail = markup.replaced(self.tail, old, b"")
            return
        if old is None:
            place = markup.place_of(markup.children(self.tail), local, ORDER, start=0)
            name = self.prefix + local
            self.tail = self.tail[:place] + b"<%s></%s>" % (name, name) + self.tail[place:]
            old = self.in_tail(local)
        if old:
            has_count = count is not None and b"count" in old.tag(self.tail)
            new = markup.with_content(self.tail, old, inside, **({"count": str(count)} if has_count else {}))
            self.tail = markup.replaced(self.tail, old, new)

    def stretch_rules(self, table: Area, bottom: int) -> None:
        """Let validations and conditional formats that reach the table's last row reach its new last row."""
        self.map_rules(lambda area: _stretched(area, table, bottom))

    def map_rules(self, change: Callable[[Area], Area]) -> None:
        """Change the ranges of all validations and conditional formats, old style and new."""

        def texts(found: re.Match[bytes]) -> bytes:
            return b'"%s"' % _mapped(found[1] or found[2] or b"", change)

        for element in reversed(markup.children(self.tail)):
            if element.local in (b"conditionalFormatting", b"dataValidations"):
                new = _SQREF.sub(texts, self.tail[element.start : element.end])
            elif element.local == b"extLst" and any(rule in element_bytes(self.tail, element) for rule in _X14_RULES):
                new = self._mapped_extensions(element, change)
            else:
                continue
            self.tail = markup.replaced(self.tail, element, new)

    def _mapped_extensions(self, element: Element, change: Callable[[Area], Area]) -> bytes:
        out, done = [], element.start
        for extension in markup.children(self.tail, element):
            body = element_bytes(self.tail, extension)
            if any(rule in body for rule in _X14_RULES):
                new = _X14_SQREF.sub(lambda found: found[1] + _mapped(found[2], change), body)
                out += [self.tail[done : extension.start], new]
                done = extension.end
        return b"".join((*out, self.tail[done : element.end]))


def element_bytes(xml: bytes, element: Element) -> bytes:
    """Return the whole element."""
    return xml[element.start : element.end]


def _mapped(text: bytes, change: Callable[[Area], Area]) -> bytes:
    return " ".join(_mapped_one(one, change) for one in text.decode().split()).encode()


def _mapped_one(text: str, change: Callable[[Area], Area]) -> str:
    try:
        old = areas.parse_area(text)
    except ValueError:
        return text
    new = change(old)
    return text if new == old else str(new)


def _stretched(area: Area, table: Area, bottom: int) -> Area:
    reaches = area.bottom == table.bottom and area.top >= table.top
    if not reaches or area.right < table.left or area.left > table.right:
        return area
    return Area(area.top, area.left, bottom, area.right)


def covering(cells: Collection[tuple[int, int]]) -> Area | None:
    """Return the smallest area that holds all these cells."""
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return Area(min(rows), min(columns), max(rows), max(columns)) if rows else None
