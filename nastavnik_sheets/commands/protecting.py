"""`protect`: a password on the workbook, its copies and its journals, or off them again.

The workbook comes last: as long as it lies as before, the same command does the rest again. Copies keep their names, by
which undo finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets import journal
from nastavnik_sheets.commands.options import Outcome
from nastavnik_sheets.commands.progress import stage
from nastavnik_sheets.errors import HostError, Refused, UsageError, reason_of
from nastavnik_sheets.hosts import backups, is_file, rewriting, sealing
from nastavnik_sheets.hosts.sealing import OPEN, Seal
from nastavnik_sheets.hosts.xlsx import refuse

if TYPE_CHECKING:
    from nastavnik_sheets.commands.options import Options
    from nastavnik_sheets.hosts.rewriting import Held

SHORTEST, LONGEST = 8, 255
"""Characters of a password: fewer are guessed in an evening, more Excel does not take."""
KEEP = "Запишите пароль: без него книгу не откроет никто. Документы и другие файлы рядом с книгой не зашифрованы."


@dataclass
class Others:
    """What became of copies and journals; `left` are those under some other password."""

    copies: int = 0
    journals: int = 0
    left: int = 0


def protect(address: str, *, off: bool = False, options: Options) -> Outcome:
    """Put a password on a workbook's file and all that is kept of it, or take it off."""
    if not is_file(address):
        raise Refused("Пароль ставят на файл: закройте книгу в Excel и назовите её файл.")
    path = Path(address)
    stage("шифрование" if not off else "снятие пароля")
    with rewriting.held(path, now=options.now, password=options.password) as found:
        refuse.open_package(found.data, path.name)
        if options.dry_run:
            return _foreseen(path, found, off=off)
        seal = OPEN if off else found.seal or Seal(_new_password(path.name, options))
        closed = seal.close(found.data, path.name)
        others = _brought_under(seal, path, options)
        changed = bool(seal) != bool(found.seal)
        if changed:
            rewriting.put_closed(path, found, closed)
    facts: dict[str, object] = {"file": path.name, "protected": not off, "changed": changed, **others.__dict__}
    return Outcome(_message(path.name, others, off=off, changed=changed), facts)


def _new_password(name: str, options: Options) -> str:
    password = options.password(name, new=True)
    if not password:
        raise UsageError("Назовите пароль: ключом --password-file ФАЙЛ, переменной NASTAVNIK_PASSWORD.")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"Пароль — от {SHORTEST} до {LONGEST} знаков; возьмите несколько слов подряд.")
    return password


def _brought_under(seal: Seal, book: Path, options: Options) -> Others:
    """Bring copies and journals under the seal, or out of one."""
    backups.remove_unfinished(backups.backup_folder(book.resolve()))
    copies = [_brought(one.path, seal, options) for one in backups.list_backups(book.resolve())]
    journals = [_brought(file, seal, options, note=True) for file in journal.journals(book)]
    return Others(copies.count(True), journals.count(True), [*copies, *journals].count(None))


def _brought(file: Path, seal: Seal, options: Options, *, note: bool = False) -> bool | None:
    """Bring one file under the seal; tell whether that was needed, None if another password is on it."""
    data = file.read_bytes()
    try:
        plain = sealing.opened_note(data, file.name, options.password) if note else _inside(data, file, options)
    except Refused:
        return None
    if sealing.is_sealed(data) == bool(seal):
        return False
    close = seal.close_note if note else seal.close
    try:
        backups.write_whole(file, close(plain, file.name), like=file)
    except OSError as error:
        raise HostError(
            f"Копия «{file.name}» не записана: {reason_of(error)}. Сама книга осталась как была; освободите место и"
            " повторите с тем же паролем."
        ) from error
    return True


def _inside(data: bytes, file: Path, options: Options) -> bytes:
    return sealing.opened(data, file.name, options.password)[0]


def _foreseen(path: Path, found: Held, *, off: bool) -> Outcome:
    copies, journals = len(backups.list_backups(path.resolve())), len(journal.journals(path))
    what = "снят пароль" if off else "поставлен пароль"
    message = f"С книги «{path.name}» будет {what}" if off else f"На книгу «{path.name}» будет {what}"
    facts: dict[str, object] = {"file": path.name, "protected": bool(found.seal), "dry_run": True}
    return Outcome(f"{message}; копий у неё {copies}, журналов отмены {journals}: с ними — то же.", facts)


def _message(name: str, others: Others, *, off: bool, changed: bool) -> str:
    now = {
        (False, True): f"Книга «{name}» теперь под паролем.",
        (False, False): f"Книга «{name}» уже под этим паролем.",
        (True, True): f"С книги «{name}» пароль снят.",
        (True, False): f"На книге «{name}» пароля нет.",
    }[off, changed]
    verb = "Открыто" if off else "Зашифровано"
    lines = [f"{now} {verb} копий: {others.copies}, журналов отмены: {others.journals}."]
    if others.left:
        lines.append(f"Под другим паролем осталось файлов: {others.left} (в папке .nastavnik рядом с книгой).")
    if not off:
        lines.append(KEEP)
    return "\n".join(lines)
