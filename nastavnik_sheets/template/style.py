"""The looks of the workbook: one restrained palette, one font, and the formats made of them.

Arial is there in every Excel, and Liberation Sans replaces it in LibreOffice without a shift of lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Choice, Date, Number, Text, Whole
from nastavnik_sheets.codes import Code, Ref, Shown

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from nastavnik_sheets.cells import Kind
    from nastavnik_sheets.schema import Column

FONT, SIZE = "Arial", 10

INK, MUTED, FAINT = "#22313A", "#6B7A83", "#97A4AB"
DEEP, TEAL, MIST, PAPER, LINE = "#1F4E5F", "#2F7F86", "#E3EDEE", "#F6F8F8", "#D5DEE1"
SAND, AMBER, ROSE, LEAF = "#FBF1DA", "#B7791F", "#FBE4E1", "#E4F1E7"
RED, GREEN = "#A8322A", "#2E6B44"
NEEDED = "#FFF9E8"

TAB_COLOURS = {
    "main": DEEP,
    "people": "#2F7F86",
    "pairing": "#5B8C5A",
    "work": "#7FA650",
    "plan": "#3E6FA3",
    "survey": "#7D6BA8",
    "results": "#B7791F",
    "service": "#8A979E",
    "private": "#C0392B",
}

DATE_FORMAT = "dd.mm.yyyy"
AS_TEXT = 49
"""Excel's own number for the format @."""


class Styles:
    """Formats of one workbook by their properties, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """Return a format with these properties over the common ones."""
        common = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "font_scheme": None}
        key = tuple(sorted({**common, **properties}.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    def difference(self, **properties: object) -> Format:
        """Return a format for conditional formatting: only what differs."""
        key = (("", "difference"), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def header(self, column: Column, *, ours: bool = False) -> Format:
        """Return the format of a column's title: what people must fill, may fill, and what is filled for them.

        `ours` is a sheet that commands fill.
        """
        edge = {"right": 1, "right_color": "#FFFFFF"}
        return self(**header_look(column, ours=ours), **edge, bold=True, text_wrap=True, valign="vcenter", indent=1)

    def body(self, column: Column, **more: object) -> Format:
        """Return the format of a column's cells."""
        look: dict[str, object] = {
            "valign": "vcenter",
            "indent": 1,
            "bottom": 1,
            "bottom_color": LINE,
            **number_look(column.kind),
        }
        if column.generated:
            look["font_color"] = MUTED
            look |= service_look(column)
        if column.decision:
            look["bg_color"] = SAND
        return self(**{**look, **more})


def header_look(column: Column, *, ours: bool) -> dict[str, object]:
    """Return colours of a title by what the column asks of a person."""
    if column.decision:
        return {"bg_color": AMBER, "font_color": "#FFFFFF"}
    if column.generated or ours:
        return {"bg_color": PAPER, "font_color": MUTED, "italic": True}
    if column.required:
        return {"bg_color": DEEP, "font_color": "#FFFFFF"}
    return {"bg_color": MIST, "font_color": INK}


def number_look(kind: Kind) -> dict[str, object]:
    """Return number format and alignment of a kind; what is text stays text: «007», «5-6»."""
    match kind:
        case Date():
            return {"num_format": DATE_FORMAT, "align": "left"}
        case Whole():
            return {"num_format": 1, "align": "left"}
        case Number():
            return {"align": "left"}
        case Shown():
            return {"align": "left"}
        case Text() if kind.long:
            return {"num_format": AS_TEXT, "align": "left", "text_wrap": True}
        case Code() | Ref():
            return {"num_format": AS_TEXT, "align": "left"}
        case _:
            return {"num_format": AS_TEXT, "align": "left", "text_wrap": True}


NARROW = 8
"""A column of ours that is declared narrower holds notes for the program, not for reading."""


def service_look(column: Column) -> dict[str, object]:
    """Return the look of notes that nobody reads: on one line, however long they are.

    Office programs make a row as high as its wrapped texts at the first edit in it.
    """
    return {"text_wrap": False, "shrink": True} if column.width and column.width < NARROW else {}


WIDTHS = {"code": 12, "date": 13, "yesno": 12, "ref": 13, "whole": 12, "number": 12, "phone": 18, "email": 24}


def width_of(column: Column) -> float:
    """Return the width of a column: declared or by its kind, and never less than the longest word in it."""
    declared = column.width or WIDTHS.get(column.kind.name, 18)
    title = max(len(word) for word in column.title.split()) * 1.15 + 4.2
    options = column.kind.options if isinstance(column.kind, Choice) else ()
    word = max((len(word) for option in options for word in option.split()), default=0) + 3.5
    return max(float(declared), title, word)
