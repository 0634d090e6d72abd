"""A person's name as written: cleaning it, telling its words apart, shortening it.

Leaves cases to `cases`, gender to `gender`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from nastavnik_sheets.wording.vocabulary import FILIATION, PARTICLES

Role = Literal["surname", "first", "patronymic", "frozen", "initials"]

MAX_LENGTH = 200
"""Letters; the longest real full names are about 80."""
NBSP = "\u00a0"

_MAX_WORDS = 6
_HYPHENS = re.compile("\\s*[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]\\s*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LETTERS = "А-Яа-яЁёӀ"
_INITIALS = re.compile(r"(?:[А-ЯЁа-яё]\.-?)*[А-ЯЁа-яё]\.|[А-ЯЁ]\.[А-ЯЁ]")
_WORD = re.compile(rf"[{_LETTERS}]+(?:['’ʼ-][{_LETTERS}]+)*")

_LOWER_AFTER_HYPHEN = FILIATION | {"заде", "паша"}

_PATRONYMIC = re.compile(r"(?:[а-яё]{2}(?:ич|ыч)|[а-яё](?:овна|евна|ёвна|ична))$")
_SURNAME_ENDING = re.compile(
    r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ой|ая)|енко|швили|дзе|янц?|[уюч]к|ых|их)$",
)


@dataclass(frozen=True)
class Word:
    """One word of a name and the part it plays in it."""

    text: str
    role: Role


def normalise_name(text: str) -> str:
    """The name with single spaces, plain hyphens and capitals where they belong.

    «  ГАДЖИЕВ   саид–магомед » gives «Гаджиев Саид-Магомед»; «оглы», «кызы», «фон» stay small;
    initials and words of mixed case (МакКей) are left as typed. What cannot be a name
    (digits, Latin letters, brackets, control characters) comes back untouched: see `doubts`.
    """
    cleaned = _cleaned(text)
    if reading_trouble(text) is not None:
        return text
    return " ".join(_capitalised(word) for word in cleaned.split())


def short_name(full_name: str, *, initials_first: bool = False, nbsp: bool = False) -> str:
    """«Гаджиев С.-М.М.» or, with initials first, «С.-М.М. Гаджиев».

    A hyphenated given name gives both letters («С.-М.»); «оглы» and «кызы» are kept in words.
    A name without a given name, or unreadable, comes back as it is. `nbsp` glues the words.
    """
    words = name_words(full_name)
    surname = [word.text for word in words if _is_of_surname(word)]
    given = [word for word in words if not _is_of_surname(word)]
    if not surname or not given:
        return normalise_name(full_name)
    initials = "".join(_initial(word.text) for word in given if not _is_tail(word.text))
    tail = [word.text for word in given if _is_tail(word.text)]
    ordered = [initials, *tail, *surname] if initials_first else [*surname, initials, *tail]
    return (NBSP if nbsp else " ").join(ordered)


def reading_trouble(text: str) -> str | None:
    """Why the text cannot be read as a name, in Russian; None when it can."""
    cleaned = _cleaned(text)
    if not cleaned:
        return "имя не указано"
    for found, reason in (
        (len(text) > MAX_LENGTH, f"слишком длинно для имени: {len(text)} знаков"),
        (_CONTROL.search(text), "в имени есть служебные знаки"),
        (re.search(r"\d", cleaned), "в имени есть цифры"),
        (_has_mixed_word(cleaned), "в одном слове смешаны русские и латинские буквы"),
        (re.search("[A-Za-z]", cleaned), "имя написано латиницей"),
        (re.search(r"[()\[\]]", cleaned), "в имени есть скобки"),
        (re.search(r"[{}<>&%$#@|\\/]", cleaned), "в имени есть посторонние знаки"),
        (len(cleaned.split()) > _MAX_WORDS, "в имени слишком много слов"),
    ):
        if found:
            return reason
    if not all(_INITIALS.fullmatch(word) or _WORD.fullmatch(word) for word in cleaned.split()):
        return "в имени есть знаки, которых в именах не бывает"
    return None


def name_words(full_name: str) -> tuple[Word, ...]:
    """Words of a name with their roles; empty for a text that is not a name.

    «Фамилия Имя Отчество» is expected; «Имя Отчество Фамилия», «Имя Фамилия», initials on either
    side, «оглы» and particles are recognised.
    """
    if reading_trouble(full_name) is not None:
        return ()
    texts = normalise_name(full_name).split()
    roles: list[Role | None] = [_fixed_role(text) for text in texts]
    _freeze_filiation(texts, roles)
    free = [index for index, role in enumerate(roles) if role is None]
    has_frozen_father = any(_is_filiation(text) for text in texts)
    free_roles = _roles([texts[i] for i in free], full=has_frozen_father)
    if len(free) == 1 and "initials" in roles:
        free_roles = ["surname"]
    for index, role in zip(free, free_roles, strict=True):
        roles[index] = role
    if has_frozen_father:
        _surname_after_filiation(texts, roles)
    return tuple(Word(text, role or "frozen") for text, role in zip(texts, roles, strict=True))


@cache
def first_names() -> dict[str, str]:
    """Given names we know, in small letters with ё as е, and their gender: m, f."""
    table = resources.files("nastavnik_sheets.wording").joinpath("first_names.tsv")
    lines = table.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {yo_less(name): gender for gender, names in pairs for name in names.split()}


def yo_less(text: str) -> str:
    """Small letters, ё as е: how words are compared."""
    return text.lower().replace("ё", "е")


def is_patronymic(text: str) -> bool:
    """Whether a word ends as a patronymic does (-ич, -овна, -ична)."""
    return bool(_PATRONYMIC.search(text.lower()))


def _cleaned(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _HYPHENS.sub("-", " ".join(text.split()))


def _has_mixed_word(text: str) -> bool:
    return any(re.search("[A-Za-z]", word) and re.search(f"[{_LETTERS}]", word) for word in re.split(r"[\s-]", text))


def _capitalised(word: str) -> str:
    if _INITIALS.fullmatch(word):
        return word.upper()
    if word.lower() in FILIATION or word in PARTICLES:
        return word.lower()
    pieces = word.split("-")
    return "-".join(_capitalised_piece(piece, first=index == 0) for index, piece in enumerate(pieces))


def _capitalised_piece(piece: str, *, first: bool) -> str:
    if not first and piece.lower() in _LOWER_AFTER_HYPHEN:
        return piece if piece.istitle() else piece.lower()
    if piece.isupper() or piece.islower():
        return "".join(part.capitalize() for part in re.split("(['’ʼ])", piece))
    return piece


def _fixed_role(text: str) -> Role | None:
    if _INITIALS.fullmatch(text) or (len(text) == 1 and text.isupper()):
        return "initials"
    return "frozen" if text in PARTICLES or _is_filiation(text) else None


def _is_filiation(text: str) -> bool:
    return text.lower().rpartition("-")[2] in FILIATION


def _is_of_surname(word: Word) -> bool:
    return word.role == "surname" or word.text in PARTICLES


def _is_tail(text: str) -> bool:
    return text.lower() in FILIATION


def _freeze_filiation(texts: list[str], roles: list[Role | None]) -> None:
    """Freeze the father's name: the words before «оглы» down to the given name."""
    for index, text in enumerate(texts):
        if text.lower() in FILIATION:
            start = 1 if index + 1 < len(texts) else 2
            for before in range(min(start, index), index):
                roles[before] = "frozen"


def _surname_after_filiation(texts: list[str], roles: list[Role | None]) -> None:
    """«Расим Мамед оглы Алиев»: the given name stands first, the surname last."""
    if roles[-1] is not None and not _is_filiation(texts[-1]) and len(texts) > 2:
        roles[0], roles[-1] = "first", "surname"


def _roles(words: list[str], *, full: bool) -> list[Role]:
    match len(words):
        case 0:
            return []
        case 1:
            is_given = _is_first(words[0]) or (full and not _has_surname_ending(words[0]))
            return ["first" if is_given else "surname"]
        case 2:
            return _two_roles(*words) if not full else ["surname", "first"]
        case 3:
            return _three_roles(words)
    last: Role = "patronymic" if is_patronymic(words[-1]) else "first"
    frozen: list[Role] = ["frozen"] * (len(words) - 3)
    return ["surname", *frozen, "first", last]


def _two_roles(one: str, two: str) -> list[Role]:
    if is_patronymic(two) and not (_has_surname_ending(one) and not _is_first(one)):
        return ["first", "patronymic"]
    if _is_first(one) and not _is_first(two) and _has_surname_ending(two):
        return ["first", "surname"]
    return ["surname", "first"]


def _three_roles(words: list[str]) -> list[Role]:
    patronymics = [is_patronymic(word) for word in words]
    if patronymics[1] and (not patronymics[2] or _is_first(words[0])):
        return ["first", "patronymic", "surname"]
    return ["surname", "first", "patronymic" if patronymics[2] else "first"]


def _is_first(word: str) -> bool:
    known = first_names()
    return yo_less(word) in known or ("-" in word and all(yo_less(p) in known for p in word.split("-")))


def _has_surname_ending(word: str) -> bool:
    return bool(_SURNAME_ENDING.search(word.lower()))


def _initial(text: str) -> str:
    if _INITIALS.fullmatch(text) or len(text) == 1:
        return text if text.endswith(".") else f"{text}."
    pieces = [piece for piece in text.split("-") if piece.lower() not in FILIATION]
    return "-".join(f"{piece[0].upper()}." for piece in pieces)
