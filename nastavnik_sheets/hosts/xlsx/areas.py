"""Rectangles of cells, in A1 notation and back; leaves single addresses to `addresses`, all markup to others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import LAST_COLUMN, LAST_ROW, address, column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d+)?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    def __str__(self) -> str:
        first = address(self.top, self.left)
        return first if self.single else f"{first}:{address(self.bottom, self.right)}"

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right

    def meets(self, other: Area) -> bool:
        """Tell whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def parse_area(text: str) -> Area:
    """Read "A1", "$A$1:B2", "A:C" or "3:7". ValueError if it is none of them."""
    first, _, last = text.strip().partition(":")
    one, two = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
    if not one or not two or not first:
        raise ValueError(text)
    rows = sorted((int(one[2] or 1), int(two[2] or LAST_ROW)))
    columns = sorted((column_number(one[1]) if one[1] else 1, column_number(two[1]) if two[1] else LAST_COLUMN))
    return Area(rows[0], columns[0], rows[1], columns[1])


def parse_areas(text: str) -> list[Area]:
    """Read areas parted by blanks, as in `sqref`; what cannot be read is left out."""
    return list(_readable(text.split()))


def _readable(texts: Iterable[str]) -> Iterator[Area]:
    for text in texts:
        try:
            yield parse_area(text)
        except ValueError:
            continue


class Areas:
    """Rectangles that are asked "which of you holds this cell?" many times; tall ones are kept apart."""

    _TALL = 64

    def __init__(self, areas: Iterable[Area]) -> None:
        self._rows: dict[int, list[Area]] = {}
        self._tall: list[Area] = []
        for area in areas:
            if area.bottom - area.top > self._TALL:
                self._tall.append(area)
                continue
            for row in range(area.top, area.bottom + 1):
                self._rows.setdefault(row, []).append(area)

    def holding(self, row: int, column: int) -> Area | None:
        """Return the first rectangle that holds the cell."""
        near = self._rows.get(row, ())
        return next((area for area in (*near, *self._tall) if (row, column) in area), None)
