"""Finds the workbooks in folders: all of them, each once, in one order; leaves what is inside to `reading`."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.region.school import UNREADABLE, Asked, Left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SUFFIXES = (".xlsx", ".xlsm")
OTHER_FORMATS = (".xls", ".xlsb", ".ods", ".numbers")
NOT_OURS = "__MACOSX"
_PARTS = re.compile(r"(\d+)")


def find_books(folders: Sequence[str]) -> tuple[list[Asked], list[Left]]:
    """Return the workbooks below these folders, and what looks like a workbook but cannot be read.

    Passed over: folders and files whose names begin with a dot (copies in .nastavnik, unfinished files), marks that
    office programs leave beside an open book (`~$…`). HostError: there is no such folder.
    """
    books: dict[Path, Asked] = {}
    left: dict[Path, Left] = {}
    for folder in folders:
        for path, name in _files(Path(folder), named=len(folders) > 1, left=left):
            place = path.resolve()
            if path.suffix.lower() in OTHER_FORMATS:
                left.setdefault(place, Left(name, UNREADABLE, f"формат {path.suffix.lower()}: сохраните её как .xlsx"))
            elif not path.is_file():
                left.setdefault(place, Left(name, UNREADABLE, "это не файл или ссылка в никуда"))
            else:
                books.setdefault(place, Asked(str(place), name))
    return sorted(books.values(), key=lambda one: natural(one.file)), list(left.values())


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a key of sorting in which «Школа 2» stands before «Школа 10»."""
    parts = _PARTS.split(text.lower())
    return [(1, int(part), "") if part.isdecimal() and part.isascii() else (0, 0, part) for part in parts]


def _files(folder: Path, *, named: bool, left: dict[Path, Left]) -> Iterator[tuple[Path, str]]:
    if folder.is_file():
        yield folder, _shown(folder.name)
        return
    if not folder.is_dir():
        raise HostError(f"Папки «{folder}» нет; проверьте имя. С пробелами имя берут в кавычки.")

    def closed(error: OSError) -> None:
        place = Path(error.filename or folder)
        left[place] = Left(_shown(str(place)), UNREADABLE, "папка не открывается: проверьте права на неё")

    for place, inner, names in os.walk(folder, onerror=closed):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name != NOT_OURS)
        for name in _workbooks(names):
            path = Path(place, name)
            yield path, _shown(str(path if named else path.relative_to(folder)))


def _workbooks(names: Iterable[str]) -> list[str]:
    endings = (*SUFFIXES, *OTHER_FORMATS)
    return sorted(n for n in names if n.lower().endswith(endings) and not n.startswith((".", "~")))


def _shown(path: str) -> str:
    """Return a path as the summary shows it: the same on every system."""
    return unicodedata.normalize("NFC", path).replace("\\", "/").encode(errors="replace").decode()
