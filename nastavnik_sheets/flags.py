"""What a rule says: a flag at a record or a setting, with level and cure. Leaves findings at cells to `check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nastavnik_sheets.cells import ERROR, HINT, WARNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record


@dataclass(frozen=True, slots=True)
class Flag:
    """What a rule found: a record and its attribute (or the name of a setting), what is wrong, how to cure it."""

    record: Record | None
    name: str
    message: str
    cure: str
    level: str


def error(record: Record, name: str, message: str, *, cure: str) -> Flag:
    """Return an error at the cell `name` of a record: the regulation or the law is broken."""
    return Flag(record, name, message, cure, ERROR)


def warning(record: Record, name: str, message: str, *, cure: str) -> Flag:
    """Return a warning: probably a mistake, a person decides."""
    return Flag(record, name, message, cure, WARNING)


def hint(record: Record, name: str, message: str, *, cure: str) -> Flag:
    """Return a hint: not due yet, or a better way."""
    return Flag(record, name, message, cure, HINT)


def setting_flag(name: str, message: str, *, cure: str, level: str = WARNING) -> Flag:
    """Return a flag at a line of «Настройки»; `name` is the attribute of `Settings`."""
    return Flag(None, name, message, cure, level)


Rule: TypeAlias = "Callable[[Book, date], Iterator[Flag]]"
"""A rule of the programme: a generator of flags, given a book and a day."""
