"""What a host is: the few verbs through which everything else touches a workbook.

Leaves to the modules beside it: how a file, an open Excel or a Google Sheet does them.
Rows and columns count from 1, as in the office programs: (1, 1) is A1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Link:
    """A cell with a text and a hyperlink: `target` is "#Sheet!A1" inside the workbook or an address outside."""

    text: str
    target: str


Value: TypeAlias = str | int | float | bool | date | datetime | time | None
"""What is read from a cell; None is an empty cell. Text that a person typed stays text."""

Cell: TypeAlias = Value | Link
"""What may be written into a cell. A str is always text, even if it starts with "="."""

Grid: TypeAlias = "Sequence[Sequence[Value]]"
"""Rows from row 1, each from column A; rows may differ in length, nothing is guessed."""


@runtime_checkable
class Host(Protocol):
    """An open workbook. Used in a `with` block, which saves on success only.

    Raises `HostError` (no access, open elsewhere) or `Refused` (cannot be edited safely), both before
    anything is written.
    """

    @property
    def name(self) -> str:
        """How messages call the workbook: a file name or a title."""

    def sheets(self) -> list[str]:
        """Return the titles of the worksheets in their order."""

    def read(self, sheet: str) -> Grid:
        """Return the values of a sheet; formulas as their last computed value. KeyError if there is none."""

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells and no others; a cell keeps its style. May grow downwards: a table grows with it."""

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put `grid` in place of everything on a sheet that we generate; looks and protection stay."""

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Put the sheet `title` of another workbook (the bytes of an .xlsx) into this one, charts and all."""

    def keep_copies(self, *, count: int, days: int) -> None:
        """Say how many earlier copies of the workbook to keep and for how long: they hold personal data."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
