"""One sheet of the emulator: its cells, its size, and what moves when rows and columns come and go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.google.cells import Cell
from tests.google.ranges import Area, printed

Rect = tuple[int, int, int, int]
"""Top, left, bottom and right from 0, ends open."""


@dataclass
class Grid:
    """A sheet; `looks` are properties the API keeps and we only hand back (hidden, tabColorStyle…)."""

    id: int | None
    """None until it is first told to somebody: Google has invented it, and only then can it be known."""
    title: str
    rows: int = 1000
    columns: int = 26
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    looks: dict[str, Any] = field(default_factory=dict)
    grid_looks: dict[str, Any] = field(default_factory=dict)
    merges: list[Rect] = field(default_factory=list)
    protected: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    basic_filter: dict[str, Any] | None = None
    dimensions: tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]] = field(default_factory=lambda: ({}, {}))
    """What rows and columns are told to look like, by their place."""

    def rect(self, area: Area) -> Rect:
        """Return an area clipped to the grid."""
        return (
            area.top or 0, area.left or 0,
            self.rows if area.bottom is None else min(area.bottom, self.rows),
            self.columns if area.right is None else min(area.right, self.columns),
        )  # fmt: skip

    def inside(self, area: Area) -> bool:
        """Whether an area begins inside the grid."""
        return (area.top or 0) < self.rows and (area.left or 0) < self.columns

    def printed(self, rect: Rect) -> str:
        """Return a rectangle with the title."""
        return printed(self.title, *rect)

    def at(self, row: int, column: int) -> Cell:
        """Return a cell to change, made if it is not there."""
        return self.cells.setdefault((row, column), Cell())

    def limits(self) -> str:
        """Return the end of Google's sentence about a range that is too far."""
        return f"exceeds grid limits. Max rows: {self.rows}, max columns: {self.columns}"

    def insert(self, axis: int, start: int, count: int) -> None:
        """Make room for rows (axis 0) or columns (axis 1)."""
        self._move(lambda place: place[axis] >= start, axis, count)
        self._resize(axis, count)
        self.merges = [_stretched(rect, axis, start, count) for rect in self.merges]

    def delete(self, axis: int, start: int, end: int) -> None:
        """Take rows or columns away."""
        self.cells = {p: c for p, c in self.cells.items() if not start <= p[axis] < end}
        self._move(lambda place: place[axis] >= end, axis, start - end)
        self._resize(axis, start - end)

    def _move(self, moves: Any, axis: int, count: int) -> None:
        self.cells = {(_shifted(p, axis, count) if moves(p) else p): c for p, c in self.cells.items()}

    def _resize(self, axis: int, count: int) -> None:
        if axis == 0:
            self.rows += count
        else:
            self.columns += count

    def clip(self) -> None:
        """Forget cells outside the grid."""
        self.cells = {p: c for p, c in self.cells.items() if p[0] < self.rows and p[1] < self.columns}

    def within(self, rect: Rect) -> dict[tuple[int, int], Cell]:
        """Return the cells inside a rectangle."""
        top, left, bottom, right = rect
        return {(r, c): cell for (r, c), cell in self.cells.items() if top <= r < bottom and left <= c < right}


def _shifted(place: tuple[int, int], axis: int, count: int) -> tuple[int, int]:
    return (place[0] + count, place[1]) if axis == 0 else (place[0], place[1] + count)


def _stretched(rect: Rect, axis: int, start: int, count: int) -> Rect:
    low, high = rect[axis], rect[axis + 2]
    low, high = low + count * (low >= start), high + count * (high > start)
    return (low, rect[1], high, rect[3]) if axis == 0 else (rect[0], low, rect[2], high)


def overlaps(one: Rect, other: Rect) -> bool:
    """Whether two rectangles share a cell."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
