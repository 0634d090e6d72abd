"""Which row is the odd one out: the second of two equal ones, the one out of sequence, the one outvoted.

One mistake is one finding, at the cell that is most probably wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from nastavnik_sheets.flags import warning
from nastavnik_sheets.schema import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from nastavnik_sheets.flags import Flag

R = TypeVar("R", bound=Record)


def repeated(records: Iterable[R], key: Callable[[R], Hashable]) -> Iterator[tuple[R, R]]:
    """Yield every record whose key a record above has, with that record; an empty key is none."""
    seen: dict[Hashable, R] = {}
    for record in records:
        value = key(record)
        if value:
            first = seen.setdefault(value, record)
            if first is not record:
                yield record, first


def repeats(records: Iterable[R], name: str, message: str, key: Callable[[R], Hashable]) -> Iterator[Flag]:
    """Warn at column `name` of every row that repeats one above."""
    for record, first in repeated(records, key):
        yield warning(record, name, f"{message}: строка {first.row}", cure="поправьте или удалите лишнюю строку")


def out_of_sequence(days: Sequence[date]) -> list[int]:
    """Return the fewest places without which the days do not go back."""
    tails: list[date] = []
    best: list[int] = []  # the place that ends the longest run of each length
    before: list[int] = []
    for place, value in enumerate(days):
        length = bisect_right(tails, value)
        before.append(best[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        best[length : length + 1] = [place]
    kept: set[int] = set()
    place = best[-1] if best else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return [place for place in range(len(days)) if place not in kept]


def outvoted(said: Hashable, cited: Sequence[Hashable]) -> bool:
    """Whether those who cite a value agree among themselves, two at least, that it is another one."""
    return len(cited) > 1 and said not in cited and len(Counter(cited)) == 1
