"""Puts a new grid in place of all cells of a generated sheet; its looks, protection and views stay.

The rows up to the header keep their own styles; every later row takes those of the first row of data.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address, letters
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.hosts.xlsx import areas, cells, heights, links, markup, plan, splice, tables
from nastavnik_sheets.hosts.xlsx.areas import Area
from nastavnik_sheets.hosts.xlsx.frame import Frame
from nastavnik_sheets.hosts.xlsx.splice import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Cell
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.plan import Ground
    from nastavnik_sheets.hosts.xlsx.stream import Dialect
    from nastavnik_sheets.hosts.xlsx.tables import Table
    from nastavnik_sheets.hosts.xlsx.workbook import Sheet, Workbook


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header is, and what its rows and the first row of data look like."""

    header: int
    titled: bool
    """Whether the header belongs to a table, which cannot be without."""
    rows: Mapping[int, bytes]
    data_styles: Mapping[int, str]
    bottom: int
    old_bottom: int
    wrapped: Mapping[int, float]
    """Widths of the columns whose data wraps."""


def replace_sheet(
    package: Package, book: Workbook, sheet: Sheet, ground: Ground, grid: Sequence[Sequence[Cell]],
    writer: splice.Writer, wraps: Callable[[str], bool],
) -> None:  # fmt: skip
    """Rewrite the sheet. Refused if something on it cannot be moved, or a value does not fit."""
    table = _only_table(ground)
    _guard(ground, grid, from_1904=book.counts_from_1904)
    stream = ground.stream
    frame = Frame(stream.head, stream.tail, stream.dialect.prefix)
    layout = _layout(ground, frame, table, grid, wraps)
    if table:
        _fit_table(package, ground, table, layout, grid)
    _fit_frame(frame, layout, grid)
    _fit_filter(book, sheet, frame, layout)
    new = {(row, column): value for row, column, value in _placed(grid) if isinstance(value, Link)}
    links.guard_links(ground.place, new)
    links.set_links(package, book, sheet.part, frame, links=new, unlinked=lambda area: area.bottom > layout.header)
    rows = _rows(grid, layout, ground, writer)
    package.put(sheet.part, chain((frame.head,), rows, (stream.closing, frame.tail)))


def _placed(grid: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    for row, values in enumerate(grid, 1):
        for column, value in enumerate(values, 1):
            yield row, column, value


def _only_table(ground: Ground) -> Table | None:
    if len(ground.tables) > 1:
        raise Refused(f"{ground.place}: на листе несколько таблиц, заменить его целиком нельзя; уберите лишние.")
    return ground.tables[0] if ground.tables else None


def _guard(ground: Ground, grid: Sequence[Sequence[Cell]], *, from_1904: bool) -> None:
    busy = ground.pivots + ground.facts.tables_of_data
    if busy:
        raise Refused(f"{ground.place}: лист занят сводной таблицей {busy[0]}, заменить его целиком нельзя; "
                      "перенесите её на другой лист.")  # fmt: skip
    for row, column, value in _placed(grid):
        if isinstance(value, str | Link) or cells.style_kind(value):
            cells.guard_value(value, f"{ground.place}, ячейка {address(row, column)}", from_1904=from_1904)


def _layout(
    ground: Ground, frame: Frame, table: Table | None, grid: Sequence[Sequence[Cell]], wraps: Callable[[str], bool]
) -> _Layout:
    header = _header_row(frame, table)
    rows = plan.rows_at(ground.stream, ground.facts, range(1, header + 2))
    least = header + 1 if table else 1
    styles = plan.styles_of(rows.get(header + 1, b""), ground.stream.dialect)
    widths = heights.column_widths(frame)
    return _Layout(
        header,
        table is not None and table.header,
        rows,
        styles,
        bottom=max(len(grid), least),
        old_bottom=table.area.bottom if table else ground.facts.last_row,
        wrapped={column: width for column, width in widths.items() if wraps(styles.get(column, ""))},
    )


def _header_row(frame: Frame, table: Table | None) -> int:
    if table:
        return table.first_data_row - 1
    filtered = frame.in_tail(b"autoFilter")
    if filtered:
        found = areas.parse_areas(markup.attribute(filtered.tag(frame.tail), "ref") or "")
        if found:
            return found[0].top
    views = frame.in_head(b"sheetViews")
    for view in markup.children(frame.head, views) if views else ():
        pane = markup.child(frame.head, view, b"pane")
        split = markup.attribute(pane.tag(frame.head), "ySplit") if pane else None
        if pane and split and markup.attribute(pane.tag(frame.head), "state") in ("frozen", "frozenSplit"):
            return max(int(float(split)), 1)
    return 1


def _fit_table(package: Package, ground: Ground, table: Table, layout: _Layout, grid: Sequence[Sequence[Cell]]) -> None:
    if table.totals or table.external:
        raise Refused(f"{ground.place}: таблица «{table.name}» с итогами или внешним источником, заменить лист "
                      "целиком нельзя; сделайте её обычной.")  # fmt: skip
    if table.header and len(grid) >= table.area.top:
        titles = list(grid[table.area.top - 1])[table.area.left - 1 :]
        while titles and titles[-1] in (None, ""):
            titles.pop()
        names = [one.text if isinstance(one, Link) else str(one) for one in titles]
        lowered = {name.lower() for name in names}
        texts = all(isinstance(one, str | Link) and one for one in titles)
        if not names or len(lowered) < len(names) or not texts:
            raise Refused(f"{ground.place}: столбцы таблицы «{table.name}» должны называться разными непустыми "
                          "текстами; исправьте заголовок.")  # fmt: skip
        tables.set_columns(package, table, names)
        table = tables.read_table(package, table.part)
    tables.resize(package, table, layout.bottom, fresh=True)


def _fit_frame(frame: Frame, layout: _Layout, grid: Sequence[Sequence[Cell]]) -> None:
    width = max((len(row) for row in grid), default=1)
    frame.set_dimension(Area(1, 1, layout.bottom, max(width, 1)))
    frame.map_rules(lambda area: _fitted(area, layout))
    merged = frame.in_tail(b"mergeCells")
    if merged:
        kept = [
            frame.tail[one.start : one.end]
            for one in markup.children(frame.tail, merged)
            if all(area.bottom <= layout.header
                   for area in areas.parse_areas(markup.attribute(one.tag(frame.tail), "ref") or ""))
        ]  # fmt: skip
        frame.put(b"mergeCells", b"".join(kept), count=len(kept))


def _fitted(area: Area, layout: _Layout) -> Area:
    if area.bottom != layout.old_bottom or area.bottom <= layout.header or area.top > layout.header + 1:
        return area
    return Area(area.top, area.left, max(layout.bottom, area.top), area.right)


def _fit_filter(book: Workbook, sheet: Sheet, frame: Frame, layout: _Layout) -> None:
    filtered = frame.in_tail(b"autoFilter")
    if not filtered:
        return
    tag = filtered.tag(frame.tail)
    old = areas.parse_area(markup.attribute(tag, "ref") or "A1")
    new = Area(old.top, old.left, max(layout.bottom, old.top), old.right)
    tag = markup.with_attribute(tag, "ref", str(new))
    frame.tail = markup.replaced(frame.tail, filtered, tag if tag.endswith(b"/>") else tag[:-1] + b"/>")
    place = [one.part for one in book.sheets].index(sheet.part)
    corners = f"${letters(new.left)}${new.top}:${letters(new.right)}${new.bottom}"
    book.set_local_name("_xlnm._FilterDatabase", place, f"{links.quoted(sheet.title)}!{corners}")


def _rows(grid: Sequence[Sequence[Cell]], layout: _Layout, ground: Ground, writer: splice.Writer) -> Iterator[bytes]:
    dialect = ground.stream.dialect
    for number in range(1, max(layout.bottom, layout.header) + 1):
        values = grid[number - 1] if number <= len(grid) else ()
        if number <= layout.header:
            kept = layout.titled and number == layout.header and number > len(grid)
            yield _header(layout.rows.get(number, b""), number, values, dialect, writer, kept=kept)
        else:
            yield _data_row(number, values, layout, dialect, writer)


def _header(
    row: bytes, number: int, values: Sequence[Cell], dialect: Dialect, writer: splice.Writer, *, kept: bool
) -> bytes:
    if kept:
        return row
    changes = {column: Change(value) for column, value in enumerate(values, 1)}
    if not row:
        return splice.new_row(number, changes, dialect, writer)
    for column, *_ in splice.cells_of(row, dialect, row.index(b">") + 1):
        changes.setdefault(column, Change(None))
    return splice.changed_row(row, number, changes, dialect, writer)


def _data_row(number: int, values: Sequence[Cell], layout: _Layout, dialect: Dialect, writer: splice.Writer) -> bytes:
    styles = layout.data_styles
    changes = {column: Change(value, styles.get(column)) for column, value in enumerate(values, 1)}
    for column, style in styles.items():
        if column > len(values):
            changes[column] = Change(None, style)
    return splice.new_row(number, changes, dialect, writer, height=heights.row_height(values, layout.wrapped))
