"""Our own check of what is about to be written: the faults that make Excel "repair" a book and that no other sees.

Looks only at small parts that were changed, never again at the rows of a sheet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import areas, markup, tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.tables import Table
    from nastavnik_sheets.hosts.xlsx.workbook import Workbook

_SMALL = 1 << 20
_LONGEST_LIST = 255
_LIST = re.compile(rb'<(?:[\w.-]+:)?formula1>"([^"<]*)"</')
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[RrCc]|[Rr]\d+[Cc]\d+")
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")


def faults(package: Package, book: Workbook, changed: Collection[str]) -> Iterator[str]:
    """Yield, in Russian, every fault of the changed parts, named in lower case."""
    yield from _part_faults(package, changed)
    yield from _sheet_list_faults(book)
    yield from _name_faults(book)
    yield from _table_faults(package, book, changed)


def every_part(package: Package) -> list[str]:
    """Return the names of all parts as `faults` wants them, to find what was wrong before."""
    return [_plain(name) for name in package.names()]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _part_faults(package: Package, changed: Collection[str]) -> Iterator[str]:
    for name in package.names():
        plain = _plain(name)
        if plain not in changed or not plain.endswith((".xml", ".rels", ".vml")):
            continue
        if plain != "[content_types].xml" and not package.content_type(name):
            yield f"часть «{name}» не объявлена"
        if package.size(name) <= _SMALL:
            yield from _markup_faults(name, package.raw(name))
        if plain.endswith(".rels"):
            yield from _relation_faults(package, name)


def _markup_faults(name: str, xml: bytes) -> Iterator[str]:
    if not markup.well_formed(xml):
        yield f"ошибка разметки в части «{name}»"
    for found in _LIST.finditer(xml):
        if len(markup.unescaped(found[1])) > _LONGEST_LIST:
            yield f"список для выбора длиннее {_LONGEST_LIST} знаков в части «{name}»"


def _relation_faults(package: Package, name: str) -> Iterator[str]:
    folder, _, last = name.replace("\\", "/").lstrip("/").rpartition("_rels/")
    owner = folder + last.removesuffix(".rels")
    ids: set[str] = set()
    for one in package.relations(owner):
        if one.id in ids:
            yield f"связь {one.id} части «{owner}» записана дважды"
        ids.add(one.id)


def _sheet_list_faults(book: Workbook) -> Iterator[str]:
    titles: set[str] = set()
    for sheet in book.sheets:
        if sheet.title.lower() in titles:
            yield f"два листа называются «{sheet.title}»"
        titles.add(sheet.title.lower())


def _name_faults(book: Workbook) -> Iterator[str]:
    names: set[tuple[str, int | None]] = set()
    for one in book.defined_names():
        if (one.name.lower(), one.sheet) in names:
            yield f"имя диапазона «{one.name}» повторяется"
        if one.sheet is not None and one.sheet >= len(book.sheets):
            yield f"имя диапазона «{one.name}» относится к листу, которого нет"
        names.add((one.name.lower(), one.sheet))


def _table_faults(package: Package, book: Workbook, changed: Collection[str]) -> Iterator[str]:
    parts = [part for sheet in book.sheets for part in package.related(sheet.part, "table")]
    if not any(part.lower() in changed for part in parts):
        return
    found = [tables.read_table(package, part) for part in parts]
    for table in found:
        if table.part.lower() in changed:
            others = [one for one in found if one.part != table.part]
            yield from _one_table_faults(package, table, others, book)


def _one_table_faults(package: Package, table: Table, others: list[Table], book: Workbook) -> Iterator[str]:
    name = table.name.lower()
    if any(name == one.name.lower() for one in others) or any(table.number == one.number for one in others):
        yield f"имя или номер таблицы «{table.name}» повторяется"
    if any(name == one.name.lower() for one in book.defined_names()):
        yield f"таблица «{table.name}» названа так же, как диапазон"
    if _LIKE_CELL.fullmatch(table.name) or not _NAME.fullmatch(table.name):
        yield f"таблицу нельзя назвать «{table.name}»"
    width = table.area.right - table.area.left + 1
    if width != len(table.columns):
        yield f"у таблицы «{table.name}» {len(table.columns)} столбцов вместо {width}"
    if len({column.name.lower() for column in table.columns}) < len(table.columns):
        yield f"у таблицы «{table.name}» есть столбцы с одинаковым названием"
    if table.last_data_row < table.first_data_row:
        yield f"у таблицы «{table.name}» нет ни одной строки"
    yield from _filter_faults(package, table)


def _filter_faults(package: Package, table: Table) -> Iterator[str]:
    xml = package.xml(table.part)
    found = markup.child(xml, markup.root(xml), b"autoFilter")
    if found:
        area = areas.parse_area(markup.attribute(found.tag(xml), "ref") or "A1")
        if area != areas.Area(table.area.top, table.area.left, table.last_data_row, table.area.right):
            yield f"фильтр таблицы «{table.name}» не совпадает с ней"
