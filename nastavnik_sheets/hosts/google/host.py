"""A Google Sheet as a workbook: two requests to read it, and writing that never takes an edit from anybody.

What is written is kept until the end of the block, then `writing` brings it in: read again; write what is missing, in
one batch that makes room and one RAW batch; read back; put back what landed in a row that moved meanwhile.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.google import looks
from nastavnik_sheets.hosts.google.address import spreadsheet_key
from nastavnik_sheets.hosts.google.client import connect
from nastavnik_sheets.hosts.google.commit import ChangedMeanwhile
from nastavnik_sheets.hosts.google.sheets import Sheets
from nastavnik_sheets.hosts.google.tabs import plain
from nastavnik_sheets.hosts.google.writing import Wanted, Writing
from nastavnik_sheets.hosts.locks import WriteLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import requests

    from nastavnik_sheets.hosts.google import drop_downs
    from nastavnik_sheets.hosts.google.client import Patience
    from nastavnik_sheets.hosts.google.commit import Layout
    from nastavnik_sheets.hosts.google.tabs import Tab
    from nastavnik_sheets.hosts.protocol import Cell, Value

__all__ = ["ChangedMeanwhile", "GoogleHost"]


def _no_layout(_title: str, _grid: Sequence[Sequence[Value]]) -> tuple[int, int]:
    return 0, 0


class GoogleHost:
    """A Google Sheet, used in a `with` block that writes on success only.

    `session` signs the requests (see `access`), `account` is named in advice, `layout` tells header and codes, `lock`
    is the file that keeps two runs on this computer apart.
    """

    def __init__(
        self,
        address: str,
        *,
        session: requests.Session,
        account: str = "",
        layout: Layout = _no_layout,
        patience: Patience | None = None,
        lock: Path | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.key = spreadsheet_key(address)
        self._sheets = Sheets(self.key, connect(session, account=account, patience=patience))
        self._now = now
        self._lock = WriteLock(lock) if lock else None
        self._wanted = Wanted()
        pending = lock.with_name("pending.json") if lock else None
        self._writing = Writing(self._sheets, self._wanted, layout=layout, pending=pending)

    @property
    def name(self) -> str:
        """The title of the Sheet."""
        return self._sheets.name

    def __enter__(self) -> Self:
        self._sheets.open()
        self._wanted.clear()
        left_over = self._writing.left_over
        if left_over:
            self.begin()
        self._writing.recover(left_over)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            if self._lock:
                self._lock.release()

    def sheets(self) -> list[str]:
        """Return the titles of the worksheets in their order."""
        return list(self._sheets.tabs)

    def fetch(self, titles: Iterable[str]) -> None:
        """Read these sheets in one request, whatever was read before."""
        self._sheets.fetch(titles)

    def tab(self, sheet: str) -> Tab:
        """Return a sheet as it was read, with its formulas. KeyError if there is none."""
        return self._sheets.tab(sheet)

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return the places of the cells of a sheet that hold a formula."""
        return set(self.tab(sheet).formulas)

    def read(self, sheet: str) -> list[list[Value]]:
        """Return the values of a sheet, with what this block has set on it already."""
        grid = [] if sheet in self._wanted.replaced else self.tab(sheet).grid
        return self._wanted.over(sheet, grid)

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells and no others, at the end of the block."""
        if not cells:
            return
        self.tab(sheet)
        self.begin()
        self._wanted.cells.setdefault(sheet, {}).update({place: plain(value) for place, value in cells.items()})

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put `grid` in place of everything on a sheet that we generate; formats stay."""
        self.tab(sheet)
        self.begin()
        self._wanted.cells.pop(sheet, None)
        self._wanted.replaced[sheet] = [[plain(cell) for cell in row] for row in grid]

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Put a sheet of another workbook into this one: values and looks; charts stay in the school's files."""
        if title in self._sheets.tabs and not replace:
            msg = f"Лист «{title}» уже есть."
            raise Refused(msg)
        self.put_sheet(title, *looks.sheet_of(source, title))

    def put_sheet(self, title: str, grid: Sequence[Sequence[Cell]], look: looks.Look) -> None:
        """Put values and looks in place of a sheet, or add it."""
        self.new_sheet(title)
        self.replace(title, grid)
        self._wanted.looks[title] = look

    def new_sheet(self, title: str) -> None:
        """Add an empty sheet at the end if there is none of this title."""
        if title not in self._sheets.tabs:
            self.begin()
            self._sheets.add(title)

    def offer(self, sheet: str, choices: Mapping[int, drop_downs.Condition]) -> None:
        """Offer choices in columns of a sheet that is being made."""
        self._wanted.offers[sheet] = dict(choices)

    def rename_sheet(self, title: str, new: str) -> None:
        """Give a sheet another title."""
        self.begin()
        self._sheets.rename(title, new)

    def start_over(self, titles: Sequence[str]) -> None:
        """Make these empty sheets in place of all there are. Everything goes: for the Sheet of a self-test only."""
        self._sheets.start_over(titles)

    def begin(self) -> None:
        """Take the lock before the first change: no other run of ours on this computer works with the Sheet."""
        if self._lock:
            self._lock.take(self._now())

    def keep_copies(self, *, count: int, days: int) -> None:
        """Do nothing: Google keeps the versions of a Sheet itself."""

    def commit(self) -> None:
        """Write what was set. ChangedMeanwhile if somebody has edited the same cells; they keep their edit.

        After that error the sheets are as Google has them now, so the caller may work anew.
        """
        self._writing.run()
