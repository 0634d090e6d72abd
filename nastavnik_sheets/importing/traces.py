"""What the import has carried into a person's row, as short prints in the column «Следы анкет».

A print tells whether a cell still holds what a questionnaire brought or a person has corrected it since; it holds no
answer itself. Written as «@260910093000 request:9ab2c1 phone:33ffaa #0011223344ff»: a moment, then the columns that
an answer of that moment filled; `#` are whole rows of files that a person said are about this participant.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.changes import as_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOMENT = "%y%m%d%H%M%S"


@dataclass(frozen=True)
class Trace:
    """What an answer brought into a cell: the print of its value, and when it was given."""

    digest: str
    moment: datetime | None = None


@dataclass(frozen=True)
class Traces:
    """All prints of one row of a base."""

    cells: Mapping[str, Trace] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()


def print_of(value: object, *, length: int = 6) -> str:
    """Return the print of a value; spaces, case and the order of several values do not matter."""
    texts = tuple(sorted(map(str, value))) if isinstance(value, tuple) else (as_text(as_cell(value)),)
    return _hashed(texts)[:length]


@lru_cache(maxsize=50_000)
def _hashed(texts: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(fold(text) for text in texts).encode()).hexdigest()


def print_of_row(cells: Iterable[tuple[str, str]]) -> str:
    """Return the print of a row of a file: its headers and texts, whatever their order."""
    lines = sorted(f"{fold(header)}\t{fold(text)}" for header, text in cells if text)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def read_traces(text: str | None) -> Traces:
    """Read the column «Следы анкет»; what is not a print is passed over."""
    cells: dict[str, Trace] = {}
    rows: set[str] = set()
    moment: datetime | None = None
    for token in (text or "").split():
        if token.startswith("@"):
            moment = _moment(token[1:])
        elif token.startswith("#"):
            rows.add(token[1:])
        elif ":" in token:
            name, digest = token.split(":", 1)
            cells[name] = Trace(digest, moment)
    return Traces(cells, frozenset(rows))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _MOMENT)
    except ValueError:
        return None


def write_traces(traces: Traces) -> str:
    """Return the text of the column."""
    by_moment: dict[str, list[str]] = {}
    for name, trace in sorted(traces.cells.items()):
        moment = trace.moment.strftime(_MOMENT) if trace.moment else ""
        by_moment.setdefault(moment, []).append(f"{name}:{trace.digest}")
    words = [word for moment in sorted(by_moment) for word in (f"@{moment}", *by_moment[moment])]
    return " ".join([*words, *(f"#{row}" for row in sorted(traces.rows))])
