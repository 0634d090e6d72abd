"""`new --from`: the next year's workbook made of the last one, which is only read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.book import find_sheets, read_book
from nastavnik_sheets.commands.fresh import write_new
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.papers import TEMPLATES
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host, sealing
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.next_year import Carried

NEEDED = frozenset({"mentees", "mentors", "pairs", "consents", "settings"})
"""Without these sheets a file is no workbook of a year."""
SHOWN = 10


def continued(path: Path, last_year: str, *, options: Options) -> Outcome:
    """Make the workbook of the next year at `path`; it is known not to be there."""
    from nastavnik_sheets import template
    from nastavnik_sheets.next_year import carry

    source = Path(last_year)
    book, titles = _read(source, options)
    period = template.default_period(options.day)
    carried = carry(book, titles=titles, period=period, today=options.day, name=source.name)  # type: ignore[arg-type]
    message = "\n".join(_told(path, source, carried, options))
    if options.dry_run:
        return Outcome(message, {**_facts(path, carried), "dry_run": True})
    content = template.build(today=options.day, settings=carried.settings, records=carried.records)
    seal = sealing.seal_of(source, options.password)
    write_new(path, seal.close(content, path.name))
    if seal:
        message += "\nНовая книга — под тем же паролем, что и прошлая."
    copied = _copy_templates(source.parent, path.parent)
    if copied:
        message += f"\nШаблоны школы скопированы: {copied}."
    return Outcome(message, _facts(path, carried))


def _read(source: Path, options: Options) -> tuple[Book, list[str]]:
    with open_host(source, password=options.password) as host:
        titles = list(host.sheets())
        if len(NEEDED & find_sheets(titles)[0].keys()) < len(NEEDED):
            raise Refused(f"«{source.name}» — не книга наставничества: в ней нет листов баз, пар, согласий и настроек.")
        return read_book(host), titles


def _copy_templates(old: Path, new: Path) -> int:
    """Copy the school's own Word templates beside the new workbook; those already there stay."""
    if not (old / TEMPLATES).is_dir() or old.resolve() == new.resolve():
        return 0
    (new / TEMPLATES).mkdir(exist_ok=True)
    files = [
        file for file in sorted((old / TEMPLATES).iterdir()) if file.is_file() and not file.name.startswith(("~", "."))
    ]
    fresh = [file for file in files if not (new / TEMPLATES / file.name).exists()]
    for file in fresh:
        shutil.copyfile(file, new / TEMPLATES / file.name)
    return len(fresh)


def _told(path: Path, source: Path, carried: Carried, options: Options) -> list[str]:
    crowd, period = carried.crowd, carried.settings
    waiting = sum(bool(mentee.unpaired_before) for mentee in crowd.mentees)
    made = "Будет создана" if options.dry_run else "Создана"
    start, end = period["programme_start"], period["programme_end"]
    mentees, mentors = f"наставляемых {len(crowd.mentees)}", f"наставников {len(crowd.mentors)}"
    lines = [
        f"{made} книга «{path.name}» на {start:%d.%m.%Y} – {end:%d.%m.%Y}; прошлая, «{source.name}», не тронута.",
        f"Продолжают: {mentees}, {mentors}; согласий действует {len(crowd.consents)}.",
    ]
    if waiting:
        lines.append(f"Без пары в прошлом году: {waiting} — подбор предложит их первыми.")
    if carried.pairs:
        count = plural(len(carried.pairs), "пара не закрыта", "пары не закрыты", "пар не закрыто")
        lines.append(f"{len(carried.pairs)} {count}: перенесены как предложенные, нужен новый приказ.")
    lines += [f"Не перенесены, {reason}: {len(codes)}." for reason, codes in crowd.left_out.items()]
    lines += _attention(carried)
    return [*lines, "Сверьте «Настройки» (контингент, даты) и запустите проверку."]


def _attention(carried: Carried) -> list[str]:
    """Return what a person should look at."""
    crowd, lines = carried.crowd, []
    if crowd.without_consent:
        lines.append(f"Нужно новое согласие на обработку данных: {_listed(crowd.without_consent)}.")
    if crowd.after_ninth:
        lines.append(f"После 9 класса — уточните, остались ли в школе: {_listed(crowd.after_ninth)}.")
    if carried.unreadable:
        lines.append(
            f"В прошлой книге не прочитано ячеек: {carried.unreadable}; они пусты. Исправьте их там и повторите."
        )
    if carried.own:
        lines.append(f"Своё осталось в прошлой книге: {'; '.join(carried.own)}.")
    return lines


def _listed(codes: list[str]) -> str:
    more = f" и ещё {len(codes) - SHOWN}" if len(codes) > SHOWN else ""
    return ", ".join(codes[:SHOWN]) + more


def _facts(path: Path, carried: Carried) -> dict[str, object]:
    crowd = carried.crowd
    return {
        "file": str(path),
        "mentees": [m.code for m in crowd.mentees],
        "mentors": [m.code for m in crowd.mentors],
        "unpaired_before": [m.code for m in crowd.mentees if m.unpaired_before],
        "pairs": [pair.code for pair in carried.pairs],
        "left_out": dict(crowd.left_out),
        "without_consent": crowd.without_consent,
        "after_ninth": crowd.after_ninth,
        "unreadable": carried.unreadable,
        "own": carried.own,
    }
