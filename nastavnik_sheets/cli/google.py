"""The words of the commands that work with Google: `google`, `sync`, `privacy`.

Leaves what every command has to `parser`, the work to `commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cli.parser import add, group

if TYPE_CHECKING:
    import argparse

    from nastavnik_sheets.cli.parser import Subparsers
    from nastavnik_sheets.commands.options import Options, Outcome

SHEET = "ссылка на таблицу Google или google:КЛЮЧ"


def google(commands: Subparsers) -> None:
    """Add `google` and its actions."""
    actions = group(commands, "google", "доступ к таблицам Google")

    def allowed(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import google_access

        return google_access.allow(given.sheet, options=options)

    def examined(given: argparse.Namespace, _options: Options) -> Outcome:
        from nastavnik_sheets.commands import google_access

        return google_access.doctor(given.sheet)

    def tested(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import google_access

        return google_access.selftest(given.sheet, out=given.out, options=options)

    def entered(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import google_access

        return google_access.login(given.client, options=options)

    add(actions, "login", "войти от своего имени: разрешение спросит браузер", entered, book=False).add_argument(
        "client", metavar="ФАЙЛ", help="клиент «приложение для компьютера» из консоли Google Cloud (.json)"
    )
    parser = add(actions, "doctor", "что не так с доступом и что сделать", examined, book=False)
    parser.add_argument("sheet", metavar="ТАБЛИЦА", nargs="?", help=SHEET)
    parser = add(actions, "selftest", "проверить связь на новой пустой таблице", tested, book=False)
    parser.add_argument("sheet", metavar="ТАБЛИЦА", help=SHEET)
    parser.add_argument("--out", metavar="ФАЙЛ", help="куда записать ответы Google (по умолчанию сюда)")
    add(
        actions, "allow", "прочитать, что говорит закон, и разрешить работу с таблицей", allowed, book=False
    ).add_argument("sheet", metavar="ТАБЛИЦА", help=SHEET)


def sync(commands: Subparsers) -> None:
    """Add `sync`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import syncing

        return syncing.sync(given.book, given.sheet, meant=given.yes, options=options)

    parser = add(commands, "sync", "обмен с таблицей Google: отмеченные на «Обмене» столбцы", run)
    parser.add_argument("sheet", metavar="ТАБЛИЦА", nargs="?", default="", help=f"{SHEET}; потом можно не называть")
    parser.add_argument("--yes", action="store_true", help="большие изменения сделаны нарочно")


def privacy(commands: Subparsers) -> None:
    """Add `privacy`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import syncing

        return syncing.privacy(given.book, options=options)

    add(commands, "privacy", "что личное уйдёт в Google, если обменяться сейчас", run)
