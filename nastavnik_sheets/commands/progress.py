"""A progress bar on long work, only where a person watches: on a terminal, and not for quick things."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress_bar(label: str, *, worth: int = 50) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function `(done, total)` that moves a bar on stderr; None where nobody watches.

    Fewer than `worth` steps are not worth a bar.
    """
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
