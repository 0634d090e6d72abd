"""Addresses of cells as people and formulas write them: A1 notation and back. Rows and columns are counted from 1."""

from __future__ import annotations

from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@lru_cache(maxsize=LAST_COLUMN)
def letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=LAST_COLUMN)
def column_number(text: str | bytes) -> int:
    """Return the number of a column from its letters."""
    number = 0
    for letter in text.upper() if isinstance(text, str) else text.decode("ascii").upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell: «C12» for row 12, column 3."""
    return f"{letters(column)}{row}"
