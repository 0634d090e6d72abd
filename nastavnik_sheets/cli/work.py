"""The words of the commands for the work of pairs and its results: `plan`, `awards`, `mentors`, `pair`, `journal`.

Leaves what every command has to `parser`, the work to `commands`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.cli.parser import add
from nastavnik_sheets.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from nastavnik_sheets.cli.parser import Subparsers
    from nastavnik_sheets.commands.options import Options, Outcome

MOST_LINES = 31


def plan(commands: Subparsers) -> None:
    """Add `plan`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import planning

        return planning.make_plans(given.book, pairs=given.pairs, options=options)

    parser = add(commands, "plan", "планы развития парам без плана → «Планы»", run)
    parser.add_argument(
        "--pair", dest="pairs", metavar="КОД", action="append", default=[], help="только этой паре, можно несколько раз"
    )


def awards(commands: Subparsers) -> None:
    """Add `awards`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import awarding

        return (awarding.grant if given.confirm else awarding.nominate)(given.book, options=options)

    parser = add(commands, "awards", "номинации по критериям → «Номинации»", run)
    parser.add_argument("--confirm", action="store_true", help="принятые номинации → «Поощрения»")


def pair(commands: Subparsers) -> None:
    """Add `pair`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import pair_pages

        return pair_pages.show(given.book, given.code, options=options)

    parser = add(commands, "pair", "как идут пары: все → «Ход пар», одна → «Страница пары»", run)
    parser.add_argument("code", metavar="КОД", nargs="?", help="код пары; без него — все пары")


def mentors(commands: Subparsers) -> None:
    """Add `mentors`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import pair_pages

        return pair_pages.mentors(given.book, options=options)

    add(commands, "mentors", "кто из наставников подходит для каждой формы", run)


def journal(commands: Subparsers) -> None:
    """Add `journal`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import journal_forms

        return journal_forms.make_form(
            given.book, month=given.month, people=given.people, lines=given.lines, options=options
        )

    parser = add(commands, "journal", "таблица встреч за месяц: заполнить и взять командой import", run)
    parser.add_argument("--month", type=_month, metavar="ГГГГ-ММ", help="за какой месяц (по умолчанию этот)")
    parser.add_argument(
        "--for", dest="people", metavar="КОД", action="append", default=[], help="только этого наставника или пары"
    )
    parser.add_argument("--lines", type=_lines, metavar="N", default=4, help="строк на пару (по умолчанию 4)")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UsageError(f"«{text}» — не месяц вида 2026-11.") from None


def _lines(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_LINES:
        raise UsageError(f"--lines: «{text}» — не число от 1 до {MOST_LINES}.")
    return int(text)
