"""Invented words for real ones: one for each surname, given name and patronymic, the same everywhere, of one gender.

A secret key decides which word stands for which, so the copy cannot be read back. Leaves texts to `masks`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, cast

from nastavnik_sheets.forgetting.forms import CASES, short_names
from nastavnik_sheets.wording import decline, gender_of
from nastavnik_sheets.wording.names import first_names, name_words, yo_less

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nastavnik_sheets.wording import Case, Gender

_STEMS = (
    "Бер", "Вал", "Гар", "Дол", "Жар", "Зар", "Кал", "Лад", "Мар", "Нор", "Пол", "Рад", "Сав", "Тал", "Хар",
    "Чар", "Бол", "Вер", "Гор", "Дар", "Зим", "Кор", "Лес", "Мил", "Пар", "Рос", "Сол", "Тер", "Яр", "Буд",
)  # fmt: skip
_MIDDLES = ("ан", "ен", "ол", "ор", "ур", "ем", "им", "уш", "аг", "ез")
_ENDS = ("ов", "ин")
_FEMALE = (
    ("ова", "ов"), ("ева", "ев"), ("ёва", "ёв"), ("ина", "ин"), ("ына", "ын"), ("ская", "ский"), ("цкая", "цкий"),
)  # fmt: skip
_PATRONYMIC = re.compile(r"(?:ович|евич|ьевич|овна|евна|ьевна|ич|ична|инична)$")


@dataclass(frozen=True)
class Invention:
    """What stands for the words of all these names; `names` come with a gender where the book knows it."""

    names: tuple[tuple[str, str | None], ...]
    key: bytes

    @cached_property
    def surnames(self) -> dict[str, str]:
        """By every form of a real surname, in small letters, the form of the invented one."""
        return self._mapped("surname")

    @cached_property
    def given(self) -> dict[str, str]:
        """By every form of a real given name or patronymic, short names too."""
        return {**self._mapped("patronymic"), **self._short(), **self._mapped("first")}

    @cached_property
    def words(self) -> dict[str, tuple[str, str, Gender]]:
        """By role and real nominative in small letters: the role, the invented nominative and the gender."""
        found: dict[str, tuple[str, str, Gender]] = {}
        for name, known in sorted(set(self.names), key=str):
            for role, text, gender in _parts(name, known):
                found.setdefault(f"{role} {yo_less(text)} {gender}", (role, text, gender))
        return found

    def _mapped(self, role: str) -> dict[str, str]:
        mapped: dict[str, str] = {}
        for own, real, gender in self.words.values():
            if own == role:
                new = self._invented(role, real, gender)
                for one, other in _in_cases(role, real, new, gender):
                    mapped.setdefault(yo_less(one), other)
        return mapped

    def _short(self) -> dict[str, str]:
        mapped: dict[str, str] = {}
        for own, real, gender in self.words.values():
            for short in short_names().get(yo_less(real), ()) if own == "first" else ():
                for one, other in _in_cases("first", short, self._invented("first", real, gender), gender):
                    mapped.setdefault(yo_less(one), other)
        return mapped

    def _invented(self, role: str, real: str, gender: Gender) -> str:
        if role == "surname":
            base = self._surname_of[_male(yo_less(real))]
            return base + "а" if gender == "f" else base
        if role == "first":
            return self._first_of[gender][yo_less(real)]
        base = self._fathers_of[_father(yo_less(real))]
        return base + ("овна" if gender == "f" else "ович")

    @cached_property
    def _surname_of(self) -> dict[str, str]:
        real = {_male(yo_less(text)) for role, text, _ in self.words.values() if role == "surname"}
        pool = ("".join(parts) for parts in product(_STEMS, _MIDDLES, _ENDS))
        return self._dealt(real, (one for one in pool if one.lower() not in real))

    @cached_property
    def _first_of(self) -> dict[str, dict[str, str]]:
        real = {yo_less(text) for role, text, _ in self.words.values() if role == "first"}
        dealt = {}
        for gender in ("m", "f"):
            mine = {yo_less(text) for role, text, g in self.words.values() if role == "first" and g == gender}
            pool = [name.capitalize() for name, g in first_names().items() if g == gender and name not in real]
            dealt[gender] = self._dealt(mine, pool)
        return dealt

    @cached_property
    def _fathers_of(self) -> dict[str, str]:
        real = {_father(yo_less(text)) for role, text, _ in self.words.values() if role == "patronymic"}
        hard = re.compile("[бвгдзклмнпрстфх]$")
        pool = [name.capitalize() for name, g in first_names().items() if g == "m" and hard.search(name)]
        return self._dealt(real, [one for one in pool if one.lower() not in real])

    def _dealt(self, real: set[str], pool: Iterable[str]) -> dict[str, str]:
        """Deal invented words to real ones, both in an order that only the key knows."""
        free = sorted(pool, key=self._secret)
        return {one: free[n % len(free)] for n, one in enumerate(sorted(real, key=self._secret))}

    def _secret(self, word: str) -> bytes:
        return hashlib.blake2b(word.encode(), key=self.key[:64], digest_size=16).digest()


def _parts(name: str, known: str | None) -> Iterator[tuple[str, str, Gender]]:
    gender = cast("Gender", known or gender_of(name) or "m")
    for word in name_words(_letters_only(name)):
        role = {"frozen": "patronymic"}.get(word.role, word.role)
        if role in ("surname", "first") or (role == "patronymic" and _PATRONYMIC.search(word.text.lower())):
            yield role, word.text, gender
        elif role == "patronymic" and len(word.text) > 3 and word.text[0].isupper():
            yield "first", word.text, "m"


def _letters_only(name: str) -> str:
    return " ".join(re.findall(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*\.?", name))


def _male(surname: str) -> str:
    found = next(((female, male) for female, male in _FEMALE if surname.endswith(female)), None)
    return surname[: -len(found[0])] + found[1] if found else surname


def _father(patronymic: str) -> str:
    return _PATRONYMIC.sub("", patronymic)


def _in_cases(role: str, real: str, new: str, gender: Gender) -> Iterator[tuple[str, str]]:
    """Yield a real word and the invented one in the same case; of a surname also the form of the other gender."""
    yield from _declined_pairs(role, real, new, gender)
    if role == "surname":
        male, invented = _male(yo_less(real)), new.removesuffix("а")
        feminine = next((male[: -len(m)] + f for f, m in _FEMALE if male.endswith(m)), None)
        if feminine:
            yield from _declined_pairs(role, male.capitalize(), invented, "m")
            yield from _declined_pairs(role, feminine.capitalize(), invented + "а", "f")
        if male.endswith(("ов", "ев", "ин", "ын")):
            yield from ((male + ending, invented + ending) for ending in ("ы", "ых", "ым", "ыми"))


def _declined_pairs(role: str, real: str, new: str, gender: Gender) -> Iterator[tuple[str, str]]:
    for case in CASES:
        yield _word(role, real, case, gender), _word(role, new, case, gender)


def _word(role: str, word: str, case: str, gender: Gender) -> str:
    surname, first = ("Иванов", "Пётр") if gender == "m" else ("Иванова", "Анна")
    shapes = {"surname": f"{word} {first}", "first": f"{surname} {word}", "patronymic": f"{surname} {first} {word}"}
    place = {"surname": 0, "first": 1, "patronymic": 2}[role]
    made = decline(shapes[role], cast("Case", case), gender=gender).split()
    return made[place] if len(made) > place else word
