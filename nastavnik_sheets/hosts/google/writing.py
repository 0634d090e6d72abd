"""The round trip that writes what a block has set: read again, write what is missing, read back, until nothing is.

Leaves what is missing to `commit`, requests to `packing`, which sheets there are to `sheets`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.hosts.google import drop_downs, looks, packing, pending
from nastavnik_sheets.hosts.google.client import Doubt
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

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nastavnik_sheets.hosts.google.commit import Cells, Layout
    from nastavnik_sheets.hosts.google.sheets import Sheets
    from nastavnik_sheets.hosts.google.tabs import Tab
    from nastavnik_sheets.hosts.protocol import Grid, Value

TRIES = 6
"""How often a run writes and reads back before it gives way to whoever keeps editing."""


@dataclass
class Wanted:
    """What a block has set, sheet by sheet: single cells, whole grids, looks, choices in columns being made."""

    cells: dict[str, Cells] = field(default_factory=dict)
    replaced: dict[str, list[list[Value]]] = field(default_factory=dict)
    looks: dict[str, looks.Look] = field(default_factory=dict)
    offers: dict[str, dict[int, drop_downs.Condition]] = field(default_factory=dict)

    @property
    def titles(self) -> list[str]:
        """The sheets on which values are set."""
        return [*self.cells, *(title for title in self.replaced if title not in self.cells)]

    def over(self, title: str, grid: Grid) -> list[list[Value]]:
        """Return the values of a sheet as they will be; `grid` are those it has now."""
        made = [list(row) for row in self.replaced.get(title, grid)]
        for (row, column), value in self.cells.get(title, {}).items():
            made.extend([] for _ in range(row - len(made)))
            made[row - 1].extend(None for _ in range(column - len(made[row - 1])))
            made[row - 1][column - 1] = value
        return made

    def clear(self) -> None:
        """Forget everything: a new block begins."""
        self.drop_values()
        self.looks, self.offers = {}, {}

    def drop_values(self) -> None:
        """Forget the values: they are written, or somebody's edit goes before."""
        self.cells, self.replaced = {}, {}


class Writing:
    """Brings what is wanted into a Google Sheet; the file `pending` remembers what was sent and not read back."""

    def __init__(self, sheets: Sheets, wanted: Wanted, *, layout: Layout, pending: Path | None) -> None:
        self._sheets, self._wanted = sheets, wanted
        self._layout, self._pending = layout, pending

    def run(self) -> None:
        """Write what is wanted. ChangedMeanwhile if somebody has edited the same cells; they keep their edit."""
        sheets, wanted = self._sheets, self._wanted
        seen = {title: self._marks(title) for title in wanted.cells}
        before = {title: sheets.tabs[title].grid for title in wanted.replaced if title not in sheets.added}
        titles = wanted.titles
        sent: dict[str, list[Sent]] = {}
        for _ in range(TRIES if titles or sheets.unmade else 0):
            sheets.refresh(titles)
            if not sent:
                self._guard_replaced(before)
            steps = self._steps(seen, sent)
            if not steps and not sheets.unmade:
                break
            sent = {tab.title: sent_cells(Marks(tab, self._layout), one) for tab, one in steps}
            if self._pending:
                pending.keep(self._pending, sent)
            self._send(steps)
        else:
            if titles or sheets.added:
                msg = f"Таблицу «{sheets.name}» всё время изменяют; ничего не потеряно, повторите позже."
                raise HostError(msg)
        self._all_is_well()
        self._decorate()
        wanted.drop_values()

    @property
    def left_over(self) -> dict[str, list[Sent]]:
        """What a run that was killed has sent and not read back."""
        return pending.left_over(self._pending, self._layout) if self._pending and self._pending.exists() else {}

    def recover(self, sent: Mapping[str, list[Sent]]) -> None:
        """Put back what a run that was killed may have written into rows that had just been moved."""
        for _ in range(TRIES if sent else 0):
            self._sheets.fetch(sent)
            back = {t: strays(cells, self._marks(t)) for t, cells in sent.items() if t in self._sheets.tabs}
            steps = [(self._sheets.tabs[title], Step(cells)) for title, cells in back.items() if cells]
            if not steps:
                break
            self._send(steps)
        self._all_is_well()

    def _marks(self, title: str) -> Marks:
        return Marks(self._sheets.tabs[title], self._layout)

    def _all_is_well(self) -> None:
        if self._pending:
            self._pending.unlink(missing_ok=True)

    def _guard_replaced(self, before: Mapping[str, list[list[Value]]]) -> None:
        """Before a generated sheet is put in place as a whole: nobody has decided anything on it meanwhile."""
        for title, grid in before.items():
            if self._sheets.tabs[title].grid != grid:
                self._wanted.drop_values()
                msg = f"Пока команда работала, в Google изменили лист «{title}»; повторите команду."
                raise ChangedMeanwhile(msg)

    def _steps(self, seen: Mapping[str, Marks], sent: Mapping[str, list[Sent]]) -> list[tuple[Tab, Step]]:
        """Return what is missing, or to be put back, sheet by sheet."""
        steps, changed = [], None
        for title, wanted in self._wanted.cells.items():
            now = self._marks(title)
            back = strays(sent.get(title, []), now)
            try:
                one = step(seen[title], healed(now.tab, back, self._layout), wanted)
            except ChangedMeanwhile as error:
                one, changed = Step(), error
            one.cells = {**back, **one.cells}
            steps.append((now.tab, one))
        if changed is not None:
            self._give_way(steps, changed)
        for title, grid in self._wanted.replaced.items():
            tab = self._sheets.tabs[title]
            steps.append((tab, replacement(tab, grid)))
        return [(tab, one) for tab, one in steps if not one.nothing]

    def _give_way(self, steps: list[tuple[Tab, Step]], error: ChangedMeanwhile) -> None:
        """Put back what landed in wrong rows, and say who was first."""
        repairs = [(tab, Step(one.cells)) for tab, one in steps if one.cells]
        if repairs:
            self._send(repairs)
            self._sheets.fetch([tab.title for tab, _ in repairs])
        self._all_is_well()
        self._wanted.drop_values()
        raise error

    def _send(self, steps: list[tuple[Tab, Step]]) -> None:
        """Send the steps; whatever is in doubt shows when the sheets are read back."""
        groups = [[one] for one in self._sheets.making()]
        groups += [group for tab, part in steps for group in packing.shaping(tab, part)]
        groups += [
            [packing.bold_header(self._sheets.tabs[title]), *self._offered(title)]
            for title in self._sheets.added if title not in self._wanted.looks
        ]  # fmt: skip
        try:
            for requests in packing.packed(groups):
                self._sheets.send(requests)
            for ranges in packing.batches(steps):
                self._sheets.put(ranges)
        except Doubt as doubt:
            self._sheets.client.patience.wait(doubt.wait)

    def _decorate(self) -> None:
        """Give the sheets taken from other workbooks their looks; doing it twice is doing it once."""
        made = [one for title, look in self._wanted.looks.items()
                for one in (*looks.requests(self._sheets.tabs[title], look), *self._offered(title))]  # fmt: skip
        while made:
            try:
                self._sheets.send(made)
                break
            except Doubt as doubt:
                self._sheets.client.patience.wait(doubt.wait)
        self._wanted.looks = {}

    def _offered(self, title: str) -> list[packing.Request]:
        chosen = self._wanted.offers.get(title, {}).items()
        return [drop_downs.request(self._sheets.tabs[title], column, condition) for column, condition in chosen]
