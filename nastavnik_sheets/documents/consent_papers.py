"""Consents and contracts on paper: one for each person or pair, with lines where passports are written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.filters import Post
from nastavnik_sheets.documents.kinds import (
    AGREEMENT,
    CONTRACT,
    LETTER,
    NEEDED,
    ON_REQUEST,
    PAIR,
    PERSON,
    Ask,
    Kind,
    Subject,
)
from nastavnik_sheets.documents.people import pair_of, person_of
from nastavnik_sheets.facts.working_days import earliest_end
from nastavnik_sheets.terms import ACTIVE_PAIR, EXTERNAL
from nastavnik_sheets.wording import short_name
from nastavnik_sheets.workbook import Mentor, Pair

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.workbook import Mentee

TEACHER = "педагог"


def everybody(book: Book, ask: Ask) -> list[Subject]:
    """Everyone who is in the programme, each once; the role is the one of the base they stand in."""
    people: dict[str, tuple[Mentee | Mentor, str]] = {}
    for code, mentee in book.mentees.items():
        people[code] = (mentee, "наставляемый")
    for code, mentor in book.mentors.items():
        people[code] = (mentor, "наставляемый и наставник" if code in people else "наставник")
    made = []
    for code, (person, role) in people.items():
        if ask.wants(code) and (not person.left or person.left > ask.today):
            who = person_of(book, person, code, today=ask.today)
            made.append(Subject(fields={"человек": who, "роль": Post(role)}, people=(code,), label=label_of(who)))
    return sorted(made, key=lambda s: (s.label, s.people))


def label_of(person: dict[str, Any]) -> str:
    """«Гаджиев С.-М.М. У-014-9»: what tells one person's file from another's."""
    name = str(person["ФИО"])
    return f"{short_name(name) if name else 'без имени'} {person['код']}".strip()


def _of_age(minor: bool) -> Callable[[Book, Ask], list[Subject]]:
    def subjects(book: Book, ask: Ask) -> list[Subject]:
        return [s for s in everybody(book, ask) if s.fields["человек"]["несовершеннолетний"] is minor]

    return subjects


def worker_pairs(book: Book, ask: Ask) -> list[Subject]:
    """Active pairs in which a teacher helps a teacher: ст. 351.8 ТК РФ applies to them."""
    made = []
    for pair in book[Pair]:
        if pair.state in ACTIVE_PAIR and ask.wants(pair.code, pair.mentor, pair.mentee):
            row = pair_of(book, pair, 1, curators={}, today=ask.today)
            if row["наставник"].get("кто") == row["наставляемый"].get("кто") == TEACHER:
                made.append(_worker_subject(pair, row, ask.today))
    return made


def _worker_subject(pair: Pair, row: dict[str, Any], today: date) -> Subject:
    label = f"{short_name(row['наставник']['ФИО'])} {pair.code}"
    fields = {"пара": row, "отмена": earliest_end(today)}
    return Subject(fields=fields, people=(pair.code,), label=label, marked=(pair,), lasting=True)


def agreements(book: Book, ask: Ask) -> list[Subject]:
    """Additional agreements; one that has its number on «Пары» keeps it."""
    made = []
    for subject in worker_pairs(book, ask):
        pair = subject.marked[0]
        assert isinstance(pair, Pair)
        known = (pair.agreement_number, pair.agreement_date)
        numbered = (known[0], known[1]) if known[0] and known[1] else None
        made.append(replace(subject, numbered=numbered))
    return made


def mark_agreement(plan: Plan, subject: Subject, number: str, day: date) -> None:
    """Write the agreement to its pair."""
    for pair in subject.marked:
        plan.set(pair, "agreement_number", number)
        plan.set(pair, "agreement_date", day)


def contracts(book: Book, ask: Ask) -> list[Subject]:
    """Contracts with mentors from outside; one that has its number on «Наставники» keeps it."""
    made = []
    for code, mentor in book.mentors.items():
        if book.status(mentor) not in EXTERNAL or not ask.wants(code):
            continue
        person = person_of(book, mentor, code, today=ask.today)
        known = (mentor.contract_number, mentor.contract_date)
        numbered = (known[0], known[1]) if known[0] and known[1] else None
        made.append(
            Subject(
                fields={"человек": person},
                people=(code,),
                label=label_of(person),
                marked=(mentor,),
                numbered=numbered,
                participants=((code, "наставник", ""),),
                lasting=True,
            )
        )
    return made


def mark_contract(plan: Plan, subject: Subject, number: str, day: date) -> None:
    """Write the contract to its mentor."""
    for mentor in subject.marked:
        plan.set(mentor, "contract_number", number)
        plan.set(mentor, "contract_date", day)


NOBODY = "В базах нет участников, которые подписывают такое согласие."
NO_WORKERS = (
    "Ст. 351.8 ТК касается только пар «педагог — педагог», а таких нет: впишите предложенную пару на лист «Пары» и"
    " повторите."
)
KINDS: tuple[Kind, ...] = (
    Kind(
        key="consent_adult",
        title="Согласие на обработку (совершеннолетний)",
        scope=PERSON,
        subjects=_of_age(minor=False),
        nothing=NOBODY,
        after_withdrawal=ON_REQUEST,
    ),
    Kind(
        key="consent_parent",
        title="Согласие на обработку (законный представитель)",
        scope=PERSON,
        subjects=_of_age(minor=True),
        nothing=NOBODY,
        after_withdrawal=ON_REQUEST,
    ),
    Kind(
        key="consent_dissemination",
        title="Согласие на распространение",
        scope=PERSON,
        subjects=everybody,
        nothing=NOBODY,
    ),
    Kind(key="consent_participation", title="Согласие на участие", scope=PERSON, subjects=everybody, nothing=NOBODY),
    Kind(
        key="consent_worker",
        title="Согласие работника на наставничество",
        scope=PAIR,
        subjects=worker_pairs,
        nothing=NO_WORKERS,
    ),
    Kind(
        key="agreement_worker",
        title="Дополнительное соглашение о наставничестве",
        scope=PAIR,
        subjects=agreements,
        nothing=NO_WORKERS,
        series=AGREEMENT,
        after=mark_agreement,
    ),
    Kind(
        key="notice_worker",
        title="Уведомление о прекращении наставничества",
        scope=PAIR,
        subjects=worker_pairs,
        nothing=NO_WORKERS,
        series=LETTER,
        after_withdrawal=NEEDED,
    ),
    Kind(
        key="contract_external",
        title="Договор о безвозмездном сотрудничестве",
        scope=PERSON,
        subjects=contracts,
        nothing="На листе «Наставники» нет наставников из внешней среды.",
        series=CONTRACT,
        after=mark_contract,
    ),
)
