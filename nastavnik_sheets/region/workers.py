"""Many books read side by side by processes of this machine; a book that crashes its process, or hangs, stands alone.

Processes are spawned, so that it is the same on every system. Leaves reading to the function it is given, other
machines to `cluster`.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.region.school import UNREADABLE, Asked, Left

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from nastavnik_sheets.region.school import Result

    Read = Callable[[Asked], Result]

LIMIT = 60.0
"""Seconds one book may take. A book of ten thousand people takes three."""
MOST = 61
"""Windows waits for no more processes at once."""
CRASHED = "на ней обрывается чтение: откройте её в офисной программе и сохраните заново"


def too_long(limit: float) -> str:
    """Return the reason of a book that was given up."""
    return f"не дочиталась за {limit:g} с: проверьте, нет ли в ней лишних листов и строк"


def processors() -> int:
    """Return how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on Windows and macOS
    return min(MOST, len(allowed(0)) if allowed else os.cpu_count() or 1)


def read_here(
    asked: Sequence[Asked],
    read: Read,
    *,
    workers: int | None = None,
    limit: float = LIMIT,
    moved: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """Return what `read` gives for every book, in their order; `moved` is told (done, total).

    `read` must be importable. A book with which a process ends, or that takes over `limit` seconds, is listed.
    """
    count = max(1, min(workers or processors(), MOST, len(asked)))
    found: dict[Asked, Result] = {}

    def keep(one: Asked, result: Result) -> None:
        found[one] = result
        if moved is not None:
            moved(len(found), len(asked))

    waiting = deque(asked)
    while waiting:
        for one in _together(waiting, read, count=count, limit=limit, keep=keep):
            _alone(one, read, limit=limit, keep=keep)
    return [found[one] for one in asked]


def _together(
    waiting: deque[Asked], read: Read, *, count: int, limit: float, keep: Callable[[Asked, Result], None]
) -> list[Asked]:
    """Read until nothing waits; if a process ends before, return the books one of which has ended it."""
    flying: dict[Future[Result], Asked] = {}
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
    try:
        while waiting or flying:
            while waiting and len(flying) < 2 * count:
                flying[pool.submit(_watched, read, waiting[0], limit)] = waiting[0]
                waiting.popleft()
            ended, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in ended:
                keep(flying[future], future.result())
                del flying[future]
    except BrokenProcessPool:
        return list(flying.values())
    finally:
        pool.shutdown(cancel_futures=True)
    return []


def _alone(one: Asked, read: Read, *, limit: float, keep: Callable[[Asked, Result], None]) -> None:
    begun = time.monotonic()
    if _together(deque([one]), read, count=1, limit=limit, keep=keep):
        long = time.monotonic() - begun >= limit
        keep(one, Left(one.file, UNREADABLE, too_long(limit) if long else CRASHED))


def _watched(read: Read, one: Asked, limit: float) -> Result:
    """Read in a process that ends itself when time is up, even if the reader never comes back to Python."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(limit, exit=True, file=nowhere)
        try:
            return read(one)
        finally:
            faulthandler.cancel_dump_traceback_later()
