"""Which texts Excel takes for something else when a program puts them into a cell as if they were typed."""

from __future__ import annotations

import re

_ASKED = re.compile(r"^\s*(?:[=+\-@'#]|(?:true|false|истина|ложь)\s*$)|\d", re.IGNORECASE)
_LONGEST = 64
"""No number, date or time that Excel would recognise is longer."""


def is_typed_over(text: str) -> bool:
    """Tell whether a cell needs the text format first: the text may be read as a formula, number, date or truth value.

    Better once too often: a text with a digit that is no number keeps its look in such a cell.
    """
    found = _ASKED.search(text)
    return found is not None and (not found[0].isdecimal() or len(text.strip()) <= _LONGEST)
