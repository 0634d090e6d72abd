"""How the command line understands words: one parser, what every command has, complaints in Russian.

Leaves the words of each command to the modules beside it.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from nastavnik_sheets.cells import EARLIEST, LATEST
from nastavnik_sheets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.commands.options import Options, Outcome

    Command = Callable[[argparse.Namespace, Options], Outcome]
    Subparsers = argparse._SubParsersAction["Parser"]

RUSSIAN = {
    "usage: ": "вызов: ", "positional arguments": "что указать", "options": "ключи",
    "show this help message and exit": "показать эту справку",
    "the following arguments are required: %s": "не указано: %s",
    "unrecognized arguments: %s": "непонятно: %s", "expected one argument": "нужно значение",
    "expected at least one argument": "нужно хотя бы одно значение",
    "invalid choice: %(value)r (choose from %(choices)s)": "нет такой команды: %(value)s (есть: %(choices)s)",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
}  # fmt: skip


FILES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".docx")


class Wide(argparse.HelpFormatter):
    """Help with room for the longest name of a command, which argparse forgets to indent."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32)
        self._action_max_length = 14


class Parser(argparse.ArgumentParser):
    """A parser that complains in Russian and never exits by itself."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of exiting; the rest of a file's name was most likely split at its spaces."""
        if message.startswith("непонятно") and message.lower().endswith(FILES):
            message += " (имя с пробелами возьмите в кавычки)"
        raise UsageError(f"{message[:1].upper()}{message[1:]}. Справка: {self.prog} --help")


def russian(text: str) -> str:
    """Return argparse's own words in Russian."""
    return RUSSIAN.get(text, text)


def add(commands: Subparsers, name: str, about: str, run: Command, *, book: bool = True) -> argparse.ArgumentParser:
    """Add a command with what every command has."""
    parser = commands.add_parser(name, help=about, description=about, allow_abbrev=False, formatter_class=Wide)
    if book:
        parser.add_argument("book", metavar="КНИГА", help="файл .xlsx или .xlsm, ссылка на таблицу Google")
        parser.add_argument("--drop-signature", action="store_true", help="снять с книги электронную подпись")
        parser.add_argument("--password-file", metavar="ФАЙЛ", help="пароль к книге — первая строка этого файла")
    parser.add_argument("--json", action="store_true", help="ответ для программы, больше ничего")
    parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не записывать")
    parser.add_argument("--today", type=day, metavar="ГГГГ-ММ-ДД", help="считать, что сегодня этот день")
    parser.set_defaults(run=run)
    return parser


def group(commands: Subparsers, name: str, about: str) -> Subparsers:
    """Add a command that has actions; return where they go."""
    parser = commands.add_parser(name, help=about, description=about, allow_abbrev=False, formatter_class=Wide)
    return parser.add_subparsers(metavar="ДЕЙСТВИЕ", required=True, dest="action")


def day(text: str) -> date:
    """Return the day a word means."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"«{text}» — это не дата вида 2026-09-01.") from None
    if not EARLIEST <= found <= LATEST:
        raise UsageError(f"«{text}» — год не похож на настоящий: назовите день от {EARLIEST} до {LATEST}.")
    return found
