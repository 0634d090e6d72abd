"""The six indicators of the target model: numerator, denominator, target, coverage, and from which rows.

Source: methodology of Р-145 and письмо № МР-42/02 as schools reprint them; how a school counts them is written in
docs/monitoring.md. Unique people, ages at the report date, contingents from «Настройки», «н/д» for an empty
denominator, «н/п» for П4 where there are no enterprises. Leaves words and sheets to the modules beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.monitoring.answers import CONTENT, survey
from nastavnik_sheets.monitoring.participation import participation
from nastavnik_sheets.scales import MARK, YES
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.starters import TARGET
from nastavnik_sheets.terms import EMPLOYER, EXIT, INTERIM, MENTEE_ROLE, MENTOR_ROLE, PUPIL, TEACHER
from nastavnik_sheets.workbook import Mentee, Mentor
from nastavnik_sheets.year_sheets import IndicatorRow, Partner

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.answers import Survey
    from nastavnik_sheets.monitoring.participation import Participation, Period
    from nastavnik_sheets.schema import Record

IDS = ("П1", "П2", "П3", "П4", "П5", "П6")
TITLES = {
    "П1": "Дети 10–19 лет в роли наставляемых",
    "П2": "Дети 15–19 лет в роли наставников",
    "П3": "Молодые специалисты в роли наставляемых",
    "П4": "Предприятия, которые дали наставников",
    "П5": "Удовлетворённость наставляемых",
    "П6": "Удовлетворённость наставников",
}
MENTEE_AGES, MENTOR_AGES = (10, 19), (15, 19)
UNKNOWN, NOT_APPLICABLE = "н/д", "н/п"
NO_ENTERPRISES = "не применяется, пока на листе «Настройки» не сказано, сколько предприятий в муниципалитете"
TOP = 10


class Left(NamedTuple):
    """A row that was looked at and does not count, and why."""

    record: Record
    reason: str


class Coverage(NamedTuple):
    """How many of those who take part answered."""

    answered: int
    invited: int

    @property
    def percent(self) -> float | None:
        """The share of those who answered; None if nobody takes part."""
        return 100 * self.answered / self.invited if self.invited else None


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of one period; `counted` are the rows of the numerator, `excluded` what was left out and why.

    `basis` are the rows of the denominator where it is counted in the book and not given on «Настройки».
    """

    id: str
    title: str
    numerator: int
    denominator: int | None
    absent: str = UNKNOWN
    target: float | None = None
    target_year: int | None = None
    coverage: Coverage | None = None
    counted: tuple[Record, ...] = ()
    basis: tuple[Record, ...] = ()
    excluded: tuple[Left, ...] = ()
    period: Period
    notes: tuple[str, ...] = ()

    @property
    def percent(self) -> float | None:
        """The indicator, %; None if there is nothing to divide by."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def shown(self) -> str:
        """«63,6 %», «н/д» or «н/п»."""
        return self.absent if self.percent is None else percent_words(self.percent)


def percent_words(percent: float) -> str:
    """«63,6 %»: one digit after the comma, none if it is nought; a half goes up, as office programs round."""
    return tenths(percent) + "\u00a0%"


def tenths(value: float) -> str:
    """«63,6», «−2», «6,3» for 6.25."""
    rounded = Decimal(repr(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0  # no «−0»
    return f"{rounded}".removesuffix(".0").replace(".", ",").replace("-", "−")


def indicators(book: Book, today: date) -> list[Indicator]:
    """Return П1…П6 of the period that ends at the report date or, if it lies ahead, today."""
    taking_part = participation(book, today)
    answers = survey(book, taking_part, today)
    return indicators_of(taking_part, answers)


def indicators_of(taking_part: Participation, answers: Survey) -> list[Indicator]:
    """Return П1…П6 of what has been sorted already."""
    settings = taking_part.book.settings
    return [
        _people(taking_part, "П1", Mentee, _pupil_aged(taking_part, MENTEE_AGES), settings.pupils_10_19, PUPIL),
        _people(taking_part, "П2", Mentor, _pupil_aged(taking_part, MENTOR_AGES), settings.pupils_15_19, PUPIL),
        _people(taking_part, "П3", Mentee, _young_teacher(taking_part), settings.young_teachers, TEACHER),
        _enterprises(taking_part),
        _satisfaction(taking_part, answers, "П5", MENTEE_ROLE, EXIT),
        _satisfaction(taking_part, answers, "П6", MENTOR_ROLE, EXIT),
    ]


def interim_satisfaction(taking_part: Participation, answers: Survey) -> list[Indicator]:
    """Return П5 and П6 by interim questionnaires, where these ask about satisfaction; given apart, never instead."""
    roles = (("П5", MENTEE_ROLE), ("П6", MENTOR_ROLE))
    found = [_satisfaction(taking_part, answers, name, role, INTERIM) for name, role in roles]
    return [one for one in found if one.basis or one.excluded]


def _made(taking_part: Participation, name: str, **known: object) -> Indicator:
    row = _target(taking_part, name)
    values: dict[str, object] = {"title": TITLES[name], "period": taking_part.period, **known}
    if row:
        values |= {"target": row.target, "target_year": row.year}
    return Indicator(id=name, **values)  # type: ignore[arg-type]


def _target(taking_part: Participation, name: str) -> IndicatorRow | None:
    """Return the target of the report date's year, else of the year the programme begins in."""
    rows = [r for r in taking_part.book[IndicatorRow] if (r.part, r.number) == (TARGET, name) and r.target is not None]
    years = [taking_part.report_day.year, *([taking_part.period.start.year] if taking_part.period.start else [])]
    return next((row for year in years for row in rows if row.year == year), None)


def _people(
    taking_part: Participation,
    name: str,
    base: type[Mentee | Mentor],
    unfit: Callable[[Mentee | Mentor], str | None],
    contingent: int | None,
    status: str,
) -> Indicator:
    """Count the people of one base and status who take part, each once."""
    role = MENTEE_ROLE if base is Mentee else MENTOR_ROLE
    counted: dict[str, Record] = {}
    excluded: list[Left] = []
    for person in taking_part.book[base]:
        known = taking_part.book.status(person)
        if not person.code or known not in (status, None):
            continue
        who = taking_part.person(person.code)
        reason = taking_part.why_not(person.code, role) or (unfit(person) if known else "неизвестно, кто это")
        if reason is None and who in counted:
            reason = f"тот же человек, что {counted[who].code}"  # type: ignore[attr-defined]
        if reason:
            excluded.append(Left(person, reason))
        else:
            counted[who] = person
    notes = _contingent_notes(name, len(counted), contingent)
    return _made(taking_part, name, numerator=len(counted), denominator=contingent,
                 counted=tuple(counted.values()), excluded=tuple(excluded), notes=notes)  # fmt: skip


CONTINGENT = {"П1": "pupils_10_19", "П2": "pupils_15_19", "П3": "young_teachers", "П4": "enterprises"}


def _contingent_notes(name: str, counted: int, contingent: int | None) -> tuple[str, ...]:
    line = f"«{title_of(CONTINGENT[name])}» на листе «Настройки»"
    if not contingent:
        return (f"впишите {line}",)
    if counted > contingent:
        return (f"участников больше, чем записано: сверьте {line}",)
    return ()


def _pupil_aged(taking_part: Participation, ages: tuple[int, int]) -> Callable[[Mentee | Mentor], str | None]:
    def unfit(person: Mentee | Mentor) -> str | None:
        if person.birth_date is None:
            return "дата рождения неизвестна"
        age = age_on(person.birth_date, taking_part.report_day)
        return None if ages[0] <= age <= ages[1] else f"на отчётную дату не {ages[0]}–{ages[1]} лет"

    return unfit


def _young_teacher(taking_part: Participation) -> Callable[[Mentee | Mentor], str | None]:
    limit = taking_part.book.settings.young_teacher_years

    def unfit(person: Mentee | Mentor) -> str | None:
        if person.experience is None:
            return "стаж неизвестен"
        return None if person.experience <= limit else f"стаж больше {limit} лет"

    return unfit


def _enterprises(taking_part: Participation) -> Indicator:
    """Count partners that are enterprises with a mentor in a counted pair."""
    book = taking_part.book
    mentors = [m for m in book[Mentor] if taking_part.why_not(m.code, MENTOR_ROLE) is None]
    active = {mentor.partner for mentor in mentors if mentor.partner}
    counted: dict[str, Record] = {}
    excluded = [Left(m, "не указан партнёр") for m in mentors if book.status(m) == EMPLOYER and not m.partner]
    for partner in book[Partner]:
        if partner.code not in active:
            excluded.append(Left(partner, "нет наставника в паре"))
        elif not partner.enterprise:
            excluded.append(Left(partner, "не отмечен как предприятие"))
        else:
            counted.setdefault(partner.code, partner)
    total = book.settings.enterprises
    notes = _contingent_notes("П4", len(counted), total) if total is not None else (NO_ENTERPRISES,)
    return _made(taking_part, "П4", numerator=len(counted), denominator=total,
                 absent=NOT_APPLICABLE if total is None else UNKNOWN, counted=tuple(counted.values()),
                 excluded=tuple(excluded), notes=notes)  # fmt: skip


def _satisfaction(taking_part: Participation, answers: Survey, name: str, role: str, moment: str) -> Indicator:
    """Count who is content among those who answered the questions of satisfaction."""
    threshold = taking_part.book.settings.satisfied_from
    marks: dict[str, list[float]] = {}
    for given in answers.of(moment, role, CONTENT):
        if given.value is not None and given.question.scale in (MARK, YES):
            mark = TOP * given.value if given.question.scale == YES else given.value
            marks.setdefault(given.person, []).append(mark)
    content = {person for person, values in marks.items() if fmean(values) >= threshold}
    refused = answers.refused_of(moment, role, CONTENT)
    people = taking_part.people[role]
    return _made(taking_part, name, numerator=len(content), denominator=len(marks),
                 coverage=Coverage(len(marks), len(people)), counted=_rows(taking_part, role, content),
                 basis=_rows(taking_part, role, marks), excluded=tuple(Left(r.answer, r.reason) for r in refused),
                 notes=_survey_notes(taking_part, answers, role, moment, set(marks)))  # fmt: skip


def _rows(taking_part: Participation, role: str, codes: Collection[str]) -> tuple[Record, ...]:
    base = taking_part.book.mentees if role == MENTEE_ROLE else taking_part.book.mentors
    found: dict[str, Record] = {}
    for code, record in base.items():
        who = taking_part.person(code)
        if who in codes:
            found.setdefault(who, record)
    return tuple(found.values())


def _survey_notes(
    taking_part: Participation, answers: Survey, role: str, moment: str, answered: set[str]
) -> tuple[str, ...]:
    """Say what a reader must know of a survey: none yet, few answered, no entry answers to compare with."""
    if not answered:
        return (f"ответов замера «{moment}» нет",)
    notes = [f"доволен — оценка от {taking_part.book.settings.satisfied_from} из {TOP}"]
    if moment == EXIT:
        without = len(answered - answers.answered("вход", role))
        if without:
            notes.append(f"без входной анкеты: {without}")
    return tuple(notes)
