"""The way back: what each run changed, kept beside the workbook, and the undoing of the last run.

A run is a small JSON file in `.nastavnik/journal` beside the workbook: sheet, place, code of the row, what was there
and what came. Undo finds rows by code and columns by title, since people sort; it puts back a cell only if it still
holds what the run wrote, and a generated sheet only if nobody has decided anything on it since. It never takes back a
number of the register of documents. Journals hold personal data, so
they live and die with the backups, and those of a workbook under a password are under the same one.
"""

from __future__ import annotations

import errno
import glob
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.errors import HostError, reason_of
from nastavnik_sheets.hosts import sealing
from nastavnik_sheets.hosts.backups import write_whole
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.layout import layout, sheet_named
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import SHEETS
from nastavnik_sheets.year_sheets import OrderRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.changes import Change, Plan
    from nastavnik_sheets.hosts.protocol import Cell, Grid, Host, Value
    from nastavnik_sheets.hosts.sealing import Ask, Seal

KEPT = sheet_of(OrderRow).title


@dataclass(frozen=True)
class Entry:
    """One changed cell of a run; `code` and `title` find it again after sorting, `row` and `column` otherwise."""

    sheet: str
    row: int
    column: int
    code: str
    title: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    run: str
    command: str
    entries: tuple[Entry, ...]
    replaced: Mapping[str, tuple[list[list[Value]], list[list[Value]]]]
    drawn: Mapping[str, bool] = field(default_factory=dict)
    """Sheets that the run drew whole, and whether each had been there before."""
    copy: str = ""
    """How the SHA-256 of the workbook before the run begins: its copy holds the drawn sheets as they were."""


def folder_of(workbook: Path) -> Path:
    """Return the folder of journals beside a workbook."""
    return workbook.parent / ".nastavnik" / "journal"


def record(
    workbook: Path,
    plan: Plan,
    *,
    run: str,
    command: str,
    drawn: Mapping[str, bool] | None = None,
    copy: str = "",
    seal: Seal = sealing.OPEN,
) -> Path:
    """Write what a run is about to change; return the file.

    `drawn` are sheets it draws whole: were they there? `copy` is how the SHA-256 begins of the copy that holds them.
    """
    grids = {title: _grid(plan, title) for title in {change.sheet for change in plan.changes.values()}}
    entries = [_entry(change, grids[change.sheet]) for change in plan.changes.values()]
    replaced = {r.sheet: [_plain(r.before), _plain(r.after)] for r in plan.replacements.values()}
    content = {"run": run, "command": command, "entries": [_packed(e) for e in entries],
               "replaced": {title: [[[_pack(c) for c in row] for row in grid] for grid in both]
                            for title, both in replaced.items()}}  # fmt: skip
    if drawn:
        content |= {"drawn": dict(drawn), "copy": copy}
    path = folder_of(workbook) / f"{workbook.name}.{run}.json"
    note = seal.close_note(json.dumps(content, ensure_ascii=False).encode(), path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, note, like=workbook)  # who may read the workbook may undo, and nobody else
    except OSError as error:
        raise _not_kept(workbook, error) from error
    return path


def _not_kept(workbook: Path, error: OSError) -> HostError:
    cure = "сократите название книги" if error.errno == errno.ENAMETOOLONG else "устраните причину"
    return HostError(
        f"Записать рядом с книгой, как отменить команду, не удалось: {reason_of(error)}. Книга «{workbook.name}» не"
        f" изменена; {cure} и повторите."
    )


def last_run(workbook: Path, *, password: Ask = sealing.nobody) -> Run | None:
    """Return the last run that has not been undone."""
    files = journals(workbook)
    return _read(files[0], workbook.name, password) if files else None


def journals(workbook: Path) -> list[Path]:
    """Return the files of the runs of a workbook, the last first."""
    return sorted(folder_of(workbook).glob(f"{_escaped(workbook.name)}.*.json"), reverse=True)


def forget_run(workbook: Path, run: Run) -> None:
    """Take a run off the list after it has been undone."""
    (folder_of(workbook) / f"{workbook.name}.{run.run}.json").unlink(missing_ok=True)


def prune(workbook: Path, *, keep: int, not_before: datetime) -> None:
    """Delete journals beyond `keep` and older than `not_before`, as backups are."""
    for number, file in enumerate(journals(workbook)):
        if number >= keep or _run_at(file, workbook) < not_before:
            file.unlink(missing_ok=True)


def _run_at(journal: Path, workbook: Path) -> datetime:
    """Return when a run was, by its name: a command may have been told its day; else by the file."""
    stamp = journal.name.removeprefix(f"{workbook.name}.")[: len("20260901-120000")]
    try:
        return datetime.strptime(stamp, "%Y%m%d-%H%M%S")
    except ValueError:
        return datetime.fromtimestamp(journal.stat().st_mtime)


@dataclass(frozen=True)
class Undone:
    """What undo put back, and the cells it left because somebody has changed them since."""

    restored: int
    left: tuple[str, ...]
    cells: Mapping[str, Mapping[tuple[int, int], Cell]]
    grids: Mapping[str, list[list[Value]]]


def undo(host: Host, run: Run) -> Undone:
    """Compute what puts a run back; nothing is written."""
    cells: dict[str, dict[tuple[int, int], Cell]] = {}
    left: list[str] = []
    finders = {
        title: Finder(title, host.read(title)) for title in {e.sheet for e in run.entries} if title in host.sheets()
    }
    for entry in run.entries:
        finder = finders.get(entry.sheet)
        place = finder.find(entry) if finder else None
        if entry.sheet == KEPT:
            left.append(f"«{entry.sheet}», {entry.code or entry.row}: номер документа остаётся занятым")
        elif finder is None or place is None or not same(finder.value(place), entry.after):
            left.append(f"«{entry.sheet}», {entry.code or entry.row}, «{entry.title}»: изменено после команды")
        else:
            cells.setdefault(entry.sheet, {})[place] = entry.before
    grids: dict[str, list[list[Value]]] = {}
    for title, (before, after) in run.replaced.items():
        if title not in host.sheets() or not before:
            continue
        if _decisions(title, host.read(title)) == _decisions(title, after):
            grids[title] = before
        else:
            left.append(f"«{title}»: после команды здесь решали люди, лист оставлен как есть")
    return Undone(sum(map(len, cells.values())), tuple(dict.fromkeys(left)), cells, grids)


def _decisions(title: str, grid: Grid) -> list[str]:
    """Return what stands in the columns of a generated sheet that are people's, whatever the order of its rows."""
    sheet = sheet_named(title)
    header, _ = layout(title, grid)
    wanted = {fold(c.title) for c in sheet.columns if c.decision} if sheet else set()
    places = [n for n, cell in enumerate(_row(grid, header)) if fold(as_text(cell)) in wanted]
    return sorted(text for row in grid[header:] for n in places if n < len(row) and (text := as_text(row[n])))


class Finder:
    """Finds the present place of a cell by the code of its row and the title of its column."""

    def __init__(self, title: str, grid: Grid) -> None:
        self._grid = grid
        self._header, self._code_column = layout(title, grid)
        self._titles = {fold(as_text(c)): n for n, c in enumerate(_row(grid, self._header), start=1) if c}
        self._rows: dict[str, int] = {}
        if self._code_column:
            for number in range(self._header + 1, len(grid) + 1):
                self._rows.setdefault(as_text(self.value((number, self._code_column))), number)

    def find(self, entry: Entry) -> tuple[int, int] | None:
        """Return the place of an entry now, None if its row or column is gone."""
        row = self._rows.get(entry.code) if entry.code and self._code_column else entry.row
        column = self._titles.get(fold(entry.title)) if entry.title else entry.column
        return (row, column) if row and column else None

    def value(self, place: tuple[int, int]) -> Value:
        """Return what stands at a place now."""
        cells = _row(self._grid, place[0])
        return cells[place[1] - 1] if place[1] <= len(cells) else None


def same(now: Value, then: Value) -> bool:
    """Whether a cell still holds what was written: 3 is 3.0, a date is the same day, blank is empty text."""
    if isinstance(now, datetime) and not isinstance(then, datetime):
        now = now.date() if now.time() == time() else now
    return _lines(now) == _lines(then) or (now in (None, "") and then in (None, ""))


def _lines(value: Value) -> Value:
    """Return a text with its lines ended as LibreOffice ends them, whatever a form has sent."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _row(grid: Grid, number: int) -> Sequence[Value]:
    return grid[number - 1] if 0 < number <= len(grid) else ()


def _grid(plan: Plan, title: str) -> tuple[list[list[Value]], int, int]:
    """Return the sheet as it will be after the plan, with its header row and its column of codes."""
    before = next((plan.book.table(s.record).grid for s in SHEETS if plan.book.title(s) == title), ())
    grid = [list(row) for row in before]
    for change in plan.changes.values():
        if change.sheet == title:
            while len(grid) < change.row:
                grid.append([])
            grid[change.row - 1].extend([None] * (change.column - len(grid[change.row - 1])))
            grid[change.row - 1][change.column - 1] = change.after
    return grid, *layout(title, grid)


def _entry(change: Change, layout: tuple[list[list[Value]], int, int]) -> Entry:
    grid, header, code_column = layout
    cells, titles = _row(grid, change.row), _row(grid, header)
    code = as_text(cells[code_column - 1]) if 0 < code_column <= len(cells) else ""
    title = as_text(titles[change.column - 1]) if change.column <= len(titles) and header else ""
    return Entry(change.sheet, change.row, change.column, code, title, change.before, change.after)


def _plain(grid: Sequence[Sequence[Cell]]) -> list[list[Value]]:
    return [[cell.text if isinstance(cell, Link) else cell for cell in row] for row in grid]


def _packed(entry: Entry) -> list[object]:
    return [entry.sheet, entry.row, entry.column, entry.code, entry.title, _pack(entry.before), _pack(entry.after)]


def _pack(value: Value) -> object:
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    return value


def _unpack(packed: object) -> Value:
    if isinstance(packed, dict):
        ((kind, text),) = packed.items()
        return {"datetime": datetime, "date": date, "time": time}[kind].fromisoformat(text)  # type: ignore[no-any-return,attr-defined]
    return packed  # type: ignore[return-value]


def _read(path: Path, name: str, password: Ask) -> Run:
    content = json.loads(sealing.opened_note(path.read_bytes(), name, password))
    entries = tuple(Entry(s, r, c, code, t, _unpack(b), _unpack(a)) for s, r, c, code, t, b, a in content["entries"])
    replaced = {title: ([[_unpack(c) for c in row] for row in both[0]], [[_unpack(c) for c in row] for row in both[1]])
                for title, both in content["replaced"].items()}  # fmt: skip
    drawn, copy = content.get("drawn", {}), content.get("copy", "")
    return Run(content["run"], content["command"], entries, replaced, drawn, copy)


def _escaped(name: str) -> str:
    return glob.escape(name)
