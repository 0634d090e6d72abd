"""Who a row is about: by code, else by name and birth date; what is doubtful is a question, never a guess.

Case, ё, hyphens, Latin look-alikes and the order of words in a name do not matter. Leaves the decisions people take
on «Поступления» to `desk`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nastavnik_sheets.cells import fold, untwin
from nastavnik_sheets.codes import read_code
from nastavnik_sheets.importing.traces import read_traces
from nastavnik_sheets.terms import PERSON
from nastavnik_sheets.wording.names import first_names
from nastavnik_sheets.workbook import Mentee, Mentor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nastavnik_sheets.book import Book

K = TypeVar("K")
_CLOSE = 0.75
_VARIANTS = ("данил данила даниил", "софья софия", "наталья наталия", "дарья дария", "семен семион", "елена алена")


@dataclass(frozen=True)
class Claim:
    """What a row says of the person it is about."""

    code: str = ""
    name: str = ""
    birth: date | None = None
    email: str = ""
    phone: str = ""
    school_class: str = ""
    row: str = ""
    """The print of the row."""

    @property
    def says_nothing(self) -> bool:
        """Whether there is neither a code nor a name."""
        return not (self.code or self.name)


class Recognition(NamedTuple):
    """A known person's code; or a question, with the person it may be; or neither: somebody new."""

    code: str = ""
    question: str = ""
    candidate: str = ""


@dataclass
class Someone:
    """A participant as both bases know him; marks are e-mails, phones and classes."""

    code: str
    name: str
    births: set[date] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


@lru_cache(maxsize=20_000)
def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name for comparison, in one order."""
    return tuple(sorted(re.findall(r"[\w'’-]+", fold(untwin(name)))))


@lru_cache(maxsize=20_000)
def name_set(name: str) -> frozenset[str]:
    """Return the words of a name, to see whether one name is a part of another."""
    return frozenset(name_key(name))


def marks_of(*, email: str | None, phone: str | None, school_class: str | None) -> set[str]:
    """Return what else tells a person from namesakes."""
    digits = re.sub(r"\D", "", phone or "")[-10:]
    marks = (fold(email or ""), digits if len(digits) == 10 else "", squeezed(school_class or ""))
    return {mark for mark in marks if mark}


def squeezed(school_class: str) -> str:
    """Return a class for comparison: «7 «А» класс» is «7а»."""
    return re.sub(r"[\W_]|класс", "", fold(school_class))


class Directory:
    """Participants by code, name and birth date; grows by the new ones that a file brings."""

    def __init__(self, book: Book) -> None:
        self.people: dict[str, Someone] = {}
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        self._by_birth: dict[date, list[str]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._by_row: dict[str, str] = {}
        people: list[Mentee | Mentor] = [*book[Mentee], *book[Mentor]]
        for person in people:
            if person.code:
                marks = marks_of(email=person.email, phone=person.phone, school_class=person.school_class)
                self.add(person.code, person.full_name or "", birth=person.birth_date, marks=marks)
                self._by_row.update(dict.fromkeys(read_traces(person.traces).rows, person.code))

    def add(self, code: str, name: str, *, birth: date | None, marks: Iterable[str]) -> None:
        """Add a participant, or what another row says of him."""
        someone = self.people.setdefault(code, Someone(code, name))
        someone.marks.update(marks)
        _append(self._by_name, name_key(name), code)
        for word in name_key(name):
            _append(self._by_word, word, code)
        if birth:
            someone.births.add(birth)
            _append(self._by_birth, birth, code)

    def remembered(self, row: str) -> str:
        """Return the code of the person to whom a row of a file was said to belong, by its print."""
        return self._by_row.get(row, "")

    def recognise(self, claim: Claim) -> Recognition:
        """Say who a row is about."""
        if claim.row in self._by_row:
            return Recognition(self._by_row[claim.row])
        if claim.code:
            return self._by_code(claim)
        namesakes = self._by_name.get(name_key(claim.name), [])
        sure = [code for code in namesakes if self._is_same(code, claim)]
        if len(sure) == 1:
            return Recognition(sure[0])
        if sure:
            return Recognition("", f"таких участников несколько: {', '.join(sure)}", sure[0])
        if namesakes:
            return Recognition("", self._why_doubtful(namesakes[0], claim), namesakes[0])
        near = self._near(claim)
        if near:
            same = "дата рождения та же" if claim.birth in self.people[near].births else "дату рождения не сравнить"
            return Recognition("", f"похоже на участника {near} «{self.people[near].name}»: {same}", near)
        return Recognition()

    def _by_code(self, claim: Claim) -> Recognition:
        code, problem = read_code(claim.code, (PERSON,))
        if problem and code is None:
            same = self.recognise(Claim(name=claim.name, birth=claim.birth)) if claim.name else Recognition()
            return Recognition("", f"код «{claim.code[:30]}»: {problem.message}", same.code or same.candidate)
        someone = self.people.get(str(code))
        if someone is None:
            return Recognition("", f"кода {code} нет в базах")
        if claim.name and not may_be_one(claim.name, someone.name):
            return Recognition("", f"код {code} принадлежит участнику «{someone.name}»", someone.code)
        return Recognition(someone.code)

    def _is_same(self, code: str, claim: Claim) -> bool:
        """Whether a namesake is the person: the same birth date, or another mark if there are no dates to compare."""
        someone = self.people[code]
        if claim.birth and someone.births:
            return claim.birth in someone.births
        marks = marks_of(email=claim.email, phone=claim.phone, school_class=claim.school_class)
        return bool(marks & someone.marks)

    def _why_doubtful(self, code: str, claim: Claim) -> str:
        someone = self.people[code]
        if claim.birth and someone.births:
            known = ", ".join(sorted(day.strftime("%d.%m.%Y") for day in someone.births))
            return f"имя как у участника {code}, но дата рождения в базе другая: {known}"
        where = "в базе" if claim.birth else "в файле"
        return f"имя как у участника {code}, но даты рождения {where} нет"

    def _near(self, claim: Claim) -> str:
        """Return somebody whose name differs by a slip, born on the same day or on a day we cannot compare."""
        same_day = set(self._by_birth.get(claim.birth, ())) if claim.birth else set()
        shared = Counter(code for word in name_key(claim.name) for code in self._by_word.get(word, []))
        possible = [
            code
            for code, words in shared.items()
            if code in same_day or (words > 1 and not (claim.birth and self.people[code].births))
        ]
        return next((code for code in possible if may_be_one(claim.name, self.people[code].name)), "")


def _append(index: dict[K, list[str]], key: K, code: str) -> None:
    codes = index.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same words, a word left out, or a slip in one word."""
    first, second = list(name_key(one)), list(name_key(other))
    common = [word for word in first if word in second]
    left = [word for word in first if word not in common]
    right = [word for word in second if word not in common]
    if not left or not right:
        return len(common) >= 2 or not (left or right)
    return len(left) == len(right) == 1 and len(common) >= 1 and _slip(left[0], right[0])


def _slip(one: str, other: str) -> bool:
    """Whether two words are one word with a slip; two different given names (twins) are not."""
    if any({one, other} <= set(words.split()) for words in _VARIANTS):
        return True
    known = first_names()
    if one in known and other in known:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _CLOSE
