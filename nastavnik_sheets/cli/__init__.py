"""The command line: words in, a sentence or JSON out, an exit code; every failure is one calm Russian sentence.

Leaves the words of each command to the modules of this package, the work to `commands`. Nothing heavy is imported
before the command is known.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from nastavnik_sheets import __version__
from nastavnik_sheets.cli import forms, google, people, service, work, year
from nastavnik_sheets.cli.parser import Parser, Wide, russian
from nastavnik_sheets.errors import NastavnikError, what_is_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.cli.parser import Command
    from nastavnik_sheets.commands.options import Outcome

IN_ORDER = (
    people.new,
    people.demo,
    people.check,
    people.take_in,
    forms.forms,
    people.consents,
    people.suggest,
    people.confirm,
    work.plan,
    work.journal,
    work.pair,
    work.mentors,
    work.awards,
    year.monitor,
    year.region,
    year.documents,
    year.publish,
    year.roadmap,
    year.remind,
    service.forget,
    service.anonymise,
    service.protect,
    service.undo,
    google.google,
    google.sync,
    google.privacy,
    service.addin,
    service.schema,
    service.template,
)
"""What adds each command, in the order in which help lists them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    try:
        return _told(run(words), as_json=as_json, tried="--dry-run" in words)
    except NastavnikError as error:
        return _fail(str(error), error.exit_code, as_json=as_json)
    except BrokenPipeError:  # the reader has had enough: `nastavnik … | head`
        sys.stdout = None
        return 0
    except KeyboardInterrupt as stopped:
        return _fail(f"Остановлено. {what_is_left(stopped)}", 130, as_json=as_json)
    except Exception as error:  # noqa: BLE001  (the last line of defence: log it, say one calm sentence)
        from nastavnik_sheets.trouble import log_trouble

        return _fail(log_trouble(error), 1, as_json=as_json)


TRIED = "Это проба (--dry-run): ничего не записано."


def _told(outcome: Outcome, *, as_json: bool, tried: bool) -> int:
    if as_json:
        facts = {"message": outcome.message, **outcome.facts}
        print(json.dumps(facts, ensure_ascii=False, indent=1, default=_fact), flush=True)  # noqa: T201
    else:
        print(outcome.message, *([TRIED] if tried else []), sep="\n", flush=True)  # noqa: T201
    return outcome.exit_code


def _fact(value: object) -> object:
    """Return what JSON has no word for: long facts are worked out only here, dates and paths are text."""
    return value() if callable(value) else str(value)


def _fail(sentence: str, code: int, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": sentence, "exit": code}, ensure_ascii=False))  # noqa: T201
    print(sentence, file=sys.stderr)  # noqa: T201
    return code


def _speak_utf8() -> None:
    """Print Russian whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def run(words: Sequence[str]) -> Outcome:
    """Run one command and return what it says; buttons come in here."""
    given = build_parser().parse_args(words)
    from nastavnik_sheets.commands.options import Options
    from nastavnik_sheets.commands.passwords import password_source

    command: Command = given.run
    return command(given, Options(
        today=given.today, dry_run=given.dry_run, drop_signature=getattr(given, "drop_signature", False),
        password=password_source(getattr(given, "password_file", None)),
    ))  # fmt: skip


def command_names() -> set[str]:
    """Return the names of the commands this build has."""
    found = (one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction))
    return set(next(found).choices)


def build_parser() -> Parser:
    """Return the parser of all commands."""
    argparse._ = russian  # type: ignore[attr-defined]
    parser = Parser(
        prog="nastavnik", description="Школьное наставничество в таблице.", allow_abbrev=False, formatter_class=Wide
    )
    parser.add_argument("--version", action="version", version=f"nastavnik {__version__}", help="показать версию")
    commands = parser.add_subparsers(title="команды", metavar="КОМАНДА", required=True, dest="command")
    for add in IN_ORDER:
        add(commands)
    return parser
