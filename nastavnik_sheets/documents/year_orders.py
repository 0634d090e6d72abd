"""The other orders of the year: introduction, people in charge, «Школа наставников», rewards, final event, changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.honours import require_known
from nastavnik_sheets.documents.kinds import NEEDED, ONE, ORDER, Ask, Kind, Subject
from nastavnik_sheets.documents.orders import acquainted, curators_by_form, unique
from nastavnik_sheets.documents.people import named, pair_of, person_of
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.working_days import earliest_end
from nastavnik_sheets.schooling import lessons as all_lessons
from nastavnik_sheets.terms import ACTIVE_PAIR
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Award, Event, Partner

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.schooling import Lesson

DAYS_TO_READ, DAYS_TO_PUBLISH, DAYS_FOR_BASES = 7, 10, 30
FINAL_EVENT, TEACHER, STOPPED = "итоговое", "педагог", "прекращена"


def deadlines(book: Book, ask: Ask) -> dict[str, Any]:
    """Return the terms that orders set, counted from the day of the order."""
    settings = book.settings
    return {
        "ознакомление": ask.today + timedelta(days=DAYS_TO_READ),
        "сайт": ask.today + timedelta(days=DAYS_TO_PUBLISH),
        "базы": ask.today + timedelta(days=DAYS_FOR_BASES),
        "промежуточный": settings.interim_date or "",
        "итоговый": settings.final_date or "",
    }


def general_order(book: Book, ask: Ask) -> list[Subject]:
    """An order about the whole programme: its fields are the school, the people in charge and the terms."""
    curators = curators_by_form(book)
    return [
        Subject(
            fields={
                "сроки": deadlines(book, ask),
                "кураторы": list(curators.values()),
                "ознакомление": acquainted(book, [], curators, set(curators)),
            }
        )
    ]


def curators_order(book: Book, ask: Ask) -> list[Subject]:
    """The order that names the coordinator and a curator for each form."""
    return general_order(book, ask) if curators_by_form(book) else []


def training_order(book: Book, ask: Ask) -> list[Subject]:
    """«Школа наставников»: topics, schedule and listeners, gathered from «Обучение» and «События»."""
    rows = [t for t in all_lessons(book) if t.held and t.topic and ask.wants(t.mentor)]
    if not rows:
        return []
    lessons: dict[tuple[Any, ...], list[Lesson]] = {}
    for row in sorted(rows, key=lambda t: (t.held, t.topic)):
        lessons.setdefault((row.held, row.topic, row.hours, row.lead), []).append(row)
    codes = sorted({t.mentor for t in rows if t.mentor})
    listeners = [person_of(book, book.mentors.get(code), code, today=ask.today) for code in codes]
    curators = curators_by_form(book)
    days = [t.held for t in rows if t.held]
    fields = {
        "обучение": {
            "начало": min(days),
            "конец": max(days),
            "часов": sum(hours or 0 for _, _, hours, _ in lessons),
            "темы": _topics(lessons),
            "занятия": [_lesson(n, key, group) for n, (key, group) in enumerate(lessons.items(), start=1)],
            "слушатели": sorted(listeners, key=lambda p: p["ФИО"]),
        },
        "ознакомление": acquainted(book, listeners, curators, set(curators)),
    }
    return [Subject(fields=fields, participants=tuple((code, "наставник", "") for code in codes))]


def _topics(lessons: dict[tuple[Any, ...], list[Lesson]]) -> list[dict[str, Any]]:
    hours: dict[str, float] = {}
    for _, topic, lesson_hours, _ in lessons:
        hours[topic] = hours.get(topic, 0) + (lesson_hours or 0)
    return [{"номер": n, "тема": topic, "часов": total} for n, (topic, total) in enumerate(hours.items(), start=1)]


def _lesson(number: int, key: tuple[Any, ...], group: list[Lesson]) -> dict[str, Any]:
    held, topic, hours, lead = key
    return {
        "номер": number,
        "дата": held,
        "тема": topic,
        "часов": hours or "",
        "ведущий": lead or "",
        "слушателей": len({t.mentor for t in group}),
    }


def reward_order(book: Book, ask: Ask) -> list[Subject]:
    """One order for all awards that have none yet; if all have one, the last order again."""
    wanted = [a for a in book[Award] if a.kind and ask.wants(a.person, a.pair, a.partner)]
    fresh = [a for a in wanted if not a.order_number]
    last = max((a for a in wanted if a.order_number and a.given), key=lambda a: str(a.given), default=None)
    chosen = fresh or [a for a in wanted if last and a.order_number == last.order_number]
    if not chosen:
        return []
    rows = [_award(book, award, n, today=ask.today) for n, award in enumerate(chosen, start=1)]
    curators = curators_by_form(book)
    participants = [p for award in chosen for p in _awarded(book, award)]
    fields = {
        "награды": rows,
        "есть_родители": any("родител" in (a.kind or "") for a in chosen),
        "есть_партнёры": any(a.partner for a in chosen),
        "ознакомление": acquainted(book, [], curators, set(curators)),
    }
    people = [code for a in chosen for code in (a.person, a.pair, a.partner) if code]
    return [
        Subject(
            fields=fields,
            people=tuple(sorted(set(people))),
            participants=tuple(dict.fromkeys(participants)),
            marked=tuple(chosen),
            lasting=True,
        )
    ]


def _award(book: Book, award: Award, number: int, *, today: date) -> dict[str, Any]:
    require_known(book, award)
    row = {"номер": number, "вид": award.kind or "", "за_что": award.basis or "", "кем": ""}
    if award.pair and (pair := book.pairs.get(award.pair)):
        both = pair_of(book, pair, number, curators={}, today=today)
        return {**row, "кто": [both["наставник"], both["наставляемый"]]}
    partner = next((p for p in book[Partner] if p.code == award.partner), None)
    if partner and not award.person:
        return {**row, "кто": partner.title or ""}
    person = person_of(book, book.person(award.person), award.person, today=today)
    return {**row, "кто": person, "кем": person["кем"]}


def _awarded(book: Book, award: Award) -> list[tuple[str, str, str]]:
    pair = book.pairs.get(award.pair or "")
    if pair is not None:
        form = pair.mentoring_form or ""
        return [(str(c), r, form) for c, r in ((pair.mentor, "наставник"), (pair.mentee, "наставляемый")) if c]
    role = "наставник" if award.person in book.mentors else "наставляемый"
    return [(award.person, role, "")] if award.person else []


def mark_awards(plan: Plan, subject: Subject, number: str, day: date) -> None:  # noqa: ARG001
    """Write the order's number to its awards."""
    for award in subject.marked:
        plan.set(award, "order_number", number)


def final_order(book: Book, ask: Ask) -> list[Subject]:
    """The final event of «События»: the next one, else the last one."""
    events = [e for e in book[Event] if e.held and FINAL_EVENT in (e.kind or "").lower()]
    if not events:
        return []
    coming = [e for e in events if e.held and e.held >= ask.today]
    event = min(coming, key=lambda e: str(e.held)) if coming else max(events, key=lambda e: str(e.held))
    settings, curators = book.settings, curators_by_form(book)
    committee = [named(settings.coordinator, settings.coordinator_post), *curators.values()]
    if settings.psychologist:
        committee.append(named(settings.psychologist, "педагог-психолог"))
    fields = {
        "мероприятие": {"дата": event.held, "название": event.title or "", "место": event.place or ""},
        "оргкомитет": unique(committee),
        "сроки": deadlines(book, ask),
        "ознакомление": acquainted(book, [], curators, set(curators)),
    }
    return [Subject(fields=fields)]


def change_order(book: Book, ask: Ask) -> list[Subject]:
    """Pairs that were stopped, and the pairs that take over their mentees."""
    stopped = [p for p in book[Pair] if p.state == STOPPED and p.end and ask.wants(p.code, p.mentor, p.mentee)]
    if not stopped:
        return []
    curators = curators_by_form(book)
    mentees = {p.mentee: p.end for p in stopped if p.end}
    instead = [p for p in book[Pair] if p.state in ACTIVE_PAIR and _takes_over(p, mentees)]
    changes = [_change(book, p, n, today=ask.today) for n, p in enumerate(stopped, start=1)]
    late = [c for c in changes if c["уведомление"] and c["с_даты"] < c["не_ранее"]]
    if late:
        names = "; ".join(f"{c['пара']['код']} — не ранее {c['не_ранее']:%d.%m.%Y}" for c in late)
        raise Refused(
            f"Пара прекращена раньше, чем позволяет ст. 351.8 ТК (три рабочих дня после уведомления): {names}. "
            "Исправьте «Окончание» на листе «Пары»."
        )
    fields = {
        "изменения": changes,
        "замены": [pair_of(book, p, n, curators=curators, today=ask.today) for n, p in enumerate(instead, start=1)],
        "ознакомление": acquainted(book, [c["пара"]["наставник"] for c in changes], curators, set(curators)),
    }
    participants = [
        (str(code), role, p.mentoring_form or "")
        for p in instead
        for role, code in (("наставник", p.mentor), ("наставляемый", p.mentee))
        if code
    ]
    codes = tuple(sorted({p.code for p in (*stopped, *instead)}))
    return [Subject(fields=fields, people=codes, participants=tuple(participants), marked=tuple(instead), lasting=True)]


def _takes_over(pair: Pair, mentees: dict[str | None, date]) -> bool:
    end = mentees.get(pair.mentee)
    return end is not None and pair.start is not None and pair.start >= end


def _change(book: Book, pair: Pair, number: int, *, today: date) -> dict[str, Any]:
    row = pair_of(book, pair, number, curators={}, today=today)
    workers = row["наставник"].get("кто") == row["наставляемый"].get("кто") == TEACHER
    notified = pair.notified if workers else None
    return {
        "пара": row,
        "с_даты": pair.end,
        "уведомление": notified or "",
        "не_ранее": earliest_end(notified) if notified else "",
    }


def mark_replacements(plan: Plan, subject: Subject, number: str, day: date) -> None:
    """Write the order to the pairs it approves, if they had none."""
    for pair in subject.marked:
        if isinstance(pair, Pair) and not pair.order_number:
            plan.set(pair, "order_number", number)
            plan.set(pair, "order_date", day)
            plan.set(pair, "state", "утверждена")


def _order(key: str, title: str, subjects: Any, **more: Any) -> Kind:
    return Kind(key=key, title=title, scope=ONE, subjects=subjects, series=ORDER, **more)


FIRST_KINDS: tuple[Kind, ...] = (
    _order("order_introduce", "Приказ о внедрении", general_order),
    _order("order_regulation", "Приказ об утверждении Положения", general_order),
    _order(
        "order_coordinator",
        "Приказ о координаторе и кураторах",
        curators_order,
        nothing="На листе «Кураторы» никого нет: впишите куратора каждой формы и повторите.",
    ),
    _order(
        "order_school",
        "Приказ о Школе наставников",
        training_order,
        nothing="На листах «Обучение» и «События» нет занятий с датой и темой: впишите их и повторите.",
        guarded=True,
    ),
)
LAST_KINDS: tuple[Kind, ...] = (
    _order(
        "order_change",
        "Приказ о замене или прекращении пары",
        change_order,
        nothing="На листе «Пары» нет прекращённых пар с датой окончания.",
        guarded=True,
        after_withdrawal=NEEDED,
        after=mark_replacements,
    ),
    _order(
        "order_reward",
        "Приказ о поощрении",
        reward_order,
        nothing="На листе «Поощрения» нет строк: впишите, кого и за что поощрить.",
        guarded=True,
        after=mark_awards,
    ),
    _order(
        "order_final",
        "Приказ об итоговом мероприятии",
        final_order,
        nothing="На листе «События» нет итогового мероприятия с датой: впишите его и повторите.",
    ),
)
