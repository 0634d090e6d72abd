"""Questionnaires as people meet them: the rows of «Вопросы» gathered, in order, with what may be answered.

Paper, Google Forms and Яндекс Формы are made from these, so that all three ask the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.scales import TEXT, options_of, trouble_with
from nastavnik_sheets.workbook import Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Curator, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.book import Book


@dataclass(frozen=True)
class AskedLine:
    """One question; `title` is its text, told apart from an equal one in the same questionnaire."""

    code: str
    number: int
    title: str
    scale: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire: what it is called, when and by whom it is answered, its questions in order."""

    name: str
    moment: str
    role: str
    mentoring_form: str | None
    lines: tuple[AskedLine, ...]

    @property
    def title(self) -> str:
        """The name with the moment, unless the name says it; sheets of answers are known by it: it never changes."""
        return self.name if not self.moment or self.moment in self.name else f"{self.name} ({self.moment})"


def questionnaires_of(book: Book) -> list[Questionnaire]:
    """Return all questionnaires of «Вопросы» in the order of the sheet."""
    grouped: dict[tuple[str, str], list[Question]] = {}
    for question in book[Question]:
        if question.questionnaire and question.text:
            grouped.setdefault((question.questionnaire, question.moment or ""), []).append(question)
    return [_gathered(book, name, moment, questions) for (name, moment), questions in grouped.items()]


def _gathered(book: Book, name: str, moment: str, questions: Sequence[Question]) -> Questionnaire:
    ordered = sorted(questions, key=lambda q: q.number or 0)
    seen: Counter[str] = Counter()
    lines = []
    for place, question in enumerate(ordered, start=1):
        text = " ".join((question.text or "").split())
        seen[fold(text)] += 1
        repeat = seen[fold(text)]
        title = f"{text} ({repeat})" if repeat > 1 else text
        options = options_of(question.scale, question.options, lists=book.lists)
        lines.append(AskedLine(question.code, question.number or place, title, question.scale or TEXT, options))
    return Questionnaire(name, moment, ordered[0].role or "", ordered[0].mentoring_form, tuple(lines))


def chosen(book: Book, words: Sequence[str] = ()) -> list[Questionnaire]:
    """Return the questionnaires whose names hold the words; without words those of the forms that the school has.

    UsageError if no name holds the words; Refused if there is nothing to ask or something cannot be asked.
    """
    everything = questionnaires_of(book)
    if not everything:
        raise Refused("На листе «Вопросы» нет анкет: верните их из шаблона или впишите свои.")
    if words:
        found = [q for q in everything if any(fold(word) in fold(q.title) for word in words)]
    else:
        forms = forms_in_use(book)
        found = [q for q in everything if not forms or q.mentoring_form is None or q.mentoring_form in forms]
    if not found:
        raise UsageError(f"Анкеты со словами «{'», «'.join(words)}» на листе «Вопросы» нет.")
    _require_askable(found)
    return found


def forms_in_use(book: Book) -> set[str]:
    """Return the forms of mentoring that the school's curators, people and pairs name."""
    wanted = [m.wanted_form for m in book[Mentee]] + [form for m in book[Mentor] for form in m.forms or ()]
    named = [c.mentoring_form for c in book[Curator]] + [p.mentoring_form for p in book[Pair]]
    return {form for form in (*wanted, *named) if form}


def _require_askable(questionnaires: Sequence[Questionnaire]) -> None:
    troubles = [
        f"{line.code or 'без кода'} («{line.title[:60]}») — {trouble}"
        for one in questionnaires
        for line in one.lines
        if (trouble := "нет кода, выполните check --fix" if not line.code else trouble_with(line.scale, line.options))
    ]
    if troubles:
        more = f"; и ещё {len(troubles) - 5}" if len(troubles) > 5 else ""
        raise Refused(f"Исправьте лист «Вопросы»: {'; '.join(troubles[:5])}{more}.")
