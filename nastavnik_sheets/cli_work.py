"""The words of the commands for the work of pairs and its results: `plan`, `awards`, `mentors`, `pair`, `journal`.

Leaves parsers to `cli`, the work to `commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from nastavnik_sheets.commands.options import Options, Outcome

    Add = Callable[..., argparse.ArgumentParser]


def add_work(commands: Any, add: Add) -> None:
    """Add the commands in the order of the year."""
    for one in (_plan, _awards):
        one(commands, add)


def _plan(commands: Any, add: Add) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import planning

        return planning.make_plans(given.book, pairs=given.pairs, options=options)

    parser = add(commands, "plan", "планы развития парам без плана → «Планы»", run)
    parser.add_argument(
        "--pair", dest="pairs", metavar="КОД", action="append", default=[], help="только этой паре, можно несколько раз"
    )


def _awards(commands: Any, add: Add) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import awarding

        return (awarding.grant if given.confirm else awarding.nominate)(given.book, options=options)

    parser = add(commands, "awards", "номинации по критериям → «Номинации»", run)
    parser.add_argument("--confirm", action="store_true", help="принятые номинации → «Поощрения»")
