"""Cells as Google keeps them: what was entered, what it amounts to, how it is shown."""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

EPOCH = date(1899, 12, 30)


class UnprovenError(Exception):
    """Something no recording and no document shows: the emulator answers 501 instead of guessing."""


@dataclass
class Cell:
    """One cell: `entered` and `effective` are ExtendedValues of the API."""

    entered: dict[str, Any] | None = None
    effective: dict[str, Any] | None = None
    format: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    validation: dict[str, Any] = field(default_factory=dict)
    """Its DataValidationRule, nothing if any value will do."""

    @property
    def value(self) -> Any:
        """The bare effective value, None if the cell is blank."""
        return None if self.effective is None else next(iter(self.effective.values()))

    @property
    def number_type(self) -> str:
        """The type of the number format: DATE, NUMBER… or nothing."""
        return self.format.get("numberFormat", {}).get("type", "")


def set_raw(cell: Cell, value: Any) -> None:
    """Enter a value as RAW does: text stays text; an empty text blanks the cell."""
    cell.entered = cell.effective = None if value == "" else extended(value)


def extended(value: Any) -> dict[str, Any]:
    """Return a bare JSON value as an ExtendedValue."""
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"numberValue": value} if isinstance(value, int | float) else {"stringValue": value}


def set_extended(cell: Cell, value: dict[str, Any] | None) -> None:
    """Enter an ExtendedValue, as updateCells does."""
    if not value:
        cell.entered = cell.effective = None
    elif "formulaValue" in value:
        cell.entered, cell.effective = dict(value), extended(evaluate(value["formulaValue"]))
    else:
        cell.entered = cell.effective = dict(value)


def set_entered(cell: Cell, value: Any) -> None:
    """Enter a value as a person at en_US would: formulas, numbers and dates are understood."""
    if not isinstance(value, str) or value == "":
        set_raw(cell, value)
    elif value.startswith("="):
        set_extended(cell, {"formulaValue": value})
    elif value.startswith("'"):
        set_raw(cell, value[1:])
    else:
        _understand(cell, value)


def _understand(cell: Cell, text: str) -> None:
    if text.upper() in ("TRUE", "FALSE"):
        set_raw(cell, text.upper() == "TRUE")
    elif re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text):
        set_raw(cell, _number(text))
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        set_raw(cell, _number(text.replace(",", "")))
        pattern = "#,##0.00" if "." in text else "#,##0"
        cell.format.setdefault("numberFormat", {"type": "NUMBER", "pattern": pattern})
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        set_raw(cell, (date.fromisoformat(text) - EPOCH).days)
        cell.format.setdefault("numberFormat", {"type": "DATE", "pattern": "yyyy-mm-dd"})
    elif re.fullmatch(r"[-+]?[\d$€%.,:/ -]+", text) and any(c.isdigit() for c in text):
        raise UnprovenError(f"USER_ENTERED {text}")
    else:
        set_raw(cell, text)


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluate(formula: str) -> float:
    """Return the value of a formula of plain arithmetic; other formulas are not proven."""
    try:
        return _plain(_value(ast.parse(formula[1:].strip(), mode="eval").body))
    except (SyntaxError, ZeroDivisionError) as error:
        raise UnprovenError(formula) from error


def _value(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    raise UnprovenError("formula")


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def rendered(cell: Cell | None, option: str, dates: str = "SERIAL_NUMBER") -> Any:
    """Return a cell as values.get gives it; a blank one is an empty text."""
    if cell is None or cell.effective is None:
        return ""
    if option == "FORMULA" and "formulaValue" in (cell.entered or {}):
        return cell.entered["formulaValue"]  # type: ignore[index]
    if option == "FORMATTED_VALUE":
        return formatted(cell)
    if dates == "FORMATTED_STRING" and cell.number_type in ("DATE", "DATE_TIME", "TIME"):
        return formatted(cell)
    return cell.value


def formatted(cell: Cell) -> str:
    """Return what a person at en_US sees."""
    value, kind = cell.value, cell.number_type
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    pattern = cell.format.get("numberFormat", {}).get("pattern", "")
    if kind == "DATE" and pattern in ("yyyy-mm-dd", "dd.mm.yyyy"):
        day = EPOCH + timedelta(days=int(value))
        return day.isoformat() if pattern == "yyyy-mm-dd" else f"{day:%d.%m.%Y}"
    if kind == "NUMBER" and pattern in ("#,##0.00", "#,##0"):
        return f"{value:,.2f}" if "." in pattern else f"{value:,.0f}"
    if kind:
        raise UnprovenError(f"the look of {kind} {pattern}")
    return f"{value:.10g}" if isinstance(value, float) else str(value)
