"""The requests of `spreadsheets.batchUpdate`; one without evidence raises UnprovenError."""

from __future__ import annotations

import copy
import pickle
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.google import masks
from tests.google.books import Spreadsheet, grid_range, properties_of
from tests.google.cells import UnprovenError, set_extended
from tests.google.grids import Grid, Rect, overlaps
from tests.google.movements import find_replace, move_dimension, shift_range
from tests.google.pasting import copy_paste, cut_paste
from tests.google.places import AXIS, grid_of, rect_of
from tests.google.values import RejectedError

Said = dict[str, Any]
Invent = Callable[[str], Any]


def apply(book: Spreadsheet, requests: list[Said], invent: Invent) -> list[Said]:
    """Carry out all requests or none; return the replies."""
    before = pickle.dumps(book.__dict__)  # ten times as fast as a deep copy, and nearly always for nothing
    try:
        return [_one(book, number, request, invent) for number, request in enumerate(requests)]
    except Exception:
        book.__dict__.update(pickle.loads(before))
        raise


def _one(book: Spreadsheet, number: int, request: Said, invent: Invent) -> Said:
    ((name, said),) = request.items()
    act = REQUESTS.get(name)
    if act is None:
        raise UnprovenError(name)
    try:
        return act(book, said, invent)
    except RejectedError as error:
        raise RejectedError(f"Invalid requests[{number}].{name}: {error}") from error


def _filled(grid: Grid, rect: Rect) -> Said:
    top, left, bottom, right = rect
    made = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": grid.id, **made} if grid.id else made


def _add_sheet(book: Spreadsheet, said: Said, invent: Invent) -> Said:
    wanted = said.get("properties", {})
    title = wanted.get("title") or f"Sheet{len(book.grids) + 1}"
    if title in book.titles:
        raise RejectedError(f'A sheet with the name "{title}" already exists. Please enter another name.')
    size = wanted.get("gridProperties", {})
    sheet_id = wanted["sheetId"] if "sheetId" in wanted else invent("sheetId")
    grid = Grid(sheet_id, title, size.get("rowCount", 1000), size.get("columnCount", 26))
    grid.grid_looks = {k: v for k, v in size.items() if k not in ("rowCount", "columnCount")}
    book.grids.insert(wanted.get("index", len(book.grids)), grid)
    return {"addSheet": {"properties": properties_of(book, grid)}}


def _delete_sheet(book: Spreadsheet, said: Said, _: Invent) -> Said:
    book.grids.remove(grid_of(book, said["sheetId"]))
    return {}


def _sheet_properties(book: Spreadsheet, said: Said, _: Invent) -> Said:
    wanted = said["properties"]
    grid = grid_of(book, wanted.get("sheetId", 0))
    mask = masks.parse(said["fields"])
    if wanted.get("hidden") and "hidden" in mask and sum("hidden" not in g.looks for g in book.grids) == 1:
        raise RejectedError("You can't hide all the sheets in a document.")
    for name in mask:
        if name == "title":
            grid.title = wanted["title"]
        elif name == "gridProperties":
            _grid_properties(grid, wanted.get("gridProperties", {}), mask[name])
        elif name == "index":
            _move_sheet(book, grid, wanted["index"])
        elif name in ("hidden", "tabColorStyle", "rightToLeft"):
            _look(grid.looks, name, _colour(wanted.get(name)))
        else:
            raise UnprovenError(f"updateSheetProperties {name}")
    return {}


def _move_sheet(book: Spreadsheet, grid: Grid, index: int) -> None:
    """Move a sheet; the index counts the places before the move. Documented."""
    now = book.grids.index(grid)
    book.grids.remove(grid)
    book.grids.insert(index - 1 if index > now else index, grid)


def _duplicate_sheet(book: Spreadsheet, said: Said, invent: Invent) -> Said:
    source = grid_of(book, said["sourceSheetId"])
    made = copy.deepcopy(source)
    made.title = said.get("newSheetName") or f"Copy of {source.title}"
    if made.title in book.titles:
        raise RejectedError(f'A sheet with the name "{made.title}" already exists. Please enter another name.')
    made.id = said["newSheetId"] if said.get("newSheetId") is not None else invent("sheetId")
    book.grids.insert(said.get("insertSheetIndex") or 0, made)
    return {"duplicateSheet": {"properties": properties_of(book, made)}}


def copied_to(target: Spreadsheet, source: Grid, invent: Invent) -> Said:
    """Put a sheet of another spreadsheet behind the others; return its properties. Documented."""
    made = copy.deepcopy(source)
    made.id, made.title = invent("sheetId"), f"Copy of {source.title}"
    if made.title in target.titles:
        raise UnprovenError("copyTo: how a second copy is called")
    target.grids.append(made)
    return properties_of(target, made)


def _grid_properties(grid: Grid, wanted: Said, mask: masks.Mask) -> None:
    for name in mask or wanted:
        if name == "rowCount":
            grid.rows = wanted[name]
        elif name == "columnCount":
            grid.columns = wanted[name]
        else:
            _look(grid.grid_looks, name, wanted.get(name))
    grid.clip()


def _look(looks: Said, name: str, value: Any) -> None:
    """Keep a property; false, zero and nothing are left out of answers."""
    if value:
        looks[name] = value
    else:
        looks.pop(name, None)


def _colour(value: Any) -> Any:
    """Return a colour as Google keeps it: 255 steps, single precision, zeros left out."""
    if not isinstance(value, dict):
        return value
    rgb = value.get("rgbColor") or {}
    steps = {k: struct.unpack("f", struct.pack("f", int(v * 255 + 1e-6) / 255))[0] for k, v in rgb.items() if v}
    return {"rgbColor": {k: _short(v) for k, v in steps.items()}} if rgb else None


def _short(number: float) -> float:
    return int(number) if number.is_integer() else float(f"{number:.8g}")


def _book_properties(book: Spreadsheet, said: Said, _: Invent) -> Said:
    for name in masks.parse(said["fields"]):
        if name not in ("title", "locale", "timeZone"):
            raise UnprovenError(f"updateSpreadsheetProperties {name}")
        setattr(book, {"timeZone": "zone"}.get(name, name), said["properties"][name])
    return {}


def _merge(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid, (top, left, bottom, right) = rect_of(book, said["range"])
    kind = said.get("mergeType", "MERGE_ALL")
    made = {
        "MERGE_ALL": [(top, left, bottom, right)],
        "MERGE_ROWS": [(r, left, r + 1, right) for r in range(top, bottom)],
        "MERGE_COLUMNS": [(top, c, bottom, c + 1) for c in range(left, right)],
    }[kind]
    grid.merges = [m for m in grid.merges if not any(overlaps(m, one) for one in made)] + made
    for one in made:
        for place, cell in grid.within(one).items():
            if place != one[:2]:
                cell.entered = cell.effective = None
    return {}


def _unmerge(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid, rect = rect_of(book, said["range"])
    grid.merges = [m for m in grid.merges if not overlaps(m, rect)]
    return {}


def _update_cells(book: Spreadsheet, said: Said, _: Invent) -> Said:
    if "start" in said:
        start = said["start"]
        grid, top, left = grid_of(book, start.get("sheetId", 0)), start.get("rowIndex", 0), start.get("columnIndex", 0)
        bottom, right = grid.rows, grid.columns
    else:
        grid, (top, left, bottom, right) = rect_of(book, said["range"])
    mask = masks.parse(said["fields"])
    rows = said.get("rows", [])
    for r in range(top, bottom if "range" in said else top + len(rows)):
        values = rows[r - top].get("values", []) if r - top < len(rows) else []
        for c in range(left, right if "range" in said else left + len(values)):
            _guard(grid, r, c)
            _set_cell(grid, r, c, values[c - left] if c - left < len(values) else {}, mask)
    return {}


def _guard(grid: Grid, row: int, column: int) -> None:
    if row >= grid.rows or column >= grid.columns:
        raise RejectedError(f"Attempting to write row: {row}, column: {column}, beyond the last one.")


def _set_cell(grid: Grid, row: int, column: int, said: Said, mask: masks.Mask) -> None:
    cell = grid.at(row, column)
    for name, inner in mask.items():
        if name == "note":
            cell.note = said.get("note", "")
        elif name == "userEnteredValue":
            set_extended(cell, said.get("userEnteredValue"))
        elif name == "dataValidation":
            cell.validation = rule_of(said.get(name))
        elif name == "userEnteredFormat":
            wanted = said.get("userEnteredFormat", {})
            for part in inner or {**cell.format, **wanted}:
                _look(cell.format, part, wanted.get(part))
        else:
            raise UnprovenError(f"updateCells {name}")


def _repeat_cell(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid, (top, left, bottom, right) = rect_of(book, said["range"])
    mask = masks.parse(said["fields"])
    everywhere = [(r, c) for r in range(top, bottom) for c in range(left, right)]
    packed = pickle.dumps(said["cell"])
    for r, c in everywhere if said["cell"] else [*grid.within((top, left, bottom, right)), *everywhere[:1]]:
        _set_cell(grid, r, c, pickle.loads(packed), mask)
    return {}


def _insert(book: Spreadsheet, said: Said, _: Invent) -> Said:
    span = said["range"]
    grid, axis = grid_of(book, span.get("sheetId", 0)), AXIS[span["dimension"]]
    if span["startIndex"] > (grid.rows, grid.columns)[axis]:
        raise RejectedError(f"range.startIndex[{span['startIndex']}] is too large")
    grid.insert(axis, span["startIndex"], span["endIndex"] - span["startIndex"])
    return {}


def _delete(book: Spreadsheet, said: Said, _: Invent) -> Said:
    span = said["range"]
    grid, axis = grid_of(book, span.get("sheetId", 0)), AXIS[span["dimension"]]
    grid.delete(axis, span["startIndex"], min(span["endIndex"], (grid.rows, grid.columns)[axis]))
    return {}


def _append_dimension(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid = grid_of(book, said.get("sheetId", 0))
    grid._resize(AXIS[said["dimension"]], said["length"])
    return {}


def _add_named(book: Spreadsheet, said: Said, invent: Invent) -> Said:
    made = {"namedRangeId": invent("namedRangeId"), **said["namedRange"]}
    book.named[made["namedRangeId"]] = made
    return {"addNamedRange": {"namedRange": {**made, "range": grid_range(made["range"])}}}


def _update_named(book: Spreadsheet, said: Said, _: Invent) -> Said:
    wanted = said["namedRange"]
    for name in masks.parse(said["fields"]):
        book.named[wanted["namedRangeId"]][name] = wanted[name]
    return {}


def _delete_named(book: Spreadsheet, said: Said, _: Invent) -> Said:
    del book.named[said["namedRangeId"]]
    return {}


def _protect(book: Spreadsheet, said: Said, invent: Invent) -> Said:
    wanted = said["protectedRange"]
    grid, rect = rect_of(book, wanted["range"])
    made: Said = {"protectedRangeId": invent("protectedRangeId"), "range": _filled(grid, rect)}
    made.update({k: wanted[k] for k in ("description", "warningOnly") if wanted.get(k)})
    made.update({"requestingUserCanEdit": True, "editors": {}})
    grid.protected.append({**made, "editors": {"users": ["robot@example.iam.gserviceaccount.com"]}})
    return {"addProtectedRange": {"protectedRange": made}}


def _unprotect(book: Spreadsheet, said: Said, _: Invent) -> Said:
    for grid in book.grids:
        grid.protected = [one for one in grid.protected if one["protectedRangeId"] != said["protectedRangeId"]]
    return {}


def _set_filter(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid, rect = rect_of(book, said["filter"]["range"])
    grid.basic_filter = {**said["filter"], "range": _filled(grid, rect)}
    return {}


def _clear_filter(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid_of(book, said["sheetId"]).basic_filter = None
    return {}


def _add_group(book: Spreadsheet, said: Said, _: Invent) -> Said:
    span = said["range"]
    grid, name = grid_of(book, span.get("sheetId", 0)), f"{span['dimension'].lower().rstrip('s')}Groups"
    groups = grid.groups.setdefault(name, [])
    groups.append({"range": grid_range(span), "depth": 1})
    grid.grid_looks[name.replace("Groups", "GroupControlAfter")] = True
    return {"addDimensionGroup": {"dimensionGroups": copy.deepcopy(groups)}}


def _delete_group(book: Spreadsheet, said: Said, _: Invent) -> Said:
    span = said["range"]
    name = f"{span['dimension'].lower().rstrip('s')}Groups"
    grid = grid_of(book, span.get("sheetId", 0))
    grid.groups[name] = [one for one in grid.groups.get(name, []) if one["range"] != grid_range(span)]
    left = {"dimensionGroups": grid.groups[name]} if grid.groups[name] else {}
    return {"deleteDimensionGroup": left}


def _auto_resize(book: Spreadsheet, said: Said, _: Invent) -> Said:
    """Answer only: how wide a text is on the screen is not known here."""
    grid_of(book, said["dimensions"].get("sheetId", 0))
    return {}


def _dimension(book: Spreadsheet, said: Said, _: Invent) -> Said:
    span = said["range"]
    grid, axis = grid_of(book, span.get("sheetId", 0)), AXIS[span["dimension"]]
    for name in masks.parse(said["fields"]):
        if name not in ("pixelSize", "hiddenByUser"):
            raise UnprovenError(f"updateDimensionProperties {name}")
        for place in range(span.get("startIndex", 0), span.get("endIndex", (grid.rows, grid.columns)[axis])):
            _look(grid.dimensions[axis].setdefault(place, {}), name, said["properties"].get(name))
    return {}


def _validate(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid, (top, left, bottom, right) = rect_of(book, said["range"])
    for r in range(top, bottom):
        for c in range(left, right):
            grid.at(r, c).validation = rule_of(said.get("rule"))
    return {}


def rule_of(said: Said | None) -> Said:
    """Return a drop-down as it is handed back: values are texts, what is false is left out; none clears. Documented."""
    if not said:
        return {}
    condition = said["condition"]
    values = [{name: str(value) for name, value in one.items()} for one in condition.get("values", [])]
    made = {"condition": {"type": condition["type"], **({"values": values} if values else {})}}
    return {**made, **{name: said[name] for name in ("inputMessage", "strict", "showCustomUi") if said.get(name)}}


def _sort(book: Spreadsheet, said: Said, _: Invent) -> Said:
    grid, (top, left, bottom, right) = rect_of(book, said["range"])
    rows = {r: {c: cell for (row, c), cell in grid.within((r, left, r + 1, right)).items()} for r in range(top, bottom)}
    filled = list(rows.values())
    for spec in reversed(said["sortSpecs"]):
        column, falling = spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING"
        there = [row for row in filled if column in row and row[column].effective is not None]
        blank = [row for row in filled if row not in there]
        there.sort(key=lambda row: _rank(row[column].value), reverse=falling)
        filled = [*there, *blank]
    for r in rows:
        for c in range(left, right):
            grid.cells.pop((r, c), None)
    for r, row in enumerate(filled, start=top):
        grid.cells.update({(r, c): cell for c, cell in row.items()})
    return {}


def _rank(value: Any) -> tuple[bool, Any]:
    """Return what is sorted by: numbers come before texts, and capital letters make no difference."""
    if isinstance(value, bool):
        raise UnprovenError("where yes and no are sorted to")
    return isinstance(value, str), value.casefold() if isinstance(value, str) else value


REQUESTS: dict[str, Callable[[Spreadsheet, Said, Invent], Said]] = {
    "addSheet": _add_sheet, "deleteSheet": _delete_sheet, "updateSheetProperties": _sheet_properties,
    "updateSpreadsheetProperties": _book_properties, "mergeCells": _merge, "unmergeCells": _unmerge,
    "updateCells": _update_cells, "repeatCell": _repeat_cell, "insertDimension": _insert,
    "deleteDimension": _delete, "appendDimension": _append_dimension, "addNamedRange": _add_named,
    "updateNamedRange": _update_named, "deleteNamedRange": _delete_named, "addProtectedRange": _protect,
    "deleteProtectedRange": _unprotect, "setBasicFilter": _set_filter, "clearBasicFilter": _clear_filter,
    "addDimensionGroup": _add_group, "deleteDimensionGroup": _delete_group, "copyPaste": copy_paste,
    "cutPaste": cut_paste, "sortRange": _sort, "updateDimensionProperties": _dimension,
    "autoResizeDimensions": _auto_resize, "duplicateSheet": _duplicate_sheet, "setDataValidation": _validate,
    "moveDimension": move_dimension, "findReplace": find_replace,
    "insertRange": partial(shift_range, sign=1), "deleteRange": partial(shift_range, sign=-1),
}  # fmt: skip
"""Recorded, but for updateCells of values, appendDimension, sortRange, duplicateSheet, setDataValidation,
moveDimension, pasting other than whole cells, findReplace, insertRange and deleteRange, which Google's documents
describe."""
