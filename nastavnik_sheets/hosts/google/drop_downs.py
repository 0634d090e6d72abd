"""Drop-downs of a Google Sheet: what is offered in a column. Another value stays allowed: `check` asks about it.

Leaves to the caller which columns these are; the script of the menu sets the same rules by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.addresses import letters
from nastavnik_sheets.hosts.google.packing import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.hosts.google.tabs import Tab

Condition = dict[str, Any]

HELP = "Выберите из списка. Другое значение можно оставить, но проверка о нём спросит."
MOST = 500
"""More options than these Google does not take in one rule."""


def one_of(options: Sequence[str]) -> Condition:
    """Return a choice between these words."""
    return {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": one} for one in options[:MOST]]}


def one_of_cells(sheet: str, column: int, first: int, last: int) -> Condition:
    """Return a choice between the cells of a column, whatever stands in them later."""
    name = letters(column)
    cells = f"={quoted(sheet)}!${name}${first}:${name}${last}"
    return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": cells}]}


def request(tab: Tab, column: int, condition: Condition) -> dict[str, Any]:
    """Return the request that offers a choice in a column below its title."""
    area = {"sheetId": tab.id, "startRowIndex": 1, "startColumnIndex": column - 1, "endColumnIndex": column}
    rule = {"condition": condition, "inputMessage": HELP, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": area, "rule": rule}}
