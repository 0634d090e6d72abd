"""One exchange of a workbook and its mirror worked out: what goes where, what a person has to decide, what stays.

Pure: two sides and the snapshot in, changes of both sides out. Leaves reading and writing to the command.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from nastavnik_sheets.addresses import address
from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import code_number, read_code
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.service_sheets import Conflict
from nastavnik_sheets.sync.guards import mass_changes
from nastavnik_sheets.sync.merge import WHOLE_ROW, Merged, Place, merge
from nastavnik_sheets.sync.sides import Side, entered, side_of, table_of
from nastavnik_sheets.sync.withdrawn import WHY, Withdrawn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Grid, Value
    from nastavnik_sheets.sync.choice import Mirrored
    from nastavnik_sheets.sync.privacy import Detector
    from nastavnik_sheets.sync.snapshot import Snapshot

Formulas: TypeAlias = "tuple[Collection[tuple[int, int]], Collection[tuple[int, int]]]"
BOOK, GOOGLE = "в книге", "в Google"
ROW, PRESENT, GONE = "вся строка", "строка есть", "строки нет"


@dataclass
class Exchanged:
    """What an exchange comes to: `plan` for the workbook, `cells` and `new_sheets` for the mirror."""

    plan: Plan
    snapshot: Snapshot
    cells: dict[str, dict[tuple[int, int], Value]] = field(default_factory=dict)
    new_sheets: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    to_delete: list[str] = field(default_factory=list)
    """What stands in Google of people who have withdrawn their consent."""
    came: int = 0
    went: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing is to be written on either side."""
        return self.plan.empty and not self.cells and not self.new_sheets


@dataclass
class _Sheet:
    """One sheet on its way: both sides, their tables, and what the merge said."""

    mirrored: Mirrored
    title: str
    ours: Side
    theirs: Side
    merged: Merged = field(default_factory=Merged)
    frozen: frozenset[str] = frozenset()
    uncoded_frozen: list[int] = field(default_factory=list)
    """Rows typed in Google without a code about people who have withdrawn their consent: they get none."""
    new_codes_there: dict[int, str] = field(default_factory=dict)


def exchange(
    book: Book,
    mirrored: list[Mirrored],
    there: Mapping[str, Grid | None],
    snapshot: Snapshot,
    *,
    detector: Detector,
    today: date,
    formulas: Mapping[str, Formulas] | None = None,
    meant: bool = False,
) -> Exchanged:
    """Work an exchange out. Refused if something is too strange to be meant; `meant` lets mass changes pass.

    `there` are the sheets of the mirror by title, None for one that is not there yet; `formulas` the cells that hold
    formulas, by sheet, here and there.
    """
    made = Exchanged(Plan(book), replace(snapshot, tables=dict(snapshot.tables), released=dict(snapshot.released)))
    sheets = [_sheet(book, one, there.get(one.sheet.title)) for one in mirrored]
    for one in sheets:
        here, elsewhere = (formulas or {}).get(one.mirrored.sheet.title, ((), ()))
        one.ours.bad += _formulas(one, one.ours, here, where=BOOK)
        one.theirs.bad += _formulas(one, one.theirs, elsewhere, where=GOOGLE)
    _guard([bad for one in sheets for bad in (*one.ours.bad, *one.theirs.bad, *_lost(one, snapshot))])
    withdrawn = Withdrawn.of(book, today)
    for one in sheets:
        _give_codes(made, one, snapshot, withdrawn)
        one.frozen = _frozen(book, one, withdrawn)
    doubts = [doubt for one in sheets for doubt in _merge(book, one, snapshot)]
    if not meant:
        _guard(doubts, cure="Если так и задумано, повторите с ключом --yes.")
    for one in sheets:
        _settle(made, one, detector, withdrawn)
        made.conflicts += _questions(book, one, today)
    _put_questions(made)
    return made


def _guard(reasons: list[str], *, cure: str = "Исправьте и повторите.") -> None:
    if reasons:
        raise Refused("Обмен остановлен, ничего не изменено: " + "; ".join(reasons[:10]) + f". {cure}")


def _sheet(book: Book, mirrored: Mirrored, grid: Grid | None) -> _Sheet:
    ours = side_of(mirrored, book.grid(mirrored.sheet.key), where=BOOK)
    theirs = side_of(mirrored, grid or (), where=GOOGLE)
    ours.bad += [f"{BOOK} на листе «{mirrored.sheet.title}» нет столбца «{c.title}»" for c in mirrored.columns[1:]
                 if ours.header and c.name not in ours.positions]  # fmt: skip
    if not ours.header and not ours.bad:
        ours.bad.append(f"{BOOK} нет листа «{mirrored.sheet.title}»")
    return _Sheet(mirrored, book.title(mirrored.sheet), ours, theirs)


def _formulas(one: _Sheet, side: Side, places: Collection[tuple[int, int]], *, where: str) -> list[str]:
    """Return the mirrored cells of a side that hold a formula where a value is expected."""
    columns = set(side.positions.values())
    found = sorted(place for place in places if place[1] in columns and place[0] > side.header)
    title = one.mirrored.sheet.title
    return [f"{where} на листе «{title}» в ячейке {address(*place)} формула вместо значения" for place in found[:5]]


def _lost(one: _Sheet, snapshot: Snapshot) -> list[str]:
    """Return what was in Google at the last exchange and has no place there now."""
    base = snapshot.tables.get(one.mirrored.sheet.key, {})
    title = one.mirrored.sheet.title
    if base and not one.theirs.header:
        return [f"{GOOGLE} нет листа «{title}»: верните его или его название"]
    known = {name for row in base.values() for name in row}
    return [f"{GOOGLE} на листе «{title}» нет столбца «{c.title}»: верните его заголовок"
            for c in one.mirrored.columns[1:] if c.name in known and c.name not in one.theirs.positions]  # fmt: skip


def _give_codes(made: Exchanged, one: _Sheet, snapshot: Snapshot, withdrawn: Withdrawn) -> None:
    """Give codes to rows typed without one, on either side; a code that anybody has had is not given again."""
    prefix: str = one.mirrored.code.kind.prefix  # type: ignore[attr-defined]
    base = snapshot.tables.get(one.mirrored.sheet.key, {})
    for code in (*one.theirs.rows, *base):
        if read_code(code, (prefix,)).value:
            made.plan.reserve(prefix, code_number(code))
    position = one.ours.positions[one.mirrored.code.name]
    for row in one.ours.uncoded:
        code = made.plan.new_code(prefix)
        made.plan.put(one.title, row, position, before=None, after=code)
        one.ours.rows[code] = row
    one.uncoded_frozen = [row for row in one.theirs.uncoded if _is_theirs_about(one, row, withdrawn)]
    for row in (row for row in one.theirs.uncoded if row not in one.uncoded_frozen):
        code = made.plan.new_code(prefix)
        one.theirs.rows[code] = row
        one.new_codes_there[row] = code


def _frozen(book: Book, one: _Sheet, withdrawn: Withdrawn) -> frozenset[str]:
    """Return the rows of people who have withdrawn their consent; a row that is only in Google is judged by itself."""
    sheet = one.mirrored.sheet
    about = {record.row for record in book[sheet.record] if withdrawn.is_about(record, sheet)}
    here = {code for code, row in one.ours.rows.items() if row in about}
    only_there = {code: row for code, row in one.theirs.rows.items() if code not in one.ours.rows}
    return frozenset(here).union(
        code for code, row in only_there.items() if _is_theirs_about(one, row, withdrawn)
    )  # fmt: skip


def _is_theirs_about(one: _Sheet, row: int, withdrawn: Withdrawn) -> bool:
    """Whether a row of Google is about somebody who has withdrawn the consent."""
    return withdrawn.is_in((c, one.theirs.raw(row, c.name)) for c in one.mirrored.columns)


def _merge(book: Book, one: _Sheet, snapshot: Snapshot) -> list[str]:
    """Merge a sheet; return what looks like an accident."""
    key, lists = one.mirrored.sheet.key, book.lists
    names = {c.name for c in one.mirrored.columns}
    released = snapshot.released.get(key, frozenset()) - one.theirs.rows.keys()
    base = {
        code: {name: value for name, value in row.items() if name in names}
        for code, row in snapshot.tables.get(key, {}).items()
        if code not in one.frozen
    }
    ours = snapshot.hashed(key, table_of(one.mirrored, one.ours, lists=lists))
    theirs = snapshot.hashed(key, table_of(one.mirrored, one.theirs, lists=lists))
    ours = {code: row for code, row in ours.items() if code not in released | one.frozen}
    theirs = {code: row for code, row in theirs.items() if code not in one.frozen}
    one.merged = merge(base, ours, theirs, decisions=_decisions(book, one))

    def title_of(name: str) -> str:
        return one.mirrored.sheet.column(name).title

    found = [*mass_changes(base, ours, title_of=title_of, where=BOOK),
             *mass_changes(base, theirs, title_of=title_of, where=GOOGLE)]  # fmt: skip
    return [f"лист «{one.mirrored.sheet.title}»: {doubt}" for doubt in found]


def _decisions(book: Book, one: _Sheet) -> dict[Place, str]:
    """Return what has been decided on «Расхождения» about cells that still are as they were shown."""
    made = {}
    for row in book[Conflict]:
        if not row.decision or not row.code or fold(row.sheet_title or "") != fold(one.mirrored.sheet.title):
            continue
        if fold(row.column_title or "") == fold(ROW):
            made[Place(row.code, WHOLE_ROW)] = row.decision
            continue
        column = next((c for c in one.mirrored.columns if fold(c.title) == fold(row.column_title or "")), None)
        if column and (as_text(row.ours), as_text(row.theirs)) == _shown(one, row.code, column.name):
            made[Place(row.code, column.name)] = row.decision
    return made


def _shown(one: _Sheet, code: str, name: str) -> tuple[str, str]:
    return (as_text(one.ours.raw(one.ours.rows.get(code, 0), name)),
            as_text(one.theirs.raw(one.theirs.rows.get(code, 0), name)))  # fmt: skip


def _settle(made: Exchanged, one: _Sheet, detector: Detector, withdrawn: Withdrawn) -> None:
    """Turn what the merge said into changes of both sides, and move the snapshot."""
    key, merged = one.mirrored.sheet.key, one.merged
    _to_workbook(made, one)
    _to_mirror(made, one, detector, withdrawn)
    made.to_delete += _left_there(one, withdrawn)
    before = made.snapshot.tables.get(key, {})
    still_there = one.frozen & one.theirs.rows.keys() & before.keys()
    released = made.snapshot.released.get(key, frozenset()) - one.theirs.rows.keys()
    made.snapshot.released[key] = released | frozenset(merged.drop_ours)  # type: ignore[index]
    made.snapshot.tables[key] = merged.base | {code: before[code] for code in still_there}  # type: ignore[index]


def _left_there(one: _Sheet, withdrawn: Withdrawn) -> list[str]:
    """Return what stands in Google of people who have withdrawn their consent: rows, and cells of other rows."""
    rows = sorted((one.theirs.rows[code], code) for code in one.frozen if code in one.theirs.rows)
    others = {code: row for code, row in one.theirs.rows.items() if code not in one.frozen}
    cells = [
        address(row, one.theirs.positions[c.name])
        for row in others.values()
        for c in one.mirrored.columns
        if withdrawn.is_named(c, one.theirs.raw(row, c.name))
    ]
    title = one.mirrored.sheet.title
    return [*(f"лист «{title}», строка {row}: {code}" for row, code in rows),
            *(f"лист «{title}», строка {row}: без кода" for row in one.uncoded_frozen),
            *(f"лист «{title}», ячейка {cell}: код среди других" for cell in cells)]  # fmt: skip


def _to_workbook(made: Exchanged, one: _Sheet) -> None:
    lists, code_name = made.plan.book.lists, one.mirrored.code.name
    following = one.ours.next_row
    for number, code in enumerate(one.merged.new_ours):
        one.ours.rows[code] = following + number
        position = one.ours.positions[code_name]
        made.plan.put(one.title, following + number, position, before=None, after=code)
        made.came += 1
    for place in one.merged.to_ours:
        column = one.mirrored.sheet.column(place.column)
        raw = one.theirs.raw(one.theirs.rows[place.code], place.column)
        row = one.ours.rows[place.code]
        before = one.ours.raw(row, place.column)
        made.plan.put(one.title, row, one.ours.positions[place.column], before=before,
                      after=entered(column, raw, lists=lists))  # fmt: skip
        made.came += 1


def _to_mirror(made: Exchanged, one: _Sheet, detector: Detector, withdrawn: Withdrawn) -> None:
    cells: dict[tuple[int, int], Value] = {}
    _headers(made, one, cells)
    position = one.theirs.positions[one.mirrored.code.name]
    cells.update({(row, position): code for row, code in one.new_codes_there.items()})
    following = max(one.theirs.next_row, one.theirs.header + 1)
    new = {code: following + number for number, code in enumerate(one.merged.new_theirs)}
    cells.update({(row, position): code for code, row in new.items()})
    for place in one.merged.to_theirs:
        column = one.mirrored.sheet.column(place.column)
        raw = one.ours.raw(one.ours.rows[place.code], place.column)
        why = WHY if withdrawn.is_named(column, raw) else None if column.personal else detector.why(raw)
        if why:
            _hold(made, one, place, why)
            continue
        row = new.get(place.code) or one.theirs.rows[place.code]
        cells[row, one.theirs.positions[place.column]] = entered(column, raw, lists=made.plan.book.lists)
    for code in one.merged.drop_theirs:
        cells.update({(one.theirs.rows[code], p): None for p in one.theirs.positions.values()})
    if cells:
        made.cells[one.mirrored.sheet.title] = cells
        made.went += len(cells)


def _headers(made: Exchanged, one: _Sheet, cells: dict[tuple[int, int], Value]) -> None:
    """Put the titles that are not there yet behind those that are."""
    if not one.theirs.header:
        one.theirs.header = 1
        made.new_sheets.append(one.mirrored.sheet.title)
    there = one.theirs.grid[one.theirs.header - 1] if one.theirs.grid else ()
    last = max((n for n, cell in enumerate(there, start=1) if cell is not None), default=0)
    for column in one.mirrored.columns:
        if column.name not in one.theirs.positions:
            last += 1
            one.theirs.positions[column.name] = last
            cells[one.theirs.header, last] = column.title


def _hold(made: Exchanged, one: _Sheet, place: Place, why: str) -> None:
    """Keep a cell back that would name somebody; the snapshot stays as if it had not changed."""
    before = made.snapshot.tables.get(one.mirrored.sheet.key, {}).get(place.code, {}).get(place.column)
    row = one.merged.base[place.code]
    if before is None:
        row.pop(place.column, None)
    else:
        row[place.column] = before
    title = one.mirrored.sheet.column(place.column).title
    made.held.append(f"«{one.title}», {place.code}, «{title}»: {why}")


def _questions(book: Book, one: _Sheet, today: date) -> list[Conflict]:
    merged, title = one.merged, one.mirrored.sheet.title
    asked = [
        Conflict(sheet_title=title, code=p.code, column_title=one.mirrored.sheet.column(p.column).title,
                 ours=_shown(one, *p)[0] or None, theirs=_shown(one, *p)[1] or None)
        for p in merged.conflicts
    ]  # fmt: skip
    for codes, ours, theirs in ((merged.gone_there, PRESENT, GONE), (merged.gone_here, GONE, PRESENT)):
        asked += [Conflict(sheet_title=title, code=code, column_title=ROW, ours=ours, theirs=theirs) for code in codes]
    known = {(r.sheet_title, r.code, r.column_title, r.ours, r.theirs): r.found for r in book[Conflict]}
    return [
        replace(q, found=known.get((q.sheet_title, q.code, q.column_title, q.ours, q.theirs)) or today) for q in asked
    ]


def _put_questions(made: Exchanged) -> None:
    """Put the questions on «Расхождения» unless the same stand there."""
    if made.conflicts != [replace(row, decision=None) for row in made.plan.book[Conflict]]:
        made.plan.replace(Conflict, made.conflicts)
