"""Colours that come by themselves: rows with findings, what is late, approved pairs, what is still to be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.addresses import address
from nastavnik_sheets.codes import Code, Shown
from nastavnik_sheets.schema import INPUT
from nastavnik_sheets.template.formulas import LAST_ROW
from nastavnik_sheets.template.style import AMBER, FAINT, GREEN, LEAF, LINE, MUTED, NEEDED, RED, ROSE, SAND, TEAL

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
        Rule("by_book", 'LEFT({by_book},9)="выполнено"', {"font_color": GREEN}),
        Rule("by_book", 'AND({state}="выполнено",LEN({by_book})>0)', SOON),
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
    "reminders": (
        Rule("when", 'LEFT({when},10)="просрочено"', LATE),
        Rule("when", '{when}="сегодня"', SOON),
        Rule("", "LEN({decision})>0", OVER),
    ),
    "nominations": (
        Rule("decision", '{decision}="принять"', GOOD),
        Rule("decision", '{decision}="отклонить"', OVER),
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
    "reminders": "who",
    "nominations": "award",
    "criteria": "award",
    "plan_samples": "mentoring_form",
}
"""Sheets whose rows come in groups: a line is drawn where the value of this column changes."""

REPEATED = {"roadmap": ("stage_title", "action"), "lists": ("list_name",), "questions": ("questionnaire",),
            "nominations": ("award",), "criteria": ("award", "whom"), "plan_samples": ("mentoring_form",)}  # fmt: skip
"""Columns that say the same in row after row: the repetition is pale."""


def colour_rules(styles: Styles, page: Worksheet, sheet: Sheet) -> None:
    """Add the conditional formats of a sheet, the most important first.

    LibreOffice shows one rule per cell where Excel joins them, so a line between groups is drawn with every rule.
    """
    width = len(sheet.columns)
    for rule in _row_rules(sheet):
        _add(styles, page, (0, width - 1), rule)
    own = [_column_rules(sheet, column) for column in sheet.columns]
    step = _step(sheet)
    for position, rules in enumerate(own):
        for rule in _with_line(rules, step) if rules else ():
            _add(styles, page, (position, position), rule)
    if step:
        for run in _runs([not rules for rules in own]):
            _add(styles, page, run, step)


def _row_rules(sheet: Sheet) -> Iterator[Rule]:
    if sheet.use == INPUT:
        note = _cell(sheet, "check_note")
        for word, colour in (("ошибка", ROSE), ("предупреждение", SAND)):
            yield Rule("", f'LEFT({note},{len(word)})="{word}"', {"bg_color": colour})
    for rule in RULES.get(sheet.key, ()):
        if not rule.column:
            yield rule._replace(formula=rule.formula.format(**_cells(sheet)))


def _column_rules(sheet: Sheet, column: Column) -> list[Rule]:
    rules = [r for r in RULES.get(sheet.key, ()) if r.column == column.name]
    found = [rule._replace(formula=rule.formula.format(**_cells(sheet))) for rule in rules]
    if column.name in REPEATED.get(sheet.key, ()):
        cell = _cell(sheet, column.name)
        found.append(Rule(column.name, f"AND(LEN({cell})>0,{cell}={_above(cell)})", {"font_color": FAINT}))
    if sheet.use == INPUT and sheet.key != "settings" and _is_needed(column):
        found.append(Rule(column.name, _needed(sheet, column), {"bg_color": NEEDED}))
    return found


def _step(sheet: Sheet) -> Rule | None:
    """Return the line above the first row of a group."""
    if sheet.key not in STEPS:
        return None
    cell = _cell(sheet, STEPS[sheet.key])
    return Rule(
        "",
        f"AND(LEN({cell})>0,{cell}<>{_above(cell)})",
        {"top": 1, "top_color": TEAL, "bottom": 1, "bottom_color": LINE},
    )


def _with_line(rules: list[Rule], step: Rule | None) -> Iterator[Rule]:
    for rule in rules:
        if step:
            yield Rule(rule.column, f"AND({step.formula},{rule.formula})", {**rule.look, **step.look})
        yield rule
    if step:
        yield step


def _add(styles: Styles, page: Worksheet, span: tuple[int, int], rule: Rule) -> None:
    options = {"type": "formula", "criteria": "=" + rule.formula, "format": styles.difference(**rule.look)}
    page.conditional_format(1, span[0], LAST_ROW, span[1], options)


def _cells(sheet: Sheet) -> dict[str, str]:
    return {column.name: _cell(sheet, column.name) for column in sheet.columns}


def _cell(sheet: Sheet, name: str) -> str:
    """Return the address of a column's cell in the first row below the titles: «$C2»."""
    return "$" + address(2, _position(sheet, name) + 1)


def _above(cell: str) -> str:
    """Return the same cell one row higher: «$C1»."""
    return cell[:-1] + "1"


def _position(sheet: Sheet, name: str) -> int:
    return next(i for i, column in enumerate(sheet.columns) if column.name == name)


def _needed(sheet: Sheet, column: Column) -> str:
    """Required and empty in a row that is begun; formulas of shown columns do not begin a row."""
    formulas = sum(isinstance(c.kind, Shown) for c in sheet.columns)
    whole = f"COUNTA($A2:${address(2, len(sheet.columns))})"
    return f"AND(LEN({_cell(sheet, column.name)})=0,{whole}>{formulas})"


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
