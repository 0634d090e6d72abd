"""The workbook part: which sheets there are, the date system, defined names, recalculation.

Leaves the content of sheets to `sheet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.package import Package

ORDER = (
    b"fileVersion", b"fileSharing", b"workbookPr", b"workbookProtection", b"bookViews", b"sheets",
    b"functionGroups", b"externalReferences", b"definedNames", b"calcPr", b"oleSize", b"customWorkbookViews",
    b"pivotCaches", b"smartTagPr", b"smartTagTypes", b"webPublishing", b"fileRecoveryPr", b"webPublishObjects",
    b"extLst",
)  # fmt: skip
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A line of the workbook's list of sheets; `kind` is worksheet, chartsheet, dialogsheet or xlMacrosheet.

    A line that leads nowhere has neither part nor kind: it keeps its place, by which defined names count.
    """

    title: str
    number: int
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name; `sheet` is the place of the sheet it belongs to, or None."""

    name: str
    sheet: int | None
    formula: str


def is_on(text: str | None) -> bool:
    """Tell whether a yes-or-no attribute says yes."""
    return text is not None and text.strip().lower() in ("1", "true", "on")


class Workbook:
    """The workbook part of a package, read once and written through."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self.part = package, part
        self.read_again()

    def read_again(self) -> None:
        """Read the part anew, after it may have been put back."""
        self.xml = self._package.xml(self.part)
        self._read()

    def _read(self) -> None:
        self.root = markup.root(self.xml)
        self.children = {one.local: one for one in reversed(markup.children(self.xml, self.root))}
        self.sheets = self._sheets()

    def _sheets(self) -> list[Sheet]:
        relations = {one.id: one for one in self._package.relations(self.part)}
        found = []
        if b"sheets" not in self.children:
            return []
        for element in markup.children(self.xml, self.children[b"sheets"]):
            tag = element.tag(self.xml)
            said = markup.attributes(tag)
            relation = relations.get(markup.prefixed(tag, "id") or "")
            number = said.get("sheetId", "0")
            if element.local == b"sheet":
                part, kind = (relation.part, relation.short_kind) if relation else ("", "")
                found.append(Sheet(said.get("name", ""), int(number) if number.isdigit() else 0, part, kind))
        return found

    def set(self, xml: bytes) -> None:
        """Put the workbook part anew and read it again."""
        self._package.put(self.part, xml)
        self.xml = xml
        self._read()

    @property
    def strict(self) -> bool:
        """Whether the book is in the strict dialect of the format."""
        return b"http://purl.oclc.org/ooxml/spreadsheetml/main" in self.root.tag(self.xml)

    @property
    def relation_types(self) -> str:
        """The beginning of the relation types of the book's dialect."""
        return STRICT if self.strict else TRANSITIONAL

    def _flag(self, child: bytes, name: str) -> bool:
        element = self.children.get(child)
        return element is not None and is_on(markup.attribute(element.tag(self.xml), name))

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates count from 1904."""
        return self._flag(b"workbookPr", "date1904")

    def defined_names(self) -> list[DefinedName]:
        """Return the defined names."""
        parent = self.children.get(b"definedNames")
        found = []
        for element in markup.children(self.xml, parent) if parent else ():
            said = markup.attributes(element.tag(self.xml))
            place = said.get("localSheetId")
            formula = markup.unescaped(self.xml[element.inner : element.close])
            found.append(DefinedName(said.get("name", ""), markup.number(place, 0) if place else None, formula))
        return found

    def set_local_name(self, name: str, place: int, formula: str) -> None:
        """Change the formula of a sheet's own defined name; a name that is not there is not made."""
        parent = self.children.get(b"definedNames")
        for element in markup.children(self.xml, parent) if parent else ():
            said = markup.attributes(element.tag(self.xml))
            if said.get("name") == name and said.get("localSheetId") == str(place):
                new = markup.with_content(self.xml, element, markup.escaped(formula))
                self.set(markup.replaced(self.xml, element, new))
                return

    def with_child(self, local: bytes, whole: bytes) -> None:
        """Put a child of the workbook: in place of the old one, or where the schema wants it."""
        old = self.children.get(local)
        if old:
            self.set(markup.replaced(self.xml, old, whole))
            return
        place = markup.place_of(list(self.children.values()), local, ORDER, start=self.root.inner)
        self.set(self.xml[:place] + whole + self.xml[place:])

    @property
    def recalculates(self) -> bool:
        """Whether the office program is asked already to recalculate everything when it opens the book."""
        return self._flag(b"calcPr", "fullCalcOnLoad")

    def recalculate_on_load(self) -> None:
        """Ask the office program to recalculate everything when it opens the book."""
        old = self.children.get(b"calcPr")
        tag = old.tag(self.xml) if old else b"<%scalcPr/>" % markup.prefix(self.root.name)
        new = markup.with_attribute(tag, "fullCalcOnLoad", "1")
        self.with_child(b"calcPr", new + self.xml[old.inner : old.end] if old else new)

    def drop_calculation_chain(self) -> None:
        """Take away the order of calculation; the office program makes it anew."""
        for one in self._package.relations(self.part):
            if one.short_kind == "calcChain":
                self._package.unrelate(self.part, [one.id])
                self._package.remove(one.part)

    def supporting(self, kind: str) -> str | None:
        """Return the name of the part of this short kind: "styles", "sharedStrings"."""
        return next(iter(self._package.related(self.part, kind)), None)
