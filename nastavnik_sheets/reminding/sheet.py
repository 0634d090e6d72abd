"""«Напоминания»: a row for each thing due, and what people have decided about it at an earlier run.

«сделано» ends a reminder though the records do not show it yet; «отложить» does so until a day. Both kinds stand
below the others as long as the cause is there, so that nothing is lost out of sight. Decisions are found by «Ключ».
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address
from nastavnik_sheets.facts import day
from nastavnik_sheets.facts.withdrawal import may_process
from nastavnik_sheets.fixes import quoted
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.reminding.due import when
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Reminder
from nastavnik_sheets.terms import DUE_DECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Cell
    from nastavnik_sheets.reminding.due import Due

MADE, PUT_OFF = DUE_DECISIONS


@dataclass(frozen=True)
class Reminders:
    """The rows of the sheet with the cells that are links; what is to be done now, and how much is set aside."""

    rows: list[Reminder]
    cells: dict[tuple[int, str], Cell]
    open: list[Due]
    made: int
    put_off: int


def reminders(book: Book, found: Sequence[Due], *, today: date) -> Reminders:
    """Return the sheet for what is due, each with the decision it had."""
    before = {row.key: row for row in book[Reminder] if row.key}
    placed = [(due, _decided(before.get(digest(due.key)), book, today)) for due in found]
    ordered = sorted(placed, key=lambda one: one[1].decision is not None)  # stable: groups stay as they were
    rows: list[Reminder] = []
    cells: dict[tuple[int, str], Cell] = {}
    for index, (due, old) in enumerate(ordered):
        rows.append(_row(book, due, old, today))
        cells.update(_cells(book, index, due, old))
    return Reminders(
        rows,
        cells,
        open=[due for due, old in ordered if old.decision is None],
        made=sum(old.decision == MADE for _, old in ordered),
        put_off=sum(old.decision == PUT_OFF for _, old in ordered),
    )


def digest(key: str) -> str:
    """Return a key short enough for a narrow column."""
    return hashlib.sha256(key.encode()).hexdigest()[:10]


def _decided(old: Reminder | None, book: Book, today: date) -> Reminder:
    """Return what was decided; a put-off whose day has come is open again, one without a day gets one."""
    if old is None:
        return Reminder()
    if old.decision != PUT_OFF:
        return old
    if old.until is None:
        return replace(old, until=today + timedelta(days=max(1, book.settings.remind_days)))
    return replace(old, decision=None, until=None) if old.until <= today else old


def _row(book: Book, due: Due, old: Reminder, today: date) -> Reminder:
    words = when(due.due, today)
    if old.decision == MADE:
        words = "сделано; в книге не видно"
    elif old.decision == PUT_OFF and old.until is not None:
        words = f"отложено до {day(old.until)}"
    return Reminder(
        who=due.who.words,
        due=due.due,
        when=words,
        task=due.task,
        about="; ".join(due.about) or None,
        about_name="; ".join(name for code in due.about if (name := _name(book, code, today))) or None,
        why=due.why,
        place=_place(book, due)[0],
        decision=old.decision,
        until=old.until,
        comment=old.comment,
        key=digest(due.key),
    )


def _name(book: Book, code: str, today: date) -> str:
    """Return a name to find somebody by; of those who have withdrawn their consent the code is enough."""
    person = book.person(code)
    return (person.full_name or "") if person and may_process(book, code, today) else ""


def _place(book: Book, due: Due) -> tuple[str, str]:
    """Return how the row is called, and the link to its cell."""
    if due.record is None:
        return "", ""
    sheet = sheet_of(due.record)
    title, row = book.title(sheet), due.record.row
    cell = address(row, book.table(type(due.record)).positions.get(due.name, 1))
    return f"{title}, строка {row}", f"#{quoted(title)}!{cell}"


def _cells(book: Book, index: int, due: Due, old: Reminder) -> Mapping[tuple[int, str], Cell]:
    """Return the link, and a decision that cannot be read as the person typed it: it is hers to correct."""
    text, target = _place(book, due)
    cells: dict[tuple[int, str], Cell] = {(index, "place"): Link(text, target)} if target else {}
    if old.row:
        table = book.table(Reminder)
        for name in ("decision", "until"):
            raw = table.raw(old.row, name)
            if getattr(old, name) is None and isinstance(raw, str) and raw.strip() and raw not in DUE_DECISIONS:
                cells[index, name] = raw
    return cells
