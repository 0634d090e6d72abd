"""A1 ranges as Google reads and prints them. Rows and columns count from 0 here, ends are open, as in GridRange."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(r"([A-Za-z]{1,3})?(\d+)?$")


class BadRangeError(ValueError):
    """A text that is no range of this spreadsheet."""


@dataclass(frozen=True)
class Area:
    """A rectangle of a sheet; None is the edge of the grid."""

    title: str
    top: int | None = None
    left: int | None = None
    bottom: int | None = None
    right: int | None = None

    @property
    def single(self) -> bool:
        """Whether the text named one cell."""
        return None not in (self.top, self.left) and (self.bottom, self.right) == (self.top + 1, self.left + 1)


def parse(text: str, titles: list[str]) -> Area:
    """Return the area a text names; a text that is a title names the whole sheet."""
    title, cells = _split(text, titles)
    if title not in titles:
        raise BadRangeError(text)
    if not cells:
        return Area(title)
    first, _, second = cells.partition(":")
    top, left = _corner(first, text)
    if not second:
        if top is None or left is None:
            raise BadRangeError(text)
        return Area(title, top, left, top + 1, left + 1)
    bottom, right = _corner(second, text)
    (top, bottom), (left, right) = _ordered(top, bottom), _ordered(left, right)
    return Area(title, top, left, None if bottom is None else bottom + 1, None if right is None else right + 1)


def _ordered(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    """Return two ends the right way round: D4:A1 is A1:D4."""
    return (last, first) if first is not None and last is not None and last < first else (first, last)


def _split(text: str, titles: list[str]) -> tuple[str, str]:
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.+))?", text, re.DOTALL)
        if not match:
            raise BadRangeError(text)
        return match[1].replace("''", "'"), match[2] or ""
    if "!" in text:
        title, _, cells = text.rpartition("!")
        return title, cells
    return (text, "") if text in titles else (titles[0], text)


def _corner(text: str, whole: str) -> tuple[int | None, int | None]:
    match = _CELL.match(text)
    if not match or not text:
        raise BadRangeError(whole)
    letters, digits = match.groups()
    return (int(digits) - 1 if digits else None), (column_number(letters) if letters else None)


def column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def printed(title: str, top: int, left: int, bottom: int, right: int) -> str:
    """Return a rectangle as Google prints it: one cell without a colon, a title in quotes if it needs them."""
    first = f"{column_letters(left)}{top + 1}"
    last = f"{column_letters(right - 1)}{bottom}"
    return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")


def quoted(title: str) -> str:
    """Return a title as it stands before the exclamation mark."""
    plain = re.fullmatch(r"[^\W\d]\w*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", title)
    return title if plain else "'" + title.replace("'", "''") + "'"
