"""What people answer, as values of the workbook's columns: «Да, хочу», «2 человека», several ticks in one cell.

Text that people wrote stays text. What cannot be understood is None with the trouble in words; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import Choice, Name, Number, Text, Whole, YesNo, as_text, fold, tidy, untwin
from nastavnik_sheets.codes import Ref
from nastavnik_sheets.scales import parts_of
from nastavnik_sheets.wording import normalise_name
from nastavnik_sheets.wording.names import name_words

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.schema import Column

LONGEST, LONGEST_NAME = 32_000, 150
_DIRECTIONS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")
_SURROGATES = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NUMBER_AND_UNIT = re.compile(
    r"(?:до |около |примерно )?(\d{1,3})\s*(?:чел\w*|наставляем\w*|учен\w*|час\w*|ч|мин\w*|лет|год\w*|г)?\.?"
)
_MEANINGS = {
    "ученик": "ученик|ученица|учащийся|учащаяся|обучающийся|обучающаяся|школьник|школьница",
    "студент": "студент|студентка",
    "педагог": "педагог|учитель|преподаватель|воспитатель|педагогический работник|педагогработник|сотрудник школы",
    "родитель": "родитель|мама|папа|мать|отец|законный представитель",
    "выпускник": "выпускник|выпускница",
    "работодатель": "работодатель|представитель предприятия|работник предприятия",
    "ветеран": "ветеран",
}


class Taken(NamedTuple):
    """A value as records hold it, what was wrong with the answer, and parts of it that are not in the list."""

    value: object = None
    trouble: str = ""
    rest: tuple[str, ...] = ()


def cleaned(raw: Value) -> str:
    """Return the text of an answer without characters that are not seen; line breaks stay, length is limited."""
    text = raw if isinstance(raw, str) else as_text(raw)
    return tidy(_SURROGATES.sub("", _DIRECTIONS.sub("", text)))[:LONGEST]


def read_answer(column: Column, raw: Value, *, book: Book) -> Taken:
    """Read the answer that goes into a column."""
    text = cleaned(raw)
    if not text:
        return Taken()
    match column.kind:
        case Choice(many=True):
            return _several(column.kind.bind(book.lists), text)
        case Choice():
            return _one(column.kind.bind(book.lists), text, book=book)
        case YesNo():
            return _yes_or_no(column.kind, text)
        case Whole() | Number():
            counted = _NUMBER_AND_UNIT.fullmatch(text.lower())
            return _read(column, counted[1] if counted else text)
        case Name():
            return person_name(raw)
        case Text():
            return Taken(text)
        case Ref(many=False):
            return _read(column, text)
    return _read(column, _DIRECTIONS.sub("", raw) if isinstance(raw, str) else raw)


def person_name(raw: Value) -> Taken:
    """Return a name in the order «Фамилия Имя Отчество», capitals where they belong, Latin look-alikes put right."""
    text = cleaned(raw).replace("\n", " ")
    if not text:
        return Taken()
    if len(text) > LONGEST_NAME:
        return Taken(trouble="слишком длинно для имени")
    cyrillic = untwin(unicodedata.normalize("NFC", text))
    value, problem = Name().read(cyrillic)
    if value is None:
        return Taken(trouble=problem.message if problem else "это не похоже на имя")
    name = _surname_first(normalise_name(str(value)))
    return Taken(name, "латинские буквы среди русских исправлены" if cyrillic != text else "")


def _surname_first(name: str) -> str:
    words = name_words(name)
    if len(words) in {2, 3} and words[0].role == "first" and words[-1].role == "surname":
        return " ".join([words[-1].text, *(word.text for word in words[:-1])])
    return name


def ages(raw: Value) -> tuple[int, int] | None:
    """Return the limits of an age written as «10–14» or «12»."""
    numbers = [int(n) for n in re.findall(r"\d+", cleaned(raw)) if 5 <= int(n) <= 70]
    return (min(numbers), max(numbers)) if 1 <= len(numbers) <= 2 else None


def _several(kind: Choice, text: str) -> Taken:
    values: list[str] = []
    rest: list[str] = []
    for part in parts_of(text, kind.options):
        known = Choice(kind.options).read(part).value
        (values if known else rest).append(str(known or part))
    trouble = f"нет в списке: {', '.join(f'«{part[:80]}»' for part in rest)}" if rest else ""
    return Taken(tuple(dict.fromkeys(values)) or None, trouble, tuple(rest))


def _one(kind: Choice, text: str, *, book: Book) -> Taken:
    value, problem = kind.read(text)
    if value is None and kind.options == ("м", "ж"):
        value = {"м": "м", "ж": "ж"}.get(fold(text)[:1])
    if value is None and kind.from_list:
        value = with_meaning(book, kind.from_list, meaning_of(text))
    if value is not None:
        return Taken(value)
    return Taken(trouble=f"{problem.message}; {problem.cure}" if problem else "не прочитано")


def meaning_of(text: str) -> str | None:
    """Return what a person is by the first word: «учитель физики» is a teacher; else the words themselves."""
    words = fold(text)
    return next((meaning for meaning, forms in _MEANINGS.items() if re.match(rf"({forms})\b", words)), None) or words


def with_meaning(book: Book, list_name: str, meaning: str | None) -> str | None:
    """Return the value of a list that is to be understood so, if there is exactly one."""
    values = [v for v in book.lists.get(list_name, ()) if meaning and book.meaning(list_name, v) == meaning]
    return values[0] if len(values) == 1 else None


def _yes_or_no(kind: YesNo, text: str) -> Taken:
    first = re.match(r"(да|нет)\b(?! ли)", text.lower())
    value, problem = kind.read(first[1] if first else text)
    return Taken(value, problem.message if problem else "")


def _read(column: Column, raw: Value) -> Taken:
    value, problem = column.kind.read(raw)
    return Taken(value, problem.message if problem and value is None else "")
