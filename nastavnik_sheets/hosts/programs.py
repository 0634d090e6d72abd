"""Which office program is at the other end of xlwings, and how it says no."""

from __future__ import annotations

from typing import Any

from nastavnik_sheets.errors import HostError

_REFUSALS = ("com_error", "CommandError", "com.sun.star.lang.IllegalArgumentException")
"""How the bridges to Excel on Windows, to Excel on a Mac and to LibreOffice call its refusals."""
_GONE = ("com.sun.star.lang.DisposedException",)
BUSY = "{} сейчас занят: закончите ввод в ячейке клавишей Enter, закройте открытые окна вопросов и повторите."
CLOSED = "Книгу закрыли, пока команда работала: откройте её и повторите."


def is_refusal(error: BaseException) -> bool:
    """Tell whether the office program refused, as it does while a person types into a cell."""
    return type(error).__name__ in _REFUSALS


def sentence(error: BaseException) -> HostError | None:
    """Return what a person is told of an answer of the office program; None if it is a mistake of ours."""
    if is_refusal(error):
        program = "LibreOffice" if type(error).__name__.startswith("com.sun.star") else "Excel"
        return HostError(BUSY.format(program))
    return HostError(CLOSED) if type(error).__name__ in _GONE else None


def app_is_excel(book: Any) -> bool:
    """Tell whether a workbook is open in Excel, not in LibreOffice."""
    return bool(book.app.engine.name == "excel")


def asked(thing: Any, name: str) -> bool:
    """Return the answer of Excel to a yes-or-no question: `ProtectContents` on Windows, `protect_contents` on a Mac."""
    if hasattr(thing, name):
        return bool(getattr(thing, name))
    name = spelled_on_mac(name)
    return hasattr(thing, name) and bool(getattr(thing, name).get())


def spelled_on_mac(name: str) -> str:
    """Return how Excel on a Mac spells a property: `AllowSorting` is `allow_sorting`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")
