"""Who goes on into the next year, and who does not and why; classes a year higher; consents that still hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from nastavnik_sheets.facts.withdrawal import is_forgotten, may_process
from nastavnik_sheets.terms import APPROVED, COMPLETED, PROCESSING, PUPIL
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book

P = TypeVar("P", Mentee, Mentor)
LEFT, PASSED, GRADUATED, FORGOTTEN, WITHDRAWN = (
    "вышли из программы",
    "прошли программу",
    "окончили 11 класс",
    "данные уничтожены",
    "отозвали согласие на обработку данных",
)
LAST_CLASS, BASIC_CLASS = 11, 9
AFTER_NINTH = "окончил 9 класс: уточните, остался ли в школе"
_CLASS = re.compile(r"\s*(\d{1,2})(?!\d)")


@dataclass(frozen=True)
class Crowd:
    """The people of the last year, sorted out for a year that begins on `start`."""

    book: Book
    start: date
    today: date
    left_out: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def mentees(self) -> list[Mentee]:
        """Mentees who go on, a class higher, without last year's results; the unpaired of last year are marked."""
        return [self._mentee(person) for person in self.book[Mentee] if self._goes_on(person)]

    @cached_property
    def mentors(self) -> list[Mentor]:
        """Mentors who go on."""
        return [self._mentor(person) for person in self.book[Mentor] if self._goes_on(person)]

    @cached_property
    def codes(self) -> frozenset[str]:
        """Codes of everybody who goes on."""
        return frozenset(person.code for person in (*self.mentees, *self.mentors))

    @cached_property
    def after_ninth(self) -> list[str]:
        """Codes of pupils who have finished the ninth class: whether they stay only the school knows."""
        people: list[Mentee | Mentor] = [*self.mentees, *self.mentors]
        return sorted({person.code for person in people if AFTER_NINTH in (person.note or "")})

    def _goes_on(self, person: Mentee | Mentor) -> bool:
        reason = self._reason(person)
        if reason is not None and person.code not in self.left_out.setdefault(reason, []):
            self.left_out[reason].append(person.code)
        return reason is None and bool(person.code)

    def _reason(self, person: Mentee | Mentor) -> str | None:
        """Return why somebody does not go on, None if he does."""
        if is_forgotten(person):
            return FORGOTTEN
        if person.left is not None:
            return LEFT
        if not may_process(self.book, person.code, self.today):
            return WITHDRAWN
        if isinstance(person, Mentee) and person.passed:
            return PASSED
        if self.book.status(person) == PUPIL and _class_of(person.school_class) >= LAST_CLASS:
            return GRADUATED
        return None

    def _mentee(self, person: Mentee) -> Mentee:
        was_paired = person.code in self._paired
        return replace(
            self._common(person), unpaired_before=None if was_paired else True, result=None, case_link=None, passed=None
        )

    @cached_property
    def _paired(self) -> frozenset[str]:
        """Mentees whom somebody led last year for good, that is in an approved or completed pair."""
        return frozenset(pair.mentee for pair in self.book[Pair] if pair.mentee and pair.state in (APPROVED, COMPLETED))

    def _mentor(self, person: Mentor) -> Mentor:
        return replace(self._common(person), result=None, case_link=None)

    def _common(self, person: P) -> P:
        """A class higher; acquaintance with the programmes begins anew (п. 4.12)."""
        fresh = replace(person, row=0, programme_seen=None, check_note=None)
        if self.book.status(person) != PUPIL:
            return fresh
        number = _class_of(person.school_class)
        note = "; ".join(part for part in (person.note, AFTER_NINTH if number == BASIC_CLASS else "") if part)
        return replace(fresh, school_class=next_class(person.school_class), note=note or None)

    @cached_property
    def consents(self) -> list[Consent]:
        """Consents of those who go on, not withdrawn, in force when the year begins or without an end."""
        return [
            replace(consent, row=0, check_note=None)
            for consent in self.book[Consent]
            if consent.person in self.codes
            and consent.withdrawn is None
            and (consent.valid_until is None or consent.valid_until >= self.start)
        ]

    @cached_property
    def without_consent(self) -> list[str]:
        """Codes of those who go on though their consent to processing ends before the year begins, or never was."""
        have = {consent.person for consent in self.consents if consent.kind == PROCESSING}
        return sorted(self.codes - have)


def _class_of(text: str | None) -> int:
    found = _CLASS.match(text or "")
    return int(found.group(1)) if found else 0


def next_class(text: str | None) -> str | None:
    """«9Б» is «10Б» a year later; what is not a class stays."""
    number = _class_of(text)
    if not text or not 1 <= number < LAST_CLASS:
        return text
    return _CLASS.sub(lambda found: found.group(0).replace(found.group(1), str(number + 1)), text, count=1)
