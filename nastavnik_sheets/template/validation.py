"""Drop-downs, limits and hints of cells: what Excel and LibreOffice themselves say while somebody types.

Lists stand on «Списки» and grow there: a named range follows each of them. Leaves what is really wrong to `check`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import EARLIEST, LATEST, Choice, Date, Number, Whole, YesNo
from nastavnik_sheets.codes import Ref
from nastavnik_sheets.schema import GENERATED
from nastavnik_sheets.template.formulas import LAST_ROW
from nastavnik_sheets.workbook import sheet_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from xlsxwriter.workbook import Workbook

    from nastavnik_sheets.cells import Kind
    from nastavnik_sheets.schema import Column, Sheet

LIST_SHEET = "Списки"
CODED = ("mentees", "mentors", "pairs", "programmes", "partners", "questions", "plans")
"""Sheets whose codes are offered where another sheet refers to one of them."""


def list_name(title: str) -> str:
    """Return the defined name of a list: «Список_Удобное_время»."""
    return "Список_" + re.sub(r"\W+", "_", title)


def codes_name(key: str) -> str:
    """Return the defined name of the codes of a sheet: «Коды_Пары»."""
    return "Коды_" + sheet_named(key).title.replace(" ", "_")


def define_names(book: Workbook, lists: Iterable[str]) -> None:
    """Define a range per list that follows the rows of «Списки», and one per sheet of codes."""
    for title in lists:
        first = f'MATCH("{title}",{LIST_SHEET}!$A:$A,0)'
        last = f'{first}+COUNTIF({LIST_SHEET}!$A:$A,"{title}")-1'
        rows = f"=INDEX({LIST_SHEET}!$B:$B,{first}):INDEX({LIST_SHEET}!$B:$B,{last})"
        book.define_name(list_name(title), rows)
    for key in CODED:
        title = sheet_named(key).title
        last = f"MAX(2,COUNTA({title}!$A$1:$A${LAST_ROW}))"
        book.define_name(codes_name(key), f"={title}!$A$2:INDEX({title}!$A$1:$A${LAST_ROW},{last})")


def validation(column: Column, sheet: Sheet) -> dict[str, object] | None:
    """Return XlsxWriter's options for the cells of a column, None if there is nothing to say."""
    if sheet.use == GENERATED and not column.decision:
        return _untouchable(column)
    if column.generated:
        return _prompt(column, {"validate": "any"}) if column.hint else None
    rule = rule_of(column.kind)
    if rule is None:
        return _prompt(column, {"validate": "any"}) if column.hint else None
    return _prompt(column, rule)


def _untouchable(column: Column) -> dict[str, object]:
    """Sheets are protected, but Excel sorts unlocked cells only: a rule refuses typing instead of the lock."""
    return {
        "validate": "custom",
        "value": "=FALSE",
        "error_title": column.title[:32],
        "error_message": "Этот столбец заполняет программа. Ваше место — столбец «Решение», если он есть.",
    }


def rule_of(kind: Kind) -> dict[str, object] | None:
    """Return the rule of a kind of cell."""
    match kind:
        case YesNo():
            return _list(["да", "нет"])
        case Choice():
            return _choice(kind)
        case Ref() if not kind.many and len(kind.to) == 1 and kind.to[0] in CODED:
            return _warned("=" + codes_name(kind.to[0]), "Такого кода на листе нет. Сверьте код или оставьте пока так.")
        case Date():
            return _between("date", EARLIEST, LATEST, "Впишите дату вида 01.09.2025.")
        case Whole():
            return _between("integer", kind.minimum, kind.maximum, _limits("целое число", kind.minimum, kind.maximum))
        case Number():
            return _between("decimal", kind.minimum, kind.maximum, _limits("число", kind.minimum, kind.maximum))
        case _:
            return None


def _choice(kind: Choice) -> dict[str, object]:
    source: object = f"={list_name(kind.from_list)}" if kind.from_list else list(kind.options)
    if kind.many or kind.open:
        return {**_warned(source, ""), "show_error": False}
    if kind.from_list:
        where = f"Значения нет в списке «{kind.from_list}». Выберите из списка или добавьте его на лист «Списки»."
        return _warned(source, where)
    return _list(list(kind.options))


def _list(options: list[str]) -> dict[str, object]:
    return {"validate": "list", "source": options, "error_title": "Не из списка", "error_message": _PICK}


_PICK = "Выберите значение из выпадающего списка."


def _warned(source: object, message: str) -> dict[str, object]:
    rule = {"validate": "list", "source": source, "error_type": "warning"}
    return {**rule, "error_title": "Не из списка", "error_message": message} if message else rule


def _between(validate: str, low: date | float, high: date | float, message: str) -> dict[str, object]:
    return {
        "validate": validate,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_title": "Не подходит",
        "error_message": message,
    }


def _limits(what: str, low: float, high: float) -> str:
    return f"Впишите {what} от {low:g} до {high:g}."


def _prompt(column: Column, rule: dict[str, object]) -> dict[str, object]:
    hint = column.hint or ("несколько — через точку с запятой" if getattr(column.kind, "many", False) else "")
    if not hint:
        return rule
    message = hint[0].upper() + hint[1:] + ("" if hint.endswith(".") else ".")
    return {**rule, "input_title": column.title[:32], "input_message": message[:255]}
