"""A workbook file held while all of it is rewritten: nobody else may write it from the first look to the last byte.

For what must not leave the old bytes behind: no copy is kept here. Leaves single cells to `file`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts import locks, sealing
from nastavnik_sheets.hosts.xlsx import save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from nastavnik_sheets.hosts.sealing import Ask, Seal
    from nastavnik_sheets.hosts.xlsx.save import Snapshot


@dataclass(frozen=True, slots=True)
class Held:
    """The file as it lies on the disk, what is inside, and the seal it is under."""

    seen: Snapshot
    data: bytes
    seal: Seal


@contextmanager
def held(path: Path, *, now: datetime, password: Ask = sealing.nobody) -> Iterator[Held]:
    """Yield the file as it is, locked for us. HostError if it is open elsewhere or must not be written."""
    target = path.resolve()
    seen = save.take(target)
    locks.guard_closed(target)
    save.guard_writable(target)
    lock = locks.WriteLock(target)
    lock.take(now)
    try:
        save.remove_leftovers(target)
        yield Held(seen, *sealing.opened(seen.data, path.name, password))
    finally:
        lock.release()


def put(path: Path, found: Held, data: bytes) -> None:
    """Write a new inside in place of that found, under the same seal, whole or not at all; the old one is gone."""
    put_closed(path, found, found.seal.close(data, path.name))


def put_closed(path: Path, found: Held, closed: bytes) -> None:
    """Write bytes as they shall lie on the disk in place of those found."""
    target = path.resolve()
    locks.guard_closed(target)

    def write(out: BinaryIO) -> None:
        out.write(closed)

    save.replace_file(target, found.seen, write, backup=lambda _old: None)
