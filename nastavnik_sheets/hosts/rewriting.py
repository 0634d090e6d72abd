"""A workbook file held while all of it is rewritten: nobody else may write it from the first look to the last byte.

For what must not leave the old bytes behind: no copy is kept here. Leaves single cells to `file`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts import locks
from nastavnik_sheets.hosts.xlsx import save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from nastavnik_sheets.hosts.xlsx.save import Snapshot


@contextmanager
def held(path: Path, *, now: datetime) -> Iterator[Snapshot]:
    """Yield the file as it is, locked for us. HostError if it is open elsewhere or must not be written."""
    target = path.resolve()
    seen = save.take(target)
    locks.guard_closed(target)
    save.guard_writable(target)
    lock = locks.WriteLock(target)
    lock.take(now)
    try:
        save.remove_leftovers(target)
        yield seen
    finally:
        lock.release()


def put(path: Path, seen: Snapshot, data: bytes) -> None:
    """Write new bytes in place of those seen, whole or not at all; the old ones are gone."""
    target = path.resolve()
    locks.guard_closed(target)

    def write(out: BinaryIO) -> None:
        out.write(data)

    save.replace_file(target, seen, write, backup=lambda _old: None)
