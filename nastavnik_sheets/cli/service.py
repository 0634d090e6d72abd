"""The words of the commands that serve: `forget`, `anonymise`, `protect`, `undo`, `addin`, `schema`, `template`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cli.parser import add, group

if TYPE_CHECKING:
    import argparse

    from nastavnik_sheets.cli.parser import Subparsers
    from nastavnik_sheets.commands.options import Options, Outcome


def forget(commands: Subparsers) -> None:
    """Add `forget`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import forgetting

        return forgetting.forget(given.book, given.code, anyway=given.anyway, options=options)

    parser = add(commands, "forget", "уничтожить данные участника везде в книге и её копиях", run)
    parser.add_argument("code", metavar="КОД", help="код участника, например У-014-9")
    parser.add_argument("--anyway", action="store_true", help="хотя пара действует или есть обращение без ответа")


def anonymise(commands: Subparsers) -> None:
    """Add `anonymise`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import anonymising

        return anonymising.anonymise(given.book, given.copy, force=given.force, options=options)

    parser = add(commands, "anonymise", "копия с придуманными людьми — для обучения или сообщения об ошибке", run)
    parser.add_argument("copy", metavar="КОПИЯ", help="куда записать копию")
    parser.add_argument("--force", action="store_true", help="записать поверх существующего файла")


def protect(commands: Subparsers) -> None:
    """Add `protect`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import protecting

        return protecting.protect(given.book, off=given.off, options=options)

    parser = add(commands, "protect", "поставить на книгу пароль, который понимает Excel", run)
    parser.add_argument("--off", action="store_true", help="снять пароль")


def undo(commands: Subparsers) -> None:
    """Add `undo`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import undoing

        return undoing.undo(given.book, options=options)

    add(commands, "undo", "отменить последнюю команду", run)


def addin(commands: Subparsers) -> None:
    """Add `addin`."""
    actions = group(commands, "addin", "кнопки в Excel и LibreOffice")

    def built(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import addins

        return addins.build(given.folder, options=options)

    def installed(_given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import addins

        return addins.install(options=options)

    def dropped(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import shortcuts

        return shortcuts.make(given.folder, options=options)

    maker = add(actions, "build", "собрать nastavnik.xlam и nastavnik.oxt", built, book=False)
    maker.add_argument("folder", metavar="ПАПКА", nargs="?", default=".", help="куда положить (по умолчанию сюда)")
    add(actions, "install", "поставить кнопки в Excel и LibreOffice", installed, book=False)
    add(actions, "shortcuts", "значки, на которые перетаскивают сохранённую книгу", dropped, book=False).add_argument(
        "folder", metavar="ПАПКА", nargs="?", default="Наставник", help="куда положить (сюда: «Наставник»)"
    )


def schema(commands: Subparsers) -> None:
    """Add `schema`."""

    def run(_given: argparse.Namespace, _options: Options) -> Outcome:
        from nastavnik_sheets.commands import making

        return making.schema()

    add(commands, "schema", "листы и столбцы", run, book=False)


def template(commands: Subparsers) -> None:
    """Add `template`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import making

        return making.make_template(given.folder, options=options)

    parser = add(commands, "template", "собрать шаблон книги и страницы docs из схемы", run, book=False)
    parser.add_argument("folder", metavar="ПАПКА", nargs="?", default=".", help="папка проекта")
