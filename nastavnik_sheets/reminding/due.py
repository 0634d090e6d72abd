"""One thing that somebody must do by a day, and who that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.schema import Record

COORDINATOR, DIRECTOR, CURATOR, PSYCHOLOGIST, RESPONSIBLE, MENTOR = (
    "координатор",
    "руководитель",
    "куратор",
    "педагог-психолог",
    "ответственный",
    "наставник",
)
ORDER = (COORDINATOR, DIRECTOR, CURATOR, PSYCHOLOGIST, RESPONSIBLE, MENTOR)
"""The roles in the order in which the sheet groups them."""


@dataclass(frozen=True)
class Actor:
    """Who acts: the role, the name as the workbook has it, the code of a participant, the address for a letter."""

    role: str
    name: str = ""
    code: str = ""
    email: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """«наставник Иванов Иван Иванович»"""
        return " ".join(word for word in (self.role if self.role != RESPONSIBLE else "", self.name, self.note) if word)

    @property
    def hidden(self) -> str:
        """The same without a name: «наставник У-014-9»."""
        return " ".join(word for word in (self.role, self.code or self.note) if word)


@dataclass(frozen=True, kw_only=True)
class Due:
    """What to do (as an order), why, by which day; the row and the column it is about; the codes it concerns.

    `key` says which reminder it is at the next run; `quiet` is the task without what somebody typed, for a cloud.
    """

    who: Actor
    due: date
    task: str
    why: str
    record: Record | None
    name: str
    about: tuple[str, ...] = ()
    key: str
    quiet: str = ""


def key_of(what: str, code: str | int | None, on: date) -> str:
    """Return which reminder it is at the next run: what it is about, whose, and for which day."""
    return f"{what}:{code}:{on:%Y-%m-%d}"


def when(due: date, today: date) -> str:
    """Return how far a day is: «просрочено: 12 дней», «сегодня», «через 5 дней»."""
    days = (due - today).days
    if days == 0:
        return "сегодня"
    count = f"{abs(days)} {plural(abs(days), 'день', 'дня', 'дней')}"
    return f"через {count}" if days > 0 else f"просрочено: {count}"
