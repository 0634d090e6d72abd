"""Cells as rectangles, so that an office program is asked once for many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Place = tuple[int, int]

T = TypeVar("T")


def blocks(cells: dict[Place, T]) -> list[tuple[int, int, list[list[T]]]]:
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
    return found


def _whole(cells: dict[Place, T]) -> tuple[int, int, list[list[T]]] | None:
    """Return cells that fill one rectangle, as most large writes do; None if they do not."""
    if not cells:
        return None
    (top, left), (bottom, right) = next(iter(cells)), next(reversed(cells))  # as the writer went: line by line
    line = range(left, right + 1)
    if len(cells) != (bottom - top + 1) * len(line):
        return None
    try:
        return top, left, [[cells[row, column] for column in line] for row in range(top, bottom + 1)]
    except KeyError:
        return None


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
