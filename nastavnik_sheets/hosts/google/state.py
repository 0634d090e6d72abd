"""What this computer remembers of a Google Sheet: journals, documents, the snapshot, and that the law is known.

It lies in a folder of the user, for the user alone, since a Google Sheet has no folder of its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused

if TYPE_CHECKING:
    from datetime import date

LAW = (
    "С 1 июля 2025 года закон (152-ФЗ, ст. 18 ч. 5) запрещает собирать и хранить персональные данные граждан России "
    "в базах за её пределами, а таблицы Google лежат за границей. В них можно держать коды вместо имён и то, что не "
    "указывает на человека; решает школа как оператор. Обычный путь — файл Excel и Яндекс Формы."
)


def state_folder(key: str) -> Path:
    """Return the folder of a Google Sheet on this computer."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    else:
        base = Path(os.environ.get("XDG_STATE_HOME", str(Path.home() / ".local" / "state")))
    return base / "nastavnik" / "google" / key


def make_folder(key: str) -> Path:
    """Return the folder, made for its owner alone."""
    folder = state_folder(key)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def book_file(key: str) -> Path:
    """Return the name under which journals and locks know a Google Sheet; there is no such file."""
    return state_folder(key) / "Таблица Google"


def permit(key: str, *, today: date, who: str) -> None:
    """Remember that somebody has read the note about the law and wants this Sheet to be worked with."""
    path = make_folder(key) / "law.txt"
    path.touch(mode=0o600)
    path.write_text(f"{today.isoformat()} {who}\n", encoding="utf-8")


def permitted(key: str) -> bool:
    """Whether somebody has."""
    return (state_folder(key) / "law.txt").exists()


def guard_permitted(key: str) -> None:
    """Refused, with the note about the law, until it has been read for this Sheet."""
    if not permitted(key):
        raise Refused(f"{LAW}\nЕсли школа так решила, выполните один раз: nastavnik google allow google:{key}")
