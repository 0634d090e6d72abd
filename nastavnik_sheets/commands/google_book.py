"""`new` in a Google Sheet that somebody has made and shared: the sheets of the template, filled and formatted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.forms.offers import offers
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.google import spreadsheet_key
from nastavnik_sheets.schema import LAYOUT, sheet_of
from nastavnik_sheets.service_sheets import ListEntry
from nastavnik_sheets.workbook import SHEETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.hosts.google import drop_downs
    from nastavnik_sheets.hosts.google.host import GoogleHost
    from nastavnik_sheets.hosts.protocol import Grid
    from nastavnik_sheets.schema import Sheet


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
            lists = _places_of_lists(host.read(sheet_of(ListEntry).title))
            for sheet in SHEETS:
                host.offer(sheet.title, _choices(sheet, lists))
        name = host.name
    message = (
        f"Таблица «{name}» стала книгой. Начните с листа «Настройки». Меню ставит сценарий Code.gs; "
        "диаграмм и формул в ней нет: посчитанное пишут команды."
    )
    return Outcome(message, {"spreadsheet": spreadsheet_key(address)})


def _choices(sheet: Sheet, lists: Mapping[str, tuple[int, int]]) -> dict[int, drop_downs.Condition]:
    """Return the choices of a sheet by column; those of «Списки» are whatever stands there at the moment."""
    from nastavnik_sheets.hosts.google import drop_downs

    made, column = {}, 1 + sheet_of(ListEntry).columns.index(sheet_of(ListEntry).column("value"))
    for one in offers(sheet.columns if sheet.use != LAYOUT else ()):
        place = 1 + sheet.columns.index(one.column)
        if one.options:
            made[place] = drop_downs.one_of(one.options)
        elif one.from_list in lists:
            made[place] = drop_downs.one_of_cells(sheet_of(ListEntry).title, column, *lists[one.from_list])
    return made


def _places_of_lists(grid: Grid) -> dict[str, tuple[int, int]]:
    """Return the first and the last row of every list of «Списки»."""
    at = sheet_of(ListEntry).columns.index(sheet_of(ListEntry).column("list_name"))
    made: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(grid, start=1):
        name = row[at] if len(row) > at else None
        if isinstance(name, str):
            made[name] = (made.get(name, (number, 0))[0], number)
    return made
