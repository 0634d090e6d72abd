"""The three-way merge of one table, by the code of the row and the name of the column.

A table is `{code: {column: value}}`; None is a blank cell, and so is a column that a row does not hold. Values are
only compared, never looked into, so hashes do as well. Nothing is written, and no cell is taken from anybody: a cell
that both sides changed differently is a conflict and stays as it is on both.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Row: TypeAlias = Mapping[str, Hashable]
Table: TypeAlias = Mapping[str, Row]

HERE, THERE = "здесь", "там"
WHOLE_ROW = ""
"""The column of a place that stands for the whole row."""


class Place(NamedTuple):
    """A cell by the code of its row and the name of its column; column "" is the whole row."""

    code: str
    column: str


@dataclass
class Merged:
    """What goes where. `base` is what both sides agree on once everything here has been written."""

    to_ours: dict[Place, Hashable] = field(default_factory=dict)
    to_theirs: dict[Place, Hashable] = field(default_factory=dict)
    new_ours: list[str] = field(default_factory=list)
    new_theirs: list[str] = field(default_factory=list)
    conflicts: list[Place] = field(default_factory=list)
    gone_here: list[str] = field(default_factory=list)
    gone_there: list[str] = field(default_factory=list)
    drop_ours: list[str] = field(default_factory=list)
    drop_theirs: list[str] = field(default_factory=list)
    base: dict[str, dict[str, Hashable]] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        """Whether there is nothing to write on either side."""
        return not (self.to_ours or self.to_theirs or self.new_ours or self.new_theirs
                    or self.drop_ours or self.drop_theirs)  # fmt: skip


def merge(base: Table, ours: Table, theirs: Table, *, decisions: Mapping[Place, str] | None = None) -> Merged:
    """Return what goes where: changed on one side goes over, changed on both differently is a conflict.

    A row that vanished on one side is a question (`gone_here`, `gone_there`), never a deletion. `decisions` are
    HERE or THERE by place: whose cell is right, or for a whole row whose state, present or gone.

    | base | ours | theirs | what happens                          |
    |------|------|--------|---------------------------------------|
    | а    | а    | б      | б comes here                          |
    | а    | б    | а      | б goes there                          |
    | а    | б    | б      | nothing, both agree                   |
    | а    | б    | в      | conflict, both stay                   |
    | —    | а    | нет    | the row is added there                |
    | а    | а    | нет    | question: the row is gone there       |
    """
    merged, decided = Merged(), decisions or {}
    for code in sorted({*base, *ours, *theirs}):
        if code in ours and code in theirs:
            _merge_row(code, base.get(code), ours[code], theirs[code], decided, merged)
        elif code in ours:
            _one_sided(code, base.get(code), ours[code], decided, merged, here=True)
        elif code in theirs:
            _one_sided(code, base.get(code), theirs[code], decided, merged, here=False)
    return merged


def _merge_row(
    code: str, base: Row | None, ours: Row, theirs: Row, decided: Mapping[Place, str], merged: Merged
) -> None:
    columns = sorted({*(base or {}), *ours, *theirs})
    sides = {c: _cell(c, base or {}, ours, theirs, decided.get(Place(code, c))) for c in columns}
    conflicts = [Place(code, c) for c, side in sides.items() if side is None]
    merged.conflicts += conflicts
    if base is None and conflicts:
        return  # two rows met under one code for the first time: they may be two different things, nothing is mixed
    agreed = dict(base or {})
    for column, side in sides.items():
        here, there, place = ours.get(column), theirs.get(column), Place(code, column)
        if side is None:
            continue
        if side == HERE and here != there:
            merged.to_theirs[place] = here
        if side == THERE and here != there:
            merged.to_ours[place] = there
        agreed[column] = there if side == THERE else here
    merged.base[code] = {c: value for c, value in agreed.items() if value is not None}


def _cell(column: str, base: Row, ours: Row, theirs: Row, decision: str | None) -> str | None:
    """Return whose cell is right, None for a conflict."""
    before, here, there = base.get(column), ours.get(column), theirs.get(column)
    if there in (here, before):
        return HERE
    if here == before:
        return THERE
    return decision if decision in (HERE, THERE) else None


def _one_sided(
    code: str, base: Row | None, row: Row, decided: Mapping[Place, str], merged: Merged, *, here: bool
) -> None:
    """Treat a row that only one side has: it is new there, or the other side has lost it."""
    side = HERE if here else THERE
    decision = decided.get(Place(code, WHOLE_ROW))
    if base is None or decision == side:
        (merged.new_theirs if here else merged.new_ours).append(code)
        cells = merged.to_theirs if here else merged.to_ours
        filled = {c: value for c, value in row.items() if value is not None}
        cells.update({Place(code, c): value for c, value in filled.items()})
        merged.base[code] = filled
    elif decision in (HERE, THERE):
        (merged.drop_ours if here else merged.drop_theirs).append(code)
    else:
        (merged.gone_there if here else merged.gone_here).append(code)
        merged.base[code] = dict(base)
