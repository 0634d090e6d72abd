"""`forget`: take a person out of the workbook and of all the program keeps of it; say what is left to people.

Order: copies, journals, snapshots, then the workbook in one step, then the act. The workbook is the mark: as long as
it names the person, the same command does everything again; once it does not, only the act may be missing.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import read_code
from nastavnik_sheets.commands.options import Outcome
from nastavnik_sheets.commands.papers import FOLDER
from nastavnik_sheets.commands.run import user
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.withdrawal import is_forgotten, last_withdrawal
from nastavnik_sheets.forgetting import act, traces
from nastavnik_sheets.forgetting.beside import Beside, files_beside
from nastavnik_sheets.forgetting.erasing import Erased, erase
from nastavnik_sheets.forgetting.guards import obligations
from nastavnik_sheets.forgetting.latin import pattern_of
from nastavnik_sheets.forgetting.person import circle_of, subject_of, surnames_of
from nastavnik_sheets.hosts import excel, open_host, rewriting, sealing
from nastavnik_sheets.service_sheets import LogRow
from nastavnik_sheets.terms import PERSON, PROCESSING

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options
    from nastavnik_sheets.forgetting.person import Subject

SHOWN = 15
COMMAND = "forget"


@dataclass
class Task:
    """One forgetting: the workbook, the person, and what has been found out about both."""

    path: Path
    book: Book
    subject: Subject
    options: Options
    files: list[Beside]
    reason: str


def forget(address: str, code: str, *, anyway: bool = False, options: Options) -> Outcome:
    """Destroy a participant's data by code; `anyway` although a pair is active or something is still open."""
    if excel.is_live(address):
        raise Refused("Данные стираются из файла целиком: закройте книгу в Excel и назовите её файл.")
    path = Path(address)
    if options.dry_run:
        return _foreseen(_task(path, code, options=options, anyway=True))
    with rewriting.held(path, now=options.now, password=options.password) as found:
        task = _task(path, code, options=options, anyway=anyway)
        if not task.subject.person.names:
            return _again(task)
        done = erase(found.data, task.book, task.subject, name=path.name, today=options.day)
        _with_log(done.data, task, _deed(task, done, traces.Copies(), 0))  # what refuses, refuses before anything goes
        rows = traces.rows_of(task.book, task.subject)
        copies = traces.rewrite_copies(path, task.subject, today=options.day, password=options.password)
        journals = traces.drop_journals(path)
        traces.clear_snapshots(path, rows)
        deed = _deed(task, done, copies, journals)
        rewriting.put(path, found, _with_log(done.data, task, deed))
        file = _write_act(task, deed)
    return Outcome(_message(task, done, deed, file), _facts(task, done, deed, file))


def _task(path: Path, code: str, *, options: Options, anyway: bool) -> Task:
    with open_host(path, password=options.password) as host:
        book = read_book(host)
    subject = subject_of(book, str(read_code(code, (PERSON,)).value or code))
    open_ends = obligations(book, subject, today=options.day)
    if open_ends and not anyway:
        ends = "; ".join(open_ends)
        raise Refused(
            f"У участника {subject.code} не всё закончено: {ends}. Закончите это или повторите с ключом --anyway."
        )
    subject = traces.known_to(path, subject, password=options.password)
    circle, guardian = circle_of(book, subject)
    latin = pattern_of(surnames_of(subject.person))
    files = list(
        files_beside(
            path,
            lambda text: bool(circle.look(text)[0] or guardian.look(text)[0]),
            maybe=lambda text: latin.search(text) is not None,
            papers=FOLDER,
            leaving=frozenset({path}),
        )
    )
    return Task(path, book, subject, options, files, _reason(book, subject, options))


def _reason(book: Book, subject: Subject, options: Options) -> str:
    gone = [c for code in subject.codes if (c := last_withdrawal(book, code, PROCESSING, options.day))]
    if gone and gone[0].withdrawn:
        return f"отзыв согласия на обработку персональных данных {gone[0].withdrawn:%d.%m.%Y} (ч. 5 ст. 21 № 152-ФЗ)"
    return "достижение цели обработки или требование субъекта персональных данных (ст. 21 № 152-ФЗ)"


def _deed(task: Task, done: Erased, copies: traces.Copies, journals: int) -> act.Deed:
    kept = tuple(f"{_shown(task, one)} — {one.reason}" for one in task.files if one.named)
    hidden = tuple(kept_file.replace("—", "–") for kept_file in _without_name(task, kept))
    return act.Deed(
        task.subject.code, task.options.now, user(), task.path.name, task.reason,
        len(done.cells), copies.rewritten, copies.deleted, journals, hidden,
    )  # fmt: skip


def _without_name(task: Task, texts: tuple[str, ...]) -> list[str]:
    """Return texts in which the person is a code: names of files name people too."""
    from nastavnik_sheets.hosts.xlsx.texts import Edit, applied

    made = []
    for text in texts:
        for circle in circle_of(task.book, task.subject):
            sure, doubtful = circle.look(text.replace("_", " "), own=True)
            text = applied(text, sorted(Edit(m.start, m.end, task.subject.code) for m in (*sure, *doubtful)))
        made.append(text)
    return made


def _with_log(data: bytes, task: Task, deed: act.Deed) -> bytes:
    """Return the workbook with the line of «История» that says what was done, naming nobody."""
    from nastavnik_sheets.hosts.xlsx.editor import Editor

    plan = Plan(task.book)
    what = (
        f"Уничтожены данные участника {deed.code}: ячеек {deed.cells}, копий книги переписано {deed.copies}, "
        f"удалено {deed.copies_deleted}, журналов отмены удалено {deed.journals}. Причина: {deed.reason}"
    )
    run = f"{deed.at:%Y%m%d-%H%M%S}-{COMMAND}"
    plan.add(LogRow(when=deed.at, command=COMMAND, who=deed.user, what=what, changed=deed.cells, run=run))
    editor = Editor(data, task.path.name)
    for change in plan.changes.values():
        if change.sheet in editor.sheets():
            editor.write(change.sheet, {(change.row, change.column): change.after})
    editor.finish(erase=True)
    out = io.BytesIO()
    editor.write_to(out)
    return out.getvalue()


def _write_act(task: Task, deed: act.Deed) -> Path:
    from nastavnik_sheets.documents.files import save_files

    name = act.file_name(deed.code, deed.at.date())
    return save_files([(name, act.act(deed, task.book.settings))], task.path.parent / FOLDER)[0]


def _again(task: Task) -> Outcome:
    """Finish what a killed run has left: the person is not in the book any more, the act may be missing."""
    row = next((r for r in reversed(task.book[LogRow]) if _is_about(r, task.subject)), None)
    at = task.book.table(LogRow).raw(row.row, "when") if row else None
    person = task.book.person(task.subject.code)
    if person is None or not is_forgotten(person) or row is None or not isinstance(at, date):
        raise Refused(f"У участника {task.subject.code} в книге нет имени: стирать нечего. Проверьте код.")
    when = at if isinstance(at, datetime) else datetime.combine(at, time())
    deed = act.Deed(task.subject.code, when, row.who or "?", task.path.name, task.reason, row.changed or 0, 0, 0, 0)
    known = (task.path.parent / FOLDER).glob(f"* {act.TITLE} {task.subject.code}*.docx")
    file = next(known, None) or _write_act(task, deed)
    message = f"Данные участника {task.subject.code} уже уничтожены {when:%d.%m.%Y}. Акт: «{file}»."
    return Outcome(message, {"code": task.subject.code, "already": True, "act": str(file)})


def _is_about(row: LogRow, subject: Subject) -> bool:
    return row.command == COMMAND and subject.code in (row.what or "")


def _foreseen(task: Task) -> Outcome:
    """Say what would change; nothing is written."""
    data, _ = sealing.opened(task.path.read_bytes(), task.path.name, task.options.password)
    done = erase(data, task.book, task.subject, name=task.path.name, today=task.options.day)
    copies = traces.rewrite_copies(
        task.path, task.subject, today=task.options.day, password=task.options.password, dry_run=True
    )
    open_ends = obligations(task.book, task.subject, today=task.options.day)
    lines = [
        f"Участник {task.subject.code}: в книге изменится ячеек {len(done.cells)}, частей вне ячеек {len(done.parts)}.",
        f"Копий книги перепишется {copies.rewritten}, удалится {copies.deleted}; журналы отмены исчезнут.",
        *(f"Сначала закончите: {one}." for one in open_ends),
        *_lists(task, done),
    ]
    facts = _facts(task, done, None, None)
    return Outcome("\n".join(lines), {**facts, "dry_run": True, "open": open_ends, "copies": copies.__dict__})


def _message(task: Task, done: Erased, deed: act.Deed, file: Path) -> str:
    lines = [
        f"Данные участника {deed.code} уничтожены: ячеек {len(done.cells)}. Отменить это нельзя.",
        f"Копий книги переписано {deed.copies}, удалено {deed.copies_deleted}; журналов удалено {deed.journals}.",
        f"Акт — «{file}»: впишите имя от руки и подпишите; хранят его три года.",
        *_lists(task, done),
    ]
    return "\n".join(lines)


def _lists(task: Task, done: Erased) -> list[str]:
    named = [f"{_shown(task, one)} — {one.reason}" for one in task.files if one.named]
    unread = [_shown(task, one) for one in task.files if one.named is None]
    maybe = [f"{_shown(task, one)} — {one.reason}" for one in task.files if one.named is False]
    doubts = [f"{place}: «{words}»" for place, words in done.doubts]
    return [
        *_some("Решите сами: не ясно, о нём ли это (похожее имя или фамилия латиницей)", doubts),
        *_some("Части книги, где он назван или в которые не заглянуть (макросы, рисунки): исправьте сами", done.left),
        *_some("Файлы рядом с книгой, где он назван; их программа не трогает", named),
        *_some("Файлы рядом с книгой, где, возможно, назван он", maybe),
        *_some("Файлы, которые не прочесть (сканы, рисунки): посмотрите сами", unread),
    ]


def _some(head: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  … и ещё {len(lines) - SHOWN}"] if len(lines) > SHOWN else []
    return [f"{head}: {len(lines)}.", *(f"  {line}" for line in lines[:SHOWN]), *more]


def _shown(task: Task, one: Beside) -> str:
    return str(one.path.relative_to(task.path.parent))


def _facts(task: Task, done: Erased, deed: act.Deed | None, file: Path | None) -> dict[str, object]:
    return {
        "code": task.subject.code,
        "codes": sorted(task.subject.codes),
        "cells": [f"{sheet}!{cell}" for sheet, cell in done.cells],
        "parts": done.parts,
        "doubts": [{"place": place, "words": words} for place, words in done.doubts],
        "unreadable_parts": done.left,
        "files": [{"file": _shown(task, f), "named": f.named, "reason": f.reason} for f in task.files],
        "act": str(file) if file else None,
        "journals": deed.journals if deed else None,
    }
