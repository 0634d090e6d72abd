"""The sheets of a Google Sheet as they were last read, with those that are to be added or renamed.

Leaves what is written on them to `writing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from nastavnik_sheets.hosts.google import packing
from nastavnik_sheets.hosts.google.tabs import FIELDS, Tab, tabs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.hosts.google.client import Client

_METADATA = (
    "spreadsheetId,properties.title,sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))"
)
_ROWS, _COLUMNS = 1000, 26
"""What Google gives a new sheet."""


class Sheets:
    """Sheets by title, in their order; `key` is that of the Google Sheet."""

    def __init__(self, key: str, client: Client) -> None:
        self.key, self.client = key, client
        self.title = ""
        self.tabs: dict[str, Tab] = {}
        self.added: list[str] = []
        self.renamed: dict[str, str] = {}
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """The title of the Google Sheet, once it is known."""
        return self.title or self.key

    @property
    def unmade(self) -> bool:
        """Whether sheets are to be added or renamed."""
        return bool(self.added or self.renamed)

    def open(self) -> None:
        """Ask which sheets there are; forget what was read or planned before."""
        said = self.client.fetch_sheet_metadata(self.key, params={"fields": _METADATA})
        self.title, self.tabs = said["properties"]["title"], tabs_of(said)
        self.added, self.renamed, self._read = [], {}, set()

    def fetch(self, titles: Iterable[str]) -> None:
        """Read these sheets in one request, whatever was read before."""
        chosen = [title for title in titles if title in self.tabs and title not in self.added]
        if not chosen:
            return
        asked: dict[str, Any] = {"fields": FIELDS}
        if len(chosen) < len(self.tabs):
            asked["ranges"] = [packing.quoted(title) for title in chosen]
        self.tabs.update(tabs_of(self.client.fetch_sheet_metadata(self.key, params=asked)))
        self._read.update(chosen)

    def tab(self, title: str) -> Tab:
        """Return a sheet as it was read; the first asked for brings all. KeyError if there is none."""
        if title not in self.tabs:
            raise KeyError(title)
        if title not in self._read:
            self.fetch([one for one in self.tabs if one not in self._read])
        return self.tabs[title]

    def add(self, title: str) -> None:
        """Put an empty sheet at the end."""
        self.tabs[title] = Tab(self._free_id(title), title, _ROWS, _COLUMNS)
        self._read.add(title)
        self.added.append(title)

    def rename(self, title: str, new: str) -> None:
        """Give a sheet another title."""
        self.tabs = {new if name == title else name: self.tab(name) for name in self.tabs}
        self.tabs[new].title = new
        self._read.add(new)
        self.renamed[title] = new

    def refresh(self, titles: Sequence[str]) -> None:
        """Read these sheets again, and see which of those to be added or renamed are there already."""
        if not self.unmade:
            self.fetch(titles)
            return
        there = tabs_of(self.client.fetch_sheet_metadata(self.key, params={"fields": FIELDS}))
        self.renamed = {old: new for old, new in self.renamed.items() if new not in there}
        self.tabs.update({title: tab for title, tab in there.items() if title in self.tabs})
        for old, new in self.renamed.items():
            self.tabs[new] = there.get(old, self.tabs[new])
            self.tabs[new].title = new
        self.added = [title for title in self.added if title not in there]

    def making(self) -> list[packing.Request]:
        """Return the requests that add and rename what is not there yet."""
        made: list[packing.Request] = []
        for tab in (self.tabs[title] for title in self.added):
            grid = {"rowCount": tab.rows, "columnCount": tab.columns, "frozenRowCount": 1}
            made.append({"addSheet": {"properties": {"sheetId": tab.id, "title": tab.title, "gridProperties": grid}}})
        for new in self.renamed.values():
            properties = {"sheetId": self.tabs[new].id, "title": new}
            made.append({"updateSheetProperties": {"properties": properties, "fields": "title"}})
        return made

    def start_over(self, titles: Sequence[str]) -> None:
        """Make these empty sheets in place of all there are, at once."""
        old = [{"deleteSheet": {"sheetId": tab.id}} for tab in self.tabs.values()]
        spare = {"sheetId": self._free_id("spare"), "title": "spare"}
        made = [{"addSheet": {"properties": {"title": title}}} for title in titles]
        self.send([{"addSheet": {"properties": spare}}, *old, *made, {"deleteSheet": {"sheetId": spare["sheetId"]}}])
        self.tabs = {}

    def send(self, requests: list[packing.Request]) -> None:
        """Send one batch. Doubt if it may or may not have been carried out."""
        self.client.batch_update(self.key, {"requests": requests})

    def put(self, ranges: list[dict[str, Any]]) -> None:
        """Send values as they are, in one batch. Doubt if it may or may not have been carried out."""
        self.client.values_batch_update(self.key, {"valueInputOption": "RAW", "data": ranges})

    def _free_id(self, title: str) -> int:
        """Return an id for a new sheet: chosen here, so that the sheet can be filled in the request that makes it."""
        number, taken = crc32(title.encode()) >> 1, {tab.id for tab in self.tabs.values()}
        while number in taken:
            number = (number + 1) % (1 << 31)
        return number
