"""What the records of people, pairs, meetings and answers say of the roadmap."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.roadmap.layout import DONE, NOT_BEGUN, UNDER_WAY
from nastavnik_sheets.roadmap.looks import Evidence, Look, share
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import (
    APPROVED,
    COMPLETED,
    EXIT,
    FINAL,
    HELD,
    INTERIM,
    MENTEE_ROLE,
    MENTOR_ROLE,
    ORGANISATIONAL,
    PLANNING,
    PROPOSED,
    PUPIL,
    REGULAR,
    TEACHER,
    TRIAL,
)
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair, PlanTask, Preference, Suggestion
from nastavnik_sheets.year_sheets import Answer, Training

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book


ROLES: tuple[tuple[type[Mentee | Mentor], str], ...] = ((Mentee, MENTEE_ROLE), (Mentor, MENTOR_ROLE))


def _base(look: Look, base: type[Mentee | Mentor]) -> Sequence[Mentee | Mentor]:
    return [person for person in look.book[base] if person.code and person.left is None]


def _questionnaires(look: Look, base: type[Mentee | Mentor]) -> Evidence:
    people = _base(look, base)
    have = sum(not blank(look.book, person, "questionnaire") for person in people)
    return share("анкеты", have, len(people), base)


@lru_cache(maxsize=2)
def _lacking(book: Book, today: date) -> frozenset[tuple[str, str]]:
    """Return (code, role) of those in the bases whose consents are not all in force."""
    people = [(person, role) for base, role in ROLES for person in book[base] if person.code and person.left is None]
    return frozenset(
        (person.code, role) for person, role in people if missing_consents(book, person, role=role, on=today)
    )


def _consents(look: Look, base: type[Mentee | Mentor], role: str) -> Evidence:
    people = _base(look, base)
    lacking = _lacking(look.book, look.today)
    found = share("согласия", sum((p.code, role) not in lacking for p in people), len(people), base)
    return Evidence(found.state, found.words, Consent, proof=found.proof.replace(_title(base), "Согласия"))


def _in_base(look: Look, base: type[Mentee | Mentor], status: str) -> Evidence:
    count = sum(not status or look.facts.status(person) == status for person in _base(look, base))
    return Evidence(DONE if count else NOT_BEGUN, f"в базе: {count}", base, proof=f"лист «{_title(base)}»: {count}")


def _title(base: type[Mentee | Mentor]) -> str:
    return sheet_of(base).title


def _chosen(look: Look) -> Evidence:
    people = _base(look, Mentor)
    have = sum(bool(person.forms) for person in people if isinstance(person, Mentor))
    return share("формы указаны", have, len(people), Mentor, certain=False)


def _trained(look: Look) -> Evidence:
    attended = {row.mentor for row in look.book[Training] if row.attended is not False}
    people = _base(look, Mentor)
    return share("были на занятиях", sum(p.code in attended for p in people), len(people), Training)


def _compared(look: Look) -> Evidence | None:
    suggested: bool = bool(look.book[Suggestion])
    if suggested or look.book[Pair]:
        return Evidence(DONE, "кандидаты подобраны", Suggestion, certain=False, proof="лист «Предложения»")
    return None


def _preferences(look: Look) -> Evidence | None:
    people = {row.person for row in look.book[Preference] if row.person}
    if not people:
        return None
    words = f"ответили: {len(people)}"
    return Evidence(DONE, words, Preference, certain=False, proof=f"лист «Предпочтения»: {words}")


def _waiting(look: Look) -> list[Mentee]:
    """Mentees who have no pair and have had none that was completed."""
    completed = {pair.mentee for pair in look.book[Pair] if pair.state == COMPLETED}
    return [
        person
        for person in look.book[Mentee]
        if person.code and person.left is None and person.code not in look.book.pairs_of_mentee
        and person.code not in completed and not person.passed
    ]  # fmt: skip


def _pairs(look: Look) -> Evidence:
    made = sum(pair.state in (PROPOSED, APPROVED, COMPLETED) for pair in look.book[Pair])
    waiting = len(_waiting(look))
    state = NOT_BEGUN if not made else DONE
    return Evidence(state, f"пар: {made}, без пары: {waiting}", Pair, proof=f"лист «Пары»: {made}")


def _approved(look: Look) -> Evidence:
    working = [pair for pair in look.book[Pair] if pair.state in (APPROVED, COMPLETED, PROPOSED)]
    ordered = [pair for pair in working if pair.state != PROPOSED and pair.order_number and pair.order_date]
    found = share("приказ есть у пар", len(ordered), len(working), Pair)
    numbers = sorted({(p.order_date, p.order_number) for p in ordered if p.order_date and p.order_number})
    proof = ", ".join(f"приказ № {number} от {day:%d.%m.%Y}" for day, number in numbers[-2:])
    return Evidence(found.state, found.words, Pair, proof=proof)


def _working(look: Look) -> list[Pair]:
    return [pair for pair in look.book[Pair] if pair.code and pair.state in (APPROVED, COMPLETED)]


def _plans(look: Look) -> Evidence:
    planned = {task.pair for task in look.book[PlanTask]}
    pairs = _working(look)
    return share("планы у пар", sum(pair.code in planned for pair in pairs), len(pairs), PlanTask)


def _support(look: Look) -> Evidence | None:
    if not look.book[Pair]:
        return None
    waiting = len(_waiting(look))
    if not waiting:
        return Evidence(DONE, "без пары никого", Mentee, certain=False, proof="без пары никого")
    return Evidence(UNDER_WAY, f"без пары: {waiting}", Mentee, certain=False)


def _meetings(look: Look, kind: str) -> Evidence:
    held = {m.pair for m in look.book[Meeting] if m.state == HELD and look.facts.meaning(m) == kind}
    pairs = _working(look)
    return share("прошла у пар", sum(pair.code in held for pair in pairs), len(pairs), Meeting)


def _regular(look: Look) -> Evidence:
    held = sum(m.state == HELD and look.facts.meaning(m) == REGULAR for m in look.book[Meeting])
    pairs = _working(look)
    over = bool(pairs) and all(pair.state == COMPLETED for pair in pairs)
    state = DONE if held and over else UNDER_WAY if held else NOT_BEGUN
    return Evidence(state, f"встреч: {held}", Meeting, certain=not held, proof=f"лист «Встречи»: {held}")


def _answers(look: Look, moment: str) -> Evidence:
    answered = {row.person for row in look.book[Answer] if row.moment == moment and row.person}
    people = {code for pair in _working(look) for code in (pair.mentee, pair.mentor) if code}
    have = len(answered & people)
    state = NOT_BEGUN if not have else DONE if have == len(people) else UNDER_WAY
    words = f"ответили: {have} из {len(people)}"
    return Evidence(state, words, Answer, certain=not have, proof=f"лист «Ответы»: {have} из {len(people)}")


LOOKS: dict[str, Callable[[Look], Evidence | None]] = {
    "анкеты наставляемых": partial(_questionnaires, base=Mentee),
    "анкеты наставников": partial(_questionnaires, base=Mentor),
    "согласия наставляемых": partial(_consents, base=Mentee, role=MENTEE_ROLE),
    "согласия наставников": partial(_consents, base=Mentor, role=MENTOR_ROLE),
    "база наставляемых": partial(_in_base, base=Mentee, status=""),
    "база наставляемых: педагоги": partial(_in_base, base=Mentee, status=TEACHER),
    "база наставляемых: обучающиеся": partial(_in_base, base=Mentee, status=PUPIL),
    "база наставников": partial(_in_base, base=Mentor, status=""),
    "база наставников: педагоги": partial(_in_base, base=Mentor, status=TEACHER),
    "база наставников: обучающиеся": partial(_in_base, base=Mentor, status=PUPIL),
    "отбор наставников": _chosen,
    "обучение наставников": _trained,
    "сопоставление анкет": _compared,
    "анкета предпочтений": _preferences,
    "соединение в пары": _pairs,
    "приказ о парах": _approved,
    "индивидуальные планы": _plans,
    "сопровождение без пары": _support,
    "организационная встреча": partial(_meetings, kind=ORGANISATIONAL),
    "пробная встреча": partial(_meetings, kind=TRIAL),
    "встреча-планирование": partial(_meetings, kind=PLANNING),
    "регулярные встречи": _regular,
    "заключительная встреча": partial(_meetings, kind=FINAL),
    "промежуточные анкеты": partial(_answers, moment=INTERIM),
    "мониторинг удовлетворённости": partial(_answers, moment=EXIT),
}
"""By the word of «Считать как»."""
