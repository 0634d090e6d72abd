"""The `values` calls: get, batchGet, update, batchUpdate, clear, append."""

from __future__ import annotations

from typing import Any

from tests.google.books import Spreadsheet
from tests.google.cells import rendered, set_entered, set_raw
from tests.google.grids import Grid, Rect
from tests.google.ranges import Area, BadRangeError, parse


class RejectedError(Exception):
    """A request Google answers with 400 and a sentence."""

    def __init__(self, message: str, details: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.details = details


def locate(book: Spreadsheet, text: str) -> tuple[Grid, Area]:
    """Return the sheet and the area of a range; RejectedError if it cannot be read or begins outside the grid."""
    named = next((one["range"] for one in book.named.values() if one["name"] == text), None)
    if named is not None and text not in book.titles:
        return _named(book, named)
    try:
        area = parse(text, book.titles)
    except BadRangeError as error:
        raise RejectedError(f"Unable to parse range: {text}") from error
    grid = book.titled(area.title)
    if not grid.inside(area):
        end = (min(area.bottom or grid.rows, 10**7), min(area.right or grid.columns, 10**5))
        raise RejectedError(f"Range ({grid.printed((area.top or 0, area.left or 0, *end))}) {grid.limits()}")
    return grid, area


def _named(book: Spreadsheet, said: dict[str, Any]) -> tuple[Grid, Area]:
    """Return where a named range lies; its name stands for a range in A1 notation. Documented."""
    grid = next(grid for grid in book.grids if grid.id == said.get("sheetId", 0))
    edges = (said.get(name) for name in ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex"))
    return grid, Area(grid.title, *edges)


def get(book: Spreadsheet, text: str, query: dict[str, str]) -> dict[str, Any]:
    """Return a ValueRange: empty ends are cut, an empty range has no values."""
    grid, area = locate(book, text)
    rect = grid.rect(area)
    option = query.get("valueRenderOption", "FORMATTED_VALUE")
    dates = query.get("dateTimeRenderOption", "SERIAL_NUMBER")
    dimension = query.get("majorDimension", "ROWS")
    lines: list[list[Any]] = []
    places = {(r - rect[0], c - rect[1]): rendered(cell, option, dates) for (r, c), cell in grid.within(rect).items()}
    if dimension == "COLUMNS":
        places = {(c, r): value for (r, c), value in places.items()}
    for (line, place), value in sorted(places.items()):
        if value == "":
            continue
        lines.extend([] for _ in range(line + 1 - len(lines)))
        lines[line].extend("" for _ in range(place - len(lines[line])))
        lines[line].append(value)
    made = {"range": grid.printed(rect), "majorDimension": dimension}
    return {**made, "values": lines} if lines else made


def update(book: Spreadsheet, text: str, body: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
    """Write values from the top left corner of a range; null leaves a cell as it is and does not count."""
    option = query.get("valueInputOption", "")
    values = body.get("values") or []
    if not isinstance(values, list):
        raise _wrong_values(values)
    grid, area = locate(book, text)
    rows = (
        [list(line) for line in zip(*_squared(values), strict=True)]
        if body.get("majorDimension") == "COLUMNS"
        else values
    )
    top, left = area.top or 0, area.left or 0
    height, width = len(rows), max(map(len, rows), default=0)
    _guard_extent(grid, area, top + height, left + width)
    written = set()
    for r, row in enumerate(rows, start=top):
        for c, value in enumerate(row, start=left):
            if value is not None:
                (set_raw if option == "RAW" else set_entered)(grid.at(r, c), value)
                written.add((r, c))
    made: dict[str, Any] = {
        "spreadsheetId": book.id,
        "updatedRange": grid.printed((top, left, top + max(height, 1), left + max(width, 1))),
    }
    if written:
        made["updatedRows"] = len({r for r, _ in written})
        made["updatedColumns"] = len({c for _, c in written})
        made["updatedCells"] = len(written)
    if str(query.get("includeValuesInResponse", "")).lower() == "true":
        made["updatedData"] = get(book, made["updatedRange"], _as_asked(query))
    return made


def _as_asked(query: dict[str, Any]) -> dict[str, str]:
    """Return how the values of an answer to writing are wanted. Documented."""
    names = {"valueRenderOption": "responseValueRenderOption", "dateTimeRenderOption": "responseDateTimeRenderOption"}
    return {name: query[asked] for name, asked in names.items() if asked in query}


def _squared(values: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, values), default=0)
    return [[*row, *[None] * (width - len(row))] for row in values]


def _wrong_values(values: Any) -> RejectedError:
    shown = f'"{values}"' if isinstance(values, str) else str(values)
    message = f"Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), {shown}"
    violation = {"field": "data.values", "description": message}
    return RejectedError(
        message, [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    )


def _guard_extent(grid: Grid, area: Area, bottom: int, right: int) -> None:
    """Data may not leave the range it was sent for (one cell is only a beginning), nor the grid. Documented."""
    if not area.single and (bottom > (area.bottom or bottom) or right > (area.right or right)):
        rect = grid.rect(area)
        where = f"row [{area.bottom + 1}]" if bottom > (area.bottom or bottom) else "a column outside"
        raise RejectedError(f"Requested writing within range [{grid.printed(rect)}], but tried writing to {where}")
    if bottom > grid.rows or right > grid.columns:
        raise RejectedError(f"Range ({grid.printed((area.top or 0, area.left or 0, bottom, right))}) {grid.limits()}")


def batch_update(book: Spreadsheet, body: dict[str, Any]) -> dict[str, Any]:
    """Write several ranges."""
    answers = [update(book, one["range"], one, body) for one in body["data"]]
    touched = [locate(book, one["range"]) for one in body["data"]]
    rows = {(grid.id, (area.top or 0) + n) for (grid, area), one in zip(touched, body["data"], strict=True)
            for n, row in enumerate(one["values"]) if any(v is not None for v in row)}  # fmt: skip
    columns = {(grid.id, (area.left or 0) + n) for (grid, area), one in zip(touched, body["data"], strict=True)
               for row in one["values"] for n, value in enumerate(row) if value is not None}  # fmt: skip
    totals = {
        "totalUpdatedRows": len(rows), "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(answer.get("updatedCells", 0) for answer in answers),
        "totalUpdatedSheets": len({grid.id for grid, _ in touched}),
    }  # fmt: skip
    return {"spreadsheetId": book.id, **{k: v for k, v in totals.items() if v}, "responses": answers}


def clear(book: Spreadsheet, text: str) -> dict[str, Any]:
    """Blank the values of a range; formats and notes stay."""
    grid, area = locate(book, text)
    rect = grid.rect(area)
    for cell in grid.within(rect).values():
        cell.entered = cell.effective = None
    return {"spreadsheetId": book.id, "clearedRange": grid.printed(rect)}


def batch_clear(book: Spreadsheet, body: dict[str, Any]) -> dict[str, Any]:
    """Blank several ranges."""
    return {"spreadsheetId": book.id, "clearedRanges": [clear(book, text)["clearedRange"] for text in body["ranges"]]}


def append(book: Spreadsheet, text: str, body: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
    """Write below the table that Google believes to have found in the range: the last block of filled cells."""
    grid, area = locate(book, text)
    blocks = [block for block in _blocks(grid) if _touches(block, grid.rect(area))]
    table = max(blocks, key=lambda b: (b[2], b[3])) if blocks else None
    top, left = (table[2], table[1]) if table else (area.top or 0, area.left or 0)
    values = body.get("values") or []
    height = max(map(len, values), default=0) if body.get("majorDimension") == "COLUMNS" else len(values)
    if query.get("insertDataOption") == "INSERT_ROWS":  # documented
        grid.insert(0, top, height)
    grid.rows = max(grid.rows, top + height)
    start = grid.printed((top, left, top + 1, left + 1))
    made: dict[str, Any] = {"spreadsheetId": book.id}
    if table:
        made["tableRange"] = grid.printed(table)
    return {**made, "updates": update(book, start, body, query)}


def _touches(block: Rect, rect: Rect) -> bool:
    return block[0] < rect[2] and rect[0] <= block[2] and block[1] < rect[3] and rect[1] < block[3]


def _blocks(grid: Grid) -> list[Rect]:
    """Return the rectangles around groups of filled cells that touch, corners included."""
    left = {place for place, cell in grid.cells.items() if cell.effective is not None}
    blocks = []
    while left:
        group, edge = set(), {left.pop()}
        while edge:
            group |= edge
            edge = {(r + i, c + j) for r, c in edge for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= edge
        rows, columns = {r for r, _ in group}, {c for _, c in group}
        blocks.append((min(rows), min(columns), max(rows) + 1, max(columns) + 1))
    return blocks
