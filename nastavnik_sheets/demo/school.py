"""The invented school as a workbook alone: the whole story told in a folder of its own, the book kept."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Outcome
from nastavnik_sheets.demo.story import Story
from nastavnik_sheets.demo.year import year_of

if TYPE_CHECKING:
    from nastavnik_sheets.commands.options import Options


def fill(path: Path, *, options: Options) -> Outcome:
    """Make the workbook of the invented school's year; `path` is not there yet."""
    year = year_of(options.day)
    message = f"Создана книга «{path.name}»: придуманная школа, {year.name} учебный год. Начните с листа «Начало»."
    facts: dict[str, object] = {"file": str(path), "year": year.name}
    if options.dry_run:
        return Outcome(f"Будет создана книга «{path.name}»: придуманная школа, {year.name} учебный год.", facts)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / path.name
        story = Story(book, Path(folder) / "Анкеты", Path(folder) / "scratch", year)
        story.tell()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file, book.open("rb") as made:
            shutil.copyfileobj(made, file)
    return Outcome(message, facts)
