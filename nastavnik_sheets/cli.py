"""The command line: words in, a sentence or JSON out, an exit code; every failure is one calm Russian sentence.

Leaves the work to `commands`. Nothing heavy is imported before the command is known.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from nastavnik_sheets import __version__
from nastavnik_sheets.errors import NastavnikError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nastavnik_sheets.commands.options import Options, Outcome

    Command = Callable[[argparse.Namespace, Options], Outcome]

RUSSIAN = {
    "usage: ": "вызов: ", "positional arguments": "что указать", "options": "ключи",
    "show this help message and exit": "показать эту справку",
    "the following arguments are required: %s": "не указано: %s",
    "unrecognized arguments: %s": "непонятно: %s", "expected one argument": "нужно значение",
    "expected at least one argument": "нужно хотя бы одно значение",
    "invalid choice: %(value)r (choose from %(choices)s)": "нет такой команды: %(value)s (есть: %(choices)s)",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
}  # fmt: skip


class Wide(argparse.HelpFormatter):
    """Help with room for the longest name of a command, which argparse forgets to indent."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32)
        self._action_max_length = 14


class Parser(argparse.ArgumentParser):
    """A parser that complains in Russian and never exits by itself."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of exiting."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. Справка: {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    try:
        return _told(run(words), as_json=as_json)
    except NastavnikError as error:
        return _fail(str(error), error.exit_code, as_json=as_json)
    except BrokenPipeError:  # the reader has had enough: `nastavnik … | head`
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        return _fail("Остановлено. Книга осталась такой, какой была.", 130, as_json=as_json)
    except Exception as error:  # noqa: BLE001  (the last line of defence: log it, say one calm sentence)
        from nastavnik_sheets.trouble import log_trouble

        return _fail(log_trouble(error), 1, as_json=as_json)


def _told(outcome: Outcome, *, as_json: bool) -> int:
    if as_json:
        facts = {"message": outcome.message, **outcome.facts}
        print(json.dumps(facts, ensure_ascii=False, indent=1, default=_fact), flush=True)  # noqa: T201
    else:
        print(outcome.message, flush=True)  # noqa: T201
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

    command: Command = given.run
    signature = getattr(given, "drop_signature", False)
    return command(given, Options(today=given.today, dry_run=given.dry_run, drop_signature=signature))


def command_names() -> set[str]:
    """Return the names of the commands this build has."""
    found = (one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction))
    return set(next(found).choices)


def build_parser() -> Parser:
    """Return the parser of all commands."""
    argparse._ = lambda text: RUSSIAN.get(text, text)  # type: ignore[attr-defined]
    parser = Parser(
        prog="nastavnik", description="Школьное наставничество в таблице.", allow_abbrev=False, formatter_class=Wide
    )
    parser.add_argument("--version", action="version", version=f"nastavnik {__version__}", help="показать версию")
    commands = parser.add_subparsers(title="команды", metavar="КОМАНДА", required=True, dest="command")
    for add in (
        _new,
        _demo,
        _check,
        _import,
        _forms,
        _suggest,
        _confirm,
        _work,
        _monitor,
        _region,
        _documents,
        _publish,
        _roadmap,
        _remind,
        _forget,
        _anonymise,
        _undo,
        _google,
        _sync,
        _privacy,
        _addin,
        _schema,
        _template,
    ):
        add(commands)
    return parser


def _command(
    commands: Subparsers, name: str, about: str, run: Command, *, book: bool = True
) -> argparse.ArgumentParser:
    """Add a command with what every command has."""
    parser = commands.add_parser(name, help=about, description=about, allow_abbrev=False, formatter_class=Wide)
    if book:
        parser.add_argument("book", metavar="КНИГА", help="файл .xlsx или .xlsm, ссылка на таблицу Google")
        parser.add_argument("--drop-signature", action="store_true", help="снять с книги электронную подпись")
    parser.add_argument("--json", action="store_true", help="ответ для программы, больше ничего")
    parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не записывать")
    parser.add_argument("--today", type=_day, metavar="ГГГГ-ММ-ДД", help="считать, что сегодня этот день")
    parser.set_defaults(run=run)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"«{text}» — не дата вида 2026-09-01.") from None


if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction["Parser"]


def _new(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import making

        return making.new(given.book, demo=given.demo, last_year=given.last_year, options=options)

    parser = _command(commands, "new", "новая книга", run)
    parser.add_argument("--demo", action="store_true", help="с придуманной школой")
    parser.add_argument("--from", dest="last_year", metavar="ПРОШЛАЯ", help="продолжить год из прошлой книги")


def _demo(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import showing

        return showing.demo(given.folder, options=options)

    parser = _command(commands, "demo", "вся работа на придуманной школе: книга, приказ, мониторинг", run, book=False)
    parser.add_argument("folder", metavar="ПАПКА", nargs="?", default="demo", help="куда положить (по умолчанию demo)")


def _check(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import checking

        return checking.check(given.book, fix=given.fix, options=options)

    parser = _command(commands, "check", "проверить записи", run)
    parser.add_argument("--fix", action="store_true", help="исправить безопасное: пробелы, телефоны, даты, коды")


def _import(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import taking_in

        return taking_in.take_in(given.book, given.file, kind=given.kind, options=options)

    parser = _command(commands, "import", "взять ответы анкет и отчёты о встречах", run)
    parser.add_argument("file", metavar="ФАЙЛ", help="выгрузка Google Форм, Яндекс Форм или своя таблица (.xlsx, .csv)")
    parser.add_argument("--as", dest="kind", metavar="ЧТО", help="что в файле, если по столбцам не видно")


def _forms(commands: Subparsers) -> None:
    from nastavnik_sheets import cli_forms

    parser = commands.add_parser("forms", help="анкеты через формы", allow_abbrev=False, formatter_class=Wide)
    cli_forms.add_forms(parser.add_subparsers(metavar="ДЕЙСТВИЕ", required=True, dest="action"), _command)


def _suggest(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import pairing

        return pairing.suggest(given.book, options=options, meeting=given.meeting)

    parser = _command(commands, "suggest", "подобрать пары → «Предложения»", run)
    parser.add_argument("--meeting", type=_day, metavar="ГГГГ-ММ-ДД", help="назначить групповую встречу и пригласить")


def _confirm(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import pairing

        return pairing.confirm(given.book, options=options)

    _command(commands, "confirm", "принятые предложения → «Пары»", run)


def _monitor(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import monitoring

        return monitoring.monitor(given.book, explain=given.explain, sheets_only=given.sheets_only, options=options)

    parser = _command(commands, "monitor", "показатели и таблицы мониторинга", run)
    parser.add_argument("--explain", metavar="П3", help="из чего получилась цифра")
    parser.add_argument("--sheets-only", action="store_true", help="только листы: без отчёта и сводов в «Документах»")


def _region(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import regional

        return regional.region(
            given.folders, out=given.out, workers=given.workers, scheduler=given.scheduler, options=options
        )

    parser = _command(commands, "region", "свод по книгам многих школ", run, book=False)
    parser.add_argument("folders", metavar="ПАПКА", nargs="+", help="где лежат книги школ (и во вложенных папках)")
    parser.add_argument("--out", metavar="ФАЙЛ", help="куда записать свод (по умолчанию в первую папку)")
    parser.add_argument("--workers", metavar="N", type=_count, help="сколько процессов (по умолчанию — ядер)")
    parser.add_argument("--scheduler", metavar="АДРЕС", help="считать на кластере Dask: tcp://10.0.0.5:8786")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--workers: «{text}» — не число от 1.")
    return int(text)


def _documents(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "documents", help="приказы и другие документы", allow_abbrev=False, formatter_class=Wide
    )
    actions = parser.add_subparsers(metavar="ДЕЙСТВИЕ", required=True, dest="action")

    def listed(_given: argparse.Namespace, _options: Options) -> Outcome:
        from nastavnik_sheets.commands import papers

        return papers.listed()

    def checked(given: argparse.Namespace, _options: Options) -> Outcome:
        from nastavnik_sheets.commands import papers

        return papers.checked(given.file)

    def made(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import papers

        return papers.made(
            given.book, given.kind, out=given.out, pdf=given.pdf, together=given.together, people=given.people,
            without=given.without, number=given.number, options=options,
        )  # fmt: skip

    _command(actions, "list", "какие документы есть", listed, book=False)
    _command(actions, "check", "проверить шаблон Word", checked, book=False).add_argument("file", metavar="ФАЙЛ")
    maker = _command(actions, "make", "сделать документ", made)
    maker.add_argument("kind", metavar="ВИД", help="ключ из «documents list»")
    maker.add_argument("--pdf", action="store_true", help="ещё и в PDF (нужен LibreOffice)")
    maker.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Документы» рядом с книгой)")
    maker.add_argument("--together", action="store_true", help="всё в один файл")
    maker.add_argument("--number", metavar="№", help="номер документа; выданный раньше — перепечатать его")
    maker.add_argument(
        "--for", dest="people", metavar="КОД", action="append", default=[], help="только об этом участнике"
    )
    maker.add_argument("--without", metavar="КОД", action="append", default=[], help="без этого участника")


def _publish(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import publishing

        return publishing.publish(given.book, out=given.out, options=options)

    parser = _command(commands, "publish", "страница и тексты для сайта школы", run)
    parser.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Публикация» рядом с книгой)")


def _roadmap(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import scheduling

        return scheduling.roadmap(given.book, move=given.move, options=options)

    parser = _command(commands, "roadmap", "дорожная карта: что видно по книге, график для печати", run)
    parser.add_argument("--move", action="store_true", help="переложить сроки на период из «Настроек»")


def _remind(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import reminding

        extra = reminding.Extra(letters=given.letters, calendar=given.ics, names=given.names, out=given.out)
        return reminding.remind(given.book, extra=extra, options=options)

    parser = _command(commands, "remind", "кому, что и к какому сроку сделать → «Напоминания»", run)
    parser.add_argument("--letters", action="store_true", help="ещё и письма: каждому — только о его делах")
    parser.add_argument("--ics", action="store_true", help="ещё и календарь на год (.ics), люди в нём — кодами")
    parser.add_argument("--names", action="store_true", help="в календаре имена вместо кодов (он уйдёт в облако)")
    parser.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Документы/Напоминания»)")


def _forget(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import forgetting

        return forgetting.forget(given.book, given.code, anyway=given.anyway, options=options)

    parser = _command(commands, "forget", "уничтожить данные участника везде в книге и её копиях", run)
    parser.add_argument("code", metavar="КОД", help="код участника, например У-014-9")
    parser.add_argument("--anyway", action="store_true", help="хотя пара действует или есть обращение без ответа")


def _anonymise(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import anonymising

        return anonymising.anonymise(given.book, given.copy, force=given.force, options=options)

    parser = _command(commands, "anonymise", "копия с придуманными людьми — для обучения или сообщения об ошибке", run)
    parser.add_argument("copy", metavar="КОПИЯ", help="куда записать копию")
    parser.add_argument("--force", action="store_true", help="записать поверх существующего файла")


def _undo(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import undoing

        return undoing.undo(given.book, options=options)

    _command(commands, "undo", "отменить последнюю команду", run)


def _work(commands: Subparsers) -> None:
    from nastavnik_sheets.cli_work import add_work

    add_work(commands, _command)


def _google(commands: Subparsers) -> None:
    from nastavnik_sheets import cli_google

    parser = commands.add_parser("google", help="доступ к таблицам Google", allow_abbrev=False, formatter_class=Wide)
    cli_google.add_google(parser.add_subparsers(metavar="ДЕЙСТВИЕ", required=True, dest="action"), _command)


def _sync(commands: Subparsers) -> None:
    from nastavnik_sheets import cli_google

    cli_google.add_sync(commands, _command)


def _privacy(commands: Subparsers) -> None:
    from nastavnik_sheets import cli_google

    cli_google.add_privacy(commands, _command)


def _addin(commands: Subparsers) -> None:
    parser = commands.add_parser("addin", help="кнопки в Excel и LibreOffice", allow_abbrev=False, formatter_class=Wide)
    actions = parser.add_subparsers(metavar="ДЕЙСТВИЕ", required=True, dest="action")

    def built(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import addins

        return addins.build(given.folder, options=options)

    def installed(_given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import addins

        return addins.install(options=options)

    def dropped(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import shortcuts

        return shortcuts.make(given.folder, options=options)

    maker = _command(actions, "build", "собрать nastavnik.xlam и nastavnik.oxt", built, book=False)
    maker.add_argument("folder", metavar="ПАПКА", nargs="?", default=".", help="куда положить (по умолчанию сюда)")
    _command(actions, "install", "поставить кнопки в Excel и LibreOffice", installed, book=False)
    _command(
        actions, "shortcuts", "значки, на которые перетаскивают сохранённую книгу", dropped, book=False
    ).add_argument("folder", metavar="ПАПКА", nargs="?", default="Наставник", help="куда положить (сюда: «Наставник»)")


def _schema(commands: Subparsers) -> None:
    def run(_given: argparse.Namespace, _options: Options) -> Outcome:
        from nastavnik_sheets.commands import making

        return making.schema()

    _command(commands, "schema", "листы и столбцы", run, book=False)


def _template(commands: Subparsers) -> None:
    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import making

        return making.make_template(given.folder, options=options)

    parser = _command(commands, "template", "собрать шаблон книги и страницы docs из схемы", run, book=False)
    parser.add_argument("folder", metavar="ПАПКА", nargs="?", default=".", help="папка проекта")


if __name__ == "__main__":
    sys.exit(main())
