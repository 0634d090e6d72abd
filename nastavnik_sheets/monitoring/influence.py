"""Stage two, influence on the participants: entry against exit, indicators of influence, distributions.

Answers are compared person by person, but only what holds for the question as a whole is judged: nobody is graded
(п. 6.5). Sensitive questions are shown only as aggregates of at least `small_group` people. Leaves the arithmetic of
tests to `statistics`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.book import by_code
from nastavnik_sheets.monitoring.answers import CROWD
from nastavnik_sheets.monitoring.indicators import UNKNOWN, percent_words
from nastavnik_sheets.monitoring.statistics import ENOUGH, LEVEL, holm, interval, signed_rank
from nastavnik_sheets.scales import MARK, YES
from nastavnik_sheets.starters import FALL, INFLUENCE
from nastavnik_sheets.terms import ENTRY, EXIT
from nastavnik_sheets.year_sheets import IndicatorRow, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.monitoring.answers import Survey
    from nastavnik_sheets.monitoring.participation import Participation
    from nastavnik_sheets.monitoring.statistics import Interval, SignedRank

ROSE, FELL, UNPROVEN = "выросло", "снизилось", "изменение не доказано"
HIDDEN = "скрыто: мало ответивших на чувствительный вопрос"
TOO_FEW = f"слишком мало ответов, чтобы судить (нужно от {ENOUGH})"
BETTER, SAME, WORSE = "улучшение", "без изменений", "ухудшение"
WEAK, MIDDLING, STRONG = "слабое", "среднее", "сильное"
BINS = ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))


class Compared(NamedTuple):
    """One person's entry and exit answers to one question."""

    person: str
    before: int
    after: int


@dataclass(frozen=True)
class Change:
    """What changed from entry to exit on one question; `p` is corrected for the number of questions."""

    question: Question
    entry: Question
    compared: tuple[Compared, ...]
    without_entry: int
    without_exit: int
    hidden: bool
    test: SignedRank
    shift: Interval
    p: float = 1.0

    @property
    def shown(self) -> bool:
        """Whether means may be shown: not of a hidden question, not of one or two people."""
        return not self.hidden and len(self.compared) >= CROWD

    @property
    def before(self) -> float:
        """The mean at the entry."""
        return fmean(c.before for c in self.compared)

    @property
    def after(self) -> float:
        """The mean at the exit."""
        return fmean(c.after for c in self.compared)

    def count(self, direction: int) -> int:
        """Return how many rose (1), stayed (0) or fell (−1)."""
        return sum((c.after > c.before) - (c.after < c.before) == direction for c in self.compared)

    @property
    def verdict(self) -> str:
        """What may honestly be said of the question; never of a person."""
        if self.hidden:
            return HIDDEN
        if len(self.compared) < ENOUGH:
            return TOO_FEW
        if self.p >= LEVEL:
            return UNPROVEN
        size = abs(self.test.effect)
        strength = STRONG if size >= 0.5 else MIDDLING if size >= 0.3 else WEAK
        return f"{ROSE if self.test.effect > 0 else FELL}, влияние {strength}"


def changes(taking_part: Participation, answers: Survey) -> list[Change]:
    """Compare entry and exit by the pairs of questions of «Вопросы», with p corrected by Holm over all of them."""
    questions = by_code(taking_part.book[Question])
    small = taking_part.book.settings.small_group
    found = []
    for question in questions.values():
        entry = questions.get(question.entry or "")
        if question.moment == EXIT and entry and entry.moment == ENTRY and entry.scale == question.scale:
            change = _change(question, entry, answers, small)
            if change:
                found.append(change)
    judged = [one for one in found if not one.hidden and len(one.compared) >= ENOUGH]
    corrected = dict(zip((one.question.code for one in judged), holm([one.test.p for one in judged]), strict=True))
    return [replace(one, p=corrected.get(one.question.code, 1.0)) for one in found]


def _change(question: Question, entry: Question, answers: Survey, small: int) -> Change | None:
    before, after = answers.by_question.get(entry.code, {}), answers.by_question.get(question.code, {})
    values = {person: (before[person].value, after[person].value) for person in before if person in after}
    compared = tuple(Compared(who, b, a) for who, (b, a) in values.items() if b is not None and a is not None)
    if not compared:
        return None
    differences = [c.after - c.before for c in compared]
    hidden = bool(question.sensitive or entry.sensitive) and len(compared) < small
    alone = len(after) - len(compared), len(before) - len(compared)
    return Change(question, entry, compared, *alone, hidden, signed_rank(differences), interval(differences))


class Own(NamedTuple):
    """How one person's own answers moved: on how many questions up, none and down. Not a mark of the person."""

    person: str
    role: str
    rose: int
    same: int
    fell: int


def by_person(found: Sequence[Change]) -> list[Own]:
    """Return, for everybody with both questionnaires, how the answers moved; sensitive questions are not in it."""
    moved: dict[tuple[str, str], list[int]] = {}
    for change in found:
        if change.question.sensitive or change.entry.sensitive:
            continue
        for one in change.compared:
            row = moved.setdefault((change.question.role or "", one.person), [0, 0, 0])
            row[1 - (one.after > one.before) + (one.after < one.before)] += 1
    return [Own(person, role, *counts) for (role, person), counts in sorted(moved.items())]


class Impact(NamedTuple):
    """An indicator of influence: X before, Y after, Z = Y − X, Z / X in per cent, and whether that is better."""

    row: IndicatorRow
    difference: float | None
    percent: float | None
    verdict: str

    @property
    def percent_shown(self) -> str:
        """«+12,5 %» or «н/д» where there is nothing to divide by."""
        if self.percent is None:
            return UNKNOWN
        return ("+" if self.percent > 0 else "") + percent_words(self.percent)


def impacts(taking_part: Participation) -> list[Impact]:
    """Return the indicators of influence of the latest year up to the report date that have any value."""
    rows = [row for row in taking_part.book[IndicatorRow] if row.part == INFLUENCE]
    filled = [row for row in rows if row.before is not None or row.after is not None]
    years = [row.year for row in filled if row.year and row.year <= taking_part.period.end.year]
    latest = max(years, default=None)
    return [_impact(row) for row in filled if row.year in (None, latest)]


def _impact(row: IndicatorRow) -> Impact:
    if row.before is None or row.after is None:
        return Impact(row, None, None, "нет значения " + ("до программы" if row.before is None else "после программы"))
    difference = row.after - row.before
    percent = 100 * difference / row.before if row.before else None
    return Impact(row, difference, percent, _judged(difference, row.better))


def _judged(difference: float, better: str | None) -> str:
    if not difference:
        return SAME
    if better is None:
        return "не сказано, что лучше"
    return BETTER if (difference < 0) == (better == FALL) else WORSE


class Spread(NamedTuple):
    """How the answers to one question are spread: how many answered, counts by bin, the mean; yes/no as a share."""

    question: Question
    answered: int
    counts: tuple[int, ...]
    mean: float
    yes: float | None


def spreads(answers: Survey, moments: Sequence[str] = (ENTRY, EXIT)) -> list[Spread]:
    """Return how answers to scales and yes/no questions are spread; not of sensitive ones, nor of one or two people."""
    found = []
    for given in answers.by_question.values():
        question = next(iter(given.values())).question
        if question.moment in moments and question.scale in (MARK, YES) and not question.sensitive:
            found.append(_spread(question, [one.value or 0 for one in given.values()]))
    return sorted((one for one in found if one.answered >= CROWD), key=lambda one: one.question.code)


def _spread(question: Question, values: Sequence[int]) -> Spread:
    if question.scale == YES:
        return Spread(question, len(values), (), fmean(values), 100 * fmean(values))
    counts = tuple(sum(low <= value <= high for value in values) for low, high in BINS)
    return Spread(question, len(values), counts, fmean(values), None)
