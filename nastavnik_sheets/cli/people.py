"""The words of the commands from the first day to the pairs: `new`, `check`, `import`, `consents`, `suggest` …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cli.parser import add, day

if TYPE_CHECKING:
    import argparse

    from nastavnik_sheets.cli.parser import Subparsers
    from nastavnik_sheets.commands.options import Options, Outcome


def new(commands: Subparsers) -> None:
    """Add `new`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import making

        return making.new(given.book, demo=given.demo, last_year=given.last_year, options=options)

    parser = add(commands, "new", "новая книга", run)
    parser.add_argument("--demo", action="store_true", help="с придуманной школой")
    parser.add_argument("--from", dest="last_year", metavar="ПРОШЛАЯ", help="продолжить год из прошлой книги")


def demo(commands: Subparsers) -> None:
    """Add `demo`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import showing

        return showing.demo(given.folder, options=options)

    parser = add(commands, "demo", "вся работа на придуманной школе: книга, приказ, мониторинг", run, book=False)
    parser.add_argument("folder", metavar="ПАПКА", nargs="?", default="demo", help="куда положить (по умолчанию demo)")


def check(commands: Subparsers) -> None:
    """Add `check`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import checking

        return checking.check(given.book, fix=given.fix, options=options)

    parser = add(commands, "check", "проверить записи", run)
    parser.add_argument("--fix", action="store_true", help="исправить безопасное: пробелы, телефоны, даты, коды")


def take_in(commands: Subparsers) -> None:
    """Add `import`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import taking_in

        return taking_in.take_in(given.book, given.file, kind=given.kind, options=options)

    parser = add(commands, "import", "взять ответы анкет и отчёты о встречах", run)
    parser.add_argument("file", metavar="ФАЙЛ", help="выгрузка Google Форм, Яндекс Форм или своя таблица (.xlsx, .csv)")
    parser.add_argument("--as", dest="kind", metavar="ЧТО", help="что в файле, если по столбцам не видно")


def consents(commands: Subparsers) -> None:
    """Add `consents`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import consent_forms

        return consent_forms.make_form(given.book, people=given.people, publication=given.publication, options=options)

    parser = add(commands, "consents", "таблица недостающих согласий: вписать даты и взять командой import", run)
    parser.add_argument("people", metavar="КОД", nargs="*", help="только эти участники")
    parser.add_argument("--publication", action="store_true", help="и согласия на распространение, для публикаций")


def suggest(commands: Subparsers) -> None:
    """Add `suggest`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import pairing

        return pairing.suggest(given.book, options=options, meeting=given.meeting)

    parser = add(commands, "suggest", "подобрать пары → «Предложения»", run)
    parser.add_argument("--meeting", type=day, metavar="ГГГГ-ММ-ДД", help="назначить групповую встречу и пригласить")


def confirm(commands: Subparsers) -> None:
    """Add `confirm`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import pairing

        return pairing.confirm(given.book, options=options)

    add(commands, "confirm", "принятые предложения → «Пары»", run)
