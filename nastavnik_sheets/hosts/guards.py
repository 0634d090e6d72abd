"""What is asked of an open workbook before its first cell is written: what could only be written in part is refused.

The sentences are those of a file; leaves what no workbook can hold to `limits`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.programs import app_is_excel, asked
from nastavnik_sheets.hosts.protection import unprotected
from nastavnik_sheets.hosts.xlsx.areas import Area
from nastavnik_sheets.hosts.xlsx.refuse import CellGuard
from nastavnik_sheets.hosts.xlsx.scan import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Place = tuple[int, int]


def guard_writable(book: Any, sheets: Mapping[str, bool], there: Collection[str]) -> None:
    """Refuse a book for reading, locked sheets, a locked order of sheets if one is drawn; `there`: all titles."""
    if _is(book, excel="ReadOnly", office="isReadonly"):
        raise Refused(
            f"Книга «{book.name}» открыта только для чтения: сохранить сделанное нельзя. Закройте её там, где она "
            "ещё открыта, откройте заново для правки и повторите. Книга не изменена."
        )
    if any(sheets.values()) and _is(book, excel="ProtectStructure", office="isProtected"):
        raise Refused(
            f"Листы книги «{book.name}» нельзя добавлять и заменять: её структура защищена. Снимите защиту структуры и "
            "повторите. Книга не изменена."
        )
    for title in sheets:
        if title in there:
            with unprotected(book.sheets[title]):
                pass


def guard_cells(book: Any, title: str, cells: Collection[Place], here: str) -> None:
    """Refuse to write cells hidden under a merged one, where nobody would see them, and parts of an array formula."""
    sheet = book.sheets[title]
    if not app_is_excel(book):
        _check(here, map(_area, sheet.impl.merged(cells)), cells, arrays=False)
        _check(here, map(_area, sheet.impl.arrays(cells)), cells, arrays=True)
        return
    merged = _areas(sheet, sorted(cells), lambda block: block.merge_cells is not False, lambda one: one.merge_area)
    _check(here, merged, cells, arrays=False)
    if hasattr(sheet.range((1, 1)).api, "HasArray"):
        arrays = _areas(sheet, sorted(cells), lambda block: block.api.HasArray is not False, _array_of)
        _check(here, arrays, cells, arrays=True)


def _areas(
    sheet: Any, cells: Sequence[Place], may_hold: Callable[[Any], bool], around: Callable[[Any], Any]
) -> Iterator[Area]:
    """Give the areas around the cells that belong to one; of two halves only those that hold any are gone into."""
    if not cells:
        return
    columns = [column for _, column in cells]
    block = sheet.range((cells[0][0], min(columns)), (cells[-1][0], max(columns)))
    if not may_hold(block):
        return
    if len(cells) == 1:
        yield _area(around(block))
        return
    middle = len(cells) // 2
    for half in (cells[:middle], cells[middle:]):
        yield from _areas(sheet, half, may_hold, around)


def _check(here: str, areas: Iterable[Area], cells: Collection[Place], *, arrays: bool) -> None:
    found = list(dict.fromkeys(areas))
    if found:
        guard = CellGuard(here, Facts(arrays=found) if arrays else Facts(merges=found), [], [])
        for row, column in sorted(cells):
            guard.check(row, column)


def _array_of(cell: Any) -> Any:
    return cell.sheet.range(cell.api.CurrentArray.Address)


def _area(block: Any) -> Area:
    (height, width), top, left = block.shape, block.row, block.column
    return Area(top, left, top + height - 1, left + width - 1)


def _is(book: Any, *, excel: str, office: str) -> bool:
    """Ask a workbook a question in the words of its program."""
    if not app_is_excel(book):
        return bool(getattr(book.api, office)())
    return asked(book.api, excel)
