"""Which column of a file goes where: what a person decided on «Столбцы анкет», the questions, the known headers.

A decision of a person wins. A header nobody knows is not used: it is proposed by similarity and listed for a person.
Leaves the words of headers to `headers`, what kind of file it is to `purpose`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import closest, fold
from nastavnik_sheets.codes import read_code
from nastavnik_sheets.forms.yandex import code_of
from nastavnik_sheets.importing.headers import (
    ANSWERS,
    CONSENTS,
    IDENTITY,
    MEETINGS,
    MENTEES,
    MENTORS,
    PEOPLE,
    PREFERENCES,
    WHO,
    never_taken,
    places_of,
    plain,
)
from nastavnik_sheets.scales import PARTICIPANT
from nastavnik_sheets.service_sheets import Binding
from nastavnik_sheets.terms import QUESTION
from nastavnik_sheets.workbook import sheet_named
from nastavnik_sheets.year_sheets import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.importing.export import Export

GROUPS = {
    MENTEES: (MENTEES, PEOPLE, WHO),
    MENTORS: (MENTORS, PEOPLE, WHO),
    PEOPLE: (MENTEES, MENTORS, PEOPLE, WHO),
    MEETINGS: (MEETINGS, WHO),
    PREFERENCES: (PREFERENCES, WHO),
    CONSENTS: (CONSENTS, WHO),
    ANSWERS: (WHO,),
}
_CODE_IN_FRONT = re.compile(r"^\s*ВП[-–]\d{3,6}[-–]\d[.:)]?\s*", re.IGNORECASE)
_REPEATED = re.compile(r"(.+?)(?: \(?([2-9])\)?|\.([1-9]))")
_ROLE_OF = {MENTEES: "наставляемый", MENTORS: "наставник"}


@dataclass(frozen=True)
class Heading:
    """A header of a file and all that is known of it before the file's kind is; `repeat` tells equal headers apart."""

    index: int
    header: str
    repeat: int = 1
    places: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    remembered: Binding | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Bound:
    """One column of a file and where it goes: `places` are (group, attribute); none means it is not taken."""

    index: int
    header: str
    repeat: int
    places: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    why: str = ""
    guess: str = ""
    unknown: bool = False
    trouble: bool = False
    """Whether `why` is something a person should put right."""


def read_headings(export: Export, book: Book) -> list[Heading]:
    """Return what is known of every header of a file."""
    remembered = {(fold(b.source), b.repeat or 1): b for b in book[Binding] if b.source}
    own = [q for q in book[Question] if q.code in export.asked]
    questions = _answered(own or book[Question])
    texts = _by_text(questions)
    seen: Counter[str] = Counter()
    headings = []
    for index, written in enumerate(export.headers):
        header, repeat = _told_apart(written, export.headers, seen)
        known = remembered.get((fold(header), repeat)) or remembered.get((fold(written), 1))
        places = tuple(places_of(_CODE_IN_FRONT.sub("", header)).items())
        heading = Heading(index, header, repeat, places, _asked(written, header, texts, questions))
        headings.append(_recalled(heading, known, book) if known else heading)
    return headings


def _told_apart(header: str, headers: Sequence[str], seen: Counter[str]) -> tuple[str, int]:
    """Return the header and its number among equal ones; «Вопрос 2» or «Вопрос.1» beside «Вопрос» is the second."""
    marked = _REPEATED.fullmatch(header)
    if marked and marked[1] in headers:
        return marked[1], int(marked[2]) if marked[2] else int(marked[3]) + 1
    seen[fold(header)] += 1
    return header, seen[fold(header)]


def _answered(questions: Sequence[Question]) -> list[Question]:
    """Leave out questionnaires that ask to name participants: what they bring goes to «Предпочтения»."""
    choosing = {q.questionnaire for q in questions if q.scale == PARTICIPANT}
    return [q for q in questions if q.questionnaire not in choosing]


def _by_text(questions: Iterable[Question]) -> dict[str, list[Question]]:
    texts: dict[str, list[Question]] = {}
    for question in questions:
        if question.text and question.code:
            texts.setdefault(plain(question.text), []).append(question)
    return texts


def _asked(
    written: str, header: str, texts: dict[str, list[Question]], questions: Sequence[Question]
) -> tuple[Question, ...]:
    """Return the questions a header may be: by the code in it, by its text, by the row of a grid «Вопрос [Строка]»."""
    for word in (*re.findall(r"\bВП[-–]\d{3,6}[-–]\d\b", written.upper()), code_of(written)):
        code = read_code(word, (QUESTION,)).value
        found = tuple(q for q in questions if q.code == code)
        if found:
            return found
    grid_row = re.search(r"\[([^\]]+)\]\s*$", header)
    candidates = [written, header, *([grid_row[1]] if grid_row else [])]
    return next((tuple(texts[plain(text)]) for text in candidates if plain(text) in texts), ())


def _recalled(heading: Heading, binding: Binding, book: Book) -> Heading:
    """Return the heading as a person decided on «Столбцы анкет»."""
    places, questions, trouble = _target(binding, book)
    return replace(heading, places=places, questions=questions, remembered=binding, trouble=trouble)


def _target(binding: Binding, book: Book) -> tuple[tuple[tuple[str, str], ...], tuple[Question, ...], str]:
    title = binding.column_title or ""
    if not title:
        return (), (), ""
    code = read_code(title, (QUESTION,)).value
    asked = tuple(q for q in book[Question] if q.code == code or (q.text and fold(q.text) == fold(title)))
    if asked:
        return (), asked, ""
    groups = _groups_named(binding.sheet_title)
    places = tuple((group, name) for group, name in _columns_named(title) if group in groups)
    if places:
        return places, (), ""
    near = closest(title, [c.title for key in _SHEETS for c in sheet_named(key).columns if not c.generated])
    guess = f", возможно, «{near}»" if near else ""
    return (), (), f"на листе «Столбцы анкет» указано «{title}», такого столбца нет{guess}: исправьте или очистите"


def homeless(bound: Sequence[Bound], kind: str, book: Book) -> list[str]:
    """Return, in words, the columns of a file whose place somebody has taken out of the book."""
    found = []
    for key in (MENTEES, MENTORS) if kind == PEOPLE else (kind,):
        sheet = sheet_named(key)
        known = {c.name: c.title for c in sheet.columns if not c.generated}
        absent = known.keys() - book.table(sheet.record).positions.keys()
        found += [
            f"Столбец «{b.header}» не перенесён: на листе «{sheet.title}» нет столбца «{known[name]}», верните его"
            " заголовок и повторите импорт."
            for b in bound for group, name in b.places if group in {key, PEOPLE, WHO} and name in absent
        ]  # fmt: skip
    return found


_SHEETS = (MENTEES, MENTORS, MEETINGS, PREFERENCES, CONSENTS)


def _groups_named(title: str | None) -> tuple[str, ...]:
    key = next((k for k in _SHEETS if title and fold(sheet_named(k).title) == fold(title)), None)
    return GROUPS[key] if key else (*_SHEETS, PEOPLE, WHO)


def _columns_named(title: str) -> list[tuple[str, str]]:
    found = [
        (WHO if c.name in IDENTITY else key, c.name)
        for key in _SHEETS
        for c in sheet_named(key).columns
        if not c.generated and fold(title) in {fold(t) for t in (c.title, *c.aliases)}
    ]
    return list(dict.fromkeys([*found, *places_of(title).items()]))


def bind(headings: Sequence[Heading], *, kind: str, questions: Sequence[Question] = ()) -> list[Bound]:
    """Decide of every column of a file of this kind where it goes, and say why; propose places for unknown ones."""
    coverage = Counter(
        _sheet_of_question(q) for h in headings for q in {_sheet_of_question(q): q for q in h.questions}.values()
    )
    groups = _name_of_one_word(headings, GROUPS[kind])
    taken: dict[tuple[str, str], str] = {}
    bound = []
    for heading in headings:
        decided = _decide(heading, groups, kind, coverage)
        clash = [taken[place] for place in decided.places if place in taken]
        if clash:
            decided = replace(decided, places=(), why=f"туда уже идёт столбец «{clash[0]}»")
        taken.update(dict.fromkeys(decided.places, heading.header))
        bound.append(decided)
    return [replace(b, guess=_guess(b.header, kind, questions)) if b.unknown else b for b in bound]


def _name_of_one_word(headings: Sequence[Heading], groups: tuple[str, ...]) -> tuple[str, ...]:
    """«Имя» without «Фамилия» beside it is the whole name: the mark `+name` says so to `_decide`."""
    names = {name for h in headings for _, name in h.places}
    return groups if {"surname", "full_name"} & names else (*groups, "+name")


def _decide(heading: Heading, groups: tuple[str, ...], kind: str, coverage: Counter[tuple[str, ...]]) -> Bound:
    bare = Bound(heading.index, heading.header, heading.repeat)
    if not heading.header:
        return replace(bare, why="столбец без заголовка")
    source = "решено на листе «Столбцы анкет»" if heading.remembered else ""
    if heading.trouble:
        return replace(bare, why=heading.trouble, trouble=True)
    if heading.remembered and not (heading.places or heading.questions):
        return replace(bare, why="на листе «Столбцы анкет» место не указано")
    if heading.questions:
        return _as_question(bare, heading, kind, coverage, source)
    never = None if heading.remembered else never_taken(heading.header)
    if never:
        return replace(bare, why=never)
    places = _fitting(heading, groups)
    if places:
        return replace(bare, places=places, why=source or "заголовок известен")
    if heading.repeat > 1 and heading.places and not heading.remembered:
        return replace(bare, why="заголовок повторяется", unknown=True)
    if heading.places:
        return replace(bare, why=_elsewhere(heading))
    return replace(bare, why="заголовок не известен", unknown=True)


def _fitting(heading: Heading, groups: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the places in groups of this kind; a sheet's own column goes before what is common to people."""
    if heading.repeat > 1 and not heading.remembered:
        return ()
    places = tuple((g, n) for g, n in heading.places if g in groups)
    own = tuple((g, n) for g, n in places if g not in {WHO, PEOPLE})
    chosen = own or places[:1]
    if "+name" in groups:
        return tuple((g, "full_name" if n == "first_name" else n) for g, n in chosen)
    return chosen


def _elsewhere(heading: Heading) -> str:
    sheet = next((sheet_named(g).title for g, _ in heading.places if g in _SHEETS), None)
    return f"это столбец листа «{sheet}»" if sheet else "в таком файле этот столбец не нужен"


def _sheet_of_question(question: Question) -> tuple[str, ...]:
    return tuple(
        str(part) for part in (question.questionnaire, question.moment, question.role, question.mentoring_form)
    )


def _as_question(bare: Bound, heading: Heading, kind: str, coverage: Counter[tuple[str, ...]], source: str) -> Bound:
    """Choose among questions with one text: those of the file's people, then of the questionnaire it covers best."""
    asked = heading.questions
    if kind in _ROLE_OF:
        asked = tuple(q for q in asked if q.role == _ROLE_OF[kind]) or asked
    best = max(coverage[_sheet_of_question(q)] for q in asked)
    asked = tuple(q for q in asked if coverage[_sheet_of_question(q)] == best)
    by_sheet: dict[tuple[str, ...], list[Question]] = {}
    for question in asked:
        by_sheet.setdefault(_sheet_of_question(question), []).append(question)
    chosen = tuple(qs[heading.repeat - 1] for qs in by_sheet.values() if len(qs) >= heading.repeat)
    if len({q.role for q in chosen}) < len(chosen):
        names = ", ".join(f"{q.code} ({q.questionnaire}, {q.moment})" for q in chosen)
        why = f"такой вопрос есть в нескольких анкетах: {names}; впишите нужный код на лист «Столбцы анкет»"
        return replace(bare, why=why, unknown=True, trouble=True)
    if not chosen:
        return replace(bare, why="вопрос повторяется чаще, чем в анкете", unknown=True)
    return replace(bare, questions=chosen, why=source or "вопрос анкеты")


def _guess(header: str, kind: str, questions: Sequence[Question]) -> str:
    """Return the title of a column, or the code of a question, that the header is most like."""
    sheets = [group for group in GROUPS[kind] if group in _SHEETS]
    titles = [c.title for sheet in sheets for c in sheet_named(sheet).columns if not c.generated]
    near = closest(header[:200], list(dict.fromkeys(titles)))
    texts = {q.text[:200]: q.code for q in questions if q.text}
    return near or texts.get(closest(header[:200], list(texts)) or "", "")
