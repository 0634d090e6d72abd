"""Colours that come by themselves: rows with findings, what is late, approved pairs, what is still to be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.check import address
from nastavnik_sheets.codes import Code, Shown
from nastavnik_sheets.schema import INPUT
from nastavnik_sheets.template.formulas import LAST_ROW
from nastavnik_sheets.template.style import AMBER, FAINT, GREEN, LEAF, MUTED, NEEDED, RED, ROSE, SAND, TEAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.schema import Column, Sheet
    from nastavnik_sheets.template.style import Styles


class Rule(NamedTuple):
    """Cells of one column (all if it is empty) look so in the rows where the formula holds."""

    column: str
    formula: str
    look: dict[str, object]


LATE: dict[str, object] = {"font_color": RED, "bold": True, "bg_color": ROSE}
SOON: dict[str, object] = {"font_color": AMBER, "bold": True}
GOOD: dict[str, object] = {"font_color": GREEN, "bg_color": LEAF}
OVER: dict[str, object] = {"font_color": MUTED}

RULES: dict[str, tuple[Rule, ...]] = {
    "roadmap": (
        Rule("end", 'AND(LEN({end})>0,{end}<TODAY(),{state}<>"выполнено",{state}<>"отложено")', LATE),
        Rule("state", '{state}="выполнено"', GOOD),
        Rule("state", '{state}="в работе"', SOON),
    ),
    "plans": (Rule("due", "AND(LEN({due})>0,{due}<TODAY(),LEN({done})=0)", LATE),),
    "consents": (
        Rule("valid_until", "AND(LEN({valid_until})>0,{valid_until}<TODAY(),LEN({withdrawn})=0)", LATE),
        Rule("valid_until", "AND(LEN({valid_until})>0,{valid_until}<TODAY()+30,LEN({withdrawn})=0)", SOON),
        Rule("", "LEN({withdrawn})>0", OVER),
    ),
    "pairs": (
        Rule("state", '{state}="утверждена"', GOOD),
        Rule("planned_end", 'AND(LEN({planned_end})>0,{planned_end}<TODAY(),{state}="утверждена")', LATE),
        Rule("", 'OR({state}="завершена",{state}="прекращена",{state}="отклонена")', OVER),
    ),
    "meetings": (
        Rule("held", 'AND(LEN({held})>0,{held}<TODAY(),{state}="план")', LATE),
        Rule("state", '{state}="состоялась"', GOOD),
        Rule("", '{state}="отменена"', OVER),
    ),
    "mentees": (Rule("", "LEN({left})>0", OVER),),
    "mentors": (Rule("", "LEN({left})>0", OVER),),
    "requests": (Rule("received", "AND(LEN({received})>0,{received}<TODAY()-30,LEN({answered})=0)", SOON),),
    "suggestions": (
        Rule("decision", '{decision}="принять"', GOOD),
        Rule("decision", '{decision}="отклонить"', OVER),
        Rule("best", '{best}="да"', GOOD),
    ),
    "findings": (
        Rule("level", '{level}="ошибка"', LATE),
        Rule("level", '{level}="предупреждение"', {"font_color": AMBER, "bold": True, "bg_color": SAND}),
    ),
}

STEPS = {
    "roadmap": "stage",
    "lists": "list_name",
    "indicators": "part",
    "questions": "questionnaire",
    "suggestions": "mentee",
}
"""Sheets whose rows come in groups: a line is drawn where the value of this column changes."""

REPEATED = {"roadmap": ("stage_title", "action"), "lists": ("list_name",), "questions": ("questionnaire",)}
"""Columns that say the same in row after row: the repetition is pale."""


def colour_rules(styles: Styles, page: Worksheet, sheet: Sheet) -> None:
    """Add the conditional formats of a sheet, the most important first."""
    width = len(sheet.columns)
    if sheet.use == INPUT:
        note = _cell(sheet, "check_note")
        for word, colour in (("ошибка", ROSE), ("предупреждение", SAND)):
            _add(page, 0, width - 1, f'LEFT({note},{len(word)})="{word}"', styles.difference(bg_color=colour))
    for rule in RULES.get(sheet.key, ()):
        first, last = _span(sheet, rule.column)
        _add(page, first, last, rule.formula.format(**_cells(sheet)), styles.difference(**rule.look))
    for first, last, formula in _needed(sheet):
        _add(page, first, last, formula, styles.difference(bg_color=NEEDED))
    for name in REPEATED.get(sheet.key, ()):
        own = _cell(sheet, name)
        look = styles.difference(font_color=FAINT)
        _add(page, *_span(sheet, name), f"AND(LEN({own})>0,{own}={own.replace('2', '1')})", look)
    if sheet.key in STEPS:
        own = _cell(sheet, STEPS[sheet.key])
        look = styles.difference(top=1, top_color=TEAL)
        _add(page, 0, width - 1, f"AND(LEN({own})>0,{own}<>{own.replace('2', '1')})", look)


def _add(page: Worksheet, first: int, last: int, formula: str, looks: object) -> None:
    options = {"type": "formula", "criteria": "=" + formula, "format": looks}
    page.conditional_format(1, first, LAST_ROW, last, options)


def _cells(sheet: Sheet) -> dict[str, str]:
    return {column.name: _cell(sheet, column.name) for column in sheet.columns}


def _cell(sheet: Sheet, name: str) -> str:
    """Return the address of a column's cell in the first row below the titles: «$C2»."""
    return "$" + address(2, _position(sheet, name) + 1)


def _position(sheet: Sheet, name: str) -> int:
    return next(i for i, column in enumerate(sheet.columns) if column.name == name)


def _span(sheet: Sheet, name: str) -> tuple[int, int]:
    return (_position(sheet, name),) * 2 if name else (0, len(sheet.columns) - 1)


def _needed(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Required cells that are empty in a row that is begun: neighbours in one rule."""
    if sheet.use != INPUT or sheet.key == "settings":
        return
    whole = f"COUNTA($A2:${address(2, len(sheet.columns))})"
    formulas = sum(isinstance(column.kind, Shown) for column in sheet.columns)
    for first, last in _runs([_is_needed(column) for column in sheet.columns]):
        yield first, last, f"AND(LEN({address(2, first + 1)})=0,{whole}>{formulas})"


def _is_needed(column: Column) -> bool:
    return column.required and not column.generated and not isinstance(column.kind, Code)


def _runs(marks: list[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for position, mark in enumerate([*marks, False]):
        if mark and start is None:
            start = position
        elif not mark and start is not None:
            yield start, position - 1
            start = None
