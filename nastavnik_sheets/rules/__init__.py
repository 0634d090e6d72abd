"""The rules of the programme: a tuple of generators, each `rule(book, today) -> flags`.

A rule's docstring is its line in the manual, its name is its stable id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.rules.pairs import mentor_has_room

if TYPE_CHECKING:
    from nastavnik_sheets.check import Rule

RULES: tuple[Rule, ...] = (mentor_has_room,)
