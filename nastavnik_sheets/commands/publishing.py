"""`publish`: the school's page and texts beside the workbook, and a row of who is named there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.hosts import file_of
from nastavnik_sheets.year_sheets import Publication

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.publishing import Content

FOLDER = "Публикация"
PAGE, TEXT = "Наши наставники.html", "Текст для новостей школы.txt"
FRAGMENT, PARTNERS = "Для редактора сайта.html", "Для сайтов партнёров и соцсетей (без имён).txt"
SITE = "сайт школы"


def publish(address: str, *, out: str | None = None, options: Options) -> Outcome:
    """Make the page and the texts, and note on «Публикации» who is named in them."""
    folder = Path(out) if out else file_of(address).parent / FOLDER

    def work(book: Book) -> Work:
        from nastavnik_sheets.publishing import content, for_partners, fragment, page, plain_text

        found = content(book, options.day)
        made = {PAGE: page(found), TEXT: plain_text(found), FRAGMENT: fragment(found), PARTNERS: for_partners(found)}
        plan = Plan(book)
        _register(plan, found, folder)
        done = Work(plan, _message(found, folder), _facts(found, folder, list(made)))
        done.after = lambda: _put(folder, made)
        done.what = f"Публикация: названо {len(found.codes)}"
        return done

    return carry_out(address, work, command="publish", options=options)


def _put(folder: Path, made: dict[str, str]) -> None:
    """Write the files in place of the last ones: an old page may name somebody who has taken the consent back."""
    from nastavnik_sheets.documents.files import replace_file

    for name, text in made.items():
        replace_file(folder / name, text.encode())


def _register(plan: Plan, found: Content, folder: Path) -> None:
    """Note the publication once a day for the same people."""
    place = found.settings.site or SITE
    for row in plan.book[Publication]:
        if (row.published, row.place, set(row.people or ())) == (found.day, place, set(found.codes)):
            return
    plan.add(Publication(code="", published=found.day, place=place, people=found.codes or None,
                         file=f"{folder.name}/{PAGE}"))  # fmt: skip


def _message(found: Content, folder: Path) -> str:
    mentors = f"Названо наставников: {len(found.mentors)}, ещё {found.more_mentors} — числом"
    honour = f"на доске почёта: {len(found.honoured)}, ещё {found.more_honoured} — числом"
    lines = [
        f"Страница и тексты для сайта — в папке «{folder}».",
        f"{mentors}; {honour}.",
        "Кто назван, записано на листе «Публикации»: по нему снимают сведения после отзыва согласия.",
    ]
    if found.held:
        lines.append(f"Не напечатано текстов: {len(found.held)}.")
        lines += [f"  {place}" for place in found.held]
    return "\n".join(lines)


def _facts(found: Content, folder: Path, files: list[str]) -> dict[str, object]:
    return {
        "folder": str(folder), "files": files, "named": list(found.codes), "more_mentors": found.more_mentors,
        "more_honoured": found.more_honoured, "held": list(found.held),
    }  # fmt: skip
