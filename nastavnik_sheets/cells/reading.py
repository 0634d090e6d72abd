"""What reading a cell gives: a value or unknown, and what is wrong with it, with the repair if that is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from nastavnik_sheets.cells.texts import as_text

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.protocol import Value

ERROR, WARNING, HINT = "ошибка", "предупреждение", "подсказка"
LEVELS = (ERROR, WARNING, HINT)


class Problem(NamedTuple):
    """What is wrong with a cell; `fix` is the value to put there when the repair is safe."""

    rule: str
    level: str
    message: str
    cure: str
    fix: Value = None


class Reading(NamedTuple):
    """The value of a cell as records hold it (None is unknown) and what is wrong with it, if anything."""

    value: object
    problem: Problem | None = None


class Kind(Protocol):
    """One kind of cell."""

    @property
    def name(self) -> str:
        """The stable English name, as `schema --json` gives it."""

    def read(self, raw: Value) -> Reading:
        """Read a cell that is not empty."""


EMPTY = Reading(None)


def unreadable(rule: str, message: str, cure: str) -> Reading:
    """Return an unknown value with an error."""
    return Reading(None, Problem(f"cell.{rule}", ERROR, message, cure))


def fixable(rule: str, value: object, message: str, fix: Value) -> Reading:
    """Return a value that is understood but written oddly, with the text to put right."""
    cure = f"исправьте на «{as_text(fix)}» или запустите проверку с исправлением"
    return Reading(value, Problem(f"cell.{rule}", WARNING, message, cure, fix))
