"""The seven stages of the roadmap with every action, content item and term of the source roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.roadmap.preparing import PREPARING
from nastavnik_sheets.roadmap.running import RUNNING

if TYPE_CHECKING:
    from nastavnik_sheets.roadmap.steps import Stage

STAGES: tuple[Stage, ...] = (*PREPARING, *RUNNING)
