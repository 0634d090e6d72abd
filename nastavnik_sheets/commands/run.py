"""How every command runs: open, read, plan, show or apply, keep the way back, write one line of history."""

from __future__ import annotations

import gc
import getpass
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from nastavnik_sheets import journal
from nastavnik_sheets.book import read_book
from nastavnik_sheets.cells import ERROR, fold
from nastavnik_sheets.commands.copies import keep_copy
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.progress import stage
from nastavnik_sheets.errors import UsageError, after_writing, noted_as_written, was_written
from nastavnik_sheets.hosts import file_of, is_far, open_host, sealing
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import LogRow
from nastavnik_sheets.workbook import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Change, Plan
    from nastavnik_sheets.hosts.excel import ExcelHost
    from nastavnik_sheets.hosts.file import FileHost
    from nastavnik_sheets.hosts.google.host import GoogleHost
    from nastavnik_sheets.hosts.protocol import Host
    from nastavnik_sheets.schema import Record


SHOWN = 3
_CORE = frozenset({"mentees", "mentors", "consents", "pairs", "meetings"})
"""Sheets nothing can be answered without; another one a school may have deleted on purpose."""


@dataclass
class Work:
    """What a command worked out: the plan, its words and facts, sheets to add, and what to do after saving."""

    plan: Plan
    message: str
    facts: dict[str, object] = field(default_factory=dict)
    exit_code: int = 0
    sheets: dict[str, bytes] = field(default_factory=dict)
    after: Callable[[], object] | None = None
    what: str = ""


def carry_out(
    address: str,
    work: Callable[[Book], Work],
    *,
    command: str,
    options: Options,
    only: Iterable[type[Record]] = RECORD_TYPES,
) -> Outcome:
    """Open the workbook, let `work` compute, and apply what it planned unless only a show was asked for."""
    gc.disable()  # a workbook is a million small values that live to the end; looking through them again costs a third
    stage("чтение книги")
    with _forgotten_if_not_made(address) as journals, opened(address, options) as host:
        book = read_book(host, only=only)
        stage("работа над записями")
        done = work(book)
        facts = {**done.facts, "changed_cells": _count(done)}
        message = done.message if command == "check" else "\n".join([*_lost(book), done.message])
        if options.dry_run:
            shown = [_change_json(change) for change in islice(done.plan.changes.values(), 1000)]
            return Outcome(message, {**facts, "changes": shown, "dry_run": True}, done.exit_code)
        if not done.plan.empty or done.sheets:
            stage("запись в книгу")
            _apply(host, done, journals, path=file_of(address), command=command, options=options)
    if done.after is not None:
        with noted_as_written():
            done.after()
    return Outcome(message, facts, done.exit_code)


def _lost(book: Book) -> list[str]:
    """Say which sheets and columns a command has not found: what it answers is without them."""
    sheets = [p for sheet, p in book.missing if p.level == ERROR or sheet.key in _CORE]
    columns = [i.problem for key in book.titles for i in book.layout_issues(key) if i.problem.level == ERROR]
    lost = [f"{problem.message}; {problem.cure}" for problem in (*sheets, *columns)]
    more = f" И ещё {len(lost) - SHOWN}: запустите проверку." if len(lost) > SHOWN else ""
    return [f"Внимание, ответ неполный: {'. '.join(lost[:SHOWN])}.{more}"] if lost else []


@contextmanager
def _forgotten_if_not_made(address: str) -> Iterator[list[Path]]:
    """Take back the journals that a block yields if it fails with nothing written.

    A file is saved at its end or not at all, an open workbook says when its first cell has been written.
    """
    journals: list[Path] = []
    try:
        yield journals
    except BaseException as error:
        if journals and is_far(address):
            after_writing(error)  # cells of a Google Sheet go over one portion after another
        for file in () if was_written(error) else journals:
            file.unlink(missing_ok=True)
        raise


def opened(address: str | Path, options: Options) -> FileHost | ExcelHost | GoogleHost:
    """Return the host of a workbook with all that a command was told about opening it."""
    return open_host(address, now=lambda: options.now, drop_signature=options.drop_signature, password=options.password)


def _apply(host: Host, done: Work, journals: list[Path], *, path: Path, command: str, options: Options) -> None:
    plan, settings = done.plan, done.plan.book.settings
    seal = sealing.seal_of(path, options.password)
    run = _run_name(path, options, command)
    _bring_back_sheets(host, plan, day=options.day)
    there = host.sheets()
    drawn = {_spelled(host, title): content for title, content in done.sheets.items()}
    was_there = {title: title in there for title in drawn}
    _guard_writable(host, plan, drawn)
    known = [title for title in drawn if was_there[title]]
    copy = keep_copy(host, path, known, settings=settings, options=options) if drawn else ""
    journals.append(journal.record(path, plan, run=run, command=command, drawn=was_there, copy=copy, seal=seal))
    what = done.what or done.message.splitlines()[0]
    plan.add(LogRow(when=options.now, command=command, who=user(), what=what, changed=_count(done), run=run))
    plan.apply(host)
    for title, content in drawn.items():
        host.add_sheet(title, content, replace=True)
    host.keep_copies(count=settings.backups, days=settings.backup_days)
    journal.prune(path, keep=settings.backups, not_before=options.now - timedelta(days=settings.backup_days))


def _guard_writable(host: Host, plan: Plan, drawn: Iterable[str]) -> None:
    """Refuse before the way back is written, so that undo never finds a run that never was."""
    from nastavnik_sheets.hosts.excel import ExcelHost

    if isinstance(host, ExcelHost):
        kept = {change.sheet for change in plan.changes.values()} | {one.sheet for one in plan.replacements.values()}
        log = plan.book.title(sheet_of(LogRow))
        host.guard_writable(dict.fromkeys([*sorted(kept), log], False) | dict.fromkeys(drawn, True))


def _spelled(host: Host, title: str) -> str:
    """Return how the workbook spells the title of a sheet, which people may have typed anew in other letters."""
    return next((known for known in host.sheets() if fold(known) == fold(title)), title)


def _bring_back_sheets(host: Host, plan: Plan, *, day: date) -> None:
    """Put back, empty, the generated sheets that somebody deleted and the plan needs."""
    missing = [r for r in plan.replacements.values() if r.sheet not in host.sheets()]
    if not missing:
        return
    from nastavnik_sheets import template

    content = template.build(today=day)
    for replacement in missing:
        host.add_sheet(replacement.sheet, content)


def _run_name(path: Path, options: Options, command: str) -> str:
    """Return a name that sorts by time and has not been used for this workbook."""
    stem = options.now.strftime("%Y%m%d-%H%M%S")
    used = {file.name for file in journal.folder_of(path).glob("*.json")}
    for number in range(1, 10_000):
        run = f"{stem}-{number:03d}-{command}"
        if not any(f".{stem}-{number:03d}-" in name for name in used):
            return run
    msg = "Слишком много запусков за одну секунду: повторите команду."
    raise UsageError(msg)


def _count(done: Work) -> int:
    return len(done.plan.changes) + sum(len(r.after) for r in done.plan.replacements.values())


def _change_json(change: Change) -> dict[str, object]:
    return {"sheet": change.sheet, "row": change.row, "column": change.column,
            "before": str(change.before or ""), "after": str(change.after or "")}  # fmt: skip


def user() -> str:
    """Return who is at the computer, for history."""
    with suppress(Exception):  # a service account may have no name at all
        return getpass.getuser()
    return "?"
