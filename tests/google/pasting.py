"""copyPaste and cutPaste: what comes along, and how a source fills a larger destination. Documented."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from tests.google.books import Spreadsheet
from tests.google.cells import Cell, UnprovenError
from tests.google.grids import Grid, Rect, overlaps
from tests.google.places import grid_of, rect_of

Said = dict[str, Any]
Invent = Callable[[str], Any]

PARTS = {
    "PASTE_NORMAL": ("entered", "effective", "format", "note", "validation"),
    "PASTE_VALUES": ("effective",),
    "PASTE_FORMAT": ("format", "validation"),
    "PASTE_DATA_VALIDATION": ("validation",),
}


def copy_paste(book: Spreadsheet, said: Said, _: Invent) -> Said:
    """Copy cells; a destination that is a multiple of the source is filled with it again and again."""
    source, rect = rect_of(book, said["source"])
    target, place = rect_of(book, said["destination"])
    turned = said.get("pasteOrientation") == "TRANSPOSE"
    height, width = rect[2] - rect[0], rect[3] - rect[1]
    if turned:
        height, width = width, height
    cells = _taken(source, rect)
    for down in range(_times(place[2] - place[0], height)):
        for across in range(_times(place[3] - place[1], width)):
            corner = (place[0] + down * height, place[1] + across * width)
            _put(target, corner, cells, rect, said.get("pasteType", "PASTE_NORMAL"), turned=turned)
    return {}


def _times(there: int, one: int) -> int:
    return there // one if there % one == 0 else 1


def cut_paste(book: Spreadsheet, said: Said, _: Invent) -> Said:
    """Move cells; whatever is pasted, all of the source is cut."""
    source, rect = rect_of(book, said["source"])
    to = said["destination"]
    cells = _taken(source, rect)
    for place in cells:
        del source.cells[place]
    target = grid_of(book, to.get("sheetId", 0))
    corner = (to.get("rowIndex", 0), to.get("columnIndex", 0))
    _put(target, corner, cells, rect, said.get("pasteType", "PASTE_NORMAL"))
    return {}


def _taken(grid: Grid, rect: Rect) -> dict[tuple[int, int], Cell]:
    if any(overlaps(merge, rect) for merge in grid.merges):
        raise UnprovenError("pasting merged cells")
    return copy.deepcopy(grid.within(rect))


def _put(
    grid: Grid, corner: tuple[int, int], cells: dict[tuple[int, int], Cell], rect: Rect, kind: str, *,
    turned: bool = False,
) -> None:  # fmt: skip
    if kind not in PARTS:
        raise UnprovenError(kind)
    for r in range(rect[0], rect[2]):
        for c in range(rect[1], rect[3]):
            down, across = (c - rect[1], r - rect[0]) if turned else (r - rect[0], c - rect[1])
            place = (corner[0] + down, corner[1] + across)
            one = cells.get((r, c))
            if one is None and place not in grid.cells:
                continue
            if "formulaValue" in ((one and one.entered) or {}) and kind == "PASTE_NORMAL":
                _guard_references(one.entered["formulaValue"])  # type: ignore[union-attr,index]
            _paste(grid.at(*place), one or Cell(), kind)


def _guard_references(formula: str) -> None:
    if any(sign.isalpha() for sign in formula):
        raise UnprovenError("pasting a formula with references")


def _paste(cell: Cell, one: Cell, kind: str) -> None:
    for part in PARTS[kind]:
        setattr(cell, part, copy.deepcopy(getattr(one, part)))
    if kind == "PASTE_VALUES":
        cell.entered = copy.deepcopy(one.effective)
