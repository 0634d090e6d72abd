"""`documents`: what can be made, what is wrong in a template, and making it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.progress import progress_bar
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.hosts import file_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.book import Book

FOLDER, TEMPLATES = "Документы", "Шаблоны"


def listed() -> Outcome:
    """Show all kinds of documents."""
    from nastavnik_sheets.documents import catalogue

    rows = catalogue()
    width = max(len(key) for key, _, _ in rows)
    lines = [f"{key:<{width}}  {title} ({scope})" for key, title, scope in rows]
    return Outcome("\n".join(lines), {"kinds": [{"key": k, "title": t, "scope": s} for k, t, s in rows]})


def checked(file: str) -> Outcome:
    """Show everything that is wrong in a Word template."""
    from nastavnik_sheets.documents import check_template

    path = Path(file)
    problems = check_template(path)
    facts: dict[str, object] = {
        "file": str(path),
        "problems": [{"place": p.place, "message": p.message, "fatal": p.fatal} for p in problems],
    }
    if not problems:
        return Outcome(f"Шаблон «{path.name}»: нет ошибок.", facts)
    lines = [f"Шаблон «{path.name}», замечаний: {len(problems)}.", *(f"  {problem}" for problem in problems)]
    return Outcome("\n".join(lines), facts, 1 if any(p.fatal for p in problems) else 0)


def made(
    address: str,
    kind: str,
    *,
    out: str | None = None,
    pdf: bool = False,
    together: bool = False,
    people: Sequence[str] = (),
    without: Sequence[str] = (),
    number: str | None = None,
    options: Options,
) -> Outcome:
    """Make documents of a kind; they are registered first and written then, so that no number can be used twice."""
    folder = Path(out) if out else file_of(address).parent / FOLDER

    def work(book: Book) -> Work:
        from nastavnik_sheets.documents import make, save_files

        with progress_bar("Документы") as progress:
            result = make(
                book, kind, today=options.day, out=folder, people=people, without=without, number=number, pdf=pdf,
                together=together, templates=file_of(address).parent / TEMPLATES, progress=progress,
            )  # fmt: skip
        names = [name for name, _ in result.files]
        message = "\n".join([f"Сделано файлов: {len(names)}. Папка: {folder}", *result.messages])
        facts: dict[str, object] = {"folder": str(folder), "files": names, "messages": result.messages}
        written = Work(result.plan, message, facts, after=lambda: save_files(result.files, folder))
        written.what = f"Документы «{kind}»: {len(names)}"
        return written

    return carry_out(address, work, command="documents", options=options)
