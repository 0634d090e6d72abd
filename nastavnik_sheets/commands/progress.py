"""How far long work is: a bar where a person watches a terminal, words in the status bar of an office program."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 0.2
"""Between two reports: a status bar that changes faster cannot be read and costs time."""
_watchers: list[Callable[[str], None]] = []


@contextmanager
def watched(report: Callable[[str], None]) -> Iterator[None]:
    """Send words about the progress to `report` in this block, in place of a bar."""
    _watchers.append(report)
    try:
        yield
    finally:
        _watchers.remove(report)


def stage(words: str) -> None:
    """Say what is being done now, if somebody watches a status bar."""
    for report in _watchers:
        report(words)


@contextmanager
def progress_bar(label: str, *, worth: int = 50) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function `(done, total)` that shows how far the work is; None where nobody watches.

    On a terminal fewer than `worth` steps are not worth a bar.
    """
    if _watchers:
        yield _telling(label)
        return
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    bar = tqdm(desc=label, unit="", leave=False, delay=0.5)

    def move(done: int, total: int) -> None:
        bar.total = total
        if total >= worth:
            bar.update(done - bar.n)

    try:
        yield move
    finally:
        bar.close()


def _telling(label: str) -> Callable[[int, int], None]:
    told = [0.0]

    def move(done: int, total: int) -> None:
        now = time.monotonic()
        if now - told[0] >= SECONDS or done == total:
            told[0] = now
            stage(f"{label}: {done} из {total}")

    return move
