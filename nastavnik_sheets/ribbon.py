"""One click: one command on the workbook in front, one calm message about what was done and where to look.

The add-in starts this module as a program of its own; errors become sentences here, nothing is left to a console.
Leaves the work to `commands` and the workbook to `hosts`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from nastavnik_sheets import __version__
from nastavnik_sheets.errors import HostError, NastavnikError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.commands.options import Options, Outcome

TITLE = "Наставничество"
LONGEST = 15
"""Lines of a message that a person reads in a window; the rest is in the workbook."""


@dataclass(frozen=True)
class Said:
    """What a click says, whether it is a failure, and the folder to show if files were made."""

    text: str
    failed: bool = False
    folder: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command for the add-in; 0 when the person has been told, whatever the news is."""
    parser = argparse.ArgumentParser(prog="nastavnik_sheets.ribbon", allow_abbrev=False)
    parser.add_argument("command")
    parser.add_argument("kind", nargs="?", default="")
    parser.add_argument("--book", required=True)
    parser.add_argument("--hwnd", type=int, default=0)
    parser.add_argument("--file", default="")
    given = parser.parse_args(arguments)
    app = _app(given.hwnd)
    said = click(given.command, app.books[given.book].fullname, argument=given.file or given.kind)
    app.status_bar = False
    app.alert(said.text, title=TITLE, mode="critical" if said.failed else "info")
    if said.folder:
        _show(said.folder)
    return 0


def click(command: str, book: str, *, argument: str = "", options: Options | None = None) -> Said:
    """Run a command on an open workbook, named by its path; `argument` is a file to take in or a kind of document."""
    from nastavnik_sheets.commands.options import Options

    try:
        outcome = _outcome(command, f"excel:{book}", argument, options or Options())
    except NastavnikError as error:
        return Said(str(error), failed=True)
    except Exception as error:  # noqa: BLE001  (the last line of defence: log it, say one calm sentence)
        from nastavnik_sheets.trouble import log_trouble

        return Said(log_trouble(error), failed=True)
    return Said(_shortened(outcome.message), folder=str(outcome.facts.get("folder", "")))


def _outcome(command: str, address: str, argument: str, options: Options) -> Outcome:
    from nastavnik_sheets.commands import checking, monitoring, pairing, papers, taking_in, undoing

    match command:
        case "check":
            return checking.check(address, options=options)
        case "import":
            return taking_in.take_in(address, argument, options=options)
        case "suggest":
            return pairing.suggest(address, options=options)
        case "confirm":
            return pairing.confirm(address, options=options)
        case "monitor":
            return monitoring.monitor(address, options=options)
        case "documents":
            return papers.made(address, argument, options=options)
        case "undo":
            return undoing.undo(address, options=options)
        case "help":
            return _help()
    raise UsageError(f"Кнопки «{command}» нет: поставьте надстройку ещё раз командой «nastavnik addin install».")


def _help() -> Outcome:
    """Tell what each button does, in the words of the ribbon."""
    from nastavnik_sheets.addin import macros
    from nastavnik_sheets.commands.options import Outcome

    ribbon = ET.parse(macros("excel") / "customUI14.xml")  # noqa: S314  (our own text)
    buttons = [one for one in ribbon.iter() if one.get("size") == "large"]
    lines = [f"{one.get('label')} — {one.get('supertip')}" for one in buttons]
    return Outcome("\n".join([*lines, "", f"Наставник, версия {__version__}"]))


def _shortened(message: str) -> str:
    lines = message.splitlines()
    return message if len(lines) <= LONGEST else "\n".join([*lines[:LONGEST], "… остальное — в книге."])


def _app(window: int) -> Any:
    """Return the Excel whose button was clicked: on Windows by its window, on a Mac there is one."""
    import xlwings

    if window:
        windows: Any = importlib.import_module("xlwings._xlwindows")
        return xlwings.App(impl=windows.App(xl=window))
    if xlwings.engines.active is None or xlwings.apps.active is None:
        raise HostError("Excel не запущен: откройте в нём книгу наставничества и повторите.")
    return xlwings.apps.active


def _show(folder: str) -> None:
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606  (a folder of ours, shown in Explorer)
    else:
        subprocess.run(["/usr/bin/open", folder], check=False)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
