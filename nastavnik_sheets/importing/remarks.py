"""What an import could not read, in words: said once for a header, equal answers together, with their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.spans import spans

if TYPE_CHECKING:
    from collections.abc import Sequence

UNLISTED = "нет в списке"
ADVICE = "Чего нет в списке, допишите на лист «Списки» и повторите импорт: эти ответы перенесутся."


@dataclass
class Remarks:
    """Answers that were not understood: by header, then by answer and trouble, the rows they stand in."""

    by_header: dict[str, dict[tuple[str, str], list[int]]] = field(default_factory=dict)

    def add(self, header: str, number: int, text: str, trouble: str) -> None:
        """Remember one cell that was not understood."""
        shown = text if len(text) <= 60 else f"{text[:57]}…"
        self.by_header.setdefault(header, {}).setdefault((shown, trouble), []).append(number)

    def lines(self, most: int = 5) -> list[str]:
        """Return a line for every header, with no more than `most` answers, and what to do about lists."""
        lines = [_line(header, answers, most) for header, answers in self.by_header.items()]
        unlisted = any(trouble.startswith(UNLISTED) for answers in self.by_header.values() for _, trouble in answers)
        return [*lines, ADVICE] if unlisted else lines


def _line(header: str, answers: dict[tuple[str, str], list[int]], most: int) -> str:
    said = [
        f"{_rows(numbers)}: {f'«{text}» — ' if text else ''}{trouble}"
        for (text, trouble), numbers in list(answers.items())[:most]
    ]
    more = f"; и ещё {len(answers) - most}" if len(answers) > most else ""
    return f"«{header}»: {'; '.join(said)}{more}."


def _rows(numbers: Sequence[int]) -> str:
    return f"строка {numbers[0]}" if len(numbers) == 1 else f"строки {spans(numbers)}"
