"""Where somebody is named in a text: by name in any case, with initials, by telephone, address, birth date.

A mention is sure if nobody else of the book may be meant; else it is a doubt for a person to decide. Leaves the forms
of words to `forms`, what is done about a mention to `erasing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (a dataclass field)
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.forgetting.forms import Forms, forms_of
from nastavnik_sheets.wording.vocabulary import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FULL, PATRONYMIC, SURNAME, FIRST, PHONE, EMAIL, BIRTH = "full", "fp", "alone", "first", "phone", "email", "birth"
_TWINS = dict(zip("аеорсхувкмнт", "aeopcxybkmht", strict=True))
_SAME_LETTERS = (("ё", "е"), *((latin, russian) for russian, latin in _TWINS.items()))
_ALIKE = str.maketrans(dict(_SAME_LETTERS))
_DIGIT_GAP = r"[\s\u00a0\-–().]*"
_NEXT_WORD = re.compile(r"[\s\u00a0]+([А-ЯЁ][а-яё]+)")
_PATRONYMIC = re.compile(r"(?:[оеё]вич|[оеё]вн|ьич|[кт]ич)(?:а|у|ем|е|ы|ой)?$")
_BEFORE, _AFTER = "(?<![А-Яа-яЁё])", "(?![А-Яа-яЁё])"
_GAP = r"[\s\u00a0_.,;]{1,3}"
_NOTHING = re.compile(r"(?!)")
_BEGINS = re.compile(r"(?:^|[.!?…»\"]\s*|\n\s*)[«\"(]?$")


class Mention(NamedTuple):
    """A stretch of a text that names somebody, and how."""

    start: int
    end: int
    kind: str
    words: str


@dataclass(frozen=True)
class Named:
    """Somebody as texts may name him; `genders` by name are known from the book."""

    names: tuple[tuple[str, str | None], ...] = ()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    births: frozenset[date] = frozenset()

    @cached_property
    def forms(self) -> tuple[Forms, ...]:
        """All forms of all names."""
        return tuple(forms_of(name, gender) for name, gender in self.names)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds every mention, the longest first."""
        branches = [
            *((FULL, one) for f in self.forms for one in _full(f)),
            *((PHONE, _phone(one)) for one in sorted(self.phones)),
            *((EMAIL, rf"(?<![\w.+-]){re.escape(one)}(?![\w-])") for one in sorted(self.emails)),
            *((BIRTH, one) for born in sorted(self.births) for one in _dates(born)),
            *(
                (PATRONYMIC, f"{_any(f.first)}{_GAP}{_any(f.patronymic)}")
                for f in self.forms
                if f.first and f.patronymic
            ),
            *((SURNAME, _any(f.surname | f.family)) for f in self.forms if f.surname),
            *((FIRST, _any(f.first | f.short)) for f in self.forms if f.first),
        ]
        return _joined(branches)

    @cached_property
    def pieces(self) -> tuple[frozenset[str], frozenset[str]]:
        """What no mention does without, in small letters: of surnames, patronymics, dates; of given names."""
        usual = {stem for f in self.forms for words in (f.surname, f.patronymic) for stem in _stem(words)}
        dates = {one for born in self.births for one in _date_pieces(born)}
        firsts = {stem for f in self.forms for words in (f.first, f.short) for stem in _stem(words)}
        return frozenset({*usual, *dates}), frozenset(firsts)

    @cached_property
    def numbers(self) -> tuple[re.Pattern[str], ...]:
        """Telephones by their code, which people write in one piece."""
        return tuple(re.compile(one[:3] + _DIGIT_GAP + _DIGIT_GAP.join(one[3:])) for one in sorted(self.phones))

    def may_be_in(self, text: str, *, given: bool) -> bool:
        """Tell at a glance whether a text may name the person; `given` if a given name is enough."""
        return _at_a_glance(text, (self,), given=given)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """All forms of surnames in small letters."""
        return frozenset(_plain(word) for f in self.forms for word in f.surname | f.family)

    @cached_property
    def given(self) -> frozenset[str]:
        """All forms of given names in small letters."""
        return frozenset(_plain(word) for f in self.forms for word in f.first | f.short)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield what in a text may mean this person, from its beginning."""
        for found in self.pattern.finditer(text):
            kind = (found.lastgroup or "").partition("_")[0]
            yield Mention(*found.span(), kind, found[0])

    def is_meant(self, mention: Mention) -> bool:
        """Whether this person too may be meant by a mention of somebody else."""
        for found in self.pattern.finditer(mention.words):
            kind = (found.lastgroup or "").partition("_")[0]
            if found.span() == (0, len(mention.words)) and (kind in (mention.kind, FULL)):
                return True
        return False


def _joined(branches: Sequence[tuple[str, str]]) -> re.Pattern[str]:
    if not branches:
        return _NOTHING
    words = {FULL, PATRONYMIC, SURNAME, FIRST}
    parts = [
        f"(?P<{kind}_{number}>{_BEFORE + one + _AFTER if kind in words else one})"
        for number, (kind, one) in enumerate(branches)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


def _full(forms: Forms) -> Iterator[str]:
    """Yield a surname with what makes it a person: given name, patronymic, initials, in either order."""
    if not forms.surname or not forms.first:
        return
    surname, first = _any(forms.surname), _any(forms.first | forms.short)
    patronymic = f"(?:{_GAP}{_any(forms.patronymic)})?" if forms.patronymic else ""
    yield f"{surname}{_GAP}{first}{patronymic}"
    yield f"{first}{patronymic}{_GAP}{surname}"
    letter = _letters({word[0] for word in forms.first})
    second = rf"(?:\s?-?{_letters({word[0] for word in forms.patronymic})}\s?\.)?" if forms.patronymic else ""
    more = r"(?:-[А-ЯЁ]\.)?"
    yield rf"{surname}{_GAP}{letter}\s?\.{more}{second}"
    yield rf"{letter}\s?\.{more}{second}[\s\u00a0_]*{surname}"
    yield rf"{surname}{_GAP}{letter}(?:{second.replace(chr(92) + 's?' + chr(92) + '.', '')})"


def _letters(found: set[str]) -> str:
    return "[" + "".join(sorted({*found, *(one.lower() for one in found)})) + "]"


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join("".join(map(_letter, word)) for word in ordered) + ")"


def _letter(character: str) -> str:
    """Return what stands for a letter: «ё» may be «е», a Latin twin may stand for a Russian letter."""
    low = character.lower()
    if low in "её":
        return "[еёe]"
    if low in _TWINS:
        return f"[{low}{_TWINS[low]}]"
    return "[-‐‑–]" if character == "-" else re.escape(character)


def _phone(digits: str) -> str:
    return rf"(?<!\d)(?:\+?[78]{_DIGIT_GAP})?\(?{_DIGIT_GAP.join(digits)}(?!\d)"


def _dates(born: date) -> Iterator[str]:
    yield rf"(?<!\d)0?{born.day}[./]0?{born.month}[./]{born.year}(?!\d)"
    yield rf"(?<!\d){born:%Y-%m-%d}(?!\d)"
    yield rf"(?<!\d)0?{born.day}\s+{MONTHS[born.month - 1]}\s+{born.year}(?!\d)"


def _glance(text: str) -> tuple[str, str]:
    """Return a text in small letters, and the same with «ё» as «е» and Latin twins as Russian letters."""
    small = text.lower()
    russian = small
    for sign, letter in _SAME_LETTERS:
        russian = russian.replace(sign, letter)
    return small, russian


def named_at_a_glance(text: str, people: Sequence[Named]) -> bool:
    """Tell at a glance whether a text may name any of these people."""
    return _at_a_glance(text, people, given=False)


def _at_a_glance(text: str, people: Sequence[Named], *, given: bool) -> bool:
    small, russian = _glance(text)
    for one in people:
        usual, firsts = one.pieces
        if any(piece in russian for piece in usual) or (given and any(piece in russian for piece in firsts)):
            return True
        if any(address in small for address in one.emails) or any(number.search(text) for number in one.numbers):
            return True
    return False


def _date_pieces(born: date) -> Iterator[str]:
    yield f"{born:%Y-%m-%d}"
    yield from (f"{born.month}{sign}{born.year}" for sign in "./")
    yield f"{MONTHS[born.month - 1]} {born.year}"


def _stem(words: Iterable[str]) -> set[str]:
    """Return what all words of a kind begin with, by their first two letters: short names begin in other ways."""
    groups: dict[str, list[str]] = {}
    for word in words:
        plain = word.lower().translate(_ALIKE)
        groups.setdefault(plain[:2], []).append(plain)
    return {_beginning(group) for group in groups.values()}


def _beginning(words: Sequence[str]) -> str:
    first, last = min(words), max(words)
    alike = (n for n, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(alike, min(len(first), len(last)))]


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")


@dataclass(frozen=True)
class Circle:
    """A person among the others of a book: whose mentions are sure, and what would be taken for somebody else."""

    subject: Named
    others: tuple[Named, ...] = ()

    @cached_property
    def _rivals(self) -> tuple[Named, ...]:
        """Others who share a word of a name, a telephone, an address or a birth date with the person."""
        me = self.subject
        return tuple(
            other for other in self.others
            if other.surnames & me.surnames or other.given & me.given or other.phones & me.phones
            or other.emails & me.emails or other.births & me.births
        )  # fmt: skip

    def look(
        self, text: str, *, own: bool = False, beside: Sequence[Named] = ()
    ) -> tuple[list[Mention], list[Mention]]:
        """Return the sure mentions in a text and the doubtful ones.

        `own` is a text of the person's own row, where a given name is enough; `beside` are the others of that row.
        """
        sure: list[Mention] = []
        doubtful: list[Mention] = []
        if not self.subject.may_be_in(text, given=own):
            return sure, doubtful
        taken: list[tuple[int, int]] | None = None
        for mention in self.subject.mentions(text):
            if mention.kind == FIRST and not own:
                continue
            if self._part_of_another_word(text, mention) or self._of_a_stranger(text, mention):
                continue
            taken = self._taken(text) if taken is None else taken
            if any(start <= mention.start and mention.end <= end and (start, end) != (mention.start, mention.end)
                   for start, end in taken):  # fmt: skip
                continue
            (sure if self._is_sure(text, mention, own=own, beside=beside) else doubtful).append(mention)
        return sure, doubtful

    def _taken(self, text: str) -> list[tuple[int, int]]:
        """Return where a text fully names others who share a word of a name with the person."""
        return [
            (m.start, m.end)
            for other in self._rivals
            if other.may_be_in(text, given=False)
            for m in other.mentions(text)
            if m.kind in (FULL, PATRONYMIC)
        ]

    def _of_a_stranger(self, text: str, mention: Mention) -> bool:
        """Whether another patronymic than the person's follows a name: that is somebody whom the book does not know."""
        if mention.kind not in (FULL, FIRST) or not any(f.patronymic for f in self.subject.forms):
            return False
        following = _NEXT_WORD.match(text, mention.end)
        if following is None or not _PATRONYMIC.search(following[1].lower()):
            return False
        return _plain(following[1]) not in {_plain(w) for f in self.subject.forms for w in f.patronymic}

    def _is_sure(self, text: str, mention: Mention, *, own: bool, beside: Sequence[Named]) -> bool:
        if own:
            return not any(other.is_meant(mention) for other in beside)
        if any(other.is_meant(mention) for other in self._rivals):
            return False
        if mention.kind != SURNAME or not _is_ordinary(mention.words):
            return True
        return mention.words[0].isupper() and not _BEGINS.search(text[: mention.start])

    def _part_of_another_word(self, text: str, mention: Mention) -> bool:
        """Whether a word is a piece of a hyphenated one that somebody else bears: Иванов of Иванов-Петров."""
        before = re.search(r"[А-Яа-яЁё]+-$", text[: mention.start])
        after = re.match(r"-[А-Яа-яЁё]+", text[mention.end :])
        if not before and not after:
            return False
        whole = (before[0] if before else "") + mention.words + (after[0] if after else "")
        words = _plain(whole)
        return any(words in other.surnames or words in other.given for other in self.others)


@cache
def _is_ordinary(word: str) -> bool:
    """Whether a surname is also an ordinary word: Мороз, Заяц, «волков» in small letters."""
    from nastavnik_sheets.wording.gender import morphology

    best = morphology().parse(word.lower())[0]
    return bool(best.is_known) and not {"Surn", "Name", "Patr"} & set(best.tag.grammemes)
