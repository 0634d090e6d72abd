"""What stops a run before anything is written: changes too big or too strange to be anybody's intention.

Works on the same tables as `merge`; says in Russian what happened and what to do. Leaves single cells to conflicts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.sync.merge import Table

VANISHED_SHARE, VANISHED_FROM = 0.2, 5
"""More rows than this share of those known, and at least so many, do not vanish by intention."""
CHANGED_SHARE, CHANGED_FROM = 0.4, 30
"""More known cells than this share, and at least so many, are not retyped between two runs."""
EMPTIED_FROM = 3
"""A column in which at least so many rows had something does not become empty by intention."""


def mass_changes(base: Table, side: Table, *, title_of: Callable[[str], str], where: str) -> list[str]:
    """Return what is too much at once on one side: vanished rows, emptied columns, retyped cells.

    `where` is the side in words («в книге», «в Google»), `title_of` gives the title of a column.
    """
    return [
        *_vanished(base, side, where),
        *(f"{where} опустел столбец «{title_of(column)}»" for column in _emptied(base, side)),
        *_retyped(base, side, where),
    ]


def _vanished(base: Table, side: Table, where: str) -> list[str]:
    gone = sum(code not in side for code in base)
    if gone < VANISHED_FROM or gone <= VANISHED_SHARE * len(base):
        return []
    return [f"{where} исчезло строк: {gone} из {len(base)}"]


def _emptied(base: Table, side: Table) -> list[str]:
    known: dict[str, int] = {}
    filled: set[str] = set()
    for code, row in base.items():
        if code in side:
            for column in row:
                known[column] = known.get(column, 0) + (row[column] is not None)
            filled.update(c for c in row if side[code].get(c) is not None)
    return sorted(c for c, count in known.items() if count >= EMPTIED_FROM and c not in filled)


def _retyped(base: Table, side: Table, where: str) -> list[str]:
    cells = [(code, c) for code, row in base.items() if code in side for c in row if row[c] is not None]
    changed = sum(base[code][c] != side[code].get(c) for code, c in cells)
    if changed < CHANGED_FROM or changed <= CHANGED_SHARE * len(cells):
        return []
    return [f"{where} изменено ячеек: {changed} из {len(cells)}"]
