"""Memos: what a mentor and a mentee are told of their duties and rights, to be read and signed (regulation, 7–10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.documents.consent_papers import label_of
from nastavnik_sheets.documents.kinds import PERSON, Ask, Kind, Subject
from nastavnik_sheets.documents.people import curator_of, person_of
from nastavnik_sheets.workbook import Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Curator

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.book import Book


def _of(base: type[Mentee | Mentor]) -> Callable[[Book, Ask], list[Subject]]:
    def subjects(book: Book, ask: Ask) -> list[Subject]:
        people: dict[str, Mentee | Mentor] = {p.code: p for p in book[base]}
        taking_part = {c: p for c, p in people.items() if ask.wants(c) and (not p.left or p.left > ask.today)}
        made = [_subject(book, person, ask) for person in taking_part.values()]
        return sorted(made, key=lambda s: (s.label, s.people))

    return subjects


def _subject(book: Book, person: Mentee | Mentor, ask: Ask) -> Subject:
    who = person_of(book, person, person.code, today=ask.today)
    forms = _forms(book, person)
    curators = [curator_of(c) for c in book[Curator] if c.full_name and c.mentoring_form in forms]
    return Subject(fields={"человек": who, "кураторы_форм": curators}, people=(person.code,), label=label_of(who))


def _forms(book: Book, person: Mentee | Mentor) -> set[str | None]:
    """Return the forms a person takes part in: of the pairs, else the ones wished for."""
    paired = {p.mentoring_form for p in book[Pair] if person.code in (p.mentor, p.mentee)}
    wished = person.forms or () if isinstance(person, Mentor) else (person.wanted_form,)
    return paired or set(wished)


KINDS: tuple[Kind, ...] = (
    Kind(key="memo_mentor", title="Памятка наставника", scope=PERSON, subjects=_of(Mentor),
         nothing="На листе «Наставники» никого нет: впишите людей или возьмите анкеты и повторите."),
    Kind(key="memo_mentee", title="Памятка наставляемого", scope=PERSON, subjects=_of(Mentee),
         nothing="На листе «Наставляемые» никого нет: впишите людей или возьмите анкеты и повторите."),
)  # fmt: skip
