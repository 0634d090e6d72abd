"""A Google Sheet as a workbook: two requests to read it, and writing that never takes an edit from anybody.

What is written is kept until the end of the block, then: read again; write what is missing, in one batch that makes
room and one RAW batch; read back; put back what landed in a row that moved meanwhile; until nothing is missing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from zlib import crc32

from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.hosts.google import drop_downs, looks, packing, pending
from nastavnik_sheets.hosts.google.address import spreadsheet_key
from nastavnik_sheets.hosts.google.client import Doubt, connect
from nastavnik_sheets.hosts.google.commit import (
    ChangedMeanwhile,
    Marks,
    Sent,
    Step,
    healed,
    replacement,
    sent_cells,
    step,
    strays,
)
from nastavnik_sheets.hosts.google.tabs import FIELDS, Tab, plain, tabs_of
from nastavnik_sheets.hosts.locks import WriteLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
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
        self._client = connect(session, account=account, patience=patience)
        self._layout, self._now = layout, now
        self._lock = WriteLock(lock) if lock else None
        self._pending = lock.with_name("pending.json") if lock else None
        self._title = ""

    @property
    def name(self) -> str:
        """The title of the Sheet."""
        return self._title or self.key

    def __enter__(self) -> Self:
        said = self._client.fetch_sheet_metadata(self.key, params={"fields": _METADATA})
        self._title = said["properties"]["title"]
        self._tabs = tabs_of(said)
        self._read: set[str] = set()
        self._wanted: dict[str, Cells] = {}
        self._replaced: dict[str, list[list[Value]]] = {}
        self._added: list[str] = []
        self._renamed: dict[str, str] = {}
        self._looks: dict[str, looks.Look] = {}
        self._offers: dict[str, dict[int, drop_downs.Condition]] = {}
        self._recover()
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
        return list(self._tabs)

    def fetch(self, titles: Iterable[str]) -> None:
        """Read these sheets in one request, whatever was read before."""
        chosen = [title for title in titles if title in self._tabs and title not in self._added]
        if not chosen:
            return
        asked: dict[str, Any] = {"fields": FIELDS}
        if len(chosen) < len(self._tabs):
            asked["ranges"] = [packing.quoted(title) for title in chosen]
        self._tabs.update(tabs_of(self._client.fetch_sheet_metadata(self.key, params=asked)))
        self._read.update(chosen)

    def tab(self, sheet: str) -> Tab:
        """Return a sheet as it was read, with its formulas. KeyError if there is none."""
        if sheet not in self._tabs:
            raise KeyError(sheet)
        if sheet not in self._read:
            self.fetch([title for title in self._tabs if title not in self._read])
        return self._tabs[sheet]

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return the places of the cells of a sheet that hold a formula."""
        return set(self.tab(sheet).formulas)

    def read(self, sheet: str) -> list[list[Value]]:
        """Return the values of a sheet, with what this block has set on it already."""
        grid = self._replaced[sheet] if sheet in self._replaced else self.tab(sheet).grid
        made = [list(row) for row in grid]
        for (row, column), value in self._wanted.get(sheet, {}).items():
            made.extend([] for _ in range(row - len(made)))
            made[row - 1].extend(None for _ in range(column - len(made[row - 1])))
            made[row - 1][column - 1] = value
        return made

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells and no others, at the end of the block."""
        if not cells:
            return
        self.tab(sheet)
        self.begin()
        self._wanted.setdefault(sheet, {}).update({place: plain(value) for place, value in cells.items()})

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put `grid` in place of everything on a sheet that we generate; formats stay."""
        self.tab(sheet)
        self.begin()
        self._wanted.pop(sheet, None)
        self._replaced[sheet] = [[plain(cell) for cell in row] for row in grid]

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Put a sheet of another workbook into this one: values and looks; charts stay in the school's files."""
        if title in self._tabs and not replace:
            msg = f"Лист «{title}» уже есть."
            raise Refused(msg)
        self.put_sheet(title, *looks.sheet_of(source, title))

    def put_sheet(self, title: str, grid: Sequence[Sequence[Cell]], look: looks.Look) -> None:
        """Put values and looks in place of a sheet, or add it."""
        self.new_sheet(title)
        self.replace(title, grid)
        self._looks[title] = look

    def new_sheet(self, title: str) -> None:
        """Add an empty sheet at the end if there is none of this title."""
        if title not in self._tabs:
            self.begin()
            self._tabs[title] = Tab(self._free_id(title), title, 1000, 26)
            self._read.add(title)
            self._added.append(title)

    def offer(self, sheet: str, choices: Mapping[int, drop_downs.Condition]) -> None:
        """Offer choices in columns of a sheet that is being made."""
        self._offers[sheet] = dict(choices)

    def _free_id(self, title: str) -> int:
        """Return an id for a new sheet: chosen here, so that the sheet can be filled in the request that makes it."""
        number, taken = crc32(title.encode()) >> 1, {tab.id for tab in self._tabs.values()}
        while number in taken:
            number = (number + 1) % (1 << 31)
        return number

    def rename_sheet(self, title: str, new: str) -> None:
        """Give a sheet another title."""
        self.begin()
        self._tabs = {new if name == title else name: self.tab(name) for name in self._tabs}
        self._tabs[new].title = new
        self._read.add(new)
        self._renamed[title] = new

    def start_over(self, titles: Sequence[str]) -> None:
        """Make these empty sheets in place of all there are. Everything goes: for the Sheet of a self-test only."""
        old = [{"deleteSheet": {"sheetId": tab.id}} for tab in self._tabs.values()]
        spare = {"sheetId": self._free_id("spare"), "title": "spare"}
        made = [{"addSheet": {"properties": {"title": title}}} for title in titles]
        requests = [{"addSheet": {"properties": spare}}, *old, *made, {"deleteSheet": {"sheetId": spare["sheetId"]}}]
        self._client.batch_update(self.key, {"requests": requests})
        self._tabs = {}

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
        seen = {title: Marks(self._tabs[title], self._layout) for title in self._wanted}
        before = {title: self._tabs[title].grid for title in self._replaced if title not in self._added}
        titles = [*self._wanted, *(t for t in self._replaced if t not in self._wanted)]
        sent: dict[str, list[Sent]] = {}
        for _ in range(TRIES if titles or self._added or self._renamed else 0):
            self._refresh(titles)
            if not sent:
                self._guard_replaced(before)
            steps = self._steps(seen, sent)
            if not steps and not self._added and not self._renamed:
                break
            sent = {tab.title: sent_cells(Marks(tab, self._layout), one) for tab, one in steps}
            if self._pending:
                pending.keep(self._pending, sent)
            self._send(steps)
        else:
            if titles or self._added:
                msg = f"Таблицу «{self.name}» всё время изменяют; ничего не потеряно, повторите позже."
                raise HostError(msg)
        self._all_is_well()
        self._decorate()
        self._wanted, self._replaced = {}, {}

    def _recover(self) -> None:
        """Put back what a run that was killed may have written into rows that had just been moved."""
        sent = pending.left_over(self._pending, self._layout) if self._pending and self._pending.exists() else {}
        if sent:
            self.begin()
        for _ in range(TRIES if sent else 0):
            self.fetch(sent)
            back = {
                t: strays(cells, Marks(self._tabs[t], self._layout)) for t, cells in sent.items() if t in self._tabs
            }
            steps = [(self._tabs[title], Step(cells)) for title, cells in back.items() if cells]
            if not steps:
                break
            self._send(steps)
        self._all_is_well()

    def _all_is_well(self) -> None:
        if self._pending:
            self._pending.unlink(missing_ok=True)

    def _guard_replaced(self, before: Mapping[str, list[list[Value]]]) -> None:
        """Before a generated sheet is put in place as a whole: nobody has decided anything on it meanwhile."""
        for title, grid in before.items():
            if self._tabs[title].grid != grid:
                self._wanted, self._replaced = {}, {}
                msg = f"Пока команда работала, в Google изменили лист «{title}»; повторите команду."
                raise ChangedMeanwhile(msg)

    def _decorate(self) -> None:
        """Give the sheets taken from other workbooks their looks; doing it twice is doing it once."""
        made = [one for title, look in self._looks.items()
                for one in (*looks.requests(self._tabs[title], look), *self._offered(title))]  # fmt: skip
        while made:
            try:
                self._client.batch_update(self.key, {"requests": made})
                break
            except Doubt as doubt:
                self._client.patience.wait(doubt.wait)
        self._looks = {}

    def _steps(self, seen: Mapping[str, Marks], sent: Mapping[str, list[Sent]]) -> list[tuple[Tab, Step]]:
        """Return what is missing, or to be put back, sheet by sheet."""
        steps, changed = [], None
        for title, wanted in self._wanted.items():
            now = Marks(self._tabs[title], self._layout)
            back = strays(sent.get(title, []), now)
            try:
                one = step(seen[title], healed(now.tab, back, self._layout), wanted)
            except ChangedMeanwhile as error:
                one, changed = Step(), error
            one.cells = {**back, **one.cells}
            steps.append((now.tab, one))
        if changed is not None:
            self._put_back(steps, changed)
        for title, grid in self._replaced.items():
            steps.append((self._tabs[title], replacement(self._tabs[title], grid)))
        return [(tab, one) for tab, one in steps if not one.nothing]

    def _put_back(self, steps: list[tuple[Tab, Step]], error: ChangedMeanwhile) -> None:
        """Before giving way, put back what landed in wrong rows."""
        repairs = [(tab, Step(one.cells)) for tab, one in steps if one.cells]
        if repairs:
            self._send(repairs)
            self.fetch([tab.title for tab, _ in repairs])
        self._all_is_well()
        self._wanted, self._replaced = {}, {}
        raise error

    def _refresh(self, titles: Sequence[str]) -> None:
        """Read these sheets again, and see which sheets to add or rename are there already."""
        if not (self._added or self._renamed):
            self.fetch(titles)
            return
        there = tabs_of(self._client.fetch_sheet_metadata(self.key, params={"fields": FIELDS}))
        self._renamed = {old: new for old, new in self._renamed.items() if new not in there}
        self._tabs.update({title: tab for title, tab in there.items() if title in self._tabs})
        for old, new in self._renamed.items():
            self._tabs[new] = there.get(old, self._tabs[new])
            self._tabs[new].title = new
        self._added = [title for title in self._added if title not in there]

    def _new_sheets(self) -> list[packing.Request]:
        made: list[packing.Request] = []
        for tab in (self._tabs[title] for title in self._added):
            grid = {"rowCount": tab.rows, "columnCount": tab.columns, "frozenRowCount": 1}
            made.append({"addSheet": {"properties": {"sheetId": tab.id, "title": tab.title, "gridProperties": grid}}})
        for new in self._renamed.values():
            properties = {"sheetId": self._tabs[new].id, "title": new}
            made.append({"updateSheetProperties": {"properties": properties, "fields": "title"}})
        return made

    def _offered(self, title: str) -> list[packing.Request]:
        chosen = self._offers.get(title, {}).items()
        return [drop_downs.request(self._tabs[title], column, condition) for column, condition in chosen]

    def _send(self, steps: list[tuple[Tab, Step]]) -> None:
        """Send the steps; whatever is in doubt shows when the sheets are read back."""
        groups = [[one] for one in self._new_sheets()]
        groups += [group for tab, part in steps for group in packing.shaping(tab, part)]
        groups += [
            [packing.bold_header(self._tabs[title]), *self._offered(title)]
            for title in self._added if title not in self._looks
        ]  # fmt: skip
        try:
            for requests in packing.packed(groups):
                self._client.batch_update(self.key, {"requests": requests})
            for ranges in packing.batches(steps):
                self._client.values_batch_update(self.key, {"valueInputOption": "RAW", "data": ranges})
        except Doubt as doubt:
            self._client.patience.wait(doubt.wait)
