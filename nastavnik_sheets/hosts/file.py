"""The host for workbooks that are files: .xlsx, .xlsm, .xltx, .xltm.

Reads through calamine, writes in place through `xlsx`, saves beside and renames.
"""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import backups, locks, sealing
from nastavnik_sheets.hosts.protocol import Link, Value
from nastavnik_sheets.hosts.xlsx import refuse, save
from nastavnik_sheets.hosts.xlsx.editor import Editor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import BinaryIO

    from python_calamine import CalamineWorkbook

    from nastavnik_sheets.hosts.protocol import Cell, Grid
    from nastavnik_sheets.hosts.sealing import Ask

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")


_EXACT = 1 << 53
"""Below this a float that looks whole is the whole number that was typed."""


def _local_now() -> datetime:
    return datetime.now()


class FileHost:
    """A workbook file, used in a `with` block that saves on success and only if something has changed.

    Reading works while an office program has the file open; the first write raises HostError then.
    `erase` also takes texts that no cell shows any more out of the file's inside, for a person who is forgotten;
    the backups keep them. `drop_signature` agrees to lose the digital signature of a signed book, which is refused
    to writing else. `password` is who knows the password of a book under one: it is read in memory and saved under the
    same password, and so are its backups.

    What is read: text as text, whole numbers as int, dates at midnight as date, durations of a day and more as
    days in a float; a cell with an error such as #DIV/0!, an empty text and a blank all read as None.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        backup_dir: Path | None = None,
        keep: int = 30,
        keep_days: int = 366,
        erase: bool = False,
        drop_signature: bool = False,
        password: Ask = sealing.nobody,
        now: Callable[[], datetime] = _local_now,
    ) -> None:
        self._path = Path(path)
        self._keep, self._keep_days, self._now, self._erase = keep, keep_days, now, erase
        self._backup_dir, self._drop_signature, self._password = backup_dir, drop_signature, password
        self._grids: dict[str, list[list[Value]]] = {}
        self._changes = False
        self._reader: CalamineWorkbook | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self._path.name

    def __enter__(self) -> Self:
        self._target = self._path.resolve()
        if self._target.suffix.lower() not in SUFFIXES:
            raise Refused(f"Файл «{self.name}» не является книгой .xlsx; сохраните его в этом формате.")
        self._seen = save.take(self._target)
        plain, self._seal = sealing.opened(self._seen.data, self.name, self._password)
        self._editor = Editor(plain, self.name, drop_signature=self._drop_signature)
        self._folder = self._backup_dir or backups.backup_folder(self._target)
        self._lock = locks.WriteLock(self._target)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._changes and self._editor.finish(erase=self._erase):
                self._save()
        finally:
            self._lock.release()

    def sheets(self) -> list[str]:
        """Return the titles of the worksheets in their order."""
        return self._editor.sheets()

    def read(self, sheet: str) -> Grid:
        """Return the values of a sheet, with what this block has set on it already. KeyError if there is none."""
        if sheet not in self._editor.sheets():
            raise KeyError(sheet)
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        pending = self._editor.pending(sheet)
        return _overlaid(self._grids[sheet], pending) if pending else self._grids[sheet]

    def _read(self, sheet: str) -> list[list[Value]]:
        import python_calamine

        self._editor.guard_size(sheet)
        try:
            if self._reader is None:
                self._reader = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._editor.for_reader()))
            found = self._reader.get_sheet_by_name(sheet)
            return _values(found.to_python(skip_empty_area=False))
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise refuse.unreadable(self.name, sheet) from error

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells and no others; a table grows with rows written directly below it.

        A cell keeps its format: a number put where a date was shows, and reads, as a date.
        """
        if cells:
            self._begin()
            self._editor.write(sheet, cells)

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put `grid` in place of everything on a sheet that we generate; looks and protection stay."""
        self._begin()
        self._editor.replace(sheet, grid)
        self._grids[sheet] = [[_plain(value) for value in row] for row in grid]

    def add_sheet(self, title: str, source_xlsx_bytes: bytes, *, replace: bool = False) -> None:
        """Take over a worksheet of another workbook with its styles, charts and tables.

        It is the one with the same title, or the first. ValueError if a sheet of this title is there and `replace`
        is not asked for.
        """
        import python_calamine

        self._begin()
        for sheet in self.sheets():
            if self._editor.pending(sheet):
                self._grids[sheet] = [list(row) for row in self.read(sheet)]
        self._editor.add_sheet(title, source_xlsx_bytes, replace=replace)
        source = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source_xlsx_bytes))
        chosen = title if title in source.sheet_names else source.sheet_names[0]
        self._grids[title] = _values(source.get_sheet_by_name(chosen).to_python(skip_empty_area=False))

    def keep_copies(self, *, count: int, days: int) -> None:
        """Set how many earlier copies of the book stay in its folder of copies, and for how many days."""
        self._keep, self._keep_days = count, days

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return the places of the cells of a sheet that hold a formula."""
        return self._editor.formulas(sheet)

    def protected(self, sheet: str) -> bool:
        """Tell whether a sheet is protected in the office program; we may write it all the same."""
        return self._editor.protected(sheet)

    def _begin(self) -> None:
        """Before the first change: nobody has the book open, we may write, and no other run of ours does."""
        if self._changes:
            return
        locks.guard_closed(self._target)
        save.guard_writable(self._target)
        self._lock.take(self._now())
        save.remove_leftovers(self._target)
        self._changes = True

    def _save(self) -> None:
        locks.guard_closed(self._target)
        now = self._now()
        save.replace_file(
            self._target, self._seen, self._write_to,
            backup=lambda data: backups.keep_copy(
                self._target, data, digest=self._seen.digest, folder=self._folder, now=now
            ),
        )  # fmt: skip
        with suppress(OSError):  # the book is saved: what is wrong with its copies must not look like a failure
            backups.prune(self._target, folder=self._folder, now=now, keep=self._keep, keep_days=self._keep_days)

    def _write_to(self, out: BinaryIO) -> None:
        if not self._seal:
            self._editor.write_to(out)
            return
        plain = io.BytesIO()
        self._editor.write_to(plain)
        out.write(self._seal.close(plain.getvalue(), self.name))


def _values(rows: Iterable[Sequence[Any]]) -> list[list[Value]]:
    return [
        [
            (value or None) if (kind := type(value)) is str
            else (int(value) if value.is_integer() and abs(value) < _EXACT else value) if kind is float
            else value if kind is not timedelta
            else _duration(value)
            for value in row
        ]
        for row in rows
    ]  # fmt: skip


def _duration(value: timedelta) -> Value:
    if timedelta(0) <= value < timedelta(days=1):
        return (datetime(1900, 1, 1) + value).time()
    return value / timedelta(days=1)


def _plain(value: Cell) -> Value:
    """Return a value as it will be read from the file."""
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return None if value is None else _values([[value]])[0][0]


def _overlaid(grid: list[list[Value]], pending: Mapping[tuple[int, int], Cell]) -> list[list[Value]]:
    made = list(grid)
    copied: set[int] = set()
    for (row, column), value in sorted(pending.items(), key=lambda one: one[0]):
        while len(made) < row:
            made.append([])
        if row not in copied:
            made[row - 1] = list(made[row - 1])
            copied.add(row)
        line = made[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = _plain(value)
    return made
