"""Makes documents: kind → fields → permission → number → files and the changes of the book.

    made = make(book, "order_pairs", today=date(2026, 10, 1), out=Path("Документы"))
    made.files, made.plan, made.messages

Nothing is written here: files are bytes, changes are a plan. `files.save_files` puts them on the disk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import closest, fold
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.documents.every_kind import all_kinds, kind_named
from nastavnik_sheets.documents.factory import compile_form
from nastavnik_sheets.documents.filenames import file_name
from nastavnik_sheets.documents.filters import filters
from nastavnik_sheets.documents.guards import require_consents, require_settings
from nastavnik_sheets.documents.kinds import Ask, common_fields, school_year
from nastavnik_sheets.documents.look import school_look
from nastavnik_sheets.documents.register import Register
from nastavnik_sheets.documents.template_check import printed_fields, problems_of
from nastavnik_sheets.documents.template_files import find_template
from nastavnik_sheets.documents.withdrawals import permitted
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.service_sheets import WordCases
from nastavnik_sheets.wording import doubts
from nastavnik_sheets.year_sheets import Event, OrderRow, Partner

SHOWN = 10

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.documents.factory import Form
    from nastavnik_sheets.documents.kinds import Kind, Subject

    About = tuple[frozenset[str], str]


@dataclass(frozen=True)
class DocumentsResult:
    """Files by name, what changes in the book, and what a person should know."""

    files: list[tuple[str, bytes]]
    plan: Plan
    messages: list[str] = field(default_factory=list)


def catalogue() -> list[tuple[str, str, str]]:
    """Return key, title and scope of every kind of document."""
    return [(kind.key, kind.title, kind.scope) for kind in all_kinds()]


def make(
    book: Book,
    kind: str,
    *,
    today: date,
    out: Path | None = None,
    without: Iterable[str] = (),
    people: Iterable[str] = (),
    named: Iterable[str] = (),
    number: str | None = None,
    pdf: bool = False,
    together: bool = False,
    templates: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> DocumentsResult:
    """Make all documents of a kind, or those about `people` or `named` so; `together` puts them into one file.

    `out` is the folder the files will go to, for the register; `templates` is the folder «Шаблоны» beside the
    workbook. Refused names whose consents or which settings are missing, or what is wrong in the template;
    UsageError says the kind is unknown.
    """
    found = _kind(kind)
    ask = Ask(today=today, people=tuple(people), without=frozenset(without), named=frozenset(named))
    _require_known(book, (*ask.people, *ask.without))
    register = Register(book, {fold(k.title): k for k in all_kinds()})
    if number and (row := register.numbered(found, number, today.year)):
        ask, number = replace(ask, people=tuple(row.people or ())), None
    subjects = found.subjects(book, ask)
    if not subjects:
        raise Refused(found.nothing or f"{found.title}: в книге нет, о ком его делать.")
    declined: set[str] = set()
    form = _form(book, found, templates, declined)
    run = _Run(book, found, ask, register, form, out)
    issued = [(subject, None if number else run.issued_before(subject)) for subject in subjects]
    documents, left_out = permitted(book, found, ask, issued)
    if found.guarded:
        require_consents(book, found, ((subject, old[1] if old else today) for subject, old in documents))
    run.make(documents, number=number, together=together, progress=progress)
    if pdf:
        run.add_pdf()
    said = [*([left_out] if left_out else []), *_printed_again(found, run.again), *run.messages, *_doubtful(declined)]
    return DocumentsResult(run.files, run.plan, said)


def _form(book: Book, kind: Kind, templates: Path | None, declined: set[str]) -> Form:
    """Return the compiled template of a kind, after everything that can be wrong with it or with its settings."""
    content, place = find_template(kind, templates)
    if problems := [p for p in problems_of(content, name=kind.file, kind=kind) if p.fatal]:
        raise Refused(f"Шаблон «{place}» не годится: {'; '.join(map(str, problems))}. Исправьте его в Word.")
    require_settings(book, kind, printed_fields(content, name=kind.file))
    words = filters(book[WordCases], declined=declined)
    return compile_form(content, name=kind.file, filters=words, look=school_look(book.settings))


def _kind(name: str) -> Kind:
    found = kind_named(name)
    if found is not None:
        return found
    near = closest(name, [word for kind in all_kinds() for word in (kind.key, kind.title)])
    guess = f" Возможно, вы имели в виду «{near}»." if near else ""
    raise UsageError(f"Документа «{name}» нет.{guess} Список: documents list.")


def _require_known(book: Book, codes: Sequence[str]) -> None:
    partners, events = (p.code for p in book[Partner]), (e.code for e in book[Event])
    known = {*book.mentees, *book.mentors, *book.pairs, *partners, *events}
    if strange := [code for code in codes if code not in known]:
        where = "возьмите код с листов баз, пар, партнёров или событий"
        raise UsageError(f"В книге нет кода {', '.join(strange)}: {where}.")


@dataclass
class _Run:
    """One call of `make`: collects files, changes and messages."""

    book: Book
    kind: Kind
    ask: Ask
    register: Register
    form: Form
    out: Path | None
    files: list[tuple[str, bytes]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    again: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    by_day: dict[date, dict[About, list[Subject]]] = field(default_factory=dict)
    seen: Counter[About] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.plan = Plan(self.book)

    def make(
        self,
        documents: Sequence[tuple[Subject, tuple[str, date] | None]],
        *,
        number: str | None,
        together: bool,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Fill the form for each subject with the number it had, if any; `together` collects them into one file."""
        sheaf: list[tuple[dict[str, Any], date]] = []
        for done, (subject, old) in enumerate(documents, start=1):
            context, day, name = self._registered(subject, old, number if done == 1 else None, together=together)
            if together:
                sheaf.append((context, day))
            else:
                self._file(name, self.form.fill(context, title=self._title(subject), author=self._author, made=day))
            if progress:
                progress(done, len(documents))
        if together:
            contexts = [context for context, _ in sheaf]
            content = self.form.fill_together(
                contexts, title=self.kind.title, author=self._author, made=max(day for _, day in sheaf)
            )
            self._file(file_name(self.kind.title), content)

    def _registered(
        self, subject: Subject, old: tuple[str, date] | None, number: str | None, *, together: bool
    ) -> tuple[dict[str, Any], date, str]:
        """Give the subject its number and date, an old one if the same document was issued before."""
        if not self.kind.series:
            return self._context(subject, "", self.ask.today), self.ask.today, self._name(subject, None, "")
        if old:
            given, day = old
            again = self._as_of(subject, day)
            self.again.append((self._title(again), f"№ {given} от {day:%d.%m.%Y}"))
            return self._context(again, given, day), day, self._name(again, day, given)
        day = self.ask.today
        given = self.register.take(self.kind, number, day) if number else self.register.next_number(self.kind, day)
        name = self._name(subject, day, given)
        self.plan.add(self._row(subject, given, day, file_name(self.kind.title) if together else name))
        if self.kind.after:
            self.kind.after(self.plan, subject, given, day)
        return self._context(subject, given, day), day, name

    def issued_before(self, subject: Subject) -> tuple[str, date] | None:
        """Return number and date of the same document of this school year."""
        if subject.numbered or not self.kind.series:
            return subject.numbered
        year = school_year(self.ask.today)
        return self.register.issued(
            self.kind, subject.people, within=lambda day: subject.lasting or school_year(day) == year
        )

    def _as_of(self, subject: Subject, day: date) -> Subject:
        """Return the same subject as it was on the day of its document; of two about the same people the same one."""
        if day not in self.by_day:
            for again in self.kind.subjects(self.book, replace(self.ask, today=day)):
                self.by_day.setdefault(day, {}).setdefault(_about(again), []).append(again)
        key = _about(subject)
        same = self.by_day.get(day, {}).get(key, [])
        self.seen[key] += 1
        return same[self.seen[key] - 1] if len(same) >= self.seen[key] else self._alone(subject, day)

    def _alone(self, subject: Subject, day: date) -> Subject:
        ask = Ask(today=day, people=subject.people, without=self.ask.without)
        again = self.kind.subjects(self.book, ask)
        return next((s for s in again if _about(s) == _about(subject)), subject)

    def _context(self, subject: Subject, number: str, day: date) -> dict[str, Any]:
        common = common_fields(self.book, replace(self.ask, today=day))
        return {**common, **subject.fields, "номер": number, "дата": day}

    def _row(self, subject: Subject, number: str, day: date, name: str) -> OrderRow:
        return OrderRow(
            code="",
            number=number,
            issued=day,
            kind=self.kind.title,
            title=self._title(subject),
            signer=self.book.settings.director,
            people=subject.people or None,
            file=f"{self.out.name}/{name}" if self.out else name,
        )

    def _title(self, subject: Subject) -> str:
        return f"{self.kind.title}: {subject.label}" if subject.label else self.kind.title

    @property
    def _author(self) -> str:
        return self.book.settings.school_short or self.book.settings.school_full or ""

    def _name(self, subject: Subject, day: date | None, number: str) -> str:
        return file_name(self.kind.title, day=day, number=number, label=subject.label)

    def _file(self, name: str, content: bytes) -> None:
        stem, count = name.removesuffix(".docx"), 2
        while fold(name) in self.names:
            name, count = f"{stem} ({count}).docx", count + 1
        self.names.add(fold(name))
        self.files.append((name, content))

    def add_pdf(self) -> None:
        """Add a .pdf beside every .docx, or say why there is none."""
        from nastavnik_sheets.documents.pdf import to_pdf

        made, message = to_pdf(self.files)
        self.files.extend(made)
        if message:
            self.messages.append(message)


def _about(subject: Subject) -> About:
    return frozenset(subject.people), subject.label


def _printed_again(kind: Kind, again: Sequence[tuple[str, str]]) -> list[str]:
    """Say which documents kept their number and date: one by its number, many in a line."""
    if len(again) > 1:
        return [f"{kind.title}: напечатано повторно — {len(again)}, номера и даты прежние."]
    return [f"{title}: {number} напечатан повторно." for title, number in again]


def _doubtful(names: Iterable[str]) -> list[str]:
    """Return the names whose cases a person should look at; many alike would hide the rest of a message."""
    found = [(name, "; ".join(doubts(name))) for name in sorted(names)]
    lines = [f"  {name} ({why})" for name, why in found if why]
    rest = len(lines) - SHOWN
    return [
        *(["Проверьте падежи; верное впишите на лист «Склонения»:"] if lines else []),
        *lines[:SHOWN],
        *([f"  … и ещё {rest}"] if rest > 0 else []),
    ]
