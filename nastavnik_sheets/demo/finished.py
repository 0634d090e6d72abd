"""What the coordinator types in the course of the year: events, requests, indicators, rewards, practices.

A few of her mistakes stay in the book, so that «Замечания» of the example has something to show.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import code_number
from nastavnik_sheets.demo.entered import COORDINATOR, mark_roadmap, trainings
from nastavnik_sheets.demo.reported import courses
from nastavnik_sheets.rules.ages import is_minor
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import PERSON
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, PlanTask
from nastavnik_sheets.year_sheets import Award, Event, IndicatorRow, Practice, Request, RoadmapAction

if TYPE_CHECKING:
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.demo.year import Year
    from nastavnik_sheets.workbook import Person

BEST = ("Меджидов Рамазан Тельманович", "Хайбулаева Ашура Лабазановна", "Шарипов Мурад Русланович")
_BEFORE_AFTER = (
    (24, 31),
    (6, 9),
    (38.0, 42.0),
    (7, 3),
    (4, 3),
    (5, 6),
    (41.0, 44.0),
    (6, 4),
    (3, 5),
    (35.0, 40.0),
    (8, 12),
)
_POINTS = (2, 2, 1, 2, 1, 2, 1, 2, 1)


def autumn(plan: Plan, year: Year) -> None:
    """Enter the rest of the year as far as it has come: events, training, requests, and who has come of age."""
    trainings(plan, year, after=year.ordered)
    lead = f"{COORDINATOR}, координатор"
    for kind, title, day in (
        ("круглый стол", "Первые встречи: что получается", year.day(11, 6)),
        ("административное совещание", "Промежуточный мониторинг", year.day(1, 22)),
        ("фестиваль, форум или конференция наставников", "Форум «Рядом»", year.day(3, 18)),
        ("итоговое мероприятие", "Итоги года: истории пар", year.spring(5, 25)),
    ):
        if year.has_come(day):
            plan.add(Event(
                code="", kind=kind, title=title, held=day, place="актовый зал", responsible=lead, guests=35,
            ))  # fmt: skip
    _requests(plan, year)
    for person in (*plan.book[Mentee], *plan.book[Mentor]):
        _come_of_age(plan, person, year)


def _requests(plan: Plan, year: Year) -> None:
    codes = {p.full_name: p.code for p in (*plan.book[Mentee], *plan.book[Mentor])}
    first, second = year.day(10, 5), min(year.day(11, 24), year.today - timedelta(days=36))
    plan.add(Request(
        code="", received=first, kind="пожелание", person=codes["Черных Полина Андреевна"],
        text="Можно ли встречаться в библиотеке? В коридоре шумно", answer="Выделен читальный зал по вторникам",
        answered=first + timedelta(days=3),
    ))  # fmt: skip
    plan.add(Request(
        code="", received=second, kind="предложение по улучшению", person=codes["Ли Роман Викторович"],
        text="Провести день открытых дверей в отделе разработки для всех желающих",
    ))  # fmt: skip


def _come_of_age(plan: Plan, person: Person, year: Year) -> None:
    """A participant who has turned 18 signs the consents himself, a few days after the birthday."""
    given = [c for c in plan.book.consents_of.get(person.code, ()) if c.signed_by != "сам"]
    if not given or person.birth_date is None or is_minor(person.birth_date, year.today - timedelta(days=4)):
        return
    birthday = person.birth_date.replace(year=person.birth_date.year + 18)
    for old in given:
        plan.add(Consent(
            code="", person=person.code, kind=old.kind, signed_by="сам", given=birthday + timedelta(days=3),
            valid_until=old.valid_until, kept=old.kept, scope=old.scope,
        ))  # fmt: skip


def results(plan: Plan, year: Year) -> None:
    """Enter rewards, the curator's sheet, values before and after, practices and the state of the roadmap."""
    day = min(year.spring(5, 26), year.today)
    codes = {p.full_name: p.code for p in (*plan.book[Mentee], *plan.book[Mentor])}
    for name in BEST:
        plan.add(Award(code="", person=codes[name], kind="благодарность", given=day,
                       basis="за внимание к наставляемым и регулярные встречи"))  # fmt: skip
    _indicators(plan, year)
    plan.add(Practice(
        code="", title="Карта интересов: первая встреча за 30 минут", kind="методический материал",
        author="Тен В. Р., педагог-психолог", published=min(year.day(11, 9), year.today),
        link="https://school2.example.org/mentor/map", summary="Вопросы и лист для знакомства пары",
    ))  # fmt: skip
    late = [a.row for a in plan.book[RoadmapAction] if a.end and a.end < year.today and a.state == "в работе"]
    mark_roadmap(plan, year.today, forgotten=late[0] if late else 0)


def _indicators(plan: Plan, year: Year) -> None:
    impact = [row for row in plan.book[IndicatorRow] if row.part == "влияние"]
    used = {c.pair.mentoring_form for c in courses(plan.book, year)}
    measured = [row for row in impact if row.mentoring_form in used]
    for row, (before, after) in zip(measured, _BEFORE_AFTER, strict=False):
        plan.set(row, "before", before)
        plan.set(row, "after", after)
    sheet = [row for row in plan.book[IndicatorRow] if row.part == "лист куратора"]
    for row, points in zip(sheet, _POINTS, strict=False):
        plan.set(row, "points", points)


def mistakes(plan: Plan, _year: Year) -> None:
    """Make the mistakes that people make: a grade in place of words, a code with two digits swapped."""
    reviewed = next(task for task in plan.book[PlanTask] if task.review)
    plan.set(reviewed, "review", "5")
    award, digits = next(
        (a, d) for a in plan.book[Award] if (d := f"{code_number(a.person or ''):03d}") and d[1] != d[2]
    )
    swapped = f"{PERSON}-{digits[0]}{digits[2]}{digits[1]}-{(award.person or '')[-1]}"
    column = plan.book.table(Award).positions["person"]
    plan.put(plan.book.title(sheet_of(Award)), award.row, column, before=award.person, after=swapped)
