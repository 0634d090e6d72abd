"""How tall a row must be for its wrapped texts: an estimate by letters, since only an office program can measure.

Office programs grow rows while people type, but show rows of a new file at one height unless it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Cell
    from nastavnik_sheets.hosts.xlsx.frame import Frame

LINE = 12.75
MOST_LINES = 30


def column_widths(frame: Frame) -> dict[int, float]:
    """Return the widths of the columns that have one, in letters."""
    cols = frame.in_head(b"cols")
    widths: dict[int, float] = {}
    for one in markup.children(frame.head, cols) if cols else ():
        said = markup.attributes(one.tag(frame.head))
        if "width" in said:
            first, last = int(said.get("min", "1")), int(said.get("max", "1"))
            widths.update(dict.fromkeys(range(first, min(last, first + 200) + 1), float(said["width"])))
    return widths


def row_height(values: Sequence[Cell], widths: Mapping[int, float]) -> float | None:
    """Return the height in points that shows all lines of these wrapped cells; None if one line is enough."""
    lines = 1
    for column, value in enumerate(values, 1):
        width = widths.get(column)
        if width and isinstance(value, str) and (len(value) > width - 1 or "\n" in value):
            lines = max(lines, _lines(value, width))
    return None if lines == 1 else min(lines, MOST_LINES) * LINE + 6


def _lines(text: str, width: float) -> int:
    room = max(1, int(width) - 1)
    return sum(_wrapped(line, room) for line in text[: MOST_LINES * room].splitlines())


def _wrapped(line: str, room: int) -> int:
    """Count the lines of a text broken between words; a word longer than a line is broken anywhere."""
    lines, used = 1, 0
    for length in map(len, line.split()):
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0
        used += length + (used > 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines
