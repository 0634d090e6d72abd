"""Cells as rectangles, so that an office program is asked once for many of them."""

from __future__ import annotations

from itertools import product
from operator import eq
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Place = tuple[int, int]

T = TypeVar("T")


class Area(NamedTuple):
    """A rectangle of one number format; rows and columns of the sheet from 1, `kind` as LibreOffice counts formats."""

    top: int
    left: int
    bottom: int
    right: int
    code: str
    kind: int = 0


def blocks(cells: dict[Place, T]) -> list[tuple[int, int, Sequence[Sequence[T]]]]:
    """Return cells as rectangles: top row, left column, rows. Neighbours are written in one go."""
    if whole := _whole(cells):
        return [whole]
    found: list[tuple[int, int, list[list[T]]]] = []
    for row, left, line in _runs(cells):
        last = found[-1] if found else None
        if last and last[1] == left and last[0] + len(last[2]) == row and len(last[2][0]) == len(line):
            last[2].append(line)
        else:
            found.append((row, left, [line]))
    return list(found)


def _whole(cells: dict[Place, T]) -> tuple[int, int, Sequence[Sequence[T]]] | None:
    """Return cells that fill one rectangle, as most large writes do; None if they do not."""
    if not cells:
        return None
    (top, left), (bottom, right) = next(iter(cells)), next(reversed(cells))
    lines, line = range(top, bottom + 1), range(left, right + 1)
    if len(cells) != len(lines) * len(line) or not all(map(eq, cells, product(lines, line))):
        return None  # not gone through line by line
    values = iter(cells.values())
    return top, left, list(zip(*[values] * len(line), strict=True))


def _runs(cells: Mapping[Place, T]) -> Iterator[tuple[int, int, list[T]]]:
    """Give neighbours in a row together; runs of the same columns follow each other down the sheet."""
    runs: list[tuple[int, int, list[T]]] = []
    for row, column in sorted(cells):
        last = runs[-1] if runs else None
        if last and last[0] == row and last[1] + len(last[2]) == column:
            last[2].append(cells[row, column])
        else:
            runs.append((row, column, [cells[row, column]]))
    yield from sorted(runs, key=lambda run: (run[1], len(run[2]), run[0]))
