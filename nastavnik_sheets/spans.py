"""Numbers of rows in a few words: «2–5, 8». Leaves what the rows are to those who say it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 6


def spans(numbers: Iterable[int], *, letters: str = "") -> str:
    """Return «2–5, 8» (with letters of a column: «B2–B5, B8»); of many spans only the first, «и другие»."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(set(numbers))), lambda counted: counted[1] - counted[0])
    ]
    shown = [f"{letters}{run[0]}–{letters}{run[-1]}" if len(run) > 1 else f"{letters}{run[0]}" for run in runs[:SHOWN]]
    return ", ".join(shown) + (" и другие" if len(runs) > SHOWN else "")
