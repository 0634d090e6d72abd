"""Reads what the manual shows of a terminal: blocks ```text of docs/, a line «$ nastavnik …», its answer below it.

An answer's line «…» stands for any lines, «…» inside a line for any words. «<!-- сентябрь -->» above a block says when
it was: the demo school's folder looks otherwise in September (people and consents are in, nobody is paired yet), in
January and in May, when its year ends; a block without the mark is of May.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAYS = {"сентябрь": "2026-09-17", "январь": "2027-01-20", "май": "2027-05-31"}
_BLOCK = re.compile(rf"(?:<!-- ({'|'.join(DAYS)}) -->\n+)?```text\n(\$ nastavnik .*?)```", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """One command of a page, the month it ran in and the lines it answered."""

    page: str
    words: str
    month: str
    answer: tuple[str, ...]


def shown_on(page: Path) -> list[Shown]:
    """Return the commands of a page in their order."""
    found = []
    for month, block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ nastavnik ", block, flags=re.MULTILINE)[1:]:
            words, *answer = part.rstrip().splitlines()
            found.append(Shown(page.name, words.strip(), month or "май", tuple(line.rstrip() for line in answer)))
    return found


def pages() -> list[Path]:
    """Return the pages that show commands with their answers."""
    return [page for page in sorted((ROOT / "docs").glob("*.md")) if shown_on(page)]


def is_as_shown(answer: list[str], shown: tuple[str, ...]) -> bool:
    """Tell whether the lines answered are those shown, «…» standing for anything."""
    pattern = "".join(_line(line) for line in shown)
    return re.fullmatch(pattern, "".join(f"{_plain(line)}\n" for line in answer)) is not None


def _line(shown: str) -> str:
    if shown.strip() == "…":
        return r"(?:.*\n)*?"
    return re.escape(_plain(shown)).replace(re.escape("…"), ".*") + r"\n"


def _plain(line: str) -> str:
    return line.rstrip().replace("\xa0", " ")
