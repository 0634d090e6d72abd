"""A Google Sheet as a workbook: two requests to read it, and writing that never takes an edit from anybody.

What is written is kept until the end of the block, then: read again; write what is missing, in one batch that makes
room and one RAW batch; read back; put back what landed in a row that moved meanwhile; until nothing is missing.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Self, cast

from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.hosts.google import packing
from nastavnik_sheets.hosts.google.address import spreadsheet_key
from nastavnik_sheets.hosts.google.client import Doubt, connect
from nastavnik_sheets.hosts.google.commit import ChangedMeanwhile, Marks, Sent, Step, sent_cells, step, strays
from nastavnik_sheets.hosts.google.tabs import FIELDS, Tab, plain, same, tab_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType

    import requests

    from nastavnik_sheets.hosts.google.client import Patience
    from nastavnik_sheets.hosts.google.commit import Cells, Layout
    from nastavnik_sheets.hosts.protocol import Cell, Value

__all__ = ["ChangedMeanwhile", "GoogleHost"]

TRIES = 6
"""How often a run writes and reads back before it gives way to whoever keeps editing."""
_METADATA = (
    "spreadsheetId,properties.title,sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))"
)


def _no_layout(_title: str, _grid: Sequence[Sequence[Value]]) -> tuple[int, int]:
    return 0, 0


class GoogleHost:
    """A Google Sheet, used in a `with` block that writes on success only.

    `session` signs the requests (see `access`), `account` is named in advice, `layout` tells header and codes.
    """

    def __init__(
        self,
        address: str,
        *,
        session: requests.Session,
        account: str = "",
        layout: Layout = _no_layout,
        patience: Patience | None = None,
    ) -> None:
        self.key = spreadsheet_key(address)
        self._client = connect(session, account=account, patience=patience)
        self._layout = layout
        self._title = ""

    @property
    def name(self) -> str:
        """The title of the Sheet."""
        return self._title or self.key

    def __enter__(self) -> Self:
        said = self._client.fetch_sheet_metadata(self.key, params={"fields": _METADATA})
        self._title = said["properties"]["title"]
        self._tabs = {
            tab.title: tab
            for tab in (tab_of(one) for one in said["sheets"] if one["properties"].get("sheetType", "GRID") == "GRID")
        }
        self._read: set[str] = set()
        self._wanted: dict[str, Cells] = {}
        self._replaced: dict[str, list[list[Value]]] = {}
        self._added: list[str] = []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()

    def sheets(self) -> list[str]:
        """Return the titles of the worksheets in their order."""
        return list(self._tabs)

    def fetch(self, titles: Iterable[str]) -> None:
        """Read these sheets in one request, whatever was read before."""
        chosen = [title for title in titles if title in self._tabs and title not in self._added]
        if not chosen:
            return
        ranges = [packing.quoted(title) for title in chosen]
        said = self._client.fetch_sheet_metadata(self.key, params={"ranges": ranges, "fields": FIELDS})
        self._tabs.update({tab.title: tab for tab in map(tab_of, said["sheets"])})
        self._read.update(chosen)

    def tab(self, sheet: str) -> Tab:
        """Return a sheet as it was read, with its formulas. KeyError if there is none."""
        if sheet not in self._tabs:
            raise KeyError(sheet)
        if sheet not in self._read:
            self.fetch([title for title in self._tabs if title not in self._read])
        return self._tabs[sheet]

    def read(self, sheet: str) -> list[list[Value]]:
        """Return the values of a sheet, with what this block has set on it already."""
        grid = self._replaced.get(sheet) or self.tab(sheet).grid
        made = [list(row) for row in grid]
        for (row, column), value in self._wanted.get(sheet, {}).items():
            made.extend([] for _ in range(row - len(made)))
            made[row - 1].extend(None for _ in range(column - len(made[row - 1])))
            made[row - 1][column - 1] = value
        return made

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells and no others, at the end of the block."""
        self.tab(sheet)
        self._wanted.setdefault(sheet, {}).update({place: plain(value) for place, value in cells.items()})

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put `grid` in place of everything on a sheet that we generate; formats stay."""
        self.tab(sheet)
        self._wanted.pop(sheet, None)
        self._replaced[sheet] = [[plain(cell) for cell in row] for row in grid]

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Add a sheet with the values of another workbook's; Google's charts are not made of Excel's."""
        if title in self._tabs and not replace:
            msg = f"Лист «{title}» уже есть."
            raise Refused(msg)
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_filelike(io.BytesIO(source)).get_sheet_by_name(title).to_python()
        self.new_sheet(title)
        self.replace(title, [[cast("Value", cell) for cell in row] for row in rows])

    def new_sheet(self, title: str) -> None:
        """Add an empty sheet at the end if there is none of this title."""
        if title not in self._tabs:
            self._tabs[title] = Tab(0, title, 1000, 26)
            self._read.add(title)
            self._added.append(title)

    def keep_copies(self, *, count: int, days: int) -> None:
        """Do nothing: Google keeps the versions of a Sheet itself."""

    def commit(self) -> None:
        """Write what was set. ChangedMeanwhile if somebody has edited the same cells; they keep their edit.

        After that error the sheets are as Google has them now, so the caller may work anew.
        """
        seen = {title: Marks(self._tabs[title], self._layout) for title in self._wanted}
        titles = [*self._wanted, *(t for t in self._replaced if t not in self._wanted)]
        sent: dict[str, list[Sent]] = {}
        self._make_sheets()
        for _ in range(TRIES if titles else 0):
            self.fetch(titles)
            steps = self._steps(seen, sent)
            if not steps:
                break
            sent = {tab.title: sent_cells(Marks(tab, self._layout), one) for tab, one in steps}
            self._send(steps)
        else:
            if titles:
                msg = f"Таблицу «{self.name}» всё время изменяют; ничего не потеряно, повторите позже."
                raise HostError(msg)
        self._wanted, self._replaced = {}, {}

    def _steps(self, seen: Mapping[str, Marks], sent: Mapping[str, list[Sent]]) -> list[tuple[Tab, Step]]:
        """Return what is missing, or to be put back, sheet by sheet."""
        steps, changed = [], None
        for title, wanted in self._wanted.items():
            now = Marks(self._tabs[title], self._layout)
            back = strays(sent.get(title, []), now)
            try:
                one = step(seen[title], _healed(now.tab, back, self._layout), wanted)
            except ChangedMeanwhile as error:
                one, changed = Step(), error
            one.cells = {**back, **one.cells}
            steps.append((now.tab, one))
        if changed is not None:
            self._put_back(steps, changed)
        for title, grid in self._replaced.items():
            steps.append((self._tabs[title], _replacement(self._tabs[title], grid)))
        return [(tab, one) for tab, one in steps if not one.nothing]

    def _put_back(self, steps: list[tuple[Tab, Step]], error: ChangedMeanwhile) -> None:
        """Before giving way, put back what landed in wrong rows."""
        repairs = [(tab, Step(one.cells)) for tab, one in steps if one.cells]
        if repairs:
            self._send(repairs)
            self.fetch([tab.title for tab, _ in repairs])
        self._wanted, self._replaced = {}, {}
        raise error

    def _make_sheets(self) -> None:
        while self._added:
            made = [{"addSheet": {"properties": {"title": title}}} for title in self._added]
            try:
                self._client.batch_update(self.key, {"requests": made})
            except Doubt as doubt:
                self._client.patience.wait(doubt.wait)
            said = self._client.fetch_sheet_metadata(self.key, params={"fields": _METADATA})
            there = {tab.title: tab for tab in map(tab_of, said["sheets"])}
            self._tabs.update({title: there[title] for title in self._added if title in there})
            self._added = [title for title in self._added if title not in there]

    def _send(self, steps: list[tuple[Tab, Step]]) -> None:
        """Send the steps; whatever is in doubt shows when the sheets are read back."""
        shaping: list[dict[str, Any]] = [one for tab, part in steps for one in packing.shaping(tab, part)]
        try:
            if shaping:
                self._client.batch_update(self.key, {"requests": shaping})
            for ranges in packing.batches(steps):
                self._client.values_batch_update(self.key, {"valueInputOption": "RAW", "data": ranges})
        except Doubt as doubt:
            self._client.patience.wait(doubt.wait)


def _healed(tab: Tab, back: Cells, layout: Layout) -> Marks:
    """Return the marks of a sheet as it will be once strayed cells are put back."""
    for (row, column), value in back.items():
        if 0 < row <= tab.last_row and column <= len(tab.grid[row - 1]):
            tab.grid[row - 1][column - 1] = value
    return Marks(tab, layout)


def _replacement(tab: Tab, grid: list[list[Value]]) -> Step:
    """Return the cells by which a sheet differs from what it shall hold."""
    cells: Cells = {}
    for r in range(1, max(len(grid), tab.last_row) + 1):
        row = grid[r - 1] if r <= len(grid) else []
        width = max(len(row), len(tab.grid[r - 1]) if r <= tab.last_row else 0)
        for c in range(1, width + 1):
            value = row[c - 1] if c <= len(row) else None
            if not same(tab.value(r, c), value):
                cells[r, c] = value
    return Step(cells)
