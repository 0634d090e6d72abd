"""The live numbers of «Начало»: an ordinary formula for each, and its value in the workbook as it is built.

A text with numbers is written «наставляемых {mentees}» and becomes a formula and a value alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import ERROR
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.template.formulas import column_ref
from nastavnik_sheets.terms import HELD, PROCESSING
from nastavnik_sheets.workbook import sheet_named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nastavnik_sheets.schema import Record

FIRST_SETTINGS = ("school_full", "school_short", "place", "director", "coordinator", "programme_start", "programme_end")
"""What must stand on «Настройки» before anything is printed."""

TODAY = "TODAY()"
MONTH = "DATE(YEAR(TODAY()),MONTH(TODAY()),1)"
NEXT_MONTH = "DATE(YEAR(TODAY()),MONTH(TODAY())+1,1)"


@dataclass(frozen=True)
class State:
    """The workbook as it is built: records by type, settings by attribute, the day."""

    records: Mapping[type[Record], Sequence[Record]]
    values: Mapping[str, object]
    today: date

    def rows(self, key: str) -> list[dict[str, object]]:
        """Return the records of a sheet as dictionaries of attributes."""
        return [vars(record) for record in self.records.get(sheet_named(key).record, ())]


class Number(NamedTuple):
    """A number: its formula without "=", and how it is counted here."""

    formula: str
    count: Callable[[State], int]


def _range(key: str, name: str) -> str:
    sheet = sheet_named(key)
    return column_ref(sheet, sheet.column(name))


def _filled(key: str, name: str, *, without: str = "") -> Number:
    """Rows where one column is filled, and another, if named, is empty."""
    formula = f"SUMPRODUCT((LEN({_range(key, name)})>0)*1)"
    if without:
        formula = f"SUMPRODUCT((LEN({_range(key, name)})>0)*(LEN({_range(key, without)})=0))"

    def count(state: State) -> int:
        return sum(1 for row in state.rows(key) if row[name] and not (without and row[without]))

    return Number(formula, count)


def _equal(key: str, name: str, value: str, *, without: str = "") -> Number:
    """Rows where a column has this value, and another, if named, is empty."""
    formula = f'COUNTIF({_range(key, name)},"{value}")'
    if without:
        formula = f'SUMPRODUCT(({_range(key, name)}="{value}")*(LEN({_range(key, without)})=0))'

    def count(state: State) -> int:
        return sum(1 for row in state.rows(key) if row[name] == value and not (without and row[without]))

    return Number(formula, count)


def setting_formula(name: str) -> str:
    """Return the formula of a value of «Настройки» by the attribute of `Settings`, wherever its line stands."""
    return f'INDEX({_range("settings", "value")},MATCH("{title_of(name)}",{_range("settings", "title")},0))'


def _settings_filled() -> Number:
    formula = "+".join(f"(LEN({setting_formula(name)})>0)" for name in FIRST_SETTINGS)
    return Number(formula, lambda state: sum(1 for name in FIRST_SETTINGS if as_cell(state.values.get(name))))


def _meetings_this_month() -> Number:
    held = _range("meetings", "held")
    formula = f'COUNTIFS({_range("meetings", "state")},"состоялась",{held},">="&{MONTH},{held},"<"&{NEXT_MONTH})'

    def count(state: State) -> int:
        month = (state.today.year, state.today.month)
        held = (row["held"] for row in state.rows("meetings") if row["state"] == HELD)
        return sum(1 for day in held if isinstance(day, date) and (day.year, day.month) == month)

    return Number(formula, count)


def _roadmap_late() -> Number:
    end, state = _range("roadmap", "end"), _range("roadmap", "state")
    formula = f'SUMPRODUCT((LEN({end})>0)*({end}<{TODAY})*({state}<>"выполнено")*({state}<>"отложено"))'

    def count(book: State) -> int:
        rows = (row for row in book.rows("roadmap") if row["state"] not in {"выполнено", "отложено"})
        ends = (row["end"] for row in rows)
        return sum(1 for end in ends if isinstance(end, date) and end < book.today)

    return Number(formula, count)


NUMBERS: dict[str, Number] = {
    "filled": _settings_filled(),
    "roadmap": _filled("roadmap", "code"),
    "done": _equal("roadmap", "state", "выполнено"),
    "late": _roadmap_late(),
    "mentees": _filled("mentees", "code", without="left"),
    "mentors": _filled("mentors", "code", without="left"),
    "consents": _equal("consents", "kind", PROCESSING, without="withdrawn"),
    "suggested": _filled("suggestions", "mentee"),
    "accepted": _equal("suggestions", "decision", "принять"),
    "pairs": _equal("pairs", "state", "утверждена"),
    "no_order": _equal("pairs", "state", "утверждена", without="order_number"),
    "month": _meetings_this_month(),
    "meetings": _equal("meetings", "state", "состоялась"),
    "answers": _filled("answers", "code"),
    "awards": _filled("awards", "code"),
    "errors": _equal("findings", "level", ERROR),
}

_PLACE = re.compile(r"\{(\w+)\}")


def text_formula(text: str) -> str:
    """Return the formula of a text with numbers: «всего {x}» is "всего "&(…)."""
    parts = _PLACE.split(text)
    pieces = [f'"{part}"' if i % 2 == 0 else f"({NUMBERS[part].formula})" for i, part in enumerate(parts) if part]
    return "&".join(pieces)


def text_value(text: str, state: State) -> str:
    """Return the text with the numbers as they are now."""
    return _PLACE.sub(lambda place: str(NUMBERS[place[1]].count(state)), text)


class Advice(NamedTuple):
    """What to do first while a number is below (or above) a limit."""

    number: str
    sign: str
    limit: int
    text: str


ADVICE = (
    Advice("filled", "<", len(FIRST_SETTINGS), "Откройте лист «Настройки» и впишите школу, подписи и сроки."),
    Advice("mentees", "<", 1, "Загрузите ответы анкет или впишите людей на лист «Наставляемые»."),
    Advice("mentors", "<", 1, "Загрузите ответы анкет или впишите людей на лист «Наставники»."),
    Advice("errors", ">", 0, "Разберите ошибки на листе «Замечания»: {errors}."),
    Advice("pairs", "<", 1, "Подберите пары, решите на листе «Предложения» и утвердите их приказом."),
    Advice("no_order", ">", 0, "Выпустите приказ: без него утверждённых пар {no_order}."),
    Advice("late", ">", 0, "Отметьте сделанное на листе «Дорожная карта»: просрочено {late}."),
)
NOTHING = "Всё идёт по плану: отмечайте встречи и проверяйте записи раз в месяц."


def advice_formula() -> str:
    """Return the formula of the first advice that applies."""
    formula = f'"{NOTHING}"'
    for advice in reversed(ADVICE):
        number = NUMBERS[advice.number].formula
        formula = f"IF(({number}){advice.sign}{advice.limit},{text_formula(advice.text)},{formula})"
    return formula


def advice_value(state: State) -> str:
    """Return the advice as it is now."""
    for advice in ADVICE:
        number = NUMBERS[advice.number].count(state)
        if number < advice.limit if advice.sign == "<" else number > advice.limit:
            return text_value(advice.text, state)
    return NOTHING


def day_formula(name: str) -> str:
    """Return the formula of a date of «Настройки» as text; TEXT() reads its format in the user's language."""
    value = setting_formula(name)
    return f'RIGHT("0"&DAY({value}),2)&"."&RIGHT("0"&MONTH({value}),2)&"."&YEAR({value})'
