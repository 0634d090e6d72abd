"""What the source roadmap is made of: stages, actions, content items with their terms.

Terms are those of `layout`: negative are days before the programme's start (−153 is 1 April for 1 September), 0…100
are percent of its length.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One content item: from and to which term it runs, what to know about it, and its word of `meanings`."""

    content: str
    begins: int
    ends: int
    note: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Action:
    """What is undertaken («Мероприятие»), and its content items."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Stage:
    """One of the seven stages of the methodology."""

    title: str
    actions: tuple[Action, ...]
