"""Whether the office program has to recalculate a changed book, and whether its calculation chain still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.workbook import Workbook

_LOOKED_THROUGH = 32 << 20
"""Bytes of sheets that are looked through for formulas before they are assumed."""


@dataclass(slots=True)
class Recalculation:
    """What has happened to the values and the formulas of a book since it was opened."""

    values_changed: bool = False
    formulas_seen: bool = False
    formulas_moved: bool = False

    def settle(self, package: Package, book: Workbook) -> None:
        """Write into the book what the office program has to do when it opens it."""
        if self.values_changed and not book.recalculates and self._has_formulas(package, book):
            book.recalculate_on_load()
        if self.formulas_moved:
            book.drop_calculation_chain()

    def _has_formulas(self, package: Package, book: Workbook) -> bool:
        """Tell whether any sheet has one.

        Of a big book it is assumed, which costs its owner a question on closing it and us no look through it.
        """
        if self.formulas_moved or self.formulas_seen or book.supporting("calcChain"):
            return True
        parts = [one.part for one in book.sheets if one.kind == "worksheet" and one.part in package]
        if sum(package.size(part) for part in parts) > _LOOKED_THROUGH:
            return True
        return any(_holds_formula(package, part) for part in parts)


def _holds_formula(package: Package, part: str) -> bool:
    """Tell whether a sheet has a formula: one with a text ends with `f>`, whatever its prefix."""
    last = b""
    for piece in package.pieces(part):
        if b"f>" in piece or (last == b"f" and piece.startswith(b">")):
            return True
        last = piece[-1:]
    return False
