"""Who has a workbook open: office programs, which leave a file beside it, and another run of ours.

Leaves writing to `xlsx.save`.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
from contextlib import suppress
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

_WINDOWS_BYTE = 1 << 30
"""Where the lock stands on Windows, whose locks forbid reading: far behind the text of the file."""


def guard_closed(path: Path) -> None:
    """Raise HostError if an office program has the workbook open, with the person's name and advice."""
    mark = path.with_name(f".~lock.{path.name}#")
    if mark.exists():
        who = _libreoffice_user(mark)
        raise HostError(f"Книга «{path.name}» открыта в LibreOffice{who}; закройте её и повторите. Если она нигде "
                        f"не открыта, удалите оставшийся файл «{mark.name}» рядом с ней.")  # fmt: skip
    mark = path.with_name(f"~${path.name}")
    if mark.exists() and (_held(mark) or _held(path)):
        raise HostError(f"Книга «{path.name}» открыта в Excel{_excel_user(mark)}; закройте её и повторите.")
    if mark.exists() and _is_elsewhere(path, mark):
        raise HostError(f"Книга «{path.name}», возможно, открыта в Excel{_excel_user(mark)}; закройте её и повторите. "
                        f"Если она нигде не открыта, удалите оставшийся файл «{mark.name}» рядом с ней.")  # fmt: skip


def _is_elsewhere(path: Path, mark: Path) -> bool:
    """Tell whether Excel may hold the file where we cannot see it: anywhere but on this very Windows machine."""
    return os.name != "nt" or str(path).startswith("\\\\") or mark.is_symlink()


def _held(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return False
    except OSError:
        return True


def _libreoffice_user(mark: Path) -> str:
    """Read the name from `,user,host,date,profile;`, where the first field may be a full name."""
    try:
        fields = mark.read_text("utf-8", errors="replace").split(",")
    except OSError:
        return ""
    name = next((one.strip() for one in fields[:2] if one.strip()), "")
    host = fields[2].strip() if len(fields) > 2 else ""
    return _who(name, host)


def _excel_user(mark: Path) -> str:
    """Read the name from Excel's owner file: 55 bytes in the local code page, then again in UTF-16."""
    try:
        content = mark.read_bytes()
    except OSError:
        return ""
    if len(content) >= 57:
        length = int.from_bytes(content[55:57], "little")
        name = content[57 : 57 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
        if name:
            return _who(name, "")
    return _who(content[1 : 1 + content[0]].decode("cp1251", "replace").strip("\0 ") if content else "", "")


def _who(name: str, host: str) -> str:
    if not name:
        return ""
    return f" (пользователь {name}, компьютер {host})" if host else f" (пользователь {name})"


class WriteLock:
    """The right of one run of ours to write a workbook; it ends with the process, whatever happens to it."""

    def __init__(self, path: Path) -> None:
        self._book = path.name
        self._path = path.parent / ".nastavnik" / f"{path.name}.lock"
        self._file: BinaryIO | None = None

    def take(self, now: datetime) -> None:
        """Take the lock. HostError, saying who has it, if another run does."""
        if self._file:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        while self._file is None:
            try:
                file = self._path.open("a+b")
            except OSError as error:
                raise HostError(f"В папку «{self._path.parent}» нельзя записывать, а там лежат копии книги "
                                f"«{self._book}»; дайте доступ или перенесите книгу.") from error  # fmt: skip
            if not _lock(file):
                raise self._taken(file)
            if self._is_current(file):
                self._file = file
            else:
                file.close()
        self._sign(self._file, now)

    def _is_current(self, file: BinaryIO) -> bool:
        """Tell whether the locked file is still the one in the folder; another run may just have removed it."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _sign(self, file: BinaryIO, now: datetime) -> None:
        who = {"user": _user(), "host": platform.node(), "pid": os.getpid(), "since": f"{now:%d.%m.%Y %H:%M}"}
        file.seek(0)
        file.truncate()
        file.write(json.dumps(who, ensure_ascii=False).encode())
        file.flush()

    def _taken(self, file: BinaryIO) -> HostError:
        with file:
            file.seek(0)
            try:
                said = json.loads(file.read().decode())
            except ValueError:
                said = {}
        who = _who(said.get("user", ""), said.get("host", ""))
        since = f" с {said['since']}" if "since" in said else ""
        return HostError(f"С книгой «{self._book}» уже работает другая команда{who}{since}; "
                         "дождитесь её конца и повторите.")  # fmt: skip

    def release(self) -> None:
        """Give the lock back."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with suppress(OSError):
            if os.name != "nt":
                self._path.unlink()
        file.close()
        with suppress(OSError):
            if os.name == "nt":
                self._path.unlink()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _lock(file: BinaryIO) -> bool:
    """Lock the file for this process; True also where the folder's system knows no locks."""
    if os.name == "nt":
        return _lock_on_windows(file)
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _lock_on_windows(file: BinaryIO) -> bool:
    import msvcrt

    file.seek(_WINDOWS_BYTE)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
