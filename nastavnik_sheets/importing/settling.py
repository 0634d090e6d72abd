"""One cell of the book and what answers say of it: fill, replace, keep or ask.

| the cell                                   | the newest answer                        | what happens            |
|--------------------------------------------|------------------------------------------|-------------------------|
| empty                                      | any                                      | filled                  |
| empty, an answer had filled it             | the same or older                        | kept: a person erased it|
| says the same                              |                                          | the newest spelling     |
| holds what an earlier answer brought       | newer (or both without a moment)         | replaced                |
| holds what an earlier answer brought       | older                                    | kept                    |
| corrected by a person after an answer      | that answer or an older one              | kept                    |
| typed or corrected by a person             | another one                              | asked on «Поступления»  |

An earlier answer is known by its trace, or because it stands in the same file.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.importing.traces import Trace, print_of

if TYPE_CHECKING:
    from collections.abc import Sequence

KEEP, SAME, PUT, ASK = "keep", "same", "put", "ask"
_NEVER = datetime.min


class Said(NamedTuple):
    """One answer: when it was given (None if the file does not say) and the value."""

    moment: datetime | None
    value: object


class Verdict(NamedTuple):
    """What to do with a cell: KEEP, SAME, PUT or ASK; the value to put and the trace to leave, if any."""

    act: str
    value: object = None
    trace: Trace | None = None


def in_time(said: Sequence[Said]) -> list[Said]:
    """Return answers from the oldest to the newest; those without a moment come first, in their own order."""
    return sorted(said, key=lambda one: one.moment or _NEVER)


def settle(current: object, said: Sequence[Said], *, trace: Trace | None) -> Verdict:
    """Decide about one cell; `said` are all answers of the file to it, `current` is None for an empty cell."""
    answers = in_time(said)
    newest = answers[-1]
    left = Trace(print_of(newest.value), newest.moment)
    newer = _is_newer(left, trace)
    if current is None:
        return Verdict(PUT, newest.value, left) if newer else Verdict(KEEP)
    standing = print_of(current)
    if standing == left.digest:
        return Verdict(PUT, newest.value, left) if trace and newer else Verdict(SAME)
    if trace is None:
        replaceable = any(print_of(one.value) == standing for one in answers[:-1])
        return Verdict(PUT, newest.value, left) if replaceable else Verdict(ASK, newest.value, left)
    if left.moment is None and trace.moment is not None and left.digest != trace.digest:
        return Verdict(ASK, newest.value, left)
    if not newer or left.digest == trace.digest:
        return Verdict(KEEP)
    return Verdict(PUT if standing == trace.digest else ASK, newest.value, left)


def _is_newer(left: Trace, trace: Trace | None) -> bool:
    if trace is None:
        return True
    if left.moment == trace.moment:
        return left.digest != trace.digest
    return (left.moment or _NEVER) > (trace.moment or _NEVER)
