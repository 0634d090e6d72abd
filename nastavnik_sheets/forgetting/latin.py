"""A surname in Latin letters, as passports, logins and files have it: «Гаджиев» is Gadzhiev, Gadjiev, Hadzhiyev.

Letters are read by the tables of passports, of GOST 7.79-2000 and of usual habit. What is found may be somebody else's
name, so it is only told, never erased.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 5
"""A shorter surname in Latin letters is too often a word of a program or of another language."""
_LETTERS = {
    "а": "a", "б": "b", "в": "v|w", "г": "g|h", "д": "d", "е": "e|ye|je", "ё": "e|yo|jo|io|ye", "ж": "zh|j|z",
    "з": "z", "и": "i|y", "й": "y|i|j|", "к": "k|c", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s|ss", "т": "t", "у": "u|ou", "ф": "f|ph", "х": "kh|h|x", "ц": "ts|tc|c|cz", "ч": "ch|tch", "ш": "sh",
    "щ": "shch|shh|sch", "ъ": "ie|''|\"|", "ы": "y|y'|i", "ь": "'|`|", "э": "e|e'|e`", "ю": "yu|iu|ju|u",
    "я": "ya|ia|ja|a",
}  # fmt: skip
_ENDS = {"ий": "y|iy|ij|ii|i", "ый": "y|yy|yj|yi|i"}


def pattern_of(surnames: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the surnames in Latin letters, alone or with a Russian ending added."""
    parts = (part for name in surnames for part in re.split(r"[\s-]+", name.lower()))
    spelled = [_spelled(part) for part in parts if len(part) >= SHORTEST]
    if not spelled:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![a-z])(?:{'|'.join(dict.fromkeys(spelled))})(?:a|oy|oi|u|ym|e)?(?![a-z])", re.IGNORECASE)


def _spelled(surname: str) -> str:
    end = next((one for one in _ENDS if surname.endswith(one)), "")
    letters = surname.removesuffix(end)
    spelled = "".join(f"(?:{_LETTERS[letter]})" if letter in _LETTERS else re.escape(letter) for letter in letters)
    return spelled + (f"(?:{_ENDS[end]})" if end else "")
