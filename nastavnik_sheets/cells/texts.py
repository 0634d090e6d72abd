"""Texts as people type them: cleaned, compared, parted, guessed; what a person sees in a cell of any kind."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.hosts.protocol import Value

SEPARATOR = "; "
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
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


def fold(text: str) -> str:
    """Return text for comparison: case, ё, kinds of dash, quotes and spaces do not matter."""
    text = _SPACES.sub(" ", text).strip().lower().replace("ё", "е")
    return re.sub(r"\s*[-‐‑‒–—−]\s*", "-", re.sub("[«»“”„\"']", "", text))


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
