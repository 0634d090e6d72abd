"""Our own mistakes: where they are written down, and the one sentence a person sees instead.

The log names places in the code, never values of cells: it may be sent to us.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path

from nastavnik_sheets import __version__
from nastavnik_sheets.errors import what_is_left


def log_trouble(error: BaseException) -> str:
    """Write an unexpected error to the log; return the sentence for the person."""
    path, said = log_file(), f"Внутренняя ошибка программы. {what_is_left(error)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(_entry(error))
    except OSError:
        return f"{said} Записать подробности не удалось: нет доступа к журналу."
    return f"{said} Подробности без личных данных записаны в файл {path}"


def log_file() -> Path:
    """Return where troubles are written: the user's own folder for such files."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "nastavnik" / "trouble.log"
    return Path(os.environ.get("XDG_STATE_HOME", str(Path.home() / ".local" / "state"))) / "nastavnik" / "trouble.log"


def _entry(error: BaseException) -> str:
    moment = datetime.now().isoformat(timespec="seconds")
    where = "".join(traceback.format_tb(error.__traceback__))
    head = f"\n{moment} nastavnik {__version__}, Python {platform.python_version()}, {platform.system()}"
    return f"{head}\n{where}{type(error).__module__}.{type(error).__qualname__}\n"
