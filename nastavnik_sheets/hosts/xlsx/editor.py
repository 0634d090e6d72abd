"""An opened workbook and the changes to its sheets; the files on disk are the business of `save`.

`Editor(data, name)`, then `write`, `replace` and `add_sheet` in any order, then `finish` and `write_to`.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.hosts.xlsx import (
    cells,
    graft,
    links,
    markup,
    plan,
    refuse,
    replacement,
    sessions,
    sheet_texts,
    splice,
    tables,
    validate,
)
from nastavnik_sheets.hosts.xlsx.archive import ArchiveError
from nastavnik_sheets.hosts.xlsx.frame import Frame, covering
from nastavnik_sheets.hosts.xlsx.markup import MarkupError
from nastavnik_sheets.hosts.xlsx.recalculation import Recalculation
from nastavnik_sheets.hosts.xlsx.scan import far_area
from nastavnik_sheets.hosts.xlsx.strings import NewStrings, clear_unused
from nastavnik_sheets.hosts.xlsx.styles import Styles
from nastavnik_sheets.hosts.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from nastavnik_sheets.hosts.protocol import Cell
    from nastavnik_sheets.hosts.xlsx.sessions import Session
    from nastavnik_sheets.hosts.xlsx.stream import SheetStream
    from nastavnik_sheets.hosts.xlsx.workbook import Sheet


_KEPT_FOR_READING = 32 << 20
"""Bytes of sheets, unpacked, that are kept from reading to writing; a school's book has two megabytes."""


class Editor:
    """A workbook in memory. Every method raises Refused rather than do something unsafe."""

    def __init__(self, data: bytes, book: str, *, drop_signature: bool = False) -> None:
        self._name, self._data, self._drops_signature = book, data, drop_signature
        self.package, part = refuse.open_package(data, book)
        with _explained(book):
            self.book = Workbook(self.package, part)
            self._strings = NewStrings(self.package, self.book)
        self._styles: Styles | None = None
        self._sessions: dict[str, Session] = {}
        self._recalculation = Recalculation()

    def _guard_signature(self) -> None:
        if not self._drops_signature:
            refuse.guard_signature(self.package, self._name)

    def sheets(self) -> list[str]:
        """Return the titles of the worksheets in their order."""
        return [one.title for one in self.book.sheets if one.kind == "worksheet"]

    def _place(self, title: str) -> str:
        return f"Книга «{self._name}», лист «{title}»"

    def _sheet(self, title: str) -> Sheet:
        return next(one for one in self.book.sheets if one.title == title and one.kind == "worksheet")

    def formulas(self, title: str) -> set[tuple[int, int]]:
        """Return the places of the cells of a sheet that held a formula when the book was opened."""
        with _explained(self._name):
            return sheet_texts.formulas(self.package.xml(self._sheet(title).part))

    def session(self, title: str) -> Session:
        """Return the state of a sheet, read on the first use. KeyError if there is no such sheet."""
        if title not in self.sheets():
            raise KeyError(title)
        if title not in self._sessions:
            with _explained(self._name):
                self._sessions[title] = self._open(title)
        return self._sessions[title]

    @contextmanager
    def _wholly(self) -> Iterator[None]:
        """Do everything in the block to the package, or nothing; what is wrong inside the book is explained."""
        before = self.package.state()
        try:
            with _explained(self._name):
                yield
        except BaseException:
            self.package.restore(before)
            self.book.read_again()
            raise

    def _open(self, title: str) -> Session:
        sheet = self._sheet(title)
        if sum(one.part == sheet.part for one in self.book.sheets) > 1:
            raise MarkupError("two sheets of one part")
        session = sessions.opened(self.package, sheet, self._place(title))
        self._recalculation.formulas_seen |= session.facts.has_formulas
        return session

    def for_reader(self) -> bytes:
        """Return the book for the reader of values, its sheets unpacked once for the reader and for us.

        Sheets of a huge book are unpacked by each in passing, so that they are never in memory.
        """
        parts = {one.part for one in self.book.sheets if one.kind == "worksheet" and one.part in self.package}
        if sum(self.package.size(part) for part in parts) > _KEPT_FOR_READING:
            return self._data
        try:
            return self.package.for_reader(parts)
        except ArchiveError:  # the reader tells damage by itself, sheet by sheet
            return self._data

    def guard_size(self, title: str) -> None:
        """Refuse to read a sheet whose lonely far-away cell would make its grid fill the memory."""
        sheet = self._sheet(title)
        if sheet.part not in self.package:
            return
        with _explained(self._name):
            area = far_area(self.package, sheet.part)
        if area:
            raise refuse.too_far(self._place(title), area)

    def protected(self, title: str) -> bool:
        """Tell whether the sheet is protected from people's changes."""
        return self.session(title).facts.protected

    def pending(self, title: str) -> Mapping[tuple[int, int], Cell]:
        """Return what has been set on a sheet and is not in the package yet."""
        return self._sessions[title].pending if title in self._sessions else {}

    def write(self, title: str, values: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells; Refused, and nothing set, if one of them must not be written."""
        self._guard_signature()
        session = self.session(title)
        wanted = session.admitted(values, from_1904=self.book.counts_from_1904)
        merged = {**session.pending, **wanted}
        if session.may_grow(wanted):
            with _explained(self._name):
                plan.make_plan(session.ground, merged)
        session.pending = merged

    def replace(self, title: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put the grid in place of everything on the sheet; its looks stay."""
        self._guard_signature()
        session = self.session(title)
        with self._wholly():
            replacement.replace_sheet(
                self.package, self.book, session.sheet, session.ground, grid,
                self._writer_of(session.ground.stream), self._style().wraps,
            )  # fmt: skip
        del self._sessions[title]
        self._changed(formulas_moved=session.facts.has_formulas)

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Take over a worksheet of another workbook, with all that belongs to it."""
        self._guard_signature()
        self.flush()
        self._sessions.pop(title, None)
        with self._wholly():
            had_formulas = graft.graft(
                self.package, self.book, self._style(), self._strings, source, title, replace=replace
            )
        self._changed(formulas_moved=had_formulas)

    def _style(self) -> Styles:
        if self._styles is None:
            self._styles = Styles(self.package, self.book)
        return self._styles

    def _writer_of(self, stream: SheetStream) -> splice.Writer:
        frame = Frame(stream.head, stream.tail, stream.dialect.prefix)
        from_1904, prefix = self.book.counts_from_1904, stream.dialect.prefix
        shared = self._strings.number if self._strings.wanted else None

        def cell(value: cells.Content, reference: str, style: str) -> bytes:
            kind = cells.style_kind(value)
            if kind:
                style = self._style().fitting(style or "0", kind)
            elif isinstance(value, Link) and style in ("", "0"):
                style = self._style().for_link()
            return cells.cell_markup(value, reference, style, prefix=prefix, from_1904=from_1904, shared=shared)

        return splice.Writer(cell, frame.column_style, self._formula_lost)

    def _formula_lost(self) -> None:
        self._recalculation.formulas_moved = True

    def flush(self) -> None:
        """Bring all that is pending into the package."""
        for title, session in list(self._sessions.items()):
            if session.pending:
                with self._wholly():
                    self._flush(session)
                del self._sessions[title]

    def _flush(self, session: Session) -> None:
        ground, stream = session.ground, session.ground.stream
        made = plan.make_plan(ground, session.pending)
        frame = Frame(stream.head, stream.tail, stream.dialect.prefix)
        everything = [(row, column) for row, columns in made.changes.items() for column in columns]
        cover = covering([at for at in everything if session.pending.get(at, "") is not None])
        if cover:
            frame.cover(cover)
        for table in ground.tables:
            tables.drop_insert_row(self.package, table, session.pending)
            if table.part in made.growth:
                frame.stretch_rules(table.area, made.growth[table.part])
                tables.resize(self.package, table, made.growth[table.part])
        self._link(session, frame)
        if not markup.well_formed(frame.head + stream.closing + frame.tail):
            raise MarkupError("frame")
        rows = splice.spliced(stream, session.facts, made.changes, self._writer_of(stream))
        part = session.sheet.part
        self.package.put(part, chain((frame.head,), rows, (stream.closing, frame.tail)))
        self._changed(formulas_moved=made.formulas_come)

    def _changed(self, *, formulas_moved: bool) -> None:
        self._recalculation.values_changed = True
        self._recalculation.formulas_moved |= formulas_moved

    def _link(self, session: Session, frame: Frame) -> None:
        blank = session.blanked
        links.set_links(
            self.package, self.book, session.sheet.part, frame, links=session.new_links,
            unlinked=lambda area: area.single and (area.top, area.left) in blank,
        )  # fmt: skip

    def finish(self, *, erase: bool = False) -> bool:
        """Bring everything into the package and check it; tell whether anything has changed.

        `erase` also clears the shared texts that no cell shows any more.
        """
        self.flush()
        with self._wholly():
            self._strings.save()
            if erase:
                clear_unused(self.package, self.book)
            if self._styles:
                self._styles.save()
            self._recalculation.settle(self.package, self.book)
            if self.package.changed:
                self.package.drop_signature()
                self._guard_result()
        return bool(self.package.changed)

    def _guard_result(self) -> None:
        """Refuse to save what has a fault that the book did not have before."""
        found = list(validate.faults(self.package, self.book, self.package.changed))
        if not found:
            return
        package, part = refuse.open_package(self._data, self._name)
        before = set(validate.faults(package, Workbook(package, part), validate.every_part(package)))
        new = next((one for one in found if one not in before), None)
        if new:
            raise Refused(f"Книга «{self._name}» не сохранена, Excel стал бы её чинить: {new}; прежний файл цел, "
                          "исправьте это в офисной программе и повторите.")  # fmt: skip

    def write_to(self, out: BinaryIO) -> None:
        """Write the finished package."""
        self.package.write(out)


@contextmanager
def _explained(book: str) -> Iterator[None]:
    """Turn what is wrong inside a book into a refusal that says so."""
    try:
        yield
    except (MarkupError, ArchiveError, UnicodeDecodeError) as error:
        raise refuse.damaged(book, error) from error
