"""Steps as requests of the API: one batch that shapes the sheets, one RAW batch of explicit ranges."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.addresses import letters
from nastavnik_sheets.hosts.google.tabs import number_format, raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.hosts.google.commit import Cells, Step
    from nastavnik_sheets.hosts.google.tabs import Tab
    from nastavnik_sheets.hosts.protocol import Value

LARGEST = 1_500_000
"""Bytes of one batch: Google asks to stay below two megabytes."""
PORTION = LARGEST // 20
"""Bytes of the new rows that one request brings: small ones leave little of a batch unused."""

_CELL = 45
"""Bytes that go round the text of one cell in a request."""
_ROUND = 100
"""Bytes that go round the requests of a batch."""

Request = dict[str, Any]


def shaping(tab: Tab, step: Step) -> list[list[Request]]:
    """Return the requests that make room: columns, rows, date formats, and new rows with all they hold.

    New rows come with their cells in the same request, so that nothing of anybody's is ever written over. Requests
    of one group belong together.
    """
    last_column = max([c for _, c in step.cells] + [c for row in step.rows for c in row], default=0)
    last_row = max([r for r, _ in step.cells], default=0)
    made = _more(tab, "COLUMNS", last_column - tab.columns) + _more(tab, "ROWS", last_row - tab.rows)
    made += list(_formats(tab, step.cells))
    at_end = step.after >= tab.rows
    new = [_inserted(tab, rows, after, at_end=at_end) for after, rows in _portions(step) if any(rows)]
    return [[one] for one in made] + new


def bold_header(tab: Tab) -> Request:
    """Return what makes the first row of a new sheet stand out."""
    header = {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": 1}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    return {"repeatCell": {"range": header, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}}


def packed(groups: list[list[Request]]) -> Iterator[list[Request]]:
    """Return groups of requests in batches of a size that Google likes."""
    batch: list[Request] = []
    size = 0
    for group in groups:
        length = _length(group)
        if batch and size + length > LARGEST - _ROUND:
            yield batch
            batch, size = [], 0
        batch += group
        size += length
    if batch:
        yield batch


def encoded(said: Any) -> bytes:
    """Return a body as it is sent: Russian letters are two bytes, not six, and there are no blanks between."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _length(said: Any) -> int:
    return len(encoded(said)) + 1


def _portions(step: Step) -> Iterator[tuple[int, list[dict[int, Value]]]]:
    """Return new rows in portions small enough for one batch, each with the row it comes below."""
    portion: list[dict[int, Value]] = []
    size, after = 0, step.after
    for row in step.rows:
        length = sum(_CELL + len(str(value).encode()) for value in row.values())
        if portion and size + length > PORTION:
            yield after, portion
            after, portion, size = after + len(portion), [], 0
        portion.append(row)
        size += length
    if portion:
        yield after, portion


def _more(tab: Tab, dimension: str, count: int) -> list[Request]:
    if count <= 0:
        return []
    return [{"appendDimension": {"sheetId": tab.id, "dimension": dimension, "length": count}}]


def _inserted(tab: Tab, rows: list[dict[int, Value]], start: int, *, at_end: bool) -> list[Request]:
    count = len(rows)
    if at_end:
        room: Request = {"appendDimension": {"sheetId": tab.id, "dimension": "ROWS", "length": count}}
    else:
        span = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": start, "endIndex": start + count}
        room = {"insertDimension": {"range": span, "inheritFromBefore": start > 1}}
    columns = sorted({c for row in rows for c in row})
    held = [{"values": [_entered(row.get(c)) for c in range(columns[0], columns[-1] + 1)]} for row in rows]
    area = {"sheetId": tab.id, "startRowIndex": start, "endRowIndex": start + count,
            "startColumnIndex": columns[0] - 1, "endColumnIndex": columns[-1]}  # fmt: skip
    write = {"updateCells": {"range": area, "fields": "userEnteredValue", "rows": held}}
    cells = {(start + n, c): value for n, row in enumerate(rows, start=1) for c, value in row.items()}
    return [room, write, *_formats(tab, cells, fresh=True)]


def _entered(value: Value) -> Request:
    said = raw(value)
    if said == "":
        return {}
    name = "boolValue" if isinstance(said, bool) else "stringValue" if isinstance(said, str) else "numberValue"
    return {"userEnteredValue": {name: said}}


def _formats(tab: Tab, cells: Cells, *, fresh: bool = False) -> Iterator[Request]:
    """Return a format for every run of cells in a column that get dates and do not show dates yet."""
    needs = [
        (c, r, fmt) for (r, c), v in cells.items() if (fmt := number_format(v)) and (fresh or (r, c) not in tab.dated)
    ]
    needs.sort(key=lambda one: one[:2])
    for _, run in groupby(enumerate(needs), key=lambda one: (one[1][0], one[1][1] - one[0], one[1][2]["type"])):
        (_, (column, first, fmt)), *rest = run
        last = rest[-1][1][1] if rest else first
        area = {"sheetId": tab.id, "startRowIndex": first - 1, "endRowIndex": last,
                "startColumnIndex": column - 1, "endColumnIndex": column}  # fmt: skip
        cell = {"userEnteredFormat": {"numberFormat": fmt}}
        yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def batches(steps: list[tuple[Tab, Step]]) -> Iterator[list[Request]]:
    """Return the ranges to write, RAW, in batches of a size that Google likes."""
    batch: list[Request] = []
    size = 0
    for one in (one for tab, step in steps for one in _ranges(tab.title, step.cells)):
        length = _length(one)
        if batch and size + length > LARGEST - _ROUND:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += length
    if batch:
        yield batch


def _ranges(title: str, cells: Cells) -> Iterator[Request]:
    places = sorted(cells)
    for _, run in groupby(enumerate(places), key=lambda one: (one[1][0], one[1][1] - one[0])):
        for group in _pieces([place for _, place in run], cells):
            (row, first), (_, last) = group[0], group[-1]
            end = "" if first == last else f":{letters(last)}{row}"
            yield {
                "range": f"{quoted(title)}!{letters(first)}{row}{end}",
                "values": [[raw(cells[place]) for place in group]],
            }


def _pieces(run: list[tuple[int, int]], cells: Cells) -> Iterator[list[tuple[int, int]]]:
    """Return a run of cells side by side in pieces that fit into one batch."""
    piece: list[tuple[int, int]] = []
    size = 0
    for place in run:
        length = _length(raw(cells[place]))
        if piece and size + length > LARGEST - LARGEST // 10:
            yield piece
            piece, size = [], 0
        piece.append(place)
        size += length
    yield piece


def quoted(title: str) -> str:
    """Return a title as it stands in a range."""
    return "'" + title.replace("'", "''") + "'"
