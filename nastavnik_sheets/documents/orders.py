"""The director's orders of the programme's year: what each collects from the book."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.kinds import ONE, ORDER, Ask, Kind, Subject
from nastavnik_sheets.documents.people import curator_of, named, pair_of
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.terms import ACTIVE_PAIR
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Curator, Event

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan

DAYS_FOR_PLANS = 14
WORKER = "педагог"


def pairs_order(book: Book, ask: Ask) -> list[Subject]:
    """One order for all active pairs that have none yet; if all have one, the last order again."""
    pairs = [p for p in book[Pair] if ask.wants(p.code, p.mentor, p.mentee)]
    pairs = [p for p in pairs if p.mentor not in ask.without and p.mentee not in ask.without]
    active = [p for p in pairs if p.state in ACTIVE_PAIR]
    if ask.people:
        chosen = [p for p in pairs if p.state in ACTIVE_PAIR or p.code in ask.people]
    else:
        chosen = [p for p in active if not p.order_number] or (_last_ordered(pairs) if active else [])
    return [_pairs_subject(book, chosen, ask)] if chosen else []


def _last_ordered(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs of the last order, those that have ended since as well: it is printed again as it was."""
    dated = [p for p in pairs if p.order_date]
    if not dated:
        return pairs
    last = max(dated, key=lambda p: (p.order_date, p.order_number))
    return [p for p in pairs if (p.order_number, p.order_date) == (last.order_number, last.order_date)]


def _pairs_subject(book: Book, pairs: list[Pair], ask: Ask) -> Subject:
    curators = curators_by_form(book)
    ranked = sorted(pairs, key=lambda p: (p.mentoring_form or "", p.group or "", p.code))
    rows = [pair_of(book, p, n, curators=curators, today=ask.today) for n, p in enumerate(ranked, start=1)]
    used = {p.mentoring_form for p in pairs}
    workers = unique([r["наставник"] for r in rows if r["наставник"].get("кто") == WORKER])
    both_workers = [r for r in rows if r["наставляемый"].get("кто") == r["наставник"].get("кто") == WORKER]
    fields = {
        "пары": rows,
        "кураторы": [c for form, c in curators.items() if form in used],
        "работники": unique([r["наставник"] for r in both_workers]),
        "групповая_встреча": group_meeting(book, ask.today) or "",
        "сроки": {"планы": ask.today + timedelta(days=DAYS_FOR_PLANS)},
        "период": period_of(book, pairs),
        "ознакомление": acquainted(book, [*workers, *unique([r["наставляемый"] for r in rows])], curators, used),
    }
    participants = [
        (str(code), role, p.mentoring_form or "")
        for p in ranked
        for role, code in (("наставник", p.mentor), ("наставляемый", p.mentee))
        if code
    ]
    return Subject(
        fields=fields,
        people=tuple(sorted(p.code for p in pairs)),
        participants=tuple(dict.fromkeys(participants)),
        marked=tuple(ranked),
        lasting=True,
    )


def curators_by_form(book: Book) -> dict[str, dict[str, Any]]:
    """Return the curator of each form; the first one written wins."""
    found: dict[str, dict[str, Any]] = {}
    for curator in book[Curator]:
        if curator.mentoring_form and curator.full_name:
            found.setdefault(curator.mentoring_form, curator_of(curator))
    return found


def group_meeting(book: Book, today: date) -> date | None:
    """Return the day of the last group meeting that has taken place."""
    held = [e.held for e in book[Event] if e.held and e.held <= today and "группов" in (e.kind or "").lower()]
    return max(held, default=None)


def period_of(book: Book, pairs: list[Pair]) -> dict[str, Any]:
    """Return the programme's dates, or those of the pairs when «Настройки» does not say."""
    starts, ends = [p.start for p in pairs if p.start], [p.planned_end for p in pairs if p.planned_end]
    start = book.settings.programme_start or min(starts, default="")
    return {"начало": start, "конец": book.settings.programme_end or max(ends, default="")}


def acquainted(
    book: Book, people: list[dict[str, Any]], curators: dict[str, dict[str, Any]], forms: set[str | None]
) -> list[dict[str, Any]]:
    """Return who signs that they have read an order: the staff it concerns, each once."""
    settings = book.settings
    staff = [named(settings.coordinator, settings.coordinator_post)] if settings.coordinator else []
    staff += [c for form, c in curators.items() if form in forms]
    staff += [p for p in people if p.get("кто") == WORKER]
    if settings.clerk:
        staff.append(named(settings.clerk))
    return unique(staff)


def unique(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return people without repetitions, in the order they came."""
    return list({person["ФИО"]: person for person in reversed(people)}.values())[::-1]


def mark_pairs(plan: Plan, subject: Subject, number: str, day: date) -> None:
    """Write the order's number and date to its pairs and approve those that were proposed.

    Refused names a pair that stands in the book under another order: its number is never written over.
    """
    for pair in subject.marked:
        known, code = getattr(pair, "order_number", None), getattr(pair, "code", "")
        if known and known != number:
            cure = f"перепечатайте тот приказ (--number {known}) или очистите у пары «Приказ №»"
            raise Refused(f"Пара {code} на листе «Пары» уже утверждена приказом № {known}, новый — № {number}: {cure}.")
        plan.set(pair, "order_number", number)
        plan.set(pair, "order_date", day)
        if getattr(pair, "state", None) == "предложена":
            plan.set(pair, "state", "утверждена")


KINDS: tuple[Kind, ...] = (
    Kind(
        key="order_pairs",
        title="Приказ об утверждении пар",
        scope=ONE,
        subjects=pairs_order,
        nothing="На листе «Пары» нет предложенных или утверждённых пар: примите предложения и повторите.",
        series=ORDER,
        guarded=True,
        after=mark_pairs,
    ),
)
