"""`addin shortcuts`: icons on which a person drops a saved workbook, for programs that have no buttons of ours."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import HostError, Refused, reason_of

if TYPE_CHECKING:
    from nastavnik_sheets.addin.buttons import Button

_WINDOWS = """@echo off
chcp 65001 >nul
title {title}
"{python}" -P -X utf8 -m nastavnik_sheets {command} "%~1"
pause
"""
_LINUX = """[Desktop Entry]
Type=Application
Name={title}
Comment={tip}
Exec=sh -c '"$0" -P -X utf8 -m nastavnik_sheets {command} "$1"; echo; echo "Нажмите Enter."; read -r line' "{python}" %f
Terminal=true
"""
HOW = (
    "Готово: {} значков в папке «{}». Сохраните и закройте книгу, перетащите её на значок, прочитайте ответ и откройте "
    "книгу снова."
)


def make(folder: str, *, options: Options) -> Outcome:
    """Put the icons of all commands that need nothing but a workbook into a folder."""
    files = shortcuts(sys.platform, sys.executable)
    if not options.dry_run:
        for name, text in files.items():
            _write(Path(folder) / name, text)
    return Outcome(HOW.format(len(files), folder), {"folder": folder, "files": list(files)})


def shortcuts(system: str, python: str) -> dict[str, str]:
    """Return the texts of the icons by their names; Refused where nothing can be dropped on an icon of ours."""
    from nastavnik_sheets import ribbon
    from nastavnik_sheets.addin.buttons import buttons

    kinds = {"win32": ("cmd", _WINDOWS, "\r\n"), "linux": ("desktop", _LINUX, "\n")}
    if system not in kinds:
        raise Refused("Значки есть для Windows и Linux; на этом компьютере выполните команду в окне терминала.")
    ending, text, line = kinds[system]
    wanted = [one for one in buttons() if ribbon.COMMANDS.get(one.command) == (one.command, ribbon.BOOK)]
    return {
        f"{number} {one.label}.{ending}": _filled(text, one, python).replace("\n", line)
        for number, one in enumerate(wanted, start=1)
    }


def _filled(text: str, button: Button, python: str) -> str:
    return text.format(title=button.label, tip=button.tip, command=button.command, python=python)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(0o755)
    except OSError as error:
        raise HostError(f"Файл «{path}» не записывается ({reason_of(error)}): назовите другую папку.") from error
