"""What may explain that something seems absent: rows whose code of a person or a pair cannot be read.

One mistyped code is one finding. A consent whose code leads nowhere is reported at its cell; that its person then
seems to have none is not said as well, as far as the row may be the missing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from nastavnik_sheets.cells import as_text
from nastavnik_sheets.schema import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from nastavnik_sheets.book import Book

C = TypeVar("C")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Loose(Generic[R]):
    """A row that belongs to nobody known: what is typed there, and to whom the rows beside it belong."""

    record: R
    typed: str
    beside: frozenset[str]

    def may_be_of(self, code: str) -> bool:
        """Whether the typed code is one slip away from this one, or a row beside is of this one."""
        return code in self.beside or one_slip_apart(self.typed, code)


def loose_rows(book: Book, record_type: type[R], name: str, known: Container[str]) -> list[Loose[R]]:
    """Return the rows whose column `name` holds no known code."""
    table = book.table(record_type)
    codes: list[str | None] = [getattr(record, name) for record in table.records]
    found = []
    for index, code in enumerate(codes):
        if code is None or code not in known:
            beside = frozenset(c for c in (*codes[max(index - 1, 0) : index], *codes[index + 1 : index + 2]) if c)
            record = table.records[index]
            found.append(Loose(record, as_text(table.raw(record.row, name)).upper(), beside))
    return found


def unexplained(
    claims: Sequence[C],
    loose: Sequence[Loose[R]],
    *,
    code: Callable[[C], str],
    fits: Callable[[C, R], bool],
) -> list[C]:
    """Return the claims «this one has no such row» that no loose row explains; each explains one."""
    if not loose:
        return list(claims)
    free, rest = list(loose), []
    for claim in claims:
        found = next((row for row in free if row.may_be_of(code(claim)) and fits(claim, row.record)), None)
        if found is None:
            rest.append(claim)
        else:
            free.remove(found)
    doubtful = [claim for claim in rest if any(fits(claim, row.record) for row in free)]
    if len(doubtful) > len(free):
        return rest
    return [claim for claim in rest if not any(claim is one for one in doubtful)]


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with its neighbour makes one text of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
