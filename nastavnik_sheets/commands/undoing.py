"""`undo`: put back what the last run changed, cell by cell, and say what somebody has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets import journal
from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.run import user
from nastavnik_sheets.hosts import file_of, open_host
from nastavnik_sheets.service_sheets import LogRow

if TYPE_CHECKING:
    from nastavnik_sheets.hosts import Host

SHOWN = 10


def undo(address: str, *, options: Options) -> Outcome:
    """Undo the last run of a command on this workbook."""
    path = file_of(address)
    run = journal.last_run(path)
    if run is None:
        with open_host(address):  # says so if there is no such workbook
            pass
        return Outcome("Отменять нечего: запусков с изменениями не осталось.", {"restored": 0, "left": []})
    with open_host(address, now=lambda: options.now) as host:
        undone = journal.undo(host, run)
        if not options.dry_run:
            for sheet, cells in undone.cells.items():
                host.write(sheet, cells)
            for sheet, grid in undone.grids.items():
                host.replace(sheet, grid)
            _log(host, run, undone, options)
    if not options.dry_run:
        journal.forget_run(path, run)
    facts: dict[str, object] = {"run": run.run, "command": run.command, "restored": undone.restored,
                                "left": list(undone.left)}  # fmt: skip
    return Outcome(_message(run, undone), facts)


def _log(host: Host, run: journal.Run, undone: journal.Undone, options: Options) -> None:
    plan = Plan(read_book(host, only=(LogRow,)))
    what = f"Отменён запуск {run.run}; оставлено как есть: {len(undone.left)}"
    plan.add(LogRow(when=options.now, command="undo", who=user(), what=what, changed=undone.restored, run=run.run))
    plan.apply(host)


def _message(run: journal.Run, undone: journal.Undone) -> str:
    lines = [f"Отменена команда «{run.command}»: возвращено ячеек {undone.restored}."]
    if undone.left:
        lines.append(f"Оставлено как есть: {len(undone.left)}.")
        lines.extend(f"  {place}" for place in undone.left[:SHOWN])
    return "\n".join(lines)
