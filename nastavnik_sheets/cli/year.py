"""The words of the commands of the year: `monitor`, `region`, `documents`, `publish`, `roadmap`, `remind`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cli.parser import add, group
from nastavnik_sheets.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from nastavnik_sheets.cli.parser import Subparsers
    from nastavnik_sheets.commands.options import Options, Outcome


def monitor(commands: Subparsers) -> None:
    """Add `monitor`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import monitoring

        return monitoring.monitor(given.book, explain=given.explain, sheets_only=given.sheets_only, options=options)

    parser = add(commands, "monitor", "показатели и таблицы мониторинга", run)
    parser.add_argument("--explain", metavar="П3", help="из чего получилась цифра")
    parser.add_argument("--sheets-only", action="store_true", help="только листы: без отчёта и сводов в «Документах»")


def region(commands: Subparsers) -> None:
    """Add `region`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import regional

        return regional.region(
            given.folders, out=given.out, workers=given.workers, scheduler=given.scheduler, options=options
        )

    parser = add(commands, "region", "свод по книгам многих школ", run, book=False)
    parser.add_argument("folders", metavar="ПАПКА", nargs="+", help="где лежат книги школ (и во вложенных папках)")
    parser.add_argument("--out", metavar="ФАЙЛ", help="куда записать свод (по умолчанию в первую папку)")
    parser.add_argument("--workers", metavar="N", type=_count, help="сколько процессов (по умолчанию — ядер)")
    parser.add_argument("--scheduler", metavar="АДРЕС", help="считать на кластере Dask: tcp://10.0.0.5:8786")


def documents(commands: Subparsers) -> None:
    """Add `documents`."""
    actions = group(commands, "documents", "приказы и другие документы")

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

    add(actions, "list", "какие документы есть", listed, book=False)
    add(actions, "check", "проверить шаблон Word", checked, book=False).add_argument("file", metavar="ФАЙЛ")
    maker = add(actions, "make", "сделать документ", made)
    maker.add_argument("kind", metavar="ВИД", help="ключ из «documents list»")
    maker.add_argument("--pdf", action="store_true", help="ещё и в PDF (нужен LibreOffice)")
    maker.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Документы» рядом с книгой)")
    maker.add_argument("--together", action="store_true", help="всё в один файл")
    maker.add_argument("--number", metavar="№", help="номер документа; выданный раньше — перепечатать его")
    maker.add_argument(
        "--for", dest="people", metavar="КОД", action="append", default=[], help="только об этом участнике"
    )
    maker.add_argument("--without", metavar="КОД", action="append", default=[], help="без этого участника")


def publish(commands: Subparsers) -> None:
    """Add `publish`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import publishing

        return publishing.publish(given.book, out=given.out, options=options)

    parser = add(commands, "publish", "страница и тексты для сайта школы", run)
    parser.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Публикация» рядом с книгой)")


def roadmap(commands: Subparsers) -> None:
    """Add `roadmap`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import scheduling

        return scheduling.roadmap(given.book, move=given.move, options=options)

    parser = add(commands, "roadmap", "дорожная карта: что видно по книге, график для печати", run)
    parser.add_argument("--move", action="store_true", help="переложить сроки на период из «Настроек»")


def remind(commands: Subparsers) -> None:
    """Add `remind`."""

    def run(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import reminding

        extra = reminding.Extra(letters=given.letters, calendar=given.ics, names=given.names, out=given.out)
        return reminding.remind(given.book, extra=extra, options=options)

    parser = add(commands, "remind", "кому, что и к какому сроку сделать → «Напоминания»", run)
    parser.add_argument("--letters", action="store_true", help="ещё и письма: каждому — только о его делах")
    parser.add_argument("--ics", action="store_true", help="ещё и календарь на год (.ics), люди в нём — кодами")
    parser.add_argument("--names", action="store_true", help="в календаре имена вместо кодов (он уйдёт в облако)")
    parser.add_argument("--out", metavar="ПАПКА", help="куда положить (по умолчанию «Документы/Напоминания»)")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--workers: «{text}» — не число от 1.")
    return int(text)
