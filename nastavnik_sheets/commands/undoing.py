"""`undo`: put back what the last run changed, cell by cell, and say what somebody has changed since."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from nastavnik_sheets import journal
from nastavnik_sheets.addin.buttons import name_of
from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.run import opened, user
from nastavnik_sheets.hosts import file_of, sealing
from nastavnik_sheets.service_sheets import LogRow

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from nastavnik_sheets.hosts import Host

SHOWN = 10
NO_COPY = "прежней копии книги нет, лист оставлен как есть; его перерисует та же команда"
NEVER_WAS = (
    "Последней команды {command} в книге нет: книгу закрыли без сохранения. Возвращать нечего; повторите отмену — "
    "отменится команда перед ней."
)
EMPTIED = "Команда {command}, которая сделала этот лист, отменена. Повторите её — лист появится снова; можно и удалить."


def undo(address: str, *, options: Options) -> Outcome:
    """Undo the last run of a command on this workbook."""
    path = file_of(address)
    run = journal.last_run(path, password=options.password)
    if run is None:
        with opened(address, options):  # says so if there is no such workbook
            pass
        return Outcome("Отменять нечего: неотменённых команд, которые меняли книгу, нет.", {"restored": 0, "left": []})
    with opened(address, options) as host:
        undone = journal.undo(host, run)
        if not undone.cells and _never_was(host, run):
            return _forgotten(path, run, options)
        sheets, lost = _drawn_before(host, path, run, options)
        undone = replace(undone, left=(*undone.left, *lost))
        if not options.dry_run:
            for sheet, cells in undone.cells.items():
                host.write(sheet, cells)
            for sheet, grid in undone.grids.items():
                host.replace(sheet, grid)
            for sheet, content in sheets.items():
                host.add_sheet(sheet, content, replace=True)
            _log(host, run, undone, options)
    if not options.dry_run:
        journal.forget_run(path, run)
    facts: dict[str, object] = {"run": run.run, "command": run.command, "restored": undone.restored,
                                "sheets": [*undone.grids, *sheets], "left": list(undone.left)}  # fmt: skip
    return Outcome(_message(run, undone, [*undone.grids, *sheets], shown_only=options.dry_run), facts)


def _never_was(host: Host, run: journal.Run) -> bool:
    """Tell whether a run is not in the history of the workbook, which was open then and closed without saving."""
    rows = read_book(host, only=(LogRow,))[LogRow]
    return (
        any(entry.sheet != journal.KEPT for entry in run.entries)
        and bool(rows)
        and all(row.run != run.run for row in rows)
    )


def _forgotten(path: Path, run: journal.Run, options: Options) -> Outcome:
    if not options.dry_run:
        journal.forget_run(path, run)
    facts: dict[str, object] = {"run": run.run, "command": run.command, "restored": 0, "sheets": [], "left": []}
    return Outcome(NEVER_WAS.format(command=name_of(run.command)), facts)


def _drawn_before(host: Host, path: Path, run: journal.Run, options: Options) -> tuple[dict[str, bytes], list[str]]:
    """Return the sheets that the run drew as they were before it, and what is said of those that cannot come back."""
    found: dict[str, bytes] = {}
    lost: list[str] = []
    earlier = _copy_before(path, run, options) if any(run.drawn.values()) else None
    kept = _sheets_of(earlier) if earlier is not None else []
    for title, was_there in run.drawn.items():
        if was_there and earlier is not None and title in kept:
            found[title] = earlier
        elif was_there:
            lost.append(f"«{title}»: {NO_COPY}")
        elif title in host.sheets():
            found[title] = _emptied(title, run, options.day)
    return found, lost


def _copy_before(path: Path, run: journal.Run, options: Options) -> bytes | None:
    """Return the workbook as it was before the run, from its copies; None if that copy is gone."""
    from nastavnik_sheets.hosts.backups import list_backups

    kept = next((one for one in list_backups(path.resolve()) if one.digest == run.copy), None)
    return sealing.opened(kept.path.read_bytes(), kept.path.name, options.password)[0] if kept else None


def _sheets_of(content: bytes) -> list[str]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


def _emptied(title: str, run: journal.Run, day: date) -> bytes:
    """Return a sheet that says why it is empty: sheets are deleted only by people."""
    from nastavnik_sheets.monitoring.canvas import drawn

    return drawn(title, "", day, lambda canvas: canvas.note(EMPTIED.format(command=name_of(run.command))))


def _log(host: Host, run: journal.Run, undone: journal.Undone, options: Options) -> None:
    plan = Plan(read_book(host, only=(LogRow,)))
    what = f"Отменён запуск {run.run}; оставлено как есть: {len(undone.left)}"
    plan.add(LogRow(when=options.now, command="undo", who=user(), what=what, changed=undone.restored, run=run.run))
    plan.apply(host)


def _message(run: journal.Run, undone: journal.Undone, sheets: list[str], *, shown_only: bool) -> str:
    verbs = ("Будет отменена", "вернётся") if shown_only else ("Отменена", "возвращено")
    lines = [f"{verbs[0]} команда {name_of(run.command)}: {verbs[1]} ячеек {undone.restored}."]
    if sheets and not undone.restored:
        lines = [f"{verbs[0]} команда {name_of(run.command)}."]
    if sheets:
        lines.append("Листы — как до неё: " + ", ".join(f"«{title}»" for title in sheets) + ".")
    if undone.left:
        lines.append(f"Оставлено как есть: {len(undone.left)}.")
        lines.extend(f"  {place}" for place in undone.left[:SHOWN])
    return "\n".join(lines)
