"""What every command may be told, and what it says back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.sealing import nobody

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.sealing import Ask


@dataclass(frozen=True)
class Options:
    """What every command may be told: the day to count from, whether only to show, what may be lost."""

    today: date | None = None
    dry_run: bool = False
    drop_signature: bool = False
    """Whether a digital signature, which any change breaks, may be taken off the book."""
    password: Ask = field(default=nobody, repr=False)
    """Who knows the password of a book that is under one."""

    @property
    def day(self) -> date:
        """The day the command counts from."""
        return self.today or date.today()

    @property
    def now(self) -> datetime:
        """The moment for history; with a given day it is that day's noon, so that runs can be repeated."""
        return datetime.combine(self.today, time(12)) if self.today else datetime.now().replace(microsecond=0)


@dataclass(frozen=True)
class Outcome:
    """What a command says: sentences for a person, facts for a machine, the exit code.

    A fact may be a function that makes it: long lists are made only if a machine asks (`--json`).
    """

    message: str
    facts: dict[str, object] = field(default_factory=dict)
    exit_code: int = 0
