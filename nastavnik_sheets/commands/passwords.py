"""Where the password of a workbook comes from: a file, the environment, or a person who types it unseen.

It is never a word of the command line, which other people of the computer can list.
"""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import UsageError

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.sealing import Ask

VARIABLE = "NASTAVNIK_PASSWORD"


def password_source(file: str | None) -> Ask:
    """Return who knows the password in one run of a command; a person is asked once."""
    known: list[str | None] = []

    def ask(name: str, *, new: bool = False) -> str | None:
        if not known:
            known.append(_from_file(file) if file else os.environ.get(VARIABLE) or _typed(name, twice=new))
        return known[0]

    return ask


def _from_file(file: str) -> str:
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Файл с паролем «{file}» не читается: проверьте имя; это текст в UTF-8.") from error
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise UsageError(f"Файл с паролем «{file}» пуст: пароль — его первая строка.")
    return lines[0]


def _typed(name: str, *, twice: bool) -> str | None:
    """Ask a person, if there is one at the keyboard."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    try:
        password = getpass.getpass(f"Пароль к книге «{name}» (не виден при вводе): ")
        if twice and getpass.getpass("Ещё раз: ") != password:
            raise UsageError("Пароли не совпали: повторите команду.")
    except EOFError:
        return None
    return password or None
