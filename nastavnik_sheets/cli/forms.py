"""The words of the commands that work with forms: `forms build`, `forms pull`.

Leaves what every command has to `parser`, the work to `commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cli.parser import add, group

if TYPE_CHECKING:
    import argparse

    from nastavnik_sheets.cli.parser import Subparsers
    from nastavnik_sheets.commands.options import Options, Outcome


def forms(commands: Subparsers) -> None:
    """Add `forms` and its actions."""
    actions = group(commands, "forms", "анкеты через формы")

    def built(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import questionnaires

        return questionnaires.build(given.book, only=given.only, out=given.out, options=options)

    maker = add(actions, "build", "анкеты для Яндекс Форм, Google Форм и на бумаге — из листа «Вопросы»", built)
    maker.add_argument(
        "--only", metavar="СЛОВА", action="append", default=[], help="только анкеты с этими словами в названии"
    )
    maker.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Анкеты» рядом с книгой)")

    def pulled(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import questionnaires

        return questionnaires.pull(given.book, given.source, options=options)

    add(actions, "pull", "взять ответы из таблицы Google, из формы или из её файла", pulled).add_argument(
        "source", metavar="ГДЕ", nargs="?", help="ссылка на таблицу или форму Google, файл; иначе — из «Настроек»"
    )
