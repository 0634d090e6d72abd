"""The year's other sheets: orders, awards, training, events, requests, indicators, partners, programmes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.facts import blank, day, facts_of
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.lists import SUPPORT_ASKED
from nastavnik_sheets.rules.outliers import out_of_sequence, repeated, repeats
from nastavnik_sheets.terms import COMPLAINT
from nastavnik_sheets.year_sheets import (
    Award,
    Criterion,
    Event,
    IndicatorRow,
    OrderRow,
    Partner,
    Programme,
    Request,
    Training,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

RECORD_DAYS = 7
TARGET, IMPACT, CURATOR = "цель", "влияние", "лист куратора"
_ABOUT = frozenset({"о", "об", "обо", "приказ", "распоряжение"})


def order_number_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Номер приказа в году не повторяется."""
    for row, first in repeated(book[OrderRow], _numbered):
        message = f"номер {row.number} в этом году уже есть: строка {first.row} от {day(first.issued or today)}"
        yield error(row, "number", message, cure="дайте документу свой номер")


def order_dates_in_sequence(book: Book, today: date) -> Iterator[Flag]:
    """Чем больше номер приказа, тем позже его дата."""
    groups: dict[tuple[str, int], list[tuple[int, OrderRow]]] = {}
    doubled = {_numbered(row) for row, _ in repeated(book[OrderRow], _numbered)}
    for row in book[OrderRow]:
        digits = re.match(r"\d+", row.number or "")
        known = row.issued is not None and row.issued <= today and _numbered(row) not in doubled
        if digits and known and row.issued and row.kind:
            groups.setdefault((_family(row.kind), row.issued.year), []).append((int(digits.group()), row))
    for numbered in groups.values():
        rows = [row for _, row in sorted(numbered, key=lambda one: (one[0], one[1].issued, one[1].row))]
        for place in out_of_sequence([row.issued for row in rows if row.issued]):
            row, near = rows[place], rows[place - 1] if place else rows[place + 1]
            message = f"{day(row.issued or today)} у № {row.number}, а у № {near.number} — {day(near.issued or today)}"
            yield hint(row, "issued", message, cure="сверьте номера и даты по журналу приказов")


def _numbered(row: OrderRow) -> tuple[str, str, int] | None:
    if not row.number or row.issued is None or not row.kind:
        return None
    return fold(row.number), _family(row.kind), row.issued.year


def _family(kind: str) -> str:
    """Return whose numbering a document is in: all orders share one, letters and contracts have their own."""
    word = fold(kind).split(" ", 1)[0]
    return "приказ" if word in _ABOUT else word


def award_has_recipient(book: Book, today: date) -> Iterator[Flag]:
    """У поощрения есть кому: участник, пара или партнёр."""
    for award in book[Award]:
        if all(blank(book, award, name) for name in ("person", "pair", "partner")):
            yield warning(award, "person", "не указано, кого поощряют", cure="впишите код участника, пары или партнёра")


def award_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Одно поощрение записано один раз."""

    def key(a: Award) -> Hashable:
        whom = a.person or a.pair or a.partner
        return whom and a.kind and a.given and a.basis and (a.person, a.pair, a.partner, a.kind, a.given, fold(a.basis))

    yield from repeats(book[Award], "kind", "такое поощрение уже записано", key)


def training_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Наставник записан на занятие один раз."""
    message = "наставник уже записан на это занятие"

    def key(row: Training) -> Hashable:
        return row.mentor and row.topic and row.held and (row.mentor, fold(row.topic), row.held)

    yield from repeats(book[Training], "topic", message, key)


def attended_training_has_happened(book: Book, today: date) -> Iterator[Flag]:
    """Занятие, на котором наставник был, не в будущем."""
    for row in book[Training]:
        if row.attended and row.held is not None and row.held > today:
            message = f"наставник отмечен, а занятие {day(row.held)} впереди"
            yield error(row, "held", message, cure="сверьте дату занятия")


def attended_event_has_happened(book: Book, today: date) -> Iterator[Flag]:
    """Событие, на котором были люди, не в будущем."""
    for event in book[Event]:
        if event.attended and event.held is not None and event.held > today:
            message = f"присутствовавшие отмечены, а событие {day(event.held)} впереди"
            yield error(event, "held", message, cure="сверьте дату события")


def attended_were_invited(book: Book, today: date) -> Iterator[Flag]:
    """На событии были те, кого пригласили."""
    facts = facts_of(book)
    for event in book[Event]:
        others = sorted(
            code for code in set(event.attended or ()) - set(event.invited or ()) if facts.is_participant(code)
        )
        if others and event.invited and all(facts.is_participant(code) for code in event.invited):
            message = f"были без приглашения: {', '.join(others[:5])}"
            yield hint(event, "attended", message, cure="дополните столбец «Приглашены» или поправьте коды")


def programme_dates_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Окончание программы наставничества не раньше начала."""
    for programme in book[Programme]:
        if programme.start is not None and programme.end is not None and programme.end < programme.start:
            message = f"окончание {day(programme.end)}, а начало {day(programme.start)}"
            yield error(programme, "end", message, cure="сверьте обе даты")


def programme_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Программа записана один раз, партнёр — один раз."""
    message = "такая строка уже есть"
    yield from repeats(
        book[Programme], "title", message, lambda p: p.title and p.mentoring_form and (fold(p.title), p.mentoring_form)
    )
    yield from repeats(book[Partner], "title", message, lambda p: p.title and fold(p.title))


def request_is_answered(book: Book, today: date) -> Iterator[Flag]:
    """На обращение отвечают в срок («Настройки»)."""
    limit = today - timedelta(days=book.settings.answer_days)
    for request in book[Request]:
        if request.answer and blank(book, request, "answered"):
            yield hint(request, "answered", "ответ есть, а его даты нет", cure="впишите дату ответа")
        elif _waits(book, request, limit) and request.received and request.kind != SUPPORT_ASKED:
            message = f"обращение от {day(request.received)} без ответа: дней — {(today - request.received).days}"
            yield hint(request, "answer", message, cure="ответьте и впишите ответ с датой")


def support_is_started(book: Book, today: date) -> Iterator[Flag]:
    """Просивший о психологическом сопровождении получает ответ скоро («Настройки»; разд. 8 и 10)."""
    limit = today - timedelta(days=book.settings.urgent_days)
    for request in book[Request]:
        if request.kind == SUPPORT_ASKED and _waits(book, request, limit) and request.received:
            message = (
                f"о поддержке просили {day(request.received)}, ответа нет: дней — {(today - request.received).days}"
            )
            yield warning(
                request, "answer", message, cure="поговорите с участником и психологом и впишите ответ с датой"
            )


def _waits(book: Book, request: Request, limit: date) -> bool:
    """Whether a request received before a day has no answer yet."""
    unanswered = blank(book, request, "answer") and blank(book, request, "answered")
    return unanswered and request.received is not None and request.received < limit


def representative_is_of_the_mentee(book: Book, today: date) -> Iterator[Flag]:
    """За наставляемого обращается его законный представитель, записанный в базе (разд. 10)."""
    mentees = facts_of(book).mentees
    for request in book[Request]:
        mentee = mentees.get(request.person or "")
        known = mentee.guardian if mentee is not None else None
        if request.representative and known and fold(request.representative) != fold(known):
            message = "обратился не тот представитель, который записан у наставляемого"
            yield hint(request, "representative", message, cure="сверьте полномочия и имя в базе наставляемых")


def request_dates_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Ответ и показ наставнику — не раньше обращения."""
    for request in book[Request]:
        for name, later in (("answered", request.answered), ("shown", request.shown)):
            if request.received is not None and later is not None and later < request.received:
                message = f"{day(later)} — раньше обращения {day(request.received)}"
                yield error(request, name, message, cure="сверьте обе даты")


def complaint_is_shown(book: Book, today: date) -> Iterator[Flag]:
    """Жалобу на наставника показывают ему в срок («Настройки»): он вправе дать объяснение (разд. 8)."""
    mentors = facts_of(book).codes["mentors"]
    limit = today - timedelta(days=book.settings.urgent_days)
    for request in book[Request]:
        if COMPLAINT in (request.kind or "").lower() and request.about in mentors and blank(book, request, "shown"):
            late = request.received is not None and request.received < limit
            message = "жалоба на наставника, а ему она не показана" + (": срок прошёл" if late else "")
            level = warning if late else hint
            yield level(request, "shown", message, cure="ознакомьте наставника и впишите дату")


def held_event_is_recorded(book: Book, today: date) -> Iterator[Flag]:
    """О прошедшем событии записано, кто на нём был."""
    limit = today - timedelta(days=RECORD_DAYS)
    for event in book[Event]:
        nobody = blank(book, event, "attended") and blank(book, event, "guests")
        if nobody and event.held is not None and event.held < limit:
            message = f"событие {day(event.held)} прошло, а кто был — не записано"
            yield hint(event, "attended", message, cure="впишите коды или число гостей")


def criterion_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Одно и то же учитывается в поощрении один раз, и выдвигают на него либо наставников, либо пары."""
    message = "это в поощрении уже учтено"
    yield from repeats(book[Criterion], "measure", message, lambda c: c.award and c.measure and (c.award, c.measure))
    whom: dict[str, Criterion] = {}
    for row in book[Criterion]:
        first = whom.setdefault(row.award, row) if row.award and row.whom else row
        if row.whom != first.whom:
            message = f"в строке {first.row} на это поощрение выдвигают другое: «{first.whom}»"
            yield warning(row, "whom", message, cure="выберите одно для всех строк поощрения")


def target_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """На показатель и год — одна цель; в листе куратора каждый показатель — один раз."""

    def key(row: IndicatorRow) -> Hashable:
        if not row.number or (row.mentoring_form is None and not blank(book, row, "mentoring_form")):
            return None
        if row.part == TARGET:
            return row.year and (TARGET, fold(row.number), row.mentoring_form, row.year)
        known_year = row.year or blank(book, row, "year")
        return row.part == CURATOR and known_year and (CURATOR, fold(row.number), row.mentoring_form, row.year)

    for row, first in repeated(book[IndicatorRow], key):
        message = f"показатель {row.number} уже стоит в строке {first.row}"
        yield error(row, "number", message, cure="оставьте одну строку")


def target_is_complete(book: Book, today: date) -> Iterator[Flag]:
    """У цели есть показатель, год и значение."""
    for row in book[IndicatorRow]:
        if row.part == TARGET:
            for name, what in (("number", "показателя"), ("year", "года"), ("target", "значения")):
                if blank(book, row, name):
                    yield warning(row, name, f"у цели нет {what}", cure="заполните ячейку")


def points_on_curators_sheet(book: Book, today: date) -> Iterator[Flag]:
    """Баллы 0–1–2 ставят только в листе куратора."""
    for row in book[IndicatorRow]:
        if row.part not in (None, CURATOR) and row.points is not None:
            message = f"балл в разделе «{row.part}»"
            yield warning(row, "points", message, cure="баллы ставят строкам раздела «лист куратора»")


def impact_can_be_judged(book: Book, today: date) -> Iterator[Flag]:
    """У показателя влияния со значениями «до» и «после» сказано, что лучше: рост или снижение (п. 6.3)."""
    for row in book[IndicatorRow]:
        if row.part != IMPACT or row.after is None:
            continue
        if blank(book, row, "before"):
            yield hint(row, "before", "есть значение после программы, а до неё нет", cure="впишите значение на входе")
        elif blank(book, row, "better"):
            yield warning(row, "better", "не сказано, что лучше", cure="выберите «рост» или «снижение»")
