"""`anonymise`: a copy of the workbook in which everybody is invented, for a training or a bug report."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.anonymising.copying import anonymised
from nastavnik_sheets.book import read_book
from nastavnik_sheets.commands.options import Outcome
from nastavnik_sheets.errors import HostError, Refused, reason_of
from nastavnik_sheets.hosts import open_host, sealing
from nastavnik_sheets.hosts.xlsx import save
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from nastavnik_sheets.commands.options import Options

SHOWN = 10


def anonymise(address: str, copy: str, *, force: bool = False, key: bytes | None = None, options: Options) -> Outcome:
    """Write an anonymous copy of a workbook beside it; never over the workbook, over another file only by `force`."""
    source, target = Path(address), Path(copy)
    _guard(source, target, force=force)
    with open_host(source, password=options.password) as host:
        book = read_book(host)
    data, _ = sealing.opened(save.take(source.resolve()).data, source.name, options.password)
    made = anonymised(data, book, key=key or secrets.token_bytes(32), name=source.name, today=options.day)
    if made.leaks:
        where = "; ".join(made.leaks[:SHOWN])
        raise Refused(f"Копия не сделана: настоящее осталось бы в местах: {len(made.leaks)} ({where}). Исправьте их.")
    if not options.dry_run:
        _write(target, made.data)
    people = plural(made.people, "участник", "участника", "участников")
    message = (
        f"Копия «{target}»: {made.people} {people}. Имена, телефоны, почта, дни рождения и школа придуманы; "
        "коды, даты и ошибки прежние. Прочтите свободные тексты, прежде чем отдавать: обстоятельства в них остались."
    )
    return Outcome(message, {"copy": str(target), "people": made.people, "dry_run": options.dry_run})


def _guard(source: Path, target: Path, *, force: bool) -> None:
    if target.suffix.lower() != source.suffix.lower():
        raise Refused(f"Назовите копию с тем же окончанием: «{target.with_suffix(source.suffix).name}».")
    if target.resolve() == source.resolve():
        raise Refused("Копия не может встать на место самой книги: назовите другой файл.")
    if target.exists() and not force:
        raise Refused(f"Файл «{target}» уже есть: назовите другой или повторите с ключом --force.")
    if not target.parent.exists():
        raise HostError(f"Папки «{target.parent}» нет: создайте её или назовите другую.")


def _write(target: Path, data: bytes) -> None:
    fresh = target.with_name(f".{target.name}.tmp")
    try:
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError as error:
        raise HostError(f"Файл «{target}» не записан ({reason_of(error)}): проверьте место и права.") from error
    finally:
        fresh.unlink(missing_ok=True)
