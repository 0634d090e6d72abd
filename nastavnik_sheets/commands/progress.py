"""A progress bar on long work, only where a person watches: on a terminal, and not for quick things."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORTH = 50
"""So many steps are worth a bar; fewer are done before it is drawn."""


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function `(done, total)` that moves a bar on stderr; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    bar = tqdm(desc=label, unit="", leave=False, delay=0.5)

    def move(done: int, total: int) -> None:
        bar.total = total
        if total >= WORTH:
            bar.update(done - bar.n)

    try:
        yield move
    finally:
        bar.close()
