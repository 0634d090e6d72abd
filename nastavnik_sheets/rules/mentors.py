"""What a mentor needs besides consents: room, training, and papers for those invited from outside or paid for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day, facts_of, readable
from nastavnik_sheets.facts.ages import is_minor
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.schooling import lessons, schooling
from nastavnik_sheets.terms import APPROVED, EMPLOYER, EXTERNAL, STUDENT, TEACHER
from nastavnik_sheets.workbook import Mentor
from nastavnik_sheets.year_sheets import Partner, Training

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag
    from nastavnik_sheets.workbook import Pair


def mentor_has_room(book: Book, today: date) -> Iterator[Flag]:
    """Наставник ведёт не больше наставляемых, чем указал."""
    for mentor in facts_of(book).mentors.values():
        led = {pair.mentee for pair in book.pairs_of_mentor.get(mentor.code, ()) if pair.mentee}
        if mentor.capacity is not None and len(led) > mentor.capacity:
            message = f"ведёт наставляемых: {len(led)}, а указал {mentor.capacity}"
            yield error(mentor, "capacity", message, cure="завершите лишние пары или увеличьте число")


def capacity_within_limit(book: Book, today: date) -> Iterator[Flag]:
    """Наставник берёт не больше наставляемых, чем разрешает школа («Настройки»)."""
    limit = book.settings.mentor_max
    for mentor in book[Mentor]:
        if mentor.capacity is not None and mentor.capacity > limit:
            message = f"указано наставляемых: {mentor.capacity}, а в школе — не больше {limit}"
            yield warning(mentor, "capacity", message, cure="уменьшите число или измените «Настройки»")


def wished_ages_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Желаемый возраст «до» не меньше, чем «от»."""
    for mentor in book[Mentor]:
        if mentor.age_from is not None and mentor.age_to is not None and mentor.age_to < mentor.age_from:
            message = f"возраст до {mentor.age_to}, а от {mentor.age_from}"
            yield error(mentor, "age_to", message, cure="поменяйте числа местами")


def invited_mentor_has_contract(book: Book, today: date) -> Iterator[Flag]:
    """С наставником из внешней среды заключён договор о безвозмездном сотрудничестве (п. 4.14)."""
    covered = {p.code for p in book[Partner] if not blank(book, p, "contract_number")}
    partners = {p.code for p in book[Partner]}
    for mentor, pairs in _invited(book):
        by_partner = mentor.partner in covered or (mentor.partner is not None and mentor.partner not in partners)
        if by_partner or (mentor.partner is None and not blank(book, mentor, "partner")):
            continue
        name = next((n for n in ("contract_number", "contract_date") if blank(book, mentor, n)), None)
        if name:
            level = error if any(pair.state == APPROVED for pair in pairs) else hint
            message = "наставник приглашён, а договора нет" if name == "contract_number" else "у договора нет даты"
            yield level(mentor, name, message, cure="заключите договор и впишите его номер и дату")


def invited_mentor_has_clearance(book: Book, today: date) -> Iterator[Flag]:
    """У приглашённого наставника есть справка о судимости (ст. 351.1 ТК; к добровольцу применимость сверьте)."""
    facts = facts_of(book)
    for mentor, pairs in _invited(book):
        born = facts.birth(mentor, today)
        if not blank(book, mentor, "clearance") or (born and is_minor(born, today)):
            continue
        mentees = [facts.mentees.get(pair.mentee or "") for pair in pairs if pair.state == APPROVED]
        births = [born for mentee in mentees if (born := facts.birth(mentee, today))]
        with_minors = any(is_minor(born, today) for born in births)
        level = warning if with_minors else hint
        message = "ведёт несовершеннолетнего, а справки нет" if with_minors else "справки о судимости нет"
        yield level(mentor, "clearance", message, cure="запросите справку и впишите её дату")


def invited_mentor_has_organisation(book: Book, today: date) -> Iterator[Flag]:
    """У приглашённого с предприятия или из вуза указано место работы или учёбы."""
    for mentor, _ in _invited(book):
        nowhere = blank(book, mentor, "organisation") and blank(book, mentor, "partner")
        if nowhere and facts_of(book).status(mentor) in (STUDENT, EMPLOYER):
            message = "не указано место работы или учёбы"
            yield warning(mentor, "organisation", message, cure="впишите организацию или выберите партнёра")


def _invited(book: Book) -> Iterator[tuple[Mentor, list[Pair]]]:
    facts = facts_of(book)
    for mentor in book[Mentor]:
        if mentor.left is None and facts.status(mentor) in EXTERNAL:
            yield mentor, book.pairs_of_mentor.get(mentor.code, []) if mentor.code else []


def teacher_has_agreement(book: Book, today: date) -> Iterator[Flag]:
    """Педагогу, который наставляет педагога, оформлено допсоглашение (ст. 351.8 ТК; Роструд допускает исключения)."""
    facts = facts_of(book)
    for pair in book.active_pairs:
        if pair.state != APPROVED or not facts.among_workers(pair):
            continue
        name = next((n for n in ("agreement_number", "agreement_date") if blank(book, pair, n)), None)
        if name:
            started = pair.start is not None and pair.start <= today
            message = "пара педагогов работает" if started else "пара педагогов утверждена"
            what = "допсоглашения нет" if name == "agreement_number" else "у допсоглашения нет даты"
            level = warning if started else hint
            yield level(pair, name, f"{message}, а {what}", cure="оформите допсоглашение к трудовому договору")


def mentor_is_trained(book: Book, today: date) -> Iterator[Flag]:
    """Наставник утверждённой пары прошёл Школу наставников: занятия — на листах «Обучение» и «События»."""
    if not readable(book, Training, "mentor", "attended") or not (known := lessons(book)):
        return
    facts = facts_of(book)
    trained = {lesson.mentor for lesson in known if lesson.attended is not False}
    waiting: dict[str, Pair] = {}
    for pair in book.active_pairs:
        if pair.state == APPROVED and pair.mentor in facts.mentors:
            waiting.setdefault(pair.mentor, pair)
    loose = loose_rows(book, Training, "mentor", facts.mentors) if waiting else []
    claims = [(code, pair) for code, pair in waiting.items() if code not in trained]
    for code, pair in unexplained(claims, loose, code=lambda c: c[0], fits=lambda _, row: row.attended is not False):
        message = f"наставник {code} ещё не учился в Школе наставников"
        yield hint(pair, "mentor", message, cure="запишите наставника на занятие")
    for code, pair in waiting.items():
        learning = schooling(book)[code]
        if learning.attended and not learning.finished:
            message = f"наставник {code} не закончил Школу наставников: {learning.words}"
            yield hint(pair, "mentor", message, cure="запишите наставника на следующие занятия")


def contract_signed_before_work(book: Book, today: date) -> Iterator[Flag]:
    """Договор с приглашённым наставником не позже начала его работы в паре."""
    facts = facts_of(book)
    for code, pairs in book.pairs_of_mentor.items():
        mentor = facts.mentors.get(code)
        starts = [pair.start for pair in pairs if pair.state == APPROVED and pair.start is not None]
        if mentor is None or mentor.contract_date is None or not starts or facts.status(mentor) == TEACHER:
            continue
        if min(starts) < mentor.contract_date <= today:
            message = f"договор от {day(mentor.contract_date)}, а работа в паре — с {day(min(starts))}"
            yield warning(mentor, "contract_date", message, cure="сверьте дату договора и начало пары")
