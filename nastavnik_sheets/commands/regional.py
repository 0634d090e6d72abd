"""`region`: the workbooks of many schools in folders → one summary workbook with a list of what is not in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.progress import progress_bar
from nastavnik_sheets.errors import HostError, Refused, UsageError, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nastavnik_sheets.region.school import Asked, Result
    from nastavnik_sheets.region.summary import Summary

NAME = "Свод по наставничеству"
WITHOUT_NAMES = "Имён участников в своде нет; названия файлов в нём есть."


def region(
    folders: Sequence[str],
    *,
    out: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    options: Options,
) -> Outcome:
    """Compile the workbooks of these folders into one; books that cannot be counted are listed and stop nothing.

    Exit code 0 if at least one school is in the summary, 1 if none is. Refused: there are no workbooks at all.
    """
    from nastavnik_sheets.region import words
    from nastavnik_sheets.region.folders import find_books
    from nastavnik_sheets.region.sheets import summary_file
    from nastavnik_sheets.region.summary import summarised

    if workers is not None and workers < 1:
        raise UsageError(f"--workers: нужно число от 1, а не {workers}.")
    path = _target(folders, out, options)
    asked, left = find_books(folders)
    asked = [one for one in asked if Path(one.path) != path.resolve()]
    if not asked and not left:
        raise Refused(f"Книг .xlsx в папке «{folders[0]}» нет; проверьте, та ли это папка.")
    with progress_bar("Книги школ", worth=8) as moved:
        results = _read(asked, options, workers=workers, scheduler=scheduler, moved=moved)
    summary = summarised([*results, *left], today=options.day)
    lines = words.message(summary)
    if not options.dry_run:
        _save(path, summary_file(summary))
        lines.append(f"Файл: «{path}». {WITHOUT_NAMES}")
    return Outcome("\n".join(lines), {**_facts(summary), "file": str(path)}, 0 if summary.schools else 1)


def _target(folders: Sequence[str], out: str | None, options: Options) -> Path:
    """Return where the summary goes: the given file, or one named by the day in the first folder."""
    first = Path(folders[0])
    beside = (first if first.is_dir() else first.parent) / f"{options.day:%Y-%m-%d} {NAME}.xlsx"
    path = beside if out is None else Path(out)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"Свод должен называться с окончанием .xlsx: «{path.name}» не подходит.")
    if path.exists() and not _is_summary(path):
        raise Refused(f"Файл «{path.name}» уже есть, и это не свод: назовите другой в --out, этот останется как был.")
    return path


def _is_summary(path: Path) -> bool:
    from python_calamine import CalamineError, CalamineWorkbook

    from nastavnik_sheets.region.reading import MAIN_SHEET, NUMBERS_SHEET

    try:
        with CalamineWorkbook.from_path(path) as book:
            return {MAIN_SHEET, NUMBERS_SHEET} <= set(book.sheet_names)
    except (CalamineError, OSError, ValueError):
        return False


def _read(
    asked: Sequence[Asked],
    options: Options,
    *,
    workers: int | None,
    scheduler: str | None,
    moved: Callable[[int, int], None] | None,
) -> list[Result]:
    from nastavnik_sheets.region.reading import read_school

    read = partial(read_school, today=options.day)
    if scheduler is not None:
        from nastavnik_sheets.region.cluster import read_on_cluster

        return read_on_cluster(asked, read, address=scheduler, moved=moved)
    from nastavnik_sheets.region.workers import read_here

    return read_here(asked, read, workers=workers, moved=moved)


def _save(path: Path, content: bytes) -> None:
    """Write the summary whole or not at all; an earlier summary of that name is replaced."""
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        reason = reason_of(error)
        message = f"Файл «{path}» не записывается ({reason}): закройте его или назовите другой в --out."
        raise HostError(message) from error


def _facts(summary: Summary) -> dict[str, object]:
    from nastavnik_sheets.region.school import COUNTS, year_words

    return {
        "year": year_words(summary.year) if summary.year else None,
        "until": summary.until,
        "indicators": [
            {"id": one.id, "title": one.title, "numerator": one.numerator, "denominator": one.denominator,
             "percent": None if one.percent is None else round(one.percent, 2), "shown": one.shown,
             "target": one.target, "schools": one.schools, "answered": one.answered, "invited": one.invited}
            for one in summary.totals
        ],
        "schools": [
            {"file": one.file, "school": one.title, "municipality": one.municipality,
             "indicators": {m.id: {"numerator": m.numerator, "denominator": m.denominator} for m in one.measures},
             "pairs": one.total.counts[0]}
            for one in summary.schools
        ],
        "forms": [{"form": one.mentoring_form, **dict(zip(COUNTS, one.counts, strict=True))}
                  for one in (*summary.forms, summary.total)],
        "states": [{"form": form, "state": state, "pairs": count} for (form, state), count in summary.states.items()],
        "left": [{"file": one.file, "kind": one.kind, "reason": one.reason} for one in summary.left],
        "notes": [one._asdict() for one in summary.notes],
    }  # fmt: skip
