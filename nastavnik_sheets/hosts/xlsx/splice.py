"""Puts changed cells into the rows of a worksheet, block by block; every other byte of the rows stays.

Leaves which cells may be changed to `plan`, and the parts around the rows to `frame`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address, column_number
from nastavnik_sheets.hosts.xlsx import markup
from nastavnik_sheets.hosts.xlsx.markup import MarkupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nastavnik_sheets.hosts.xlsx.cells import Content
    from nastavnik_sheets.hosts.xlsx.scan import Facts
    from nastavnik_sheets.hosts.xlsx.stream import Dialect, SheetStream

_COLUMN = re.compile(rb"""\sr\s*=\s*["']\s*\$?([A-Za-z]+)""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']\s*(\d+)""")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*(\d+)""")


@dataclass(frozen=True, slots=True)
class Change:
    """What a cell becomes; `style` is the style of a cell that is not there yet, None to ask row and column."""

    value: Content | Unshared
    style: str | None = None


Changes = dict[int, dict[int, Change]]
"""Changes by row, then by column."""


@dataclass(frozen=True, slots=True)
class Unshared:
    """The own formula of a cell that shared one until now; its computed value stays."""

    text: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes the markup of a cell: `cell(value, reference, style)`; knows the styles of the sheet's columns."""

    cell: Callable[[Content, str, str], bytes]
    column_style: Callable[[int], str]
    formula_lost: Callable[[], None]
    """Called for each formula that goes away or comes."""


def spliced(stream: SheetStream, facts: Facts, changes: Changes, writer: Writer) -> Iterator[bytes]:
    """Yield the rows of the sheet with the changes in them."""
    by_block = _by_block(facts, changes)
    last = 0
    index = -1
    for index, block in enumerate(stream.blocks()):
        wanted = by_block.pop(index, {})
        after = [row for row in sorted(wanted) if row > facts.lasts[index]] if facts.ordered else []
        inside = {row: cells for row, cells in wanted.items() if row not in set(after)} if after else wanted
        if inside:
            yield from _changed_block(block, stream.dialect, inside, writer, last=last, ordered=facts.ordered)
        else:
            yield block
        for row in after:
            yield _checked(new_row(row, wanted[row], stream.dialect, writer))
        last = facts.lasts[index]
    for _, wanted in sorted(by_block.items()):
        for row in sorted(wanted):
            yield _checked(new_row(row, wanted[row], stream.dialect, writer))


def _by_block(facts: Facts, changes: Changes) -> dict[int, Changes]:
    if not facts.ordered:
        return _by_block_unordered(facts, changes)
    found: dict[int, Changes] = {}
    for row, cells in changes.items():
        found.setdefault(max(bisect_right(facts.firsts, row) - 1, 0), {})[row] = cells
    return found


def _by_block_unordered(facts: Facts, changes: Changes) -> dict[int, Changes]:
    known = {row: cells for row, cells in changes.items() if row in facts.rows}
    new = {row: cells for row, cells in changes.items() if row not in facts.rows}
    found: dict[int, Changes] = {index: dict(known) for index in range(len(facts.firsts)) if known}
    if new:
        found[len(facts.firsts)] = new
    return found


def _changed_block(
    block: bytes, dialect: Dialect, changes: Changes, writer: Writer, *, last: int, ordered: bool
) -> Iterator[bytes]:
    waiting = sorted(changes) if ordered else []
    found = _located(block, dialect, waiting)
    if ordered and found is not None:
        yield from _changed_rows(block, dialect, changes, writer, found)
        return
    done = next_waiting = 0
    for start, end, number in rows_of(block, dialect, last=last):
        while next_waiting < len(waiting) and waiting[next_waiting] < number:
            yield block[done:start]
            done = start
            row = waiting[next_waiting]
            yield _checked(new_row(row, changes[row], dialect, writer))
            next_waiting += 1
        if number in changes:
            yield block[done:start]
            yield _checked(changed_row(block[start:end], number, changes[number], dialect, writer))
            done = end
            next_waiting += ordered
    yield block[done:]
    for row in waiting[next_waiting:]:
        yield _checked(new_row(row, changes[row], dialect, writer))


def _located(block: bytes, dialect: Dialect, numbers: list[int]) -> list[tuple[int, int, int]] | None:
    """Return beginning, end and number of rows written as programs mostly write them, None if one is not found."""
    found, start = [], 0
    close = b"</%srow" % dialect.prefix
    for number in numbers:
        start = block.find(b'<%srow r="%d"' % (dialect.prefix, number), start)
        if start < 0:
            return None
        end = block.index(b">", start) + 1
        if block[end - 2 : end] != b"/>":
            end = block.index(b">", block.index(close, end)) + 1
        found.append((start, end, number))
        start = end
    return found


def _changed_rows(
    block: bytes, dialect: Dialect, changes: Changes, writer: Writer, found: list[tuple[int, int, int]]
) -> Iterator[bytes]:
    done = 0
    for start, end, number in found:
        yield block[done:start]
        yield _checked(changed_row(block[start:end], number, changes[number], dialect, writer))
        done = end
    yield block[done:]


def _checked(row: bytes) -> bytes:
    """Return the row; MarkupError if a parser would not take it."""
    if row and not markup.well_formed(row, namespaces=False):
        raise MarkupError("a row is not well formed")
    return row


def rows_of(block: bytes, dialect: Dialect, *, last: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield where each row of a block begins and ends, and its number; `last` is the number before the block."""
    close = b"</%srow" % dialect.prefix
    for found in dialect.row.finditer(block):
        text = _ROW_NUMBER.search(found[0]) or _own_number(block, found.end(), dialect)
        last = int(text[1]) if text else last + 1
        end = found.end()
        if not found[0].endswith(b"/>"):
            end = block.find(b">", block.find(close, end)) + 1
        if end <= 0:
            raise MarkupError("a row has no end")
        yield found.start(), end, last


def _own_number(block: bytes, start: int, dialect: Dialect) -> re.Match[bytes] | None:
    """Find the number of a row without `r` in the address of its first cell."""
    return re.compile(rb"""<%sc\s[^>]*?\br\s*=\s*["']\s*\$?[A-Za-z]+\$?(\d+)""" % dialect.prefix).match(block, start)


def new_row(
    row: int, cells: Mapping[int, Change], dialect: Dialect, writer: Writer, *, height: float | None = None
) -> bytes:
    """Return a row that was not there; nothing if all its cells are blank and without a style."""
    inside = b"".join(
        _new_cell(change, row, column, b"", writer)
        for column, change in sorted(cells.items())
        if change.value is not None or change.style
    )
    p = dialect.prefix
    tall = b"" if height is None else b' ht="%g"' % height
    return b'<%srow r="%d"%s>%s</%srow>' % (p, row, tall, inside, p) if inside else b""


def changed_row(row: bytes, number: int, cells: Mapping[int, Change], dialect: Dialect, writer: Writer) -> bytes:
    """Return the row with these cells changed or put in; the other bytes of the row stay as they are."""
    done = row.index(b">") + 1
    tag = row[:done]
    found = cells_of(row, dialect, done)
    present = {column for column, *_ in found}
    if len(present) < len(found):
        raise MarkupError(f"row {number} has a cell twice")
    pieces: list[bytes] = []
    new = [column for column in sorted(cells, reverse=True) if column not in present]
    for column, start, end, attributes in found:
        while new and new[-1] < column:
            pieces += row[done:start], _new_cell(cells[new[-1]], number, new.pop(), tag, writer)
            done = start
        if column in cells:
            old = row[start:end]
            pieces += row[done:start], _old_cell(cells[column], number, column, attributes, old, dialect, writer)
            done = end
    if new:
        end = found[-1][2] if found else done
        pieces += row[done:end], *(_new_cell(cells[one], number, one, tag, writer) for one in reversed(new))
        done = end
    return _joined(row, tag, pieces, done, dialect, grown=len(present | set(cells)) > len(present))


def _joined(row: bytes, tag: bytes, pieces: list[bytes], done: int, dialect: Dialect, *, grown: bool) -> bytes:
    inside = b"".join(pieces)
    if grown:
        tag = _without_spans(tag)
    if not tag.endswith(b"/>"):
        return tag + inside + row[done:]
    return tag[:-2].rstrip() + b">" + inside + b"</%srow>" % dialect.prefix if inside else tag


def cells_of(row: bytes, dialect: Dialect, start: int) -> list[tuple[int, int, int, bytes]]:
    """Return column, beginning, end and attributes of each cell of a row, in the order of the file."""
    column, cells = 0, []
    for found in dialect.cell.finditer(row, start):
        said = _COLUMN.search(b" " + found[1])
        column = column_number(said[1]) if said else column + 1
        cells.append((column, found.start(), found.end(), found[1]))
    return cells


def _without_spans(tag: bytes) -> bytes:
    return markup.with_attribute(tag, "spans", None) if b"spans" in tag else tag


def _old_cell(
    change: Change, row: int, column: int, attributes: bytes, old: bytes, dialect: Dialect, writer: Writer
) -> bytes:
    value = change.value
    if isinstance(value, Unshared):
        p = dialect.prefix
        formula = b"<%sf>%s</%sf>" % (p, markup.escaped(value.text), p)
        return dialect.formula.sub(lambda _: formula, old, count=1)
    if dialect.formula.search(old):
        writer.formula_lost()
    found = _STYLE.search(b" " + attributes)
    style = found[1].decode() if found else change.style or ""
    return writer.cell(value, address(row, column), style)


def _new_cell(change: Change, row: int, column: int, row_tag: bytes, writer: Writer) -> bytes:
    value = change.value
    if isinstance(value, Unshared) or (value is None and not change.style):
        return b""
    style = change.style
    if style is None:
        style = _row_style(row_tag) or writer.column_style(column)
    return writer.cell(value, address(row, column), style)


def _row_style(tag: bytes) -> str:
    if b"customFormat" not in tag:
        return ""
    said = markup.attributes(tag)
    return said.get("s", "") if said.get("customFormat") in ("1", "true") else ""
