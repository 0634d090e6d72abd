"""Puts a new file in place of the old one so that, whatever happens, one of the two is there whole.

Beside the book: write, flush to the disk, look whether the book is still the one that was read, keep a copy of
it, rename. Leaves what is written to `package`, and who may write to `locks`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError, Refused, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

_WINDOWS_BUSY = (5, 32, 33)
"""Access denied, sharing violation, lock violation: somebody has the file open, perhaps for a moment."""
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds between the tries to rename over a file that is held: 2.5 in all."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: its bytes and how to recognise it."""

    data: bytes
    about: os.stat_result
    digest: str


def take(path: Path) -> Snapshot:
    """Read a file. HostError if it is not there or must not be read."""
    try:
        with path.open("rb") as file:
            data = file.read()
            about = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise HostError(f"Файла «{path.name}» нет в папке «{path.parent}»; проверьте имя и папку.") from error
    except IsADirectoryError as error:
        raise HostError(f"«{path.name}» — папка, а не книга; укажите файл .xlsx.") from error
    except OSError as error:
        raise HostError(f"Файл «{path.name}» не читается ({reason_of(error)}); закройте его в других программах "
                        "и проверьте права на него.") from error  # fmt: skip
    return Snapshot(data, about, hashlib.sha256(data).hexdigest())


def guard_writable(path: Path) -> None:
    """Raise HostError if the file or its folder may not be written, or another program holds the file."""
    if not path.exists():
        raise HostError(f"Книгу «{path.name}» переименовали или убрали, пока мы работали; повторите с новым названием.")
    if not stat.S_IMODE(path.stat().st_mode) & 0o222 or not os.access(path, os.W_OK):
        raise HostError(f"Файл «{path.name}» только для чтения; снимите этот признак или сохраните копию.")
    if not os.access(path.parent, os.W_OK):
        raise HostError(f"В папку «{path.parent}» нельзя записывать, а книга меняется через файл рядом с ней; "
                        "перенесите книгу в свою папку.")  # fmt: skip
    try:
        with path.open("r+b"):
            return
    except OSError as error:
        raise HostError(f"Файл «{path.name}» занят другой программой; закройте его и повторите.") from error


def replace_file(
    path: Path, seen: Snapshot, write: Callable[[BinaryIO], None], *, backup: Callable[[bytes], object]
) -> None:
    """Write the new content in place of the old; `backup` gets the old bytes before they go.

    HostError or Refused mean that the old file is untouched.
    """
    fresh = path.with_name(f"{_temporary_start(path)}{os.getpid()}.tmp")
    try:
        _write_whole(fresh, write, like=seen.about)
        _guard_same(path, seen)
        backup(seen.data)
        _guard_same(path, seen)
        _rename(fresh, path)
    except OSError as error:
        raise HostError(f"Книга «{path.name}» не сохранена: {reason_of(error)}; прежний файл цел, "
                        "освободите место или проверьте права и повторите.") from error  # fmt: skip
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


def _temporary_start(path: Path) -> str:
    return f"~${path.stem[:60]}.nastavnik-"


def remove_leftovers(path: Path) -> None:
    """Remove what a killed run of ours has left beside the book; only under the lock."""
    with suppress(OSError):
        for old in path.parent.iterdir():
            if old.name.startswith(_temporary_start(path)) and old.name.endswith(".tmp"):
                old.unlink()


def _write_whole(fresh: Path, write: Callable[[BinaryIO], None], *, like: os.stat_result) -> None:
    with fresh.open("xb") as out:
        write(out)
        out.flush()
        os.fsync(out.fileno())
    fresh.chmod(stat.S_IMODE(like.st_mode))
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(fresh, like.st_uid, like.st_gid)


def _guard_same(path: Path, seen: Snapshot) -> None:
    changed = Refused(f"Книгу «{path.name}» изменили, пока мы работали; ничего не записано, повторите команду.")
    try:
        now = path.stat()
        if (now.st_mtime_ns, now.st_size) == (seen.about.st_mtime_ns, len(seen.data)):
            return
        if hashlib.sha256(path.read_bytes()).hexdigest() == seen.digest:
            return
    except FileNotFoundError as error:
        raise changed from error
    raise changed


def _rename(fresh: Path, path: Path) -> None:
    for wait in (*_WAITS, None):
        try:
            os.replace(fresh, path)  # noqa: PTH105  (the tests put faults under this very call)
        except OSError as error:
            if getattr(error, "winerror", None) not in _WINDOWS_BUSY:
                raise
            if wait is None:
                raise _held(fresh, path) from error
            time.sleep(wait)
        else:
            return


def _held(fresh: Path, path: Path) -> HostError:
    """Keep the result beside the book that somebody holds, and say so."""
    beside = path.with_name(f"{path.stem} (новая){path.suffix}")
    fresh.replace(beside)
    return HostError(f"Файл «{path.name}» держит другая программа; результат сохранён рядом как «{beside.name}», "
                     "закройте книгу и замените её им.")  # fmt: skip


def sync_folder(folder: Path) -> None:
    """Bring a renaming to the disk where the system can."""
    if os.name == "nt":
        return
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
