"""What can go wrong outside the data; wrong data is a `Finding`, our own mistakes are other exceptions.

NastavnikError          a calm Russian sentence and an exit code
├── UsageError      2   the command was called wrongly
├── Refused         3   a guard said no, or it is no workbook to edit safely; nothing was written
├── HostError       4   no access: no such file, open elsewhere, no permission
└── NetworkError    5   network or quota; safe to repeat
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class NastavnikError(Exception):
    """A failure a person can do something about; its text is one Russian sentence ending with what to do."""

    exit_code = 1


class UsageError(NastavnikError):
    """The command was called wrongly."""

    exit_code = 2


class Refused(NastavnikError):  # noqa: N818  (it is an answer, not an error of ours)
    """A guard refused; nothing was written."""

    exit_code = 3


class HostError(NastavnikError):
    """The workbook cannot be reached or must not be touched now."""

    exit_code = 4


class NetworkError(NastavnikError):
    """Network or quota gave up; the same command may be repeated safely."""

    exit_code = 5


_WRITTEN = "the workbook had been written"


def after_writing(error: BaseException) -> None:
    """Note on an error that the workbook, or a part of it, had been written when it came."""
    vars(error).setdefault("__notes__", []).append(_WRITTEN)  # what LibreOffice raises does not take `add_note`


@contextmanager
def noted_as_written() -> Iterator[None]:
    """Note on whatever stops a block that the workbook, or a part of it, has been written by then."""
    try:
        yield
    except BaseException as error:
        after_writing(error)
        raise


def was_written(error: BaseException) -> bool:
    """Tell whether the workbook, or a part of it, had been written when an error came."""
    return _WRITTEN in vars(error).get("__notes__", ())


def what_is_left(error: BaseException) -> str:
    """Say what an unexpected stop has left of the workbook."""
    if was_written(error):
        return "Книга уже изменена: посмотрите её; вернуть прежнее — команда undo (кнопка «Отменить»)."
    return "Книга не изменена."


def reason_of(error: OSError) -> str:
    """Return in Russian why the system would not read or write."""
    known = {
        errno.EACCES: "нет доступа",
        errno.EPERM: "нет доступа",
        errno.EROFS: "диск только для чтения",
        errno.ENOSPC: "на диске нет места",
        errno.EDQUOT: "место, отведённое на диске, кончилось",
        errno.EIO: "диск не отвечает",
        errno.ENAMETOOLONG: "слишком длинное имя",
        errno.ENOENT: "такого файла нет",
        errno.EISDIR: "это папка",
        errno.ENOTDIR: "на месте папки файл",
        errno.EBUSY: "занят другой программой",
    }
    return known.get(error.errno or 0, "ошибка диска")
