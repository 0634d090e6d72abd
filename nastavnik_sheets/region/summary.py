"""Adds schools up: which books count, the six indicators from numerators and denominators, forms, states, coverage.

Percentages are never averaged. Who is left out of the summary, or of one figure, is listed with the reason. Leaves
words and drawing to `words` and `sheets`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nastavnik_sheets.cells import fold
from nastavnik_sheets.monitoring.indicators import IDS, NOT_APPLICABLE, TITLES, UNKNOWN, percent_words
from nastavnik_sheets.monitoring.summaries import ALL_FORMS
from nastavnik_sheets.region.folders import natural
from nastavnik_sheets.region.school import (
    CONTRADICTORY,
    COUNTS,
    OURS,
    FormCounts,
    Left,
    School,
    bare,
    year_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from nastavnik_sheets.region.school import Measure, Result

ENTERPRISES = "П4"
V = TypeVar("V", int, "date")


class Note(NamedTuple):
    """What a reader must know of a school that is in the summary."""

    file: str
    school: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Total:
    """One indicator of all schools; `schools` are those it is added up from."""

    id: str
    title: str
    numerator: int
    denominator: int
    schools: int
    target: float | None = None
    answered: int = 0
    invited: int = 0
    excluded: int = 0

    @property
    def impossible(self) -> bool:
        """Whether more are counted than there are: then there is no percentage."""
        return self.numerator > self.denominator > 0

    @property
    def percent(self) -> float | None:
        """The indicator, %; None if there is nothing to divide by or the figures contradict each other."""
        return 100 * self.numerator / self.denominator if self.denominator and not self.impossible else None

    @property
    def absent(self) -> str:
        """What stands in place of a percentage."""
        return NOT_APPLICABLE if self.id == ENTERPRISES and not self.schools else UNKNOWN

    @property
    def shown(self) -> str:
        """«63,6 %», «н/д» or «н/п»."""
        return self.absent if self.percent is None else percent_words(self.percent)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The summary of a region: schools in order, indicators, forms with their total, states, books left out, notes."""

    today: date
    year: int | None
    until: date
    schools: tuple[School, ...]
    totals: tuple[Total, ...]
    forms: tuple[FormCounts, ...]
    total: FormCounts
    states: Mapping[tuple[str, str], int]
    left: tuple[Left, ...]
    notes: tuple[Note, ...]

    def schools_of_form(self, form: str) -> int:
        """Return how many schools have a counted pair of a form."""
        return sum(any(fold(row.mentoring_form) == fold(form) for row in school.forms) for school in self.schools)

    @property
    def books(self) -> int:
        """How many workbooks were looked at, without what the program itself has made."""
        return len(self.schools) + len(self.left)


def summarised(results: Iterable[Result], *, today: date) -> Summary:
    """Return the summary of everything that was read; the order of the results does not matter."""
    read = sorted(results, key=lambda one: (natural(one.file), one.file))
    left = [one for one in read if isinstance(one, Left) and one.kind != OURS]
    schools, late = _of_one_year([one for one in read if isinstance(one, School)])
    schools, doubled = _once(schools)
    schools.sort(key=lambda one: (natural(one.municipality), natural(one.title), natural(one.file)))
    left = sorted([*left, *late, *doubled], key=lambda one: natural(one.file))
    until = _most((one.period[1] for one in schools), otherwise=today)
    schools, notes = _weighed(schools, until)
    enterprises, more = _enterprises(schools)
    totals = [enterprises if name == ENTERPRISES else _total(schools, name) for name in IDS]
    return Summary(
        today=today, year=schools[0].year if schools else None, until=until, schools=tuple(schools),
        totals=tuple(totals), forms=_forms(schools), total=_added(ALL_FORMS, [one.total for one in schools]),
        states=_states(schools), left=tuple(left), notes=(*notes, *more),
    )  # fmt: skip


def _most(values: Iterable[V], *, otherwise: V) -> V:
    """Return the commonest value, the greatest of equally common ones."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], value)) if counts else otherwise


def _of_one_year(schools: list[School]) -> tuple[list[School], list[Left]]:
    """Keep the school year that most books are of; the later one of equals."""
    year = _most((one.year for one in schools), otherwise=0)
    late = [_out(one, f"{year_words(one.year)} учебный год, а свод — за {year_words(year)}")
            for one in schools if one.year != year]  # fmt: skip
    return [one for one in schools if one.year == year], late


def _out(school: School, reason: str) -> Left:
    return Left(school.file, CONTRADICTORY, reason, school.title)


def _once(schools: Iterable[School]) -> tuple[list[School], list[Left]]:
    """Keep one of equal copies; of different books of one school none: only the school knows which holds."""
    groups: dict[str, list[School]] = {}
    for one in schools:
        known = next((k for k in _keys(one) if k in groups), None)
        group = groups[known] if known else []
        group.append(one)
        for key in _keys(one):
            groups.setdefault(key, group)
    kept: list[School] = []
    left: list[Left] = []
    for group in {id(group): group for group in groups.values()}.values():
        first, *others = group
        if all(one.figures == first.figures for one in others):
            kept.append(first)
            left += [_out(one, f"та же школа, что в «{first.file}», с теми же цифрами: учтена один раз")
                     for one in others]  # fmt: skip
        else:
            left += [_out(one, _twins(one, group)) for one in group]
    return kept, left


def _keys(school: School) -> list[str]:
    """Return what tells that two books are of one school: its name, or its very people."""
    keys = [f"school {school.key}" if school.key else "", f"people {school.people}" if school.people else ""]
    return [key for key in keys if key] or [f"file {school.file}"]


def _twins(school: School, group: Sequence[School]) -> str:
    others = ", ".join(f"«{one.file}»" for one in group if one is not school)
    return f"та же школа с другими цифрами в {others}: оставьте в папке одну книгу"


def _weighed(schools: Iterable[School], until: date) -> tuple[list[School], list[Note]]:
    """Take single indicators that contradict themselves out of their schools; say what else a reader must know."""
    kept, notes = [], []
    for school in schools:
        faults = _faults(school)
        measures = tuple(replace(m, denominator=None) if m.id in faults else m for m in school.measures)
        kept.append(replace(school, measures=measures))
        texts = [*faults.values(), *school.notes]
        if school.period[1] != until:
            texts.insert(0, f"сведения по {school.period[1]:%d.%m.%Y}, у большинства — по {until:%d.%m.%Y}")
        notes += [Note(school.file, school.title, text) for text in texts]
    return kept, notes


def _faults(school: School) -> dict[str, str]:
    """Return, by indicator, why a school is not counted in it."""
    return {
        one.id: f"{one.id}: учтено {one.numerator} из {one.denominator} — больше, чем есть; в {one.id} школа не учтена"
        for one in school.measures if one.impossible
    }  # fmt: skip


def _total(schools: Sequence[School], name: str) -> Total:
    counted = [m for m in (one.measure(name) for one in schools) if m.denominator]
    everyone = [one.measure(name) for one in schools]
    return Total(
        id=name, title=TITLES[name], numerator=sum(m.numerator for m in counted),
        denominator=sum(m.denominator or 0 for m in counted), schools=len(counted), target=_target(everyone),
        answered=sum(m.answered for m in everyone), invited=sum(m.invited for m in everyone),
        excluded=sum(m.excluded for m in everyone),
    )  # fmt: skip


def _target(measures: Iterable[Measure]) -> float | None:
    """Return the target that all schools with one have; None if they differ."""
    found = {one.target for one in measures if one.target is not None}
    return found.pop() if len(found) == 1 else None


def _enterprises(schools: Sequence[School]) -> tuple[Total, list[Note]]:
    """Add up П4: an enterprise counts once however many schools it helps, a municipality's number once."""
    by_place: dict[str, list[School]] = {}
    for one in schools:
        if one.measure(ENTERPRISES).denominator:
            by_place.setdefault(bare(one.municipality), []).append(one)
    below, notes = 0, []
    for found in by_place.values():
        number = _most((one.measure(ENTERPRISES).denominator or 0 for one in found), otherwise=0)
        below += number
        notes += [_differs(one, number) for one in found if one.measure(ENTERPRISES).denominator != number]
    counted = [one for found in by_place.values() for one in found]
    helping = frozenset().union(*(one.enterprises for one in counted))
    everyone = [one.measure(ENTERPRISES) for one in schools]
    return Total(
        id=ENTERPRISES, title=TITLES[ENTERPRISES], numerator=len(helping), denominator=below, schools=len(counted),
        target=_target(everyone), excluded=sum(m.excluded for m in everyone),
    ), notes  # fmt: skip


def _differs(school: School, number: int) -> Note:
    told = school.measure(ENTERPRISES).denominator
    text = f"предприятий муниципалитета вписано {told}, у большинства его школ — {number}: взято {number}"
    return Note(school.file, school.title, text)


def _forms(schools: Iterable[School]) -> tuple[FormCounts, ...]:
    by_form: dict[str, list[FormCounts]] = {}
    for one in schools:
        for row in one.forms:
            by_form.setdefault(fold(row.mentoring_form), []).append(row)
    return tuple(_added(min(row.mentoring_form for row in rows), rows) for _, rows in sorted(by_form.items()))


def _added(form: str, rows: Iterable[FormCounts]) -> FormCounts:
    nothing = (0,) * len(COUNTS)
    return FormCounts(form, tuple(map(sum, zip(nothing, *(row.counts for row in rows), strict=True))))


def _states(schools: Iterable[School]) -> dict[tuple[str, str], int]:
    spelled: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in schools:
        for form, state, count in one.states:
            counts[spelled.setdefault(fold(form), form), state] += count
    return dict(sorted(counts.items()))
