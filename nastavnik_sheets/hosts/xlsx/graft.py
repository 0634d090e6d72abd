"""Takes a worksheet built elsewhere, say by XlsxWriter, into a workbook: styles, charts, tables, comments, names.

Leaves merging styles to `stylemerge` and renaming inside formulas to `rename`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.xlsx import charts, markup, refuse, rename
from nastavnik_sheets.hosts.xlsx.stylemerge import StyleMap
from nastavnik_sheets.hosts.xlsx.styles import Styles
from nastavnik_sheets.hosts.xlsx.workbook import Sheet, Workbook

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.package import Package, Relation
    from nastavnik_sheets.hosts.xlsx.strings import NewStrings

MOST_SHEETS = 65_534
"""The greatest number that Excel gives a sheet."""

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_STYLED = re.compile(rb"<(c|row)(?=\s)([^>]*?)\ss=\"(\d+)\"")
_COLUMN_STYLE = re.compile(rb"(<col\s[^>]*?\sstyle=\")(\d+)(?=\")")
_DXF = re.compile(rb"(\s\w*[dD]xfId=\")(\d+)(?=\")")
_SHARED_CELL = re.compile(rb"<c([^>]*?)\st=\"s\"([^>]*)>\s*<v>(\d+)</v>\s*</c>")
_SELECTED = re.compile(rb"\stabSelected=\"[^\"]*\"")
_BUILT_IN_NAME = "_xlnm."


@dataclass(slots=True)
class _Graft:
    """What is being taken over, and where to."""

    source: Package
    source_book: Workbook
    sheet: Sheet
    target: Package
    book: Workbook
    styles: StyleMap
    strings: NewStrings
    title: str
    tables: dict[str, str] = field(default_factory=dict)
    """New names of tables whose own name was taken."""


def graft(
    package: Package, book: Workbook, styles: Styles, strings: NewStrings, source: bytes, title: str, *, replace: bool
) -> bool:
    """Take over the worksheet of `source` with this title, else its first one; tell whether formulas went or came.

    Refused for the strict dialect; ValueError for a title Excel does not take, or one that is there already.
    """
    _guard_title(book, title, replace=replace)
    if book.strict:
        raise Refused("Книга сохранена в строгом варианте формата (Strict Open XML), новый лист в неё не добавить; "
                      "сохраните её как обычную книгу Excel.")  # fmt: skip
    source_package, part = refuse.open_package(source, title)
    source_book = Workbook(source_package, part)
    sheet = _chosen(source_book, title)
    old = next((one for one in book.sheets if one.title == title), None)
    had_formulas = b"<f" in package.raw(old.part) if old else False
    if old:
        _drop_parts(package, book, old)
    job = _Graft(source_package, source_book, sheet, package, book,
                 StyleMap(Styles(source_package, source_book), styles), strings, title)  # fmt: skip
    new_part = old.part if old else package.free_name("xl/worksheets/sheet1.xml")
    _Copy(job).bring_sheet(new_part)
    if not old:
        _list_sheet(package, book, title, new_part)
    _bring_names(job)
    return had_formulas or b"<f" in package.raw(new_part)


def _chosen(source: Workbook, title: str) -> Sheet:
    sheets = [one for one in source.sheets if one.kind == "worksheet"]
    return next((one for one in sheets if one.title == title), sheets[0])


def _guard_title(book: Workbook, title: str, *, replace: bool) -> None:
    if not title or len(title) > 31 or _FORBIDDEN_IN_TITLE.search(title) or title[0] == "'" or title[-1] == "'":
        raise ValueError(f"Excel does not take the sheet title {title!r}")
    same = [one for one in book.sheets if one.title.lower() == title.lower()]
    if same and not replace:
        raise ValueError(f"there is a sheet {title!r} already")
    if same and (same[0].title != title or same[0].kind != "worksheet"):
        raise ValueError(f"the sheet {same[0].title!r} cannot be replaced by {title!r}")


def _drop_parts(package: Package, book: Workbook, sheet: Sheet) -> None:
    """Remove the sheet's part and those that nothing else needs."""
    owned = _reachable(package, sheet.part)
    kept: set[str] = set()
    for name in [book.part, "", *(one.part for one in book.sheets if one.part != sheet.part)]:
        kept |= _reachable(package, name, without=sheet.part)
    for name in sorted(owned - kept):
        package.remove(name)


def _reachable(package: Package, start: str, *, without: str = "") -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in found or name == without:
            continue
        found.add(name)
        waiting += [one.part for one in package.relations(name) if one.part and one.part in package]
    return found


def _list_sheet(package: Package, book: Workbook, title: str, part: str) -> None:
    relation = package.relate(book.part, f"{book.relation_types}/worksheet", part)
    numbers = [one.number for one in book.sheets]
    sheets = book.children[b"sheets"]
    tag = book.root.tag(book.xml)
    prefix = next((name[6:] for name, text in markup.attributes(tag).items()
                   if text == book.relation_types and name.startswith("xmlns:")), "")  # fmt: skip
    declared = "" if prefix else f' xmlns:r="{book.relation_types}"'
    new = b'<%ssheet name="%s" sheetId="%d"%s %s:id="%s"/>' % (
        markup.prefix(sheets.name), markup.escaped(title, quote=True), _free_number(numbers),
        declared.encode(), (prefix or "r").encode(), relation.encode(),
    )  # fmt: skip
    book.set(book.xml[: sheets.close] + new + book.xml[sheets.close :])


def _free_number(numbers: list[int]) -> int:
    """Return a number for a sheet: after the others, but within what Excel takes."""
    last = max(numbers, default=0)
    return last + 1 if last < MOST_SHEETS else next(n for n in range(1, MOST_SHEETS) if n not in numbers)


def _bring_names(job: _Graft) -> None:
    """Take over the sheet's own names: print area and titles, filter; those of an older graft go."""
    book = job.book
    place = next(number for number, one in enumerate(book.sheets) if one.title == job.title)
    source_place = job.source_book.sheets.index(job.sheet)
    parent = book.children.get(b"definedNames")
    kept = []
    for element in markup.children(book.xml, parent) if parent else ():
        said = markup.attributes(element.tag(book.xml))
        if said.get("localSheetId") != str(place) or not said.get("name", "").startswith(_BUILT_IN_NAME):
            kept.append(book.xml[element.start : element.end])
    prefix = markup.prefix(book.root.name)
    brought = [one for one in job.source_book.defined_names() if one.sheet == source_place]
    for one in brought:
        formula = rename.in_formula(one.formula, job.sheet.title, job.title)
        hidden = b' hidden="1"' if one.name == "_xlnm._FilterDatabase" else b""
        kept.append(b'<%sdefinedName name="%s" localSheetId="%d"%s>%s</%sdefinedName>' % (
            prefix, markup.escaped(one.name, quote=True), place, hidden, markup.escaped(formula), prefix))  # fmt: skip
    if brought or (parent and len(kept) < len(markup.children(book.xml, parent))):
        name = parent.name if parent else prefix + b"definedNames"
        whole = b"<%s>%s</%s>" % (name, b"".join(kept), name) if kept else b""
        book.with_child(b"definedNames", whole)


class _Copy:
    """Copies the parts that belong to the sheet, under names that are free."""

    def __init__(self, job: _Graft) -> None:
        self._job = job
        self._names: dict[str, str] = {}
        self._taken_tables = _table_names(job)

    def bring_sheet(self, part: str) -> None:
        job = self._job
        self._names[job.sheet.part] = part
        xml = self._sheet_markup(job.source.xml(job.sheet.part))
        job.target.put(part, xml)
        job.target.ensure_type(part, _WORKSHEET)
        self._bring_relations(job.sheet.part, part)
        if job.tables:
            job.target.put(part, rename.tables_in_formulas(xml, job.tables))

    def _sheet_markup(self, xml: bytes) -> bytes:
        job = self._job
        if markup.prefix(markup.root(xml).name):
            raise ValueError("a sheet to be grafted must have no prefix before its elements")
        xml = _SELECTED.sub(b"", xml)
        xml = _STYLED.sub(self._restyled, xml)
        xml = _COLUMN_STYLE.sub(lambda found: found[1] + job.styles.style(found[2].decode()).encode(), xml)
        xml = _DXF.sub(lambda found: found[1] + job.styles.dxf(found[2].decode()).encode(), xml)
        xml = self._with_own_strings(xml)
        return rename.in_markup(xml, job.sheet.title, job.title)

    def _restyled(self, found: re.Match[bytes]) -> bytes:
        style = self._job.styles.style(found[3].decode()).encode()
        return b'<%s%s s="%s"' % (found[1], found[2], style)

    def _with_own_strings(self, xml: bytes) -> bytes:
        job = self._job
        part = job.source_book.supporting("sharedStrings")
        if not part or b't="s"' not in xml:
            return xml
        strings = job.source.xml(part)
        texts = [strings[one.inner : one.close] for one in markup.children(strings, markup.root(strings))]

        def own(found: re.Match[bytes]) -> bytes:
            if job.strings.wanted:
                number = job.strings.number(texts[int(found[3])])
                return b'<c%s t="s"%s><v>%d</v></c>' % (found[1], found[2], number)
            return b'<c%s t="inlineStr"%s><is>%s</is></c>' % (found[1], found[2], texts[int(found[3])])

        return _SHARED_CELL.sub(own, xml)

    def _bring_relations(self, old: str, new: str) -> None:
        job = self._job
        relations = job.source.relations(old)
        if not relations:
            return
        lines = [self._relation(one) for one in relations]
        job.target.put_relations(new, lines)

    def _relation(self, one: Relation) -> Relation:
        if not one.part:
            return one
        if one.part not in self._names:
            self._bring_part(one)
        return type(one)(one.id, one.kind, "", self._names[one.part])

    def _bring_part(self, one: Relation) -> None:
        job = self._job
        name = job.target.free_name(one.part)
        self._names[one.part] = name
        if one.short_kind == "table":
            job.target.put(name, self._table_markup(job.source.xml(one.part)))
        elif name.endswith((".xml", ".vml")):
            xml = rename.in_markup(job.source.raw(one.part), job.sheet.title, job.title)
            job.target.put(name, charts.outspoken(xml) if one.short_kind == "chart" else xml)
        else:
            job.target.adopt(name, job.source.member(one.part))
        job.target.ensure_type(name, job.source.content_type(one.part))
        self._bring_relations(one.part, name)

    def _table_markup(self, xml: bytes) -> bytes:
        top = markup.root(xml)
        tag = top.tag(xml)
        name = markup.attribute(tag, "displayName") or "Table"
        number = max(self._taken_tables.values(), default=0) + 1
        fresh, count = name, 1
        while fresh.lower() in self._taken_tables:
            count += 1
            fresh = f"{name}_{count}"
        self._taken_tables[fresh.lower()] = number
        if fresh != name:
            self._job.tables[name] = fresh
        for attribute, text in (("id", str(number)), ("name", fresh), ("displayName", fresh)):
            tag = markup.with_attribute(tag, attribute, text)
        xml = xml[: top.start] + tag + xml[top.inner :]
        return _DXF.sub(lambda found: found[1] + self._job.styles.dxf(found[2].decode()).encode(), xml)


def _table_names(job: _Graft) -> dict[str, int]:
    """Return the names that tables and defined names of the book have, with the numbers of the tables."""
    found = {one.name.lower(): 0 for one in job.book.defined_names()}
    for sheet in job.book.sheets:
        for part in job.target.related(sheet.part, "table"):
            xml = job.target.xml(part)
            said = markup.attributes(markup.root(xml).tag(xml))
            number = said.get("id", "0")
            found[said.get("displayName", "").lower()] = int(number) if number.isdigit() else 0
    return found
