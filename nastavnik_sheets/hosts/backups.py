"""Copies of a workbook kept before each change: where they are, what they are called, when they go.

    .nastavnik/backup/ИМЯ-ГГГГММДД-ЧЧММСС-sha8.xlsx

Leaves putting cells back to whoever undoes.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from nastavnik_sheets.hosts.xlsx.save import sync_folder


@dataclass(frozen=True, slots=True)
class Backup:
    """A kept copy: `taken` is when it was put aside (local time), `digest` begins the SHA-256 of its bytes."""

    path: Path
    taken: datetime
    digest: str


def backup_folder(book: Path) -> Path:
    """Return the folder beside a workbook where its copies are kept unless another is named."""
    return book.parent / ".nastavnik" / "backup"


def list_backups(book: str | Path, *, folder: Path | None = None) -> list[Backup]:
    """Return the kept copies of a workbook, the newest first."""
    path = Path(book)
    pattern = re.compile(re.escape(path.stem) + r"-(\d{8}-\d{6})-([0-9a-f]{8})" + re.escape(path.suffix))
    found = []
    with suppress(FileNotFoundError):
        for one in (folder or backup_folder(path)).iterdir():
            parts = pattern.fullmatch(one.name)
            if parts:
                taken = datetime.strptime(parts[1], "%Y%m%d-%H%M%S")
                found.append(Backup(one, taken, parts[2]))
    return sorted(found, key=lambda one: (one.taken, one.path.name), reverse=True)


def keep_copy(book: Path, data: bytes, *, digest: str, folder: Path, now: datetime) -> Path:
    """Write a copy of a workbook's bytes, whole and on the disk, under its own name; OSError if it cannot be.

    `digest` is their SHA-256.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{book.stem}-{now:%Y%m%d-%H%M%S}-{digest[:8]}{book.suffix}"
    if path.exists() and path.read_bytes() == data:
        return path
    write_whole(path, data, like=book)
    return path


def write_whole(path: Path, data: bytes, *, like: Path) -> None:
    """Write a file beside and rename, so that it is there whole or as before.

    Who may read `like` may read it; if that is not there, its owner alone.
    """
    fresh = path.with_name(path.name + ".tmp")
    fresh.touch(mode=0o600)
    try:
        with fresh.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        with suppress(OSError):
            shutil.copymode(like, fresh)
        os.replace(fresh, path)  # noqa: PTH105  (the tests put faults under this very call)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove the unfinished copies that killed runs have left."""
    for unfinished in folder.glob("*.tmp"):
        unfinished.unlink(missing_ok=True)


def prune(book: Path, *, folder: Path, now: datetime, keep: int, keep_days: int) -> None:
    """Remove the copies beyond the newest `keep`, and those older than `keep_days`; the newest always stays."""
    for unfinished in folder.glob(f"{glob.escape(book.stem)}-*{book.suffix}.tmp"):
        with suppress(OSError):
            unfinished.unlink()
    oldest = now - timedelta(days=keep_days)
    for place, one in enumerate(list_backups(book, folder=folder)):
        if place and (place >= keep or one.taken < oldest):
            with suppress(OSError):
                one.path.unlink()
