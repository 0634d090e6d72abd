"""Pairs: who with whom, one at a time, and the states and dates of a pair. Leaves its papers to `approval`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts import blank, day, facts_of
from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.facts.working_days import NOTICE_DAYS, earliest_end
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.terms import APPROVED, COMPLETED, DECLINED, HELD, PROPOSED, STOPPED
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

OLDEST = 200


def nobody_mentors_himself(book: Book, today: date) -> Iterator[Flag]:
    """Наставник и наставляемый — разные люди."""
    for pair in book[Pair]:
        if pair.mentor is not None and pair.mentor == pair.mentee:
            yield error(pair, "mentee", "человек сам себе наставник", cure="выберите другого наставляемого")


def pair_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Одна и та же пара не записана дважды на одно время."""
    for pair, other in _overlapping(book):
        if pair.mentor == other.mentor:
            message = f"такая пара уже есть в строке {other.row} ({other.code or 'без кода'})"
            yield error(pair, "mentee", message, cure="удалите или завершите лишнюю пару")


def mentee_has_one_pair(book: Book, today: date) -> Iterator[Flag]:
    """У наставляемого одна пара в одно время; вторая допустима, но её стоит сверить."""
    for pair, other in _overlapping(book):
        if pair.mentor != other.mentor:
            message = f"у наставляемого в это же время есть пара в строке {other.row} ({other.code or 'без кода'})"
            yield warning(pair, "mentee", message, cure="сверьте сроки пар или завершите одну из них")


def _overlapping(book: Book) -> Iterator[tuple[Pair, Pair]]:
    """Yield pairs of one mentee that work at one time: the lower on the sheet with the first above."""
    facts = facts_of(book)
    working = [pair for pair in book[Pair] if pair.state not in (None, DECLINED) and pair.mentor and pair.mentee]
    for pairs in group_by((pair.mentee, pair) for pair in working).values():
        if len(pairs) < 2:
            continue
        for index, pair in enumerate(pairs[1:], start=1):
            period = facts.period(pair)
            for other in pairs[:index] if period else ():
                before = facts.period(other)
                if period and before and period[0] < before[1] and before[0] < period[1]:
                    yield pair, other
                    break


def roles_are_not_mutual(book: Book, today: date) -> Iterator[Flag]:
    """Двое не наставляют друг друга в одной форме."""
    first: dict[tuple[str, str, str], Pair] = {}
    for pair in book.active_pairs:
        if pair.mentor and pair.mentee and pair.mentoring_form and pair.mentor != pair.mentee:
            other = first.get((pair.mentee, pair.mentor, pair.mentoring_form))
            first.setdefault((pair.mentor, pair.mentee, pair.mentoring_form), pair)
            if other is not None:
                message = f"в строке {other.row} те же двое в обратных ролях"
                yield hint(pair, "mentee", message, cure="сверьте, кто из двоих наставник")


def mentor_is_older_pupil(book: Book, today: date) -> Iterator[Flag]:
    """В паре учеников наставник не младше наставляемого (кроме модели «равный – равному»)."""
    facts = facts_of(book)
    for pair in book.active_pairs:
        if pair.mentoring_form not in facts.forms_among_pupils or "равн" in (pair.role_model or "").lower():
            continue
        mentor = facts.birth(facts.mentors.get(pair.mentor or ""), today)
        mentee = facts.birth(facts.mentees.get(pair.mentee or ""), today)
        if mentor is None or mentee is None or mentor.year <= mentee.year:
            continue
        younger, older = age_on(mentor, today), age_on(mentee, today)
        if younger < older:
            message = f"наставник младше: {younger} против {older} лет"
            yield hint(pair, "mentor", message, cure="сверьте роли или выберите модель «равный – равному»")


def mentee_of_wished_age(book: Book, today: date) -> Iterator[Flag]:
    """Возраст наставляемого — тот, который указал наставник."""
    facts = facts_of(book)
    for pair in book.active_pairs:
        mentor = facts.mentors.get(pair.mentor or "")
        born = facts.birth(facts.mentees.get(pair.mentee or ""), today)
        if mentor is None or born is None:
            continue
        low, high = mentor.age_from or 0, mentor.age_to or OLDEST
        age = age_on(born, pair.start or today)
        if low <= high and not low <= age <= high:
            wish = " ".join(f"{word} {n}" for word, n in (("от", mentor.age_from), ("до", mentor.age_to)) if n)
            genitive = plural(mentor.age_to or mentor.age_from or 0, "года", "лет", "лет")
            message = f"наставляемому {age}, а наставник просил {wish} {genitive}"
            yield hint(pair, "mentee", message, cure="спросите наставника")


def pair_dates_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Окончание пары, по плану и на деле, не раньше начала."""
    for pair in book[Pair]:
        for name, end in (("planned_end", pair.planned_end), ("end", pair.end)):
            if pair.start is not None and end is not None and end < pair.start:
                message = f"окончание {day(end)}, а начало {day(pair.start)}"
                yield error(pair, name, message, cure="сверьте обе даты")


def pair_within_programme(book: Book, today: date) -> Iterator[Flag]:
    """Пара работает в срок программы («Настройки», п. 5.4)."""
    first, last = book.settings.programme_start, book.settings.programme_end
    for pair in book[Pair]:
        if pair.start is not None and ((first and pair.start < first) or (last and pair.start > last)):
            message = f"начало {day(pair.start)} вне срока программы"
            yield warning(pair, "start", message, cure="сверьте дату или срок программы на листе «Настройки»")
        elif pair.planned_end is not None and last and pair.planned_end > last:
            message = f"окончание по плану {day(pair.planned_end)} позже окончания программы {day(last)}"
            yield warning(pair, "planned_end", message, cure="сверьте дату или срок программы на листе «Настройки»")


def closed_pair_has_end(book: Book, today: date) -> Iterator[Flag]:
    """У завершённой и прекращённой пары есть дата окончания, и она наступила."""
    for pair in book[Pair]:
        if pair.state not in (COMPLETED, STOPPED):
            continue
        if blank(book, pair, "end"):
            yield error(pair, "end", f"пара «{pair.state}», а окончания нет", cure="впишите дату окончания")
        elif pair.end is not None and pair.end > today and (pair.start or pair.end) <= pair.end:
            message = f"пара «{pair.state}», а окончание {day(pair.end)} ещё впереди"
            yield warning(pair, "end", message, cure="сверьте дату и состояние")


def stopped_pair_has_reason(book: Book, today: date) -> Iterator[Flag]:
    """У прекращённой пары указана причина."""
    for pair in book[Pair]:
        if pair.state == STOPPED and blank(book, pair, "reason"):
            yield warning(pair, "reason", "пара прекращена, а причины нет", cure="впишите причину окончания")


def ended_pair_is_closed(book: Book, today: date) -> Iterator[Flag]:
    """Пара с прошедшей датой окончания завершена или прекращена."""
    for pair in book.active_pairs:
        if pair.end is not None and (pair.start or pair.end) <= pair.end <= today:
            message = f"окончание {day(pair.end)} прошло, а пара «{pair.state}»"
            yield warning(pair, "state", message, cure="выберите «завершена» или «прекращена»")


def pair_is_not_overdue(book: Book, today: date) -> Iterator[Flag]:
    """Утверждённая пара не работает дольше, чем запланировано."""
    for pair in book.active_pairs:
        planned = pair.planned_end
        if pair.state != APPROVED or planned is None or not blank(book, pair, "end"):
            continue
        if (pair.start or planned) <= planned < today:
            message = f"по плану закончилась {day(planned)}, а пара всё ещё «{pair.state}»"
            yield warning(pair, "planned_end", message, cure="завершите пару или продлите срок")


def teacher_pair_stops_with_notice(book: Book, today: date) -> Iterator[Flag]:
    """О прекращении пары педагогов предупреждают не менее чем за 3 рабочих дня (ст. 351.8 ТК)."""
    facts = facts_of(book)
    for pair in book[Pair]:
        if pair.state != STOPPED or not facts.among_workers(pair):
            continue
        if blank(book, pair, "notified"):
            message = "пара педагогов прекращена, а уведомления нет"
            yield warning(pair, "notified", message, cure="впишите дату письменного уведомления")
        elif _short_notice(pair) and (pair.notified or today) <= today:
            message = f"между уведомлением и окончанием меньше {NOTICE_DAYS} рабочих дней"
            yield warning(pair, "notified", message, cure="сверьте даты; по согласию сторон отметьте это в причине")


def _short_notice(pair: Pair) -> bool:
    return bool(pair.notified and pair.end and pair.end < earliest_end(pair.notified))


def proposed_pair_does_not_meet(book: Book, today: date) -> Iterator[Flag]:
    """Встречаются только утверждённые пары (п. 4.13)."""
    facts = facts_of(book)
    for code, pair in facts.pairs.items():
        if pair.state in (PROPOSED, DECLINED):
            held = sum(meeting.state == HELD for meeting in facts.meetings_of.get(code, ()))
            if held:
                message = f"пара «{pair.state}», а встреч уже состоялось: {held}"
                yield warning(pair, "state", message, cure="утвердите пару приказом или поправьте «Встречи»")
