"""How a question may be answered: the scales of «Вопросы» and the options of each.

The options of a choice stand in the column «Варианты», or a list of «Списки» is named there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold, split_answers, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MARK, YES, TEXT, OFTEN, POINTS = "1–10", "да/нет", "текст", "частота", "0–1–2"
ONE, SEVERAL, PARTICIPANT = "один из списка", "несколько из списка", "участник"
SCALES = (MARK, YES, TEXT, OFTEN, POINTS, ONE, SEVERAL, PARTICIPANT)
CHOICES = frozenset({ONE, SEVERAL})
_FIXED = {
    YES: ("да", "нет"),
    OFTEN: ("очень часто", "часто", "редко", "1–2 раза", "никогда"),
    POINTS: ("0", "1", "2"),
    MARK: tuple(str(mark) for mark in range(1, 11)),
}
JOINED = ", "
"""What services put between several ticks of one answer."""


def options_of(scale: str | None, options: str | None, *, lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return what may be answered, in order; nothing where anything may."""
    if scale not in CHOICES:
        return _FIXED.get(scale or "", ())
    named = next((values for name, values in lists.items() if fold(name) == fold(options or "")), None)
    parts = named if named is not None else re.split(r"[;\n]", options or "")
    return tuple(dict.fromkeys(text for part in parts if (text := tidy(part))))


@cache
def allowed(scale: str | None, options: tuple[str, ...]) -> Callable[[str], bool] | None:
    """Return whether an answer is on the scale, as a test of its text; None where anything may be said."""
    known = frozenset(fold(option) for option in options)
    if not known:
        return None
    if scale == SEVERAL:
        return lambda text: all(fold(part) in known for part in parts_of(text, options))
    return lambda text: fold(text) in known


def parts_of(text: str, options: tuple[str, ...]) -> list[str]:
    """Split answers of checkboxes; options that hold commas stay whole, a semicolon or a line break splits too."""
    pieces = [piece for piece in re.split(r"\s*[;\n]\s*", text) if piece]
    return [part for piece in pieces for part in ([piece] if piece in options else split_answers(piece, options))]


def trouble_with(scale: str | None, options: tuple[str, ...]) -> str:
    """Return why a question cannot be asked with these options, "" if it can."""
    if scale not in CHOICES:
        return ""
    if len(options) < 2:
        return "у вопроса «из списка» меньше двух вариантов"
    comma = next((option for option in options if JOINED in option), None)
    if scale == SEVERAL and comma:
        return f"в варианте «{comma[:60]}» запятая: ответы из нескольких вариантов через неё не разделить"
    return ""
