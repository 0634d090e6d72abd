"""Kinds of cell: how one value of a workbook is read, what is wrong with it, and how it is put right.

A kind turns a raw cell into a value: `kind.read(raw) -> Reading`. What cannot be read becomes None with a
problem; what can be read but is written oddly (spaces, a date as text) carries the fix. Leaves rows, columns
and sheets to `tables`, and everything that needs a second cell to `rules`.
"""

from nastavnik_sheets.cells.contacts import Email, Phone, Url
from nastavnik_sheets.cells.figures import EARLIEST, LATEST, Date, Number, Whole, date_of_text
from nastavnik_sheets.cells.reading import (
    EMPTY,
    ERROR,
    HINT,
    LEVELS,
    WARNING,
    Kind,
    Problem,
    Reading,
    fixable,
    unreadable,
)
from nastavnik_sheets.cells.texts import (
    LATIN_TWINS,
    SEPARATOR,
    as_text,
    closest,
    fold,
    several,
    split_answers,
    tidy,
    untwin,
)
from nastavnik_sheets.cells.words import Choice, Name, Text, YesNo

__all__ = [
    "EARLIEST",
    "EMPTY",
    "ERROR",
    "HINT",
    "LATEST",
    "LATIN_TWINS",
    "LEVELS",
    "SEPARATOR",
    "WARNING",
    "Choice",
    "Date",
    "Email",
    "Kind",
    "Name",
    "Number",
    "Phone",
    "Problem",
    "Reading",
    "Text",
    "Url",
    "Whole",
    "YesNo",
    "as_text",
    "closest",
    "date_of_text",
    "fixable",
    "fold",
    "several",
    "split_answers",
    "tidy",
    "unreadable",
    "untwin",
]
