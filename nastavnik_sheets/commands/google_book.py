"""`new` in a Google Sheet that somebody has made and shared: the sheets of the template, filled and formatted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.google import spreadsheet_key
from nastavnik_sheets.workbook import SHEETS

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.google.host import GoogleHost


def new(address: str, *, demo: bool = False, options: Options) -> Outcome:
    """Fill an empty Google Sheet with a new workbook; one that holds anything is never touched."""
    if demo:
        raise UsageError("Придуманную школу сделайте файлом: nastavnik new --demo Школа.xlsx.")
    from nastavnik_sheets import template
    from nastavnik_sheets.hosts.google import looks

    with open_host(address, now=lambda: options.now) as opened:
        host = cast("GoogleHost", opened)
        there = host.sheets()
        if any(cell is not None for title in there for row in host.read(title) for cell in row):
            raise Refused(f"В таблице «{host.name}» уже что-то есть: заведите в Google новую пустую таблицу.")
        if not options.dry_run:
            content = template.build(today=options.day)
            host.rename_sheet(there[0], SHEETS[0].title)
            for sheet in SHEETS:
                host.put_sheet(sheet.title, *looks.sheet_of(content, sheet.title, computed=False))
        name = host.name
    message = (
        f"Таблица «{name}» стала книгой. Начните с листа «Настройки». Выпадающие списки и меню ставит сценарий "
        "Code.gs, диаграмм и формул в ней нет: посчитанное пишут команды."
    )
    return Outcome(message, {"spreadsheet": spreadsheet_key(address)})
