"""One click: one command on the workbook in front, one calm message about what was done and where to look.

The add-ins start this module as a program of its own; errors become sentences here, nothing is left to a console.
Leaves the work to the commands of `cli`, the workbook to `hosts`, windows to `screens`.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import NastavnikError, UsageError, was_written, what_is_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.screens import Screen

BOOK, CHOSEN, HELP = "КНИГА", "ВЫБОР", "help"
COMMANDS = {
    "check": ("check", BOOK),
    "import": ("import", BOOK, CHOSEN),
    "suggest": ("suggest", BOOK),
    "confirm": ("confirm", BOOK),
    "monitor": ("monitor", BOOK),
    "documents": ("documents", "make", BOOK, CHOSEN),
    "remind": ("remind", BOOK),
    "sync": ("sync", BOOK),
    "undo": ("undo", BOOK),
    "fix": ("check", BOOK, "--fix"),
    "roadmap": ("roadmap", BOOK),
    "consents": ("consents", BOOK),
    "mentors": ("mentors", BOOK),
    "plan": ("plan", BOOK),
    "journal": ("journal", BOOK),
    "pair": ("pair", BOOK),
    "awards": ("awards", BOOK),
    "grant": ("awards", BOOK, "--confirm"),
    "publish": ("publish", BOOK),
    "privacy": ("privacy", BOOK),
}
"""What each button and each line of «Ещё» says to the command line; what is chosen is a file or a kind of document."""
LONGEST = 15
"""Lines of a message that a person reads in a window; its first ones say where to look."""


@dataclass(frozen=True)
class Said:
    """What a click says, whether it is a failure, and the folder to show if files were made."""

    text: str
    failed: bool = False
    folder: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command for an add-in; 0 when the person has been told, whatever the news is, 1 if nobody was told."""
    given = _given(arguments)
    try:
        _shown(given)
    except Exception as error:  # noqa: BLE001  (there is no window to say it in: the add-in says what it can)
        from nastavnik_sheets.trouble import log_trouble

        log_trouble(error)
        return 1
    return 0


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command; names come from Excel on Windows beside the command line, which would change a % in them."""
    parser = argparse.ArgumentParser(prog="nastavnik_sheets.ribbon", allow_abbrev=False)
    parser.add_argument("command")
    parser.add_argument("kind", nargs="?", default="")
    parser.add_argument("--office", action="store_true", help="LibreOffice at the other end of stdin and stdout")
    parser.add_argument("--book", default=os.environ.get("NASTAVNIK_BOOK", ""), help="name of the workbook in Excel")
    parser.add_argument("--hwnd", type=int, default=0, help="window of that Excel")
    parser.add_argument("--file", default=os.environ.get("NASTAVNIK_FILE", ""))
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    return parser.parse_args(arguments)


def _shown(given: argparse.Namespace) -> None:
    """Run the command and say what came of it where it was asked for."""
    from nastavnik_sheets import screens
    from nastavnik_sheets.commands.progress import watched

    screen = screens.OfficeScreen() if given.office else screens.ExcelScreen(given.hwnd, given.book)
    with watched(screen.progress):
        said = _clicked(screen, given)
    screen.say(said)


def _clicked(screen: Screen, given: argparse.Namespace) -> Said:
    try:
        book = screen.book()
    except NastavnikError as error:
        return Said(str(error), failed=True)
    from nastavnik_sheets.commands.options import Options

    return click(given.command, book, argument=given.file or given.kind, options=Options(today=given.today))


def click(command: str, book: str, *, argument: str = "", options: Options | None = None) -> Said:
    """Run a command on an open workbook, named by its path; `argument` is a file to take in or a kind of document."""
    from nastavnik_sheets.commands.options import Options

    try:
        outcome = _outcome(command, f"excel:{book}", argument, options or Options())
    except NastavnikError as error:
        return Said(f"{error} {what_is_left(error)}" if was_written(error) else str(error), failed=True)
    except Exception as error:  # noqa: BLE001  (the last line of defence: log it, say one calm sentence)
        from nastavnik_sheets.trouble import log_trouble

        return Said(log_trouble(error), failed=True)
    brief = str(outcome.facts.get("brief", outcome.message))
    return Said(brief if command == HELP else _shortened(brief), folder=str(outcome.facts.get("folder", "")))


def _outcome(command: str, address: str, argument: str, options: Options) -> Outcome:
    from nastavnik_sheets import cli

    if command == HELP:
        return _help()
    if command not in COMMANDS:
        raise UsageError(f"Кнопки «{command}» нет: поставьте надстройку ещё раз командой «nastavnik addin install».")
    words = [{BOOK: address, CHOSEN: argument}.get(word, word) for word in COMMANDS[command]]
    words += ["--today", options.today.isoformat()] if options.today else []
    try:
        return cli.run(words)
    except UsageError:
        if words[0] in cli.command_names():
            raise
        raise UsageError(f"Команды «{words[0]}» в этой версии программы нет: установите новую версию.") from None


def _help() -> Outcome:
    """Tell what each button and each line of «Ещё» does, in the words of the ribbon."""
    from nastavnik_sheets import __version__
    from nastavnik_sheets.addin.buttons import buttons
    from nastavnik_sheets.commands.options import Outcome

    lines = []
    for one in buttons():
        lines.append(f"{one.label} — {_within(one.tip)}")
        lines += [f"    {line.label} — {_within(line.tip)}" for _, inside in one.lines for line in inside if line.tip]
    return Outcome("\n".join([*lines, "", f"Наставник, версия {__version__}"]))


def _within(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _shortened(message: str) -> str:
    lines = message.splitlines()
    rest = len(lines) - LONGEST
    return message if rest <= 0 else "\n".join([*lines[:LONGEST], f"… и ещё строк: {rest}."])


if __name__ == "__main__":
    sys.exit(main())
