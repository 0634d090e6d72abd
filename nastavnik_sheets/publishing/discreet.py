"""What people typed may name somebody who has not agreed, or hold a telephone: such a text is not published.

A surname is looked for in every case form it may take, so a rare ordinary word in capitals is held back too: better
one line less on the site than one name more. Leaves who has agreed to `facts.withdrawal`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record

_WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.|(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b")
_ENDING = re.compile(r"(?:ый|ий|ой|ая|яя|а|я|ь|й)$")
_CASES = frozenset(
    ("", "а", "я", "у", "ю", "ом", "ем", "ём", "ым", "им", "е", "ы", "и", "ой", "ей", "ою", "ею", "ых", "их", "ого",
     "его", "ому", "ему", "ую", "юю", "ая", "яя", "ый", "ий", "й", "ь", "ью", "ами", "ями", "ов", "ев", "ыми", "ими",
     "ё")
)  # fmt: skip
_FLEETING = re.compile(r"[ео]([цкл])$")
LONG = 4


@dataclass
class Discreet:
    """Passes texts that name nobody without a consent; keeps the places of those it held back."""

    book: Book
    stems: frozenset[str]
    surnames: frozenset[str]
    held: list[str] = field(default_factory=list)

    def __call__(self, record: Record, name: str) -> str:
        """Return a text of a record, or nothing if it must not be published."""
        text = " ".join(str(getattr(record, name) or "").split())
        why = self.trouble(text)
        if why:
            column = next(c.title for c in sheet_of(record).columns if c.name == name)
            self.held.append(f"«{self.book.title(sheet_of(record))}», строка {record.row}, «{column}»: {why}")
        return "" if why else text

    def trouble(self, text: str) -> str:
        """Return why a text must not be published, nothing if it may."""
        if _CONTACT.search(text):
            return "в тексте телефон или почта"
        words = {part for word in _WORD.findall(text) for part in (word, *word.split("-"))}
        return "в тексте фамилия участника без согласия" if any(map(self._is_named, words)) else ""

    def _is_named(self, word: str) -> bool:
        if not word[0].isupper():
            return False
        plain = fold(word)
        return plain in self.surnames or any(
            plain[:cut] in self.stems and plain[cut:] in _CASES for cut in range(LONG - 1, len(plain) + 1)
        )


def discreet(book: Book, allowed: dict[str, frozenset[str]]) -> Discreet:
    """Return the guard of a book, given what of each participant may be published."""
    silent = [fold(name) for code, name in _surnames(book) if NAME not in allowed.get(code, frozenset())]
    stems = {stem for name in silent if len(name) >= LONG for stem in _stems(name)}
    return Discreet(book, frozenset(stem for stem in stems if len(stem) >= LONG - 1), frozenset(silent))


def _stems(name: str) -> Iterator[str]:
    """Yield what a surname keeps in all its cases; «Кравец» is «Кравца», «Орёл» is «Орла»."""
    yield _ENDING.sub("", name)
    yield _FLEETING.sub(r"\1", name)


def _surnames(book: Book) -> Iterator[tuple[str, str]]:
    """Return the surnames of all participants and of the guardians, whom nobody has asked."""
    for code, person in [*book.mentees.items(), *book.mentors.items()]:
        if person.full_name:
            yield from ((code, part) for part in _parts(person.full_name))
        guardian = getattr(person, "guardian", None)
        if guardian:
            yield from (("", part) for part in _parts(guardian))


def _parts(full_name: str) -> tuple[str, ...]:
    """Return the surname and, of a double one, its parts: each of them changes in its own way."""
    surname = full_name.split(maxsplit=1)[0]
    return tuple(dict.fromkeys((surname, *(part for part in surname.split("-") if len(part) >= LONG))))
