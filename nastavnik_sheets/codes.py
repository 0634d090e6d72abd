"""Codes of records: letters, number and check digit, «У-014-9»; and the cells that hold or show them.

A code is short, visible and typo-proof: a mistyped one is found as such and never resolves to somebody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import EMPTY, LATIN_TWINS, Reading, as_text, fixable, several, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.hosts.protocol import Value


@dataclass(frozen=True)
class Code:
    """The code of a record: letters, number and check digit, «У-014-3»."""

    prefix: str
    name: str = field(default="code", init=False)

    def read(self, raw: Value) -> Reading:
        """Case, spaces, dashes and Latin look-alikes are forgiven; a wrong check digit is an error."""
        return read_code(raw, (self.prefix,))


@dataclass(frozen=True)
class Ref:
    """The code of a record on another sheet; `to` are the keys of the sheets it may stand on."""

    to: tuple[str, ...]
    prefixes: tuple[str, ...]
    many: bool = False
    name: str = field(default="ref", init=False)

    def read(self, raw: Value) -> Reading:
        """One code, or several separated by semicolons, commas or line breaks."""
        if not self.many:
            return read_code(raw, self.prefixes)
        codes = []
        for part in several(raw, ";,\n"):
            reading = read_code(part, self.prefixes)
            if reading.value is None:
                return reading
            codes.append(reading.value)
        if not codes and as_text(raw):
            return read_code(raw, self.prefixes)
        return Reading(tuple(dict.fromkeys(codes)) or None)


@dataclass(frozen=True)
class Shown:
    """A formula for people: the value of column `field` of the record that `by` refers to. Never read."""

    by: str
    field_name: str
    name: str = field(default="shown", init=False)

    def read(self, raw: Value) -> Reading:  # noqa: ARG002
        """Logic never reads computed cells."""
        return EMPTY


_CODE = re.compile(r"([А-ЯЁ]{1,3})-?(\d{3,6})-?(\d)")
_DAMM = tuple(
    tuple(int(digit) for digit in row)
    for row in (
        "0317598642",
        "7092154863",
        "4206871359",
        "1750983426",
        "6123045978",
        "3674209581",
        "5869720134",
        "8945362017",
        "9438617205",
        "2581436790",
    )
)


def check_digit(digits: str) -> int:
    """Return Damm's check digit: finds every single wrong digit and every swap of neighbours.

    Source: H. M. Damm, Total anti-symmetrische Quasigruppen, 2004.
    """
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def make_code(prefix: str, number: int) -> str:
    """Return the code of a record: `make_code("У", 14)` is «У-014-9»."""
    digits = f"{number:03d}"
    return f"{prefix}-{digits}-{check_digit(digits)}"


def code_number(code: str) -> int:
    """Return the number inside a valid code."""
    return int(code.split("-")[1])


def read_code(raw: Value, prefixes: Sequence[str]) -> Reading:
    """Read a code with one of the prefixes; a mistyped one is unknown and says so."""
    code, prefix, digits_agree = _parse(as_text(raw) if not isinstance(raw, str) else raw)
    if prefix in prefixes and digits_agree:
        return Reading(code) if code == raw else fixable("code-form", code, "код записан иначе", code)
    sample = make_code(prefixes[0], 14)
    if not prefix:
        return unreadable("code", "это не код", f"впишите код вида {sample}")
    if prefix not in prefixes:
        cure = f"коды этого столбца начинаются с «{prefixes[0]}»"
        return unreadable("code", f"здесь нужен код вида {sample}", cure)
    message = "в коде опечатка: контрольная цифра не сходится"
    return unreadable("code-digit", message, "сверьте код с листом, где он присвоен")


@cache
def _parse(text: str) -> tuple[str, str, bool]:
    """Return the code in its one form, its prefix, and whether the check digit agrees; no prefix is no code."""
    match = _CODE.fullmatch(text)
    if match is None:
        squeezed = re.sub(r"[\s_.‐‑‒–—−]+", "-", as_text(text).upper().translate(LATIN_TWINS)).strip("-")
        match = _CODE.fullmatch(squeezed)
    if match is None:
        return "", "", False
    prefix, digits, digit = match.groups()
    return f"{prefix}-{digits}-{digit}", prefix, check_digit(digits) == int(digit)
