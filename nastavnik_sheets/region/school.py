"""What one school's workbook gives to a summary: figures and the school's name, small and without people.

Leaves reading to `reading`, adding up to `summary`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nastavnik_sheets.cells import fold

if TYPE_CHECKING:
    from datetime import date

UNREADABLE, FOREIGN, UNTOUCHED, CONTRADICTORY, OURS = (
    "не прочлась", "не книга школы", "не заполнена", "противоречие", "сделана программой",
)  # fmt: skip

COUNTS = (
    "пар", "наставников", "наставников-педагогов", "наставников-обучающихся", "наставников внешних", "наставляемых",
    "наставляемых-педагогов", "наставляемых-обучающихся", "молодых специалистов охвачено", "завершённых пар",
    "довольны наставляемые", "ответили наставляемые", "довольны наставники", "ответили наставники",
)  # fmt: skip


class Asked(NamedTuple):
    """A workbook to read: where it is, and how the summary calls it."""

    path: str
    file: str


@dataclass(frozen=True)
class Left:
    """A workbook that is not in the summary, and why; `kind` is one of the words above."""

    file: str
    kind: str
    reason: str
    school: str = ""


@dataclass(frozen=True)
class Measure:
    """One indicator of one school: `denominator` None is not told; `invited` is 0 where nobody is asked."""

    id: str
    numerator: int
    denominator: int | None
    target: float | None = None
    answered: int = 0
    invited: int = 0
    excluded: int = 0

    @property
    def percent(self) -> float | None:
        """The indicator, %; None if there is nothing to divide by."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def impossible(self) -> bool:
        """Whether more are counted than there are."""
        return bool(self.denominator) and self.numerator > (self.denominator or 0)


@dataclass(frozen=True)
class FormCounts:
    """The municipal summary's row of one form, or of all of them: `counts` stand in the order of `COUNTS`."""

    mentoring_form: str
    counts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class School:
    """The figures of one workbook.

    `people` is a print of the bases, the same for copies of one book; `enterprises` are prints of the partners counted
    in П4, since one enterprise may help many schools. Both serve comparison alone and are never written anywhere.
    """

    file: str
    title: str
    named: bool
    municipality: str
    key: str
    programme_start: date
    period: tuple[date | None, date]
    measures: tuple[Measure, ...]
    forms: tuple[FormCounts, ...]
    total: FormCounts
    states: tuple[tuple[str, str, int], ...]
    """Form, state, how many pairs."""
    people: str = ""
    enterprises: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The calendar year in which the school year of the programme begins."""
        return self.programme_start.year - (self.programme_start.month < 7)

    def measure(self, name: str) -> Measure:
        """Return an indicator by its name."""
        return next(one for one in self.measures if one.id == name)

    @property
    def figures(self) -> tuple[object, ...]:
        """Everything that is added up, to tell two copies of a book from two different books."""
        return (self.period, self.measures, self.forms, self.total, self.states, self.enterprises)


Result: TypeAlias = School | Left


def bare(text: str) -> str:
    """Return a name for comparison: letters and digits alone, «МКОУ «СОШ №7»» as «мкоусош7»."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def year_words(year: int) -> str:
    """«2026/27»."""
    return f"{year}/{(year + 1) % 100:02d}"
