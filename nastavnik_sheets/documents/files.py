"""Puts made files on the disk: whole or not at all, never in place of a different document."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def save_files(files: Iterable[tuple[str, bytes]], folder: Path) -> list[Path]:
    """Write files and return their paths; beside a different file of that name a new one is «… (2)».

    HostError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_save(folder, name, content) for name, content in files]
    except OSError as error:
        message = f"В папку «{folder}» не удаётся записать ({reason_of(error)}): проверьте место и права и повторите."
        raise HostError(message) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that is ours to write anew; HostError if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except OSError as error:
        raise HostError(f"Файл «{path}» не записывается ({reason_of(error)}): закройте его и повторите.") from error


def free_name(folder: Path, name: str, content: bytes) -> str:
    """Return under which name `save_files` will write a file; the plain one where the folder cannot be looked into."""
    try:
        return _path_for(folder, name, content).name
    except OSError:
        return name


def _save(folder: Path, name: str, content: bytes) -> Path:
    path = _path_for(folder, name, content)
    if not path.exists():
        _write(path, content)
    return path


def _path_for(folder: Path, name: str, content: bytes) -> Path:
    path, count = folder / name, 2
    while path.exists() and not (path.is_file() and path.read_bytes() == content):
        path, count = folder / f"{Path(name).stem} ({count}){Path(name).suffix}", count + 1
    return path


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".nastavnik-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
