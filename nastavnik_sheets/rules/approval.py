"""What a pair needs before and at its approval: acquaintance with programmes, free will, the order and its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts import blank, day, facts_of
from nastavnik_sheets.facts.acquaintance import acquaintance_of
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.outliers import outvoted
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import APPROVED, COMPLETED, DISSEMINATION, MENTEE_ROLE, MENTOR_ROLE, STOPPED
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Event, OrderRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag
    from nastavnik_sheets.schema import Record
    from nastavnik_sheets.workbook import Consent, Mentee, Mentor


def approved_pair_has_order(book: Book, today: date) -> Iterator[Flag]:
    """Пара утверждена приказом: есть его номер и дата (п. 4.13)."""
    for pair in book[Pair]:
        if pair.state in (APPROVED, COMPLETED, STOPPED):
            name = next((n for n in ("order_number", "order_date") if blank(book, pair, n)), None)
            if name:
                what = "номера приказа" if name == "order_number" else "даты приказа"
                level = error if pair.state == APPROVED else warning
                yield level(pair, name, f"пара «{pair.state}», а {what} нет", cure="впишите номер и дату приказа")


def order_has_been_issued(book: Book, today: date) -> Iterator[Flag]:
    """Приказ, которым утверждена пара, уже издан."""
    for pair in book[Pair]:
        if pair.order_date is not None and pair.order_date > today and pair.state == APPROVED:
            message = f"пара утверждена, а приказ — {day(pair.order_date)}, позже сегодняшнего дня"
            yield warning(pair, "order_date", message, cure="сверьте дату приказа")


def pair_starts_after_papers(book: Book, today: date) -> Iterator[Flag]:
    """Пара начинает работу не раньше приказа и не раньше, чем оба вошли в программу (п. 4.13)."""
    facts = facts_of(book)
    for pair in book[Pair]:
        if pair.start is None or pair.state not in (APPROVED, COMPLETED, STOPPED) or not facts.period(pair):
            continue
        dates = [
            (who, person.joined)
            for who, person in (
                (MENTOR_ROLE, facts.mentors.get(pair.mentor or "")),
                (MENTEE_ROLE, facts.mentees.get(pair.mentee or "")),
            )
            if person is not None and person.joined is not None and person.joined <= today
        ]
        late = [f"{who} вошёл в программу {day(joined)}" for who, joined in dates if joined > pair.start]
        if pair.order_date is not None and pair.start < pair.order_date <= today:
            late.insert(0, f"приказ — {day(pair.order_date)}")
        if late:
            message = f"начало {day(pair.start)}, а {', '.join(late)}"
            yield warning(pair, "start", message, cure="сверьте даты: сначала база, потом приказ, потом работа")


def papers_precede_order(book: Book, today: date) -> Iterator[Flag]:
    """Согласия даны и с программами ознакомлены до приказа о паре (п. 4.10–4.13)."""
    told: set[tuple[int, str]] = set()
    for pair in book.active_pairs:
        order_date = pair.order_date
        if pair.state != APPROVED or order_date is None or order_date > today:
            continue
        late = [(r, name, d) for r, name, d in _papers(book, pair, order_date) if order_date < d <= today]
        if len(late) > 1:
            message = f"приказ {day(order_date)} раньше согласий и знакомства с программами: их {len(late)}"
            yield warning(pair, "order_date", message, cure="сверьте дату приказа и даты согласий")
        elif late and (id(late[0][0]), late[0][1]) not in told:
            record, name, given = late[0]
            told.add((id(record), name))
            message = f"{day(given)} — позже приказа о паре {day(order_date)}"
            yield warning(record, name, message, cure="сверьте даты: пару утверждают после согласий и знакомства")


def _papers(book: Book, pair: Pair, order_date: date) -> Iterator[tuple[Record, str, date]]:
    """Yield the first consent of each kind and the acquaintance of both, each with its column and date."""
    facts, seen = facts_of(book), acquaintance_of(book).seen
    for person in (facts.mentors.get(pair.mentor or ""), facts.mentees.get(pair.mentee or "")):
        if person is None:
            continue
        if person.programme_seen is not None and person.programme_seen == seen(person, pair.mentoring_form):
            yield person, "programme_seen", person.programme_seen
        first: dict[str, Consent] = {}
        for consent in book.consents_of.get(person.code, ()):
            kind = consent.kind or ""
            if kind not in ("", DISSEMINATION):
                known = first.get(kind)
                if known is None or (consent.given or order_date) < (known.given or order_date):
                    first[kind] = consent
        yield from ((consent, "given", consent.given) for consent in first.values() if consent.given is not None)


def people_know_programmes(book: Book, today: date) -> Iterator[Flag]:
    """Пары утверждают после знакомства участников с программами (п. 4.12)."""
    shown = [event for event in book[Event] if event.programmes or not blank(book, event, "programmes")]
    if any(event.attended is None and not blank(book, event, "attended") for event in shown):
        return
    seen = acquaintance_of(book).seen
    for person, pair in _people_of_approved(book):
        if seen(person, pair.mentoring_form) is None and blank(book, person, "programme_seen"):
            message = f"не отмечено знакомство с программами, а пара {pair.code} утверждена"
            yield warning(person, "programme_seen", message, cure="впишите дату знакомства с программами")


def people_take_part_freely(book: Book, today: date) -> Iterator[Flag]:
    """Участие в паре добровольно (п. 4.10, 4.13)."""
    for person, pair in _people_of_approved(book):
        if person.voluntary is False:
            message = f"участие не добровольное, а пара {pair.code} утверждена"
            yield error(person, "voluntary", message, cure="прекратите пару или уточните у участника")
        elif blank(book, person, "voluntary"):
            message = f"не отмечено добровольное участие, а пара {pair.code} утверждена"
            yield hint(person, "voluntary", message, cure="спросите участника и отметьте «да»")


def _people_of_approved(book: Book) -> Iterator[tuple[Mentee | Mentor, Pair]]:
    """Yield each person of the approved pairs once, with the first of them."""
    facts = facts_of(book)
    told: set[int] = set()
    for pair in book.active_pairs:
        for person in (facts.mentors.get(pair.mentor or ""), facts.mentees.get(pair.mentee or "")):
            if pair.state == APPROVED and person is not None and id(person) not in told:
                told.add(id(person))
                yield person, pair


def pair_order_as_in_register(book: Book, today: date) -> Iterator[Flag]:
    """Дата приказа о паре — та же, что на листе «Приказы»."""
    registered = {(row.number, row.issued.year): row for row in book[OrderRow] if row.number and row.issued}
    dated = [pair for pair in book[Pair] if pair.order_number and pair.order_date]
    cited = group_by((f"{pair.order_number}\n{pair.order_date.year}", pair) for pair in dated if pair.order_date)
    for pairs in cited.values():
        row = registered.get((pairs[0].order_number or "", pairs[0].order_date.year if pairs[0].order_date else 0))
        if row is None or row.issued is None or all(pair.order_date == row.issued for pair in pairs):
            continue
        if outvoted(row.issued, [pair.order_date for pair in pairs]):
            message = f"дата {day(row.issued)}, а в парах по этому приказу — другая (пар: {len(pairs)})"
            yield warning(row, "issued", message, cure="сверьте дату приказа с бумагой")
            continue
        for pair in pairs:
            if pair.order_date is not None and pair.order_date != row.issued:
                title = book.title(sheet_of(OrderRow))
                message = f"приказ {day(pair.order_date)}, а на листе «{title}» — {day(row.issued)}"
                yield warning(pair, "order_date", message, cure="сверьте дату приказа с бумагой")
