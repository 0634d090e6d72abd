"""Stage one, the quality of the process: meetings, pairs, who keeps silent, the curator's sheet, SWOT.

Counts only; what they mean in words is in `words`. Leaves the six indicators to `indicators`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import fold
from nastavnik_sheets.monitoring.answers import CROWD, STRONG, WEAK
from nastavnik_sheets.scales import MARK, TEXT, YES
from nastavnik_sheets.starters import CURATOR, indicators
from nastavnik_sheets.terms import (
    ENTRY,
    EXIT,
    HELD,
    INTERIM,
    MEETING_KINDS,
    MEETING_MEANINGS,
    PAIR_STATES,
    PLANNED,
    ROLES,
)
from nastavnik_sheets.workbook import Meeting, Pair
from nastavnik_sheets.year_sheets import IndicatorRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from nastavnik_sheets.monitoring.answers import Survey
    from nastavnik_sheets.monitoring.participation import Participation
    from nastavnik_sheets.year_sheets import Question

MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
NO_FORM, NO_MODEL = "форма не указана", "модель не указана"
NO_STATE, NO_KIND = "не указано", "вид не указан"
OPTIMAL, ACCEPTABLE = 15, 9
FULL = 18
LEVELS = ("недопустимый", "допустимый", "оптимальный")
OPPORTUNITIES, THREATS = "возможности", "угрозы"
SIGNAL = "сигнал куратору"
QUADRANTS = (STRONG, WEAK, OPPORTUNITIES, THREATS)
EMPTY_WORDS = frozenset(
    {"нет", "ничего", "не знаю", "всё", "все", "всё хорошо", "все хорошо", "да", "ок", "ничего не мешает",
     "всё устраивает", "все устраивает", "всего хватило", "всего хватает"}
)  # fmt: skip


class PairMeetings(NamedTuple):
    """Meetings of one counted pair: how many were planned and held, of which kinds, and the last one."""

    pair: Pair
    planned: int | None
    held: int
    kinds: Mapping[str, int]
    last: date | None


@dataclass(frozen=True)
class Meetings:
    """Meetings held in the period, by pair and by month, and how many rows were left out and why."""

    by_pair: tuple[PairMeetings, ...]
    by_month: tuple[tuple[str, int], ...]
    excluded: tuple[tuple[Meeting, str], ...]

    @property
    def held(self) -> int:
        """How many meetings were held."""
        return sum(count for _, count in self.by_month)


def meetings(taking_part: Participation, today: date) -> Meetings:
    """Count the meetings that took place in the period, of pairs that count."""
    counted = {pair.code: pair for pair in taking_part.pairs}
    held: dict[str, list[Meeting]] = {code: [] for code in counted}
    excluded: list[tuple[Meeting, str]] = []
    for meeting in taking_part.book[Meeting]:
        reason = _why_not_held(taking_part, meeting, today)
        if reason is None and meeting.pair in held:
            held[meeting.pair].append(meeting)
        else:
            excluded.append((meeting, reason or "пара не учтена в периоде"))
    rows = tuple(_of_pair(taking_part, pair, held[code]) for code, pair in counted.items())
    return Meetings(rows, _by_month(taking_part, [m for some in held.values() for m in some]), tuple(excluded))


def _why_not_held(taking_part: Participation, meeting: Meeting, today: date) -> str | None:
    period = taking_part.period
    if meeting.state != HELD:
        return "ещё не состоялась" if meeting.state == PLANNED else meeting.state or "состояние не указано"
    if meeting.held is None:
        return "дата неизвестна"
    if meeting.held > min(today, period.end):
        return "дата ещё не наступила" if meeting.held > today else "после отчётной даты"
    return "до начала программы" if period.start and meeting.held < period.start else None


def _of_pair(taking_part: Participation, pair: Pair, held: list[Meeting]) -> PairMeetings:
    kinds = Counter(taking_part.book.meaning(MEETING_KINDS, meeting.kind) or NO_KIND for meeting in held)
    days = [meeting.held for meeting in held if meeting.held]
    return PairMeetings(pair, pair.meetings_planned, len(held), kinds, max(days, default=None))


def _by_month(taking_part: Participation, held: list[Meeting]) -> tuple[tuple[str, int], ...]:
    """Count by month, from the first month of the programme (or of a meeting) to the last one, empty ones too."""
    days = [meeting.held for meeting in held if meeting.held]
    if not days:
        return ()
    counts = Counter((day.year, day.month) for day in days)
    first = min([*days, *([taking_part.period.start] if taking_part.period.start else [])])
    months = range(first.year * 12 + first.month - 1, max(days).year * 12 + max(days).month)
    return tuple((f"{MONTHS[m % 12]} {m // 12}", counts[m // 12, m % 12 + 1]) for m in months)


@dataclass(frozen=True)
class Cross:
    """How many pairs, by a value and by state."""

    rows: Mapping[str, Mapping[str, int]]
    states: tuple[str, ...]


def pairs_by_form(taking_part: Participation) -> Cross:
    """Count all pairs by form and state."""
    return _cross((pair.mentoring_form or NO_FORM, pair.state) for pair in taking_part.book[Pair])


def pairs_by_model(taking_part: Participation) -> Cross:
    """Count all pairs by role model and state."""
    return _cross((pair.role_model or NO_MODEL, pair.state) for pair in taking_part.book[Pair])


def _cross(values: Iterable[tuple[str, str | None]]) -> Cross:
    rows: dict[str, Counter[str]] = {}
    for value, state in values:
        rows.setdefault(value, Counter())[state or NO_STATE] += 1
    known = [state for state in (*PAIR_STATES, NO_STATE) if any(row[state] for row in rows.values())]
    return Cross(dict(sorted(rows.items())), tuple(known))


class Silent(NamedTuple):
    """Who takes part and answered nothing at a moment."""

    moment: str
    role: str
    invited: int
    codes: tuple[str, ...]


def silent(taking_part: Participation, answers: Survey) -> list[Silent]:
    """Return, by moment and role, who takes part and has no counted answer, whether or not anybody answered."""
    found = []
    for moment in (ENTRY, INTERIM, EXIT):
        for role in ROLES:
            people, answered = taking_part.people[role], answers.answered(moment, role)
            missing = tuple(sorted(code for code in people if code not in answered))
            found.append(Silent(moment, role, len(people), missing))
    return found


@dataclass(frozen=True)
class CuratorSheet:
    """The curator's 0–1–2 sheet; no sum and no level while a cell is empty."""

    rows: tuple[IndicatorRow, ...]

    @property
    def empty(self) -> int:
        """How many cells are still to be filled."""
        return sum(row.points is None for row in self.rows)

    @property
    def total(self) -> int | None:
        """The sum, None while a cell is empty."""
        return None if self.empty or not self.rows else sum(row.points or 0 for row in self.rows)

    @property
    def level(self) -> str | None:
        """Of 18: 15–18 оптимальный, 9–14 допустимый, 0–8 недопустимый; by the same shares if lines were added."""
        if self.total is None:
            return None
        share = self.total * FULL / (2 * len(self.rows))
        return LEVELS[(share >= ACCEPTABLE) + (share >= OPTIMAL)]


def curator_sheet(taking_part: Participation) -> CuratorSheet:
    """Return the curator's sheet of the latest year that is not after the report date; a row without a year counts."""
    rows = [row for row in taking_part.book[IndicatorRow] if row.part == CURATOR]
    years = [row.year for row in rows if row.year and row.year <= taking_part.period.end.year]
    latest = max(years, default=None)
    return CuratorSheet(tuple(row for row in rows if row.year in (None, latest)))


class Said(NamedTuple):
    """What was said, how many times."""

    text: str
    times: int


def swot(taking_part: Participation, answers: Survey) -> dict[str, list[Said]]:
    """Return the four quarters: open answers first, the most frequent first, then the curator's own lines."""
    prompts = {fold(row.text or "") for row in indicators(taking_part.period.end.year)}
    quarters: dict[str, list[Said]] = {}
    for quarter in QUADRANTS:
        said = [g.answer.answer or "" for g in answers.given if _open(g.question, quarter)]
        own = [row.text for row in taking_part.book[IndicatorRow] if row.part == quarter and row.text]
        quarters[quarter] = _grouped(said) + [Said(text, 0) for text in own if fold(text) not in prompts]
    return quarters


def _open(question: Question, quarter: str) -> bool:
    return (question.purpose, question.scale) == (quarter, TEXT) and not question.sensitive


def _grouped(texts: Iterable[str]) -> list[Said]:
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        key = fold(text).strip(" .!…")
        if any(letter.isalpha() for letter in key) and key not in EMPTY_WORDS:
            first.setdefault(key, text.strip())
            counts[key] += 1
    return [Said(first[key], times) for key, times in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]


MEETING_COLUMNS = (*MEETING_MEANINGS, NO_KIND)
ALARM = 4
"""A mark up to this, or «нет», to a question for the curator calls for help."""


class Signal(NamedTuple):
    """Interim feedback to one question: how many answered, the mean or the share of yes, how many call for help.

    `hidden`: the question is sensitive and too few answered to show it; the mean of one or two is not shown either.
    """

    question: Question
    answered: int
    mean: float | None
    alarms: int
    hidden: bool


def signals(taking_part: Participation, answers: Survey) -> list[Signal]:
    """Return the interim feedback question by question; never person by person."""
    found = []
    for code, given in answers.by_question.items():
        question = next(iter(given.values())).question
        if question.moment != INTERIM or question.scale not in (MARK, YES):
            continue
        values = [g.value or 0 for g in given.values()]
        hidden = bool(question.sensitive) and len(values) < taking_part.book.settings.small_group
        low = 0 if question.scale == YES else ALARM
        alarms = sum(value <= low for value in values) if question.purpose == SIGNAL else 0
        mean = None if hidden or len(values) < CROWD else fmean(values) * (100 if question.scale == YES else 1)
        found.append((code, Signal(question, len(values), mean, 0 if hidden else alarms, hidden)))
    return [signal for _, signal in sorted(found)]
