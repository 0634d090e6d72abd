"""Which columns of a sheet offer a choice of one value, and between what: words of our own or a list of «Списки»."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import Choice, YesNo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nastavnik_sheets.schema import Column


class Offer(NamedTuple):
    """A column with a choice: `options`, or the name of a list."""

    column: Column
    options: tuple[str, ...] = ()
    from_list: str = ""


def offers(columns: Iterable[Column]) -> Iterator[Offer]:
    """Return the columns with one value out of a list; a drop-down of Google's cannot pick several by a script."""
    for column in columns:
        kind = column.kind
        if column.generated:
            continue
        if isinstance(kind, YesNo):
            yield Offer(column, ("да", "нет"))
        elif isinstance(kind, Choice) and not kind.many:
            yield Offer(column, from_list=kind.from_list) if kind.from_list else Offer(column, tuple(kind.options))
