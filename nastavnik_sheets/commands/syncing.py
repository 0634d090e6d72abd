"""`sync` and `privacy`: the marked columns of a workbook and its mirror in a Google Sheet, cell by cell.

Google is written first, then the workbook, the snapshot last: a run killed anywhere is finished by the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nastavnik_sheets.addresses import address as cell_address
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.forms.offers import offers
from nastavnik_sheets.hosts import file_of, is_file, open_host
from nastavnik_sheets.hosts.google import is_google, spreadsheet_key
from nastavnik_sheets.hosts.google.address import PREFIX
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.sync import snapshot as snapshots
from nastavnik_sheets.sync.choice import chosen
from nastavnik_sheets.sync.exchange import exchange
from nastavnik_sheets.sync.privacy import Detector, personal_columns, scan
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.hosts.google.drop_downs import Condition
    from nastavnik_sheets.hosts.google.host import GoogleHost
    from nastavnik_sheets.sync.choice import Mirrored
    from nastavnik_sheets.sync.exchange import Exchanged
    from nastavnik_sheets.sync.privacy import Exposure
    from nastavnik_sheets.sync.snapshot import Snapshot

TRIES = 3
"""How often an exchange is worked out anew when people in Google keep editing the same cells."""
SHOWN = 10


def privacy(address: str, *, options: Options) -> Outcome:
    """Say what personal would leave with the columns marked now; nothing is changed."""
    from nastavnik_sheets.changes import Plan

    def work(book: Book) -> Work:
        mirrored, problems = chosen(book)
        found = scan(book, mirrored)
        facts: dict[str, object] = {
            "columns": [f"{m.sheet.title}: {c.title}" for m in mirrored for c in m.columns[1:]],
            "exposures": [e._asdict() for e in found],
            "problems": problems,
        }
        return Work(Plan(book), _privacy_words(mirrored, found, problems), facts, 1 if found or problems else 0)

    return carry_out(address, work, command="privacy", options=options)


def _privacy_words(mirrored: list[Mirrored], found: list[Exposure], problems: list[str]) -> str:
    if not mirrored and not problems:
        return "В Google не уходит ничего: на листе «Обмен» не отмечен ни один столбец."
    columns = sum(len(m.columns) - 1 for m in mirrored)
    lines = [f"В Google уходят коды и столбцов: {columns}. Личного в них найдено: {len(found)}."]
    lines += [f"  «{e.sheet}» {cell_address(e.row, e.column)}, «{e.title}»: {e.why}" for e in found]
    return "\n".join([*lines, *problems])


def sync(address: str, sheet: str = "", *, meant: bool = False, options: Options) -> Outcome:
    """Exchange the marked columns with a Google Sheet; with `dry_run` only say what would go where.

    Without an address it is the Sheet with which this workbook was exchanged before.
    """
    sheet = sheet or _only_sheet_before(address)
    if not sheet:
        return carry_out(address, _first_time, command="sync", options=options)
    if not is_google(sheet) or is_google(address):
        raise Refused("Обмен идёт между книгой и таблицей Google: nastavnik sync КНИГА ССЫЛКА.")
    path = _snapshot_file(address, spreadsheet_key(sheet))

    def work(book: Book) -> Work:
        mirrored = _guard(book)
        typed = _formulas_here(address, book, mirrored)
        before = snapshots.load(path) or snapshots.new_snapshot(today=options.day)
        with open_host(sheet, now=lambda: options.now) as opened:
            host = cast("GoogleHost", opened)
            if not options.dry_run:
                _guard_closed(address)
                host.begin()
            made = _exchanged(book, mirrored, host, before, formulas=typed, meant=meant, options=options)
            name = host.name
        done = Work(made.plan, _words(made, mirrored, name), _facts(made), _exit_code(made, options))
        done.what = done.message.splitlines()[0]
        done.after = lambda: None if made.snapshot == before else snapshots.save(path, made.snapshot)
        return done

    return carry_out(address, work, command="sync", options=options)


def _only_sheet_before(address: str) -> str:
    """Return the Sheet this workbook was exchanged with; nothing if there was none or more than one."""
    if is_google(address):
        return ""
    before = f"{file_of(address).name}."
    found = [one for one in _snapshot_file(address, "").parent.glob("*.json") if one.name.startswith(before)]
    return f"{PREFIX}{found[0].stem.removeprefix(before)}" if len(found) == 1 else ""


def _first_time(book: Book) -> Work:
    _guard(book)
    raise Refused(
        "С какой таблицей Google обменивается эта книга, ещё не известно. Первый раз назовите её: nastavnik sync "
        "КНИГА ССЫЛКА; дальше хватит кнопки."
    )


def _snapshot_file(address: str, key: str) -> Path:
    book = file_of(address)
    return book.parent / ".nastavnik" / "sync" / f"{book.name}.{key}.json"


def _guard(book: Book) -> list[Mirrored]:
    """Return what is to be exchanged. Refused unless the coordinator has allowed it and marked something."""
    if not book.settings.google:
        raise Refused(f"Обмен с Google выключен. Закон: 152-ФЗ, ст. 18 ч. 5. Если школа так решила, поставьте «да» на "
                      f"листе «Настройки», строка «{title_of('google')}».")  # fmt: skip
    mirrored, problems = chosen(book)
    if problems:
        raise Refused("; ".join(problems) + ". Исправьте лист «Обмен» и повторите.")
    if not mirrored:
        raise Refused("На листе «Обмен» не отмечен ни один столбец: поставьте «да» у тех, что должны уходить в Google.")
    return mirrored


def _formulas_here(address: str, book: Book, mirrored: list[Mirrored]) -> dict[str, set[tuple[int, int]]]:
    """Return the cells of the workbook's mirrored sheets that hold a formula, by the title of the sheet."""
    with open_host(address) as host:
        titles = {one.sheet.title: book.title(one.sheet) for one in mirrored}
        return {title: host.formulas(named) for title, named in titles.items() if named in host.sheets()}


def _guard_closed(address: str) -> None:
    """Before anything goes to Google: the workbook can be written too."""
    if is_file(address):
        from nastavnik_sheets.hosts.locks import guard_closed

        guard_closed(file_of(address))


def _exchanged(
    book: Book,
    mirrored: list[Mirrored],
    host: GoogleHost,
    before: Snapshot,
    *,
    formulas: Mapping[str, Collection[tuple[int, int]]] | None = None,
    meant: bool,
    options: Options,
) -> Exchanged:
    """Work the exchange out and write Google's side, anew if somebody there was quicker."""
    from nastavnik_sheets.hosts.google.host import ChangedMeanwhile

    detector, titles = Detector.of(book), [one.sheet.title for one in mirrored]
    host.fetch(titles)
    for _ in range(TRIES):
        there = set(host.sheets())
        made = exchange(
            book, mirrored, {t: host.tab(t).grid if t in there else None for t in titles}, before, detector=detector,
            today=options.day, meant=meant,
            formulas={t: ((formulas or {}).get(t, ()), host.tab(t).formulas if t in there else ()) for t in titles},
        )  # fmt: skip
        if options.dry_run:
            return made
        try:
            _write(host, made, mirrored)
        except ChangedMeanwhile:
            continue
        return made
    raise HostError(f"Таблицу «{host.name}» всё время изменяют; ничего не потеряно, повторите позже.")


def _write(host: GoogleHost, made: Exchanged, mirrored: list[Mirrored]) -> None:
    for title in made.new_sheets:
        host.new_sheet(title)
    for one in mirrored:
        if one.sheet.title in made.new_sheets:
            host.offer(one.sheet.title, _choices(one, made.plan.book.lists))
    for title, cells in made.cells.items():
        host.write(title, cells)
    host.commit()


def _choices(one: Mirrored, lists: Mapping[str, Sequence[str]]) -> dict[int, Condition]:
    """Return the choices of a new mirror by column; it has no «Списки», so the words stand in the rule."""
    from nastavnik_sheets.hosts.google.drop_downs import one_of

    found = [(one.columns.index(each.column) + 1, each.options or tuple(lists.get(each.from_list, ())))
             for each in offers(one.columns)]  # fmt: skip
    return {place: one_of(words) for place, words in found if words}


def _exit_code(made: Exchanged, options: Options) -> int:
    if options.dry_run:
        return 0 if made.settled and not made.conflicts and not made.to_delete else 1
    return 1 if made.conflicts or made.to_delete else 0


def _words(made: Exchanged, mirrored: list[Mirrored], name: str) -> str:
    if made.settled and not made.conflicts and not made.held and not made.to_delete:
        return f"Книга и таблица «{name}» одинаковы."
    lines = [f"Обмен с таблицей «{name}»: пришло ячеек {made.came}, ушло {made.went}."]
    if made.conflicts:
        count = len(made.conflicts)
        asked = plural(count, "вопрос", "вопроса", "вопросов")
        lines.append(f"На листе «Расхождения» {count} {asked}: решите и повторите.")
    if made.held:
        lines.append(f"Не отправлено, потому что назвало бы человека: {len(made.held)}.")
        lines += [f"  {one}" for one in made.held[:SHOWN]]
    if made.to_delete:
        lines.append("Отозвано согласие на обработку: больше не обменивается. Удалите в Google сами, и из истории "
                     f"версий тоже: {len(made.to_delete)}.")  # fmt: skip
        lines += [f"  {one}" for one in made.to_delete]
    personal = personal_columns(mirrored)
    if personal:
        lines.append(f"Уходят личные столбцы: {'; '.join(personal)}.")
    return "\n".join(lines)


def _facts(made: Exchanged) -> dict[str, object]:
    questions = [{"sheet": c.sheet_title, "code": c.code, "column": c.column_title} for c in made.conflicts]
    return {"came": made.came, "went": made.went, "questions": questions, "held": made.held,
            "to_delete": made.to_delete}  # fmt: skip
