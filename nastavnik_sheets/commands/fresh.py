"""A fresh workbook made from the schema, in a file that was not there. Leaves where else one may begin to `making`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Outcome
from nastavnik_sheets.errors import Refused, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from nastavnik_sheets.commands.options import Options


def require_new(path: Path) -> None:
    """Refuse a name that is no workbook's, and a file that is there already."""
    if path.suffix.lower() != ".xlsx":
        msg = f"Новая книга должна называться с окончанием .xlsx: «{path.name}» не подходит."
        raise UsageError(msg)
    if path.exists():
        msg = f"Файл «{path.name}» уже есть: выберите другое имя или уберите старый файл."
        raise Refused(msg)


def make(path: Path, *, options: Options) -> Outcome:
    """Make the workbook that a school begins with."""
    from nastavnik_sheets import template

    require_new(path)
    if not options.dry_run:
        write_new(path, template.build(today=options.day))
    return Outcome(f"Создана книга «{path.name}». Начните с листа «Настройки».", {"file": str(path)})


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; a missing folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
