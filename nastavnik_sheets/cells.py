"""Kinds of cell: how one value of a workbook is read, what is wrong with it, and how it is put right.

A kind turns a raw cell into a value: `kind.read(raw) -> Reading`. What cannot be read becomes None with a
problem; what can be read but is written oddly (spaces, a date as text) carries the fix. Leaves rows, columns
and sheets to `tables`, and everything that needs a second cell to `rules`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Value

ERROR, WARNING, HINT = "ошибка", "предупреждение", "подсказка"
LEVELS = (ERROR, WARNING, HINT)

SEPARATOR = "; "
MOST_NAMED = 8
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


class Problem(NamedTuple):
    """What is wrong with a cell; `fix` is the value to put there when the repair is safe."""

    rule: str
    level: str
    message: str
    cure: str
    fix: Value = None


class Reading(NamedTuple):
    """The value of a cell as records hold it (None is unknown) and what is wrong with it, if anything."""

    value: object
    problem: Problem | None = None


class Kind(Protocol):
    """One kind of cell."""

    @property
    def name(self) -> str:
        """The stable English name, as `schema --json` gives it."""

    def read(self, raw: Value) -> Reading:
        """Read a cell that is not empty."""


EMPTY = Reading(None)

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LATIN_TWINS = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_LATIN_TWIN = re.compile("[ABCEHKMOPTXYaceopxy]")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")


def as_text(raw: Value) -> str:
    """Return what a person sees in the cell, without spaces around: 5.0 is «5», a date is 01.09.2025."""
    if isinstance(raw, str):
        return _SPACES.sub(" ", _INVISIBLE.sub("", raw)).strip()
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "да" if raw else "нет"
    if isinstance(raw, datetime):
        return raw.strftime("%d.%m.%Y") if raw.time() == time() else raw.strftime("%d.%m.%Y %H:%M")
    if isinstance(raw, date):
        return raw.strftime("%d.%m.%Y")
    if isinstance(raw, time):
        return raw.strftime("%H:%M")
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)


def tidy(raw: str) -> str:
    """Return text without control and invisible characters, with single spaces; line breaks stay."""
    lines = _CONTROL.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", raw))).splitlines()
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def untwin(text: str) -> str:
    """Replace Latin letters that look Cyrillic, in words that have Cyrillic letters: «Aхмедов» → «Ахмедов»."""
    return re.sub(r"[^\s\-]+", lambda word: _untwin_word(word.group()), text)


def _untwin_word(word: str) -> str:
    if not (_LATIN_TWIN.search(word) and _CYRILLIC.search(word)):
        return word
    swapped = word.translate(LATIN_TWINS)
    return word if _LATIN.search(swapped) else swapped


def unreadable(rule: str, message: str, cure: str) -> Reading:
    """Return an unknown value with an error."""
    return Reading(None, Problem(f"cell.{rule}", ERROR, message, cure))


def fixable(rule: str, value: object, message: str, fix: Value) -> Reading:
    """Return a value that is understood but written oddly, with the text to put right."""
    cure = f"исправьте на «{as_text(fix)}» или запустите проверку с исправлением"
    return Reading(value, Problem(f"cell.{rule}", WARNING, message, cure, fix))


@dataclass(frozen=True)
class Text:
    """Free text."""

    long: bool = False
    name: str = field(default="text", init=False)

    def read(self, raw: Value) -> Reading:
        """Any value as text; spaces around and control characters are a warning with a fix."""
        if not isinstance(raw, str):
            return Reading(as_text(raw) or None)
        if raw.isprintable() and raw == raw.strip() and "  " not in raw and "\xa0" not in raw:
            return Reading(raw or None)
        clean = tidy(raw)
        if clean == raw.replace("\r\n", "\n"):
            return Reading(clean or None)
        if not clean:
            return EMPTY
        return fixable("spaces", clean, "лишние пробелы или невидимые знаки", clean)


@dataclass(frozen=True)
class Name:
    """A person's full name: «Фамилия Имя Отчество»."""

    name: str = field(default="name", init=False)

    def read(self, raw: Value) -> Reading:
        """Letters, hyphens, dots and apostrophes only; look-alike Latin letters are put right."""
        if not isinstance(raw, str) or any(c.isdigit() for c in raw):
            return unreadable("name", "в имени цифры", "впишите фамилию, имя и отчество буквами")
        clean = tidy(raw).replace("\n", " ")
        cyrillic = untwin(clean)
        if not clean:
            return EMPTY
        if not _NAME.fullmatch(cyrillic):
            return unreadable("name", "это не похоже на имя", "впишите фамилию, имя и отчество без других знаков")
        if cyrillic != clean:
            return fixable("latin", cyrillic, "латинские буквы среди русских", cyrillic)
        if clean != raw:
            return fixable("spaces", clean, "лишние пробелы или невидимые знаки", clean)
        return Reading(clean)


_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’`\-‐‑– ()])*")


@dataclass(frozen=True)
class Whole:
    """A whole number within limits."""

    minimum: int = 0
    maximum: int = 1_000_000
    name: str = field(default="whole", init=False)

    def read(self, raw: Value) -> Reading:
        """Numbers and digits written as text; a fraction or a number off the limits is an error."""
        number = _number(raw)
        if number is None or number != int(number):
            return unreadable("whole", "нужно целое число", f"впишите число от {self.minimum} до {self.maximum}")
        if not self.minimum <= number <= self.maximum:
            return _off_limits(number, self.minimum, self.maximum)
        if isinstance(raw, str):
            return fixable("number-text", int(number), "число записано текстом", int(number))
        return Reading(int(number))


@dataclass(frozen=True)
class Number:
    """A number within limits, fractions allowed."""

    minimum: float = 0
    maximum: float = 1_000_000
    name: str = field(default="number", init=False)

    def read(self, raw: Value) -> Reading:
        """Numbers and digits written as text with a point or a comma."""
        number = _number(raw)
        if number is None:
            return unreadable("number", "нужно число", f"впишите число от {self.minimum:g} до {self.maximum:g}")
        if not self.minimum <= number <= self.maximum:
            return _off_limits(number, self.minimum, self.maximum)
        if isinstance(raw, str):
            return fixable("number-text", number, "число записано текстом", number)
        return Reading(number)


def _off_limits(number: float, minimum: float, maximum: float) -> Reading:
    return unreadable(
        "limits", f"число {number:g} вне допустимых границ", f"впишите число от {minimum:g} до {maximum:g}"
    )


def _number(raw: Value) -> float | None:
    if isinstance(raw, bool) or raw is None or isinstance(raw, date | time):
        return None
    if isinstance(raw, int | float):
        return float(raw) if abs(raw) < 1e15 else None
    text = _SPACES.sub("", raw).replace(",", ".")
    return float(text) if re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", text) else None


@dataclass(frozen=True)
class Date:
    """A calendar date."""

    name: str = field(default="date", init=False)

    def read(self, raw: Value) -> Reading:
        """A date cell, or text like 01.09.2025, 1.9.25, 2025-09-01 with a warning and a fix."""
        if isinstance(raw, datetime):
            return self._within(raw.date())
        if isinstance(raw, date):
            return self._within(raw)
        found = date_of_text(raw) if isinstance(raw, str) else None
        if found is None:
            return unreadable("date", "это не дата", "впишите дату вида 01.09.2025")
        within = self._within(found)
        return within if within.problem else fixable("date-text", found, "дата записана текстом", found)

    @staticmethod
    def _within(day: date) -> Reading:
        if EARLIEST <= day <= LATEST:
            return Reading(day)
        return unreadable("date", f"год {day.year} не похож на настоящий", "впишите дату вида 01.09.2025")


_MONTHS = {
    stem: number
    for number, stem in enumerate(
        ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
    )
}
_YEAR_WORD = r"(?:\s*г(?:\.|ода)?(?:\s*р(?:\.|ождения)?)?)?"
_DMY = re.compile(
    r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})" + _YEAR_WORD + r"(?:[ ,T]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_YMD = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T]+\d{1,2}:\d{2}.*)?")
_WORDS = re.compile(r"[«\"]?(\d{1,2})[»\"]?\s+([а-яё]{3,})\s+(\d{4})" + _YEAR_WORD, re.IGNORECASE)


def date_of_text(text: str) -> date | None:
    """Return the date a Russian text means: day first; «1 сентября 2025 г.» and 2025-09-01 too."""
    text = as_text(text)
    if match := _DMY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return _day(_century(year), month, day)
    if match := _YMD.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDS.fullmatch(text):
        month = next((n for stem, n in _MONTHS.items() if match[2].lower().startswith(stem)), 0)
        return _day(int(match[3]), month, int(match[1]))
    return None


def _century(year: int) -> int:
    if year >= 100:
        return year
    return 2000 + year if year < 50 else 1900 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class YesNo:
    """Да or нет."""

    name: str = field(default="yesno", init=False)

    def read(self, raw: Value) -> Reading:
        """Да/нет in any case, +/−, 1/0, yes/no and logical cells."""
        if isinstance(raw, bool):
            return Reading(raw)
        text = as_text(raw).lower()
        if text in {"да", "+", "1", "yes", "истина", "true", "есть", "v", "✓"}:
            return Reading(value=True)
        if text in {"нет", "-", "–", "—", "0", "no", "ложь", "false"}:
            return Reading(value=False)
        return unreadable("yesno", "нужно «да» или «нет»", "выберите «да» или «нет» из списка")


@dataclass(frozen=True)
class Choice:
    """One of the values of a list; `from_list` names a list of «Списки», `options` stand in the code."""

    options: tuple[str, ...] = ()
    from_list: str = ""
    many: bool = False
    open: bool = False
    name: str = field(default="choice", init=False)

    def read(self, raw: Value) -> Reading:
        """Match without regard to case, spaces and dashes; `bind` first if the list is on «Списки»."""
        if self.many:
            found = self._read_many(several(raw))
            return self._unknown(as_text(raw)) if found == EMPTY and as_text(raw) else found
        text = as_text(raw)
        known = self._known(text)
        if known is None:
            return Reading(text) if self.open else self._unknown(text)
        if known not in (raw, text):
            return fixable("spelling", known, f"написано иначе, чем в списке: «{known}»", known)
        return Reading(known)

    def bind(self, lists: Mapping[str, Sequence[str]]) -> Choice:
        """Return the same kind with the options that «Списки» gives it now."""
        if not self.from_list:
            return self
        return Choice(tuple(lists.get(self.from_list, ())), self.from_list, self.many, self.open)

    def _known(self, text: str) -> str | None:
        if text in self.options:
            return text
        return _folded(self.options).get(fold(text))

    def _read_many(self, parts: Sequence[str]) -> Reading:
        if len(parts) == 1 and self._known(parts[0]) is None:
            parts = split_answers(parts[0], self.options)
        values = []
        for part in parts:
            known = self._known(part)
            if known is None and not self.open:
                return self._unknown(part)
            values.append(known or part)
        return Reading(tuple(dict.fromkeys(values))) if values else EMPTY

    def _unknown(self, text: str) -> Reading:
        near = closest(text, self.options)
        guess = f"возможно, вы имели в виду «{near}»; " if near else ""
        if self.from_list:
            where = f"выберите значение на листе «Списки» («{self.from_list}»)"
        elif len(self.options) > MOST_NAMED:
            where = "выберите значение из выпадающего списка"
        else:
            named = ", ".join(f"«{option}»" for option in self.options)
            where = f"впишите через точку с запятой: {named}" if self.many else f"выберите: {named}"
        return unreadable("choice", f"«{text}» нет в списке", f"{guess}{where}")


def fold(text: str) -> str:
    """Return text for comparison: case, ё, kinds of dash, quotes and spaces do not matter."""
    text = _SPACES.sub(" ", text).strip().lower().replace("ё", "е")
    return re.sub(r"\s*[-‐‑‒–—−]\s*", "-", re.sub("[«»“”„\"']", "", text))


def _folded(options: tuple[str, ...]) -> dict[str, str]:
    cached = _FOLDED.get(options)
    if cached is None:
        cached = _FOLDED[options] = {fold(option): option for option in options}
    return cached


_FOLDED: dict[tuple[str, ...], dict[str, str]] = {}


def several(raw: Value, separators: str = ";\n") -> list[str]:
    """Return the values of a cell that holds more than one: behind semicolons or each on its own line."""
    text = raw if isinstance(raw, str) else as_text(raw)
    return [part for one in re.split(f"[{separators}]", text) if (part := as_text(one))]


def split_answers(text: str, options: Sequence[str]) -> list[str]:
    """Split answers joined with ", " as Google Forms joins them; options that hold commas stay whole."""
    parts, rest = [], text
    by_length = sorted(options, key=len, reverse=True)
    while rest:
        whole = next((o for o in by_length if _starts(rest, o)), None)
        part = rest[: len(whole)] if whole else rest.split(",", 1)[0]
        parts.append(part.strip())
        rest = rest[len(part) :].lstrip(" ,")
    return [part for part in parts if part]


def _starts(text: str, option: str) -> bool:
    return text[: len(option)].lower() == option.lower() and text[len(option) : len(option) + 1] in {"", ","}


def closest(text: str, options: Sequence[str]) -> str | None:
    """Return the option a mistyped text most likely means, or None."""
    from difflib import get_close_matches

    folded = {fold(option): option for option in options}
    found = get_close_matches(fold(text), list(folded), n=1, cutoff=0.72)
    return folded[found[0]] if found else None


_SHORT_PHONE = re.compile(r"(?:[34]\d|8[0-8]|9\d)\d{8}")
"""Ten digits of a Russian number; «89…» is a mobile number that has lost a digit."""


@dataclass(frozen=True)
class Phone:
    """A phone number; Russian ones are written +7 928 123-45-67."""

    name: str = field(default="phone", init=False)

    def read(self, raw: Value) -> Reading:
        """Any punctuation; 10 or 11 digits are a Russian number; others must begin with +."""
        text = as_text(raw)
        digits = re.sub(r"\D", "", text)
        if re.search("[A-Za-zА-Яа-я]{4,}", text) or not 10 <= len(digits) <= 15:
            return unreadable("phone", "это не номер телефона", "впишите номер вида +7 928 123-45-67")
        if _SHORT_PHONE.fullmatch(digits):
            digits = "7" + digits
        if len(digits) == 11 and digits[0] in "78":
            written = f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
        elif text.startswith("+") and len(digits) > 10:
            return Reading(text)
        else:
            return unreadable("phone", "в номере не хватает цифр или они лишние", "впишите номер вида +7 928 123-45-67")
        return Reading(written) if raw == written else fixable("phone-form", written, "номер записан иначе", written)


@dataclass(frozen=True)
class Email:
    """An e-mail address."""

    name: str = field(default="email", init=False)

    def read(self, raw: Value) -> Reading:
        """One address with a dot in its domain."""
        text = as_text(raw)
        if re.fullmatch(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:.]{2,}", text):
            return Reading(text) if text == raw else fixable("spaces", text, "лишние пробелы или невидимые знаки", text)
        return unreadable("email", "это не адрес почты", "впишите адрес вида имя@почта.рф")


@dataclass(frozen=True)
class Url:
    """A web address or a path to a file."""

    name: str = field(default="url", init=False)

    def read(self, raw: Value) -> Reading:
        """An http(s) address; anything without spaces and with a dot or a slash passes."""
        text = as_text(raw)
        if re.match(r"(?i)\s*(javascript|data|vbscript):", text):
            return unreadable("url", "такая ссылка опасна", "впишите адрес, который начинается с https://")
        if " " not in text and re.fullmatch(r"(?i)(https?://)?.+[./\\].*", text):
            return Reading(text)
        return unreadable("url", "это не ссылка", "впишите адрес, который начинается с https://")
