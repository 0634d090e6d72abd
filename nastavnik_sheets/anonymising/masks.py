"""Texts with everything that tells who and where replaced: names word by word, telephones, addresses, days, the school.

One object finds what to change in any text, so cells, remarks, charts and names of sheets change alike. Leaves which
word stands for which to `invention`, packages to `copying`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx.texts import Edit, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from nastavnik_sheets.anonymising.invention import Invention

_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_PHONE = re.compile(r"(?<![\d.])(?:\+?7|8)?[\s\u00a0\-–()]*(?:\d[\s\u00a0\-–()]*){10}(?![\d.])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_INITIALS = re.compile(r"[\s\u00a0]*([А-ЯЁ])\.(?:[\s\u00a0]*([А-ЯЁ])\.)?")
_INITIALS_BEFORE = re.compile(r"([А-ЯЁ])\.(?:[\s\u00a0]*([А-ЯЁ])\.)?[\s\u00a0]*$")
_NO_DIGIT = re.compile(r"\D+")
_DAY = re.compile(r"\d{2}[./]\d{2}[./]\d{4}|\d{4}-\d{2}-\d{2}")
_FORMAL = ("http://schemas.", "http://purl.", "http://www.w3.org", "urn:")


@dataclass
class Mask:
    """All replacements of one copy. `literals` are whole phrases, `kept` words that the programme itself uses."""

    invention: Invention
    phones: frozenset[str]
    births: Mapping[date, date]
    literals: Mapping[str, str]
    kept: frozenset[str] = frozenset()
    emails: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    known: dict[tuple[str, Where], list[Edit]] = field(default_factory=dict)

    def __call__(self, text: str, where: Where) -> list[Edit]:
        """Return what to change in a text, in order and apart."""
        if text.startswith(_FORMAL) or not _ANYTHING.search(text):
            return []
        if (text, where) not in self.known:
            self.known[text, where] = self._edits(text, where)
        return self.known[text, where]

    def _edits(self, text: str, where: Where) -> list[Edit]:
        found = [*self._phrases(text), *self._addresses(text, where), *self._figures(text), *self._words(text)]
        kept: list[Edit] = []
        for edit in sorted(found, key=lambda one: (one.start, -one.end)):
            if (not kept or edit.start >= kept[-1].end) and text[edit.start : edit.end] != edit.text:
                kept.append(edit)
        return kept

    def may_be_in(self, text: str) -> bool:
        """Tell at a glance whether there may be anything to change: Russian letters, figures, an address."""
        return bool(_ANYTHING.search(text))

    @cached_property
    def _phrase(self) -> re.Pattern[str] | None:
        ordered = sorted(self.literals, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None

    @cached_property
    def _lower(self) -> dict[str, str]:
        return {phrase.lower(): new for phrase, new in self.literals.items()}

    def _phrases(self, text: str) -> Iterator[Edit]:
        low = text.lower()
        if self._phrase is None or not any(phrase in low for phrase in self._lower):
            return
        for found in self._phrase.finditer(text):
            yield Edit(*found.span(), self._lower[found[0].lower()])

    def _addresses(self, text: str, where: Where) -> Iterator[Edit]:
        for found in _EMAIL.finditer(text):
            if found[0] in self.emails.values():
                continue
            number = self.emails.setdefault(found[0].lower(), f"user{len(self.emails) + 1}@example.org")
            yield Edit(*found.span(), number)
        if where is Where.ADDRESS and text.startswith(("http://", "https://")):
            yield Edit(0, len(text), "https://example.org/")

    def _figures(self, text: str) -> Iterator[Edit]:
        for found in _PHONE.finditer(text) if _has_ten_digits(text) else ():
            digits = re.sub(r"\D", "", found[0])
            if digits[-10:] in self.made:
                continue
            if digits[-10:] in self.phones or (len(digits) == 11 and digits[0] in "78" and not text.isdecimal()):
                yield Edit(*found.span(), self.phone(found[0]))
        for found in _DAY.finditer(text):
            if found[0] in self._days:
                yield Edit(*found.span(), self._days[found[0]])

    @cached_property
    def _days(self) -> dict[str, str]:
        shapes = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y")
        return {f"{born:{shape}}": f"{new:{shape}}" for born, new in self.births.items() for shape in shapes}

    def phone(self, written: str) -> str:
        """Return an invented telephone written as the real one: 900 and seven digits that depend on it alone."""
        digits = re.sub(r"\D", "", written)
        secret = hashlib.blake2b(digits[-10:].encode(), key=self.invention.key[:64], digest_size=8).digest()
        made = "900" + str(int.from_bytes(secret, "big"))[-7:].rjust(7, "1")
        self.made.add(made)
        new = list(digits[:-10] + made)
        return re.sub(r"\d", lambda _: new.pop(0), written)

    def _words(self, text: str) -> Iterator[Edit]:
        for found in _WORD.finditer(text):
            word = found[0]
            surname = self._surname(word)
            new = surname or self._given(word)
            if new:
                yield Edit(*found.span(), _cased(new, word))
            elif "-" in word:
                yield from self._pieces(word, found.start())
            if surname:
                yield from self._initials(text, found)

    def _pieces(self, word: str, start: int) -> Iterator[Edit]:
        """Replace the pieces of a hyphenated word that are names: Иванов of Иванов-Петров."""
        for found in re.finditer(r"[^-]+", word):
            new = self._surname(found[0]) or self._given(found[0])
            if new:
                yield Edit(start + found.start(), start + found.end(), _cased(new, found[0]))

    def _surname(self, word: str) -> str | None:
        low = word.lower().replace("ё", "е")
        return None if low in self.kept else self.invention.surnames.get(low)

    def _given(self, word: str) -> str | None:
        low = word.lower().replace("ё", "е")
        return None if word.islower() or low in self.kept else self.invention.given.get(low)

    def _initials(self, text: str, surname: re.Match[str]) -> Iterator[Edit]:
        for found in (_INITIALS.match(text, surname.end()), _INITIALS_BEFORE.search(text[: surname.start()])):
            for group in (1, 2) if found else ():
                if found and found[group]:
                    yield Edit(*found.span(group), self._letter(found[group]))

    def _letter(self, letter: str) -> str:
        """Return the letter that stands for an initial in this copy."""
        letters = "АБВГДЕЗИКЛМНОПРСТФЭЮЯ"
        shift = 1 + self.invention.key[0] % (len(letters) - 1)
        return letters[(letters.find(letter.replace("Ё", "Е")) + shift) % len(letters)]


_ANYTHING = re.compile(r"[А-Яа-яЁё@]|\d{7}|\d{3}[\s)–-]+\d{3}|\d\d[./]\d\d[./]\d{4}|\d{4}-\d\d-\d\d")


def _has_ten_digits(text: str) -> bool:
    return len(text) >= 10 and len(_NO_DIGIT.sub("", text)) >= 10


def _cased(new: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return new.upper()
    return new.lower() if like.islower() else new[:1].upper() + new[1:]
