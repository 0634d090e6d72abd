"""What the coordinator types in the course of the year: events, requests, indicators, rewards, practices.

A few of her mistakes stay in the book, so that «Замечания» of the example has something to show.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import code_number
from nastavnik_sheets.demo.entered import COORDINATOR, mark_roadmap, trainings
from nastavnik_sheets.demo.reported import courses
from nastavnik_sheets.facts.ages import is_minor
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import PERSON, SELF
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, PlanTask
from nastavnik_sheets.year_sheets import Award, Event, IndicatorRow, Practice, Request, RoadmapAction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.demo.year import Year
    from nastavnik_sheets.workbook import Person

GRADE = "5"
WISH, PROPOSAL = "пожелание", "предложение по улучшению"
BEST = ("Меджидов Рамазан Тельманович", "Хайбулаева Ашура Лабазановна", "Шарипов Мурад Русланович")
PRACTICES = (
    ("Карта интересов: первая встреча за 30 минут", "методический материал", "Тен В. Р., педагог-психолог", (11, 9),
     "Вопросы и лист для знакомства пары"),
    ("Разбор урока по видеозаписи: что замечать", "лучшая практика", "Рустамов Заур Физули оглы", (12, 3),
     "План разговора после посещённого урока"),
    ("Недельный план ученика на одной странице", "методический материал", "Гаджимагомедов Исмаил Алиевич", (2, 4),
     "Бланк и как его заполнять вместе"),
    ("День на предприятии: вопросы перед экскурсией", "методический материал", "Ли Роман Викторович", (3, 11),
     "Что спросить у тех, кто там работает"),
)  # fmt: skip
"""Title, kind, author, month and day, what is in it."""
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
        if year.is_new(day):
            invited = _invited(plan, day)
            plan.add(Event(
                code="", kind=kind, title=title, held=day, place="актовый зал", responsible=lead, guests=35,
                invited=invited, attended=tuple(_who_came(invited, day)),
            ))  # fmt: skip
    _requests(plan, year)
    for person in (*plan.book[Mentee], *plan.book[Mentor]):
        _come_of_age(plan, person, year)


def _invited(plan: Plan, day: date) -> tuple[str, ...]:
    """Return the mentors, and of the mentees every third, each time others: those who have not left."""
    mentees = [m.code for n, m in enumerate(plan.book[Mentee]) if n % 3 == day.month % 3 and not m.left]
    mentors = [m.code for m in plan.book[Mentor] if not m.left]
    return tuple(dict.fromkeys((*mentors, *mentees)))


def _who_came(invited: Sequence[str], day: date) -> Iterator[str]:
    """Yield who came of those invited: some always, some seldom."""
    yield from (code for n, code in enumerate(invited) if (n * 5 + day.month * 2) % 9 > n % 4)


def _requests(plan: Plan, year: Year) -> None:
    known = {row.kind for row in plan.book[Request] if row.person}
    codes = {p.full_name: p.code for p in (*plan.book[Mentee], *plan.book[Mentor])}
    first, second = year.day(10, 5), min(year.day(11, 24), year.today - timedelta(days=36))
    if WISH not in known and year.has_come(first + timedelta(days=3)):
        plan.add(Request(
            code="", received=first, kind=WISH, person=codes["Черных Полина Андреевна"],
            text="Можно ли встречаться в библиотеке? В коридоре шумно", answer="Выделен читальный зал по вторникам",
            answered=first + timedelta(days=3),
        ))  # fmt: skip
    if PROPOSAL not in known and second > first:
        plan.add(Request(
            code="", received=second, kind=PROPOSAL, person=codes["Ли Роман Викторович"],
            text="Провести день открытых дверей в отделе разработки для всех желающих",
        ))  # fmt: skip


def _come_of_age(plan: Plan, person: Person, year: Year) -> None:
    """A participant who has turned 18 signs the consents himself, a few days after the birthday."""
    known = plan.book.consents_of.get(person.code, ())
    own = {c.kind for c in known if c.signed_by == SELF}
    given = [c for c in known if c.signed_by != SELF and c.kind not in own]
    if not given or person.birth_date is None or is_minor(person.birth_date, year.today - timedelta(days=4)):
        return
    birthday = person.birth_date.replace(year=person.birth_date.year + 18)
    for old in given:
        plan.add(Consent(
            code="", person=person.code, kind=old.kind, signed_by="сам", given=birthday + timedelta(days=3),
            valid_until=old.valid_until, kept=old.kept, scope=old.scope,
        ))  # fmt: skip


def results_from(year: Year) -> date:
    """Return the day from which there is something to sum up."""
    return year.day(11, 15)


def results(plan: Plan, year: Year) -> None:
    """Enter rewards, the curator's sheet, values before and after, practices."""
    day = min(year.spring(5, 26), year.today)
    codes = {p.full_name: p.code for p in (*plan.book[Mentee], *plan.book[Mentor])}
    if not plan.book[Award]:
        for name in BEST:
            plan.add(Award(code="", person=codes[name], kind="благодарность", given=day,
                           basis="за внимание к наставляемым и регулярные встречи"))  # fmt: skip
    _indicators(plan, year)
    _practices(plan, year, codes)


def on_the_roadmap(plan: Plan, year: Year) -> None:
    """Mark how far the roadmap is; one action whose term has passed is forgotten."""
    late = [a.row for a in plan.book[RoadmapAction] if a.end and a.end < year.today and a.state == "в работе"]
    mark_roadmap(plan, year.today, forgotten=late[0] if late else 0)


def _practices(plan: Plan, year: Year, codes: dict[str | None, str]) -> None:
    known = {row.title for row in plan.book[Practice]}
    for title, kind, author, day, summary in PRACTICES:
        published = year.day(*day)
        if title not in known and year.has_come(published):
            plan.add(Practice(
                code="", title=title, kind=kind, author=None if author in codes else author, person=codes.get(author),
                published=published, link=f"https://school2.example.org/mentor/{day[0]}-{day[1]}", summary=summary,
            ))  # fmt: skip


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


def mistakes(plan: Plan, year: Year) -> None:
    """Make the mistakes that people make: a grade in place of words, a code with two digits swapped."""
    reviewed = [task for task in plan.book[PlanTask] if task.review]
    if not year.has_come(results_from(year)) or any(task.review == GRADE for task in reviewed):
        return
    plan.set(reviewed[0], "review", GRADE)
    award, digits = next(
        (a, d) for a in plan.book[Award] if (d := f"{code_number(a.person or ''):03d}") and d[1] != d[2]
    )
    swapped = f"{PERSON}-{digits[0]}{digits[2]}{digits[1]}-{(award.person or '')[-1]}"
    column = plan.book.table(Award).positions["person"]
    plan.put(plan.book.title(sheet_of(Award)), award.row, column, before=award.person, after=swapped)
