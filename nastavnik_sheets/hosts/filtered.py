"""Rows that a filter hides: Excel would put the first value of a block into every row it shows and none elsewhere."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from nastavnik_sheets.hosts.programs import app_is_excel, is_refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")


def reachable(
    sheet: Any, found: Iterable[tuple[int, int, Sequence[Sequence[T]]]]
) -> Iterator[tuple[int, int, Sequence[Sequence[T]]]]:
    """Cut blocks so that every value comes to its cell: rows that are shown together, hidden rows cell by cell."""
    blocks = list(found)
    shown = _shown(sheet, [one for one in blocks if len(one[2]) * len(one[2][0]) > 1])
    for top, left, rows in blocks:
        if shown is None or len(rows) * len(rows[0]) == 1:
            yield top, left, rows
            continue
        for is_shown, part in groupby(enumerate(rows, top), key=lambda one: one[0] in shown):
            lines = list(part)
            if is_shown:
                yield lines[0][0], left, [line for _, line in lines]
            else:
                yield from ((row, left + n, [[value]]) for row, line in lines for n, value in enumerate(line))


def _shown(sheet: Any, blocks: Sequence[tuple[int, int, Sequence[Sequence[T]]]]) -> set[int] | None:
    """Return the rows that can be seen among those of the blocks; None if nothing needs to be asked."""
    if not blocks or not app_is_excel(sheet.book):
        return None
    top = min(top for top, _, _ in blocks)
    bottom = max(top + len(rows) - 1 for top, _, rows in blocks)
    left = min(left for _, left, _ in blocks)
    right = max(left + len(rows[0]) - 1 for _, left, rows in blocks)
    try:
        areas = sheet.range((top, left), (bottom, right)).get_special_cells("visible")
    except Exception as error:  # no cell to be seen is a refusal in Excel
        if not is_refusal(error):
            raise
        return set()
    return {row for area in areas for row in range(area.row, area.row + area.shape[0])}
