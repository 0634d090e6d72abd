"""`demo`: the whole main job on an invented school, in a folder of its own, told step by step."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Outcome
from nastavnik_sheets.commands.progress import progress_bar
from nastavnik_sheets.errors import HostError, Refused, reason_of

if TYPE_CHECKING:
    from nastavnik_sheets.commands.options import Options
    from nastavnik_sheets.demo.story import Step, Story

BOOK, FORMS, PAPERS = "Книга школы.xlsx", "Анкеты", "Документы"
MOST_FOLDERS = 1000
SHOWN = 3


def demo(folder: str, *, options: Options) -> Outcome:
    """Make the invented school's year in a folder; beside an earlier demo a new one is «demo 2»."""
    from nastavnik_sheets.demo.story import Story
    from nastavnik_sheets.demo.year import year_of

    place, year = _free(Path(folder)), year_of(options.day)
    if options.dry_run:
        message = f"В папке «{place}» появятся «{BOOK}», папки «{FORMS}» и «{PAPERS}»: {year.name} учебный год."
        return Outcome(message, {"folder": str(place), "year": year.name})
    _make(place)
    with tempfile.TemporaryDirectory() as scratch, progress_bar("Год школы", worth=1) as progress:
        story = Story(place / BOOK, place / FORMS, Path(scratch), year, progress)
        story.tell()
    files = sorted(str(path) for path in place.rglob("*") if path.is_file() and ".nastavnik" not in path.parts)
    steps = [{"title": s.title, "commands": s.commands, "said": s.said, "by_hand": s.by_hand} for s in story.steps]
    facts: dict[str, object] = {"folder": str(place), "year": year.name, "files": files, "steps": steps}
    return Outcome("\n".join(_told(story, place)), facts)


def _free(folder: Path) -> Path:
    """Return the folder itself if it is new or empty, the next number beside an earlier demo; else refuse."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return folder
    if not (folder / BOOK).is_file() or not (folder / FORMS).is_dir():
        raise Refused(f"В папке «{folder}» уже есть другие файлы: назовите новую, например «{folder} пример».")
    for number in range(2, MOST_FOLDERS):
        beside = folder.with_name(f"{folder.name} {number}")
        if not beside.exists():
            return beside
    raise Refused(f"Рядом с «{folder}» слишком много примеров: уберите старые или назовите другую папку.")


def _make(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise HostError(f"Папку «{place}» не удаётся создать ({reason}): назовите другую.") from error


def _told(story: Story, place: Path) -> list[str]:
    from nastavnik_sheets.demo.entered import SETTINGS

    lines = [
        f"{SETTINGS['school_short']}, {story.year.name} учебный год. Школа и люди придуманы.",
        f"Всё ниже сделано теми же командами, что есть у вас: любой шаг можно повторить в папке «{place}».",
    ]
    for number, step in enumerate(story.steps, start=1):
        lines += ["", f"{number}. {step.title}", *_step_lines(step)]
    lines += ["", "Несколько ошибок оставлены нарочно, их находит проверка (лист «Замечания»):"]
    lines += [f"   {finding}" for finding in story.findings]
    lines += ["", "Что посмотреть:"]
    lines += [f"   {path}" for path in (place / BOOK, place / PAPERS, place / FORMS)]
    return [*lines, f"Начните с листа «Начало» книги «{BOOK}»."]


def _step_lines(step: Step) -> list[str]:
    lines = []
    for command, said in zip(step.commands, step.said, strict=True):
        answer = [line for line in said.splitlines() if line and not line.startswith("Файл «")]
        if (" import " in command or " documents " in command) and len(answer) > SHOWN + 1:
            answer[SHOWN:] = [f"… и ещё строк: {len(answer) - SHOWN}"]
        lines += [f"   $ {command}", *(f"     {line.strip()}" for line in answer)]
    return [*lines, f"   Кроме команд: {step.by_hand}"] if step.by_hand else lines
