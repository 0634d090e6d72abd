"""Ages: how old somebody is on a day, who is a minor, and what is believable. Leaves findings to `rules.ages`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.terms import EMPLOYER, GRADUATE, PARENT, PUPIL, STUDENT, TEACHER, VETERAN

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.settings import Settings

ADULT = 18
"""Full years from which somebody signs for himself (ст. 21 ГК РФ)."""
ANYBODY = (5, 105)
_BELIEVABLE = {
    STUDENT: (14, 60),
    TEACHER: (17, 90),
    PARENT: (18, 100),
    GRADUATE: (15, 100),
    EMPLOYER: (15, 90),
    VETERAN: (35, 105),
}
"""The youngest and oldest believable age in full years; pupils have theirs on «Настройки»."""


def age_on(birth: date, on: date) -> int:
    """Return full years on a day; who was born on 29 February is a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def is_minor(birth: date, on: date) -> bool:
    """Whether somebody is under 18 on a day (ст. 21 ГК РФ)."""
    return age_on(birth, on) < ADULT


def limits(status: str | None, settings: Settings) -> tuple[int, int]:
    """Return the youngest and oldest believable age of somebody of this status."""
    if status == PUPIL:
        return settings.age_min, settings.age_max
    return ANYBODY if status is None else _BELIEVABLE[status]


def is_plausible(age: int, status: str | None, settings: Settings) -> bool:
    """Whether somebody of this status can be of this age."""
    low, high = limits(status, settings)
    return low <= age <= high
