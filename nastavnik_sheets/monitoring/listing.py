"""From which rows the figures beside the six indicators came: pairs, meetings, answers, questions, curator's sheet.

Every table of the sheets «Мониторинг …» and of the report has its name here. Rows and codes only, no names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import fold
from nastavnik_sheets.monitoring import process
from nastavnik_sheets.monitoring.answers import CONTENT
from nastavnik_sheets.monitoring.indicators import Left
from nastavnik_sheets.monitoring.words import curator_words, meetings_words
from nastavnik_sheets.scales import TEXT
from nastavnik_sheets.terms import ENTRY, EXIT, INTERIM, MENTEE_ROLE
from nastavnik_sheets.workbook import Meeting
from nastavnik_sheets.year_sheets import IndicatorRow, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.schema import Record


class Part(NamedTuple):
    """Rows of one kind: what they are, the rows, each with a word about it if there is one."""

    title: str
    rows: tuple[Left, ...]


@dataclass(frozen=True)
class Listing:
    """One figure or table: its name, the sentences that say it, and its rows."""

    title: str
    said: tuple[str, ...]
    parts: tuple[Part, ...]


def listing(figures: Figures, name: str) -> Listing | None:
    """Return the rows of a table or of a question by its name or code, None for an unknown one."""
    wanted = fold(name.strip(" «»"))
    for title, made in LISTINGS.items():
        if fold(title) == wanted:
            return made(figures)
    question = next((one for one in figures.book[Question] if fold(one.code or "") == wanted and wanted), None)
    return _question(figures, question) if question else None


def _rows(records: Iterable[Record], word: str = "") -> tuple[Left, ...]:
    return tuple(Left(record, word) for record in records)


def _pairs(figures: Figures) -> Listing:
    taking_part = figures.taking_part
    aside = tuple(Left(pair, why) for pair, why in taking_part.aside)
    said = f"Пар на листе: {len(taking_part.pairs) + len(aside)}, учтено: {len(taking_part.pairs)}."
    return Listing("Пары", (said,), (Part("Учтены", _rows(taking_part.pairs)), Part("Не учтены", aside)))


def _meetings(figures: Figures) -> Listing:
    left = {id(meeting): why for meeting, why in figures.meetings.excluded}
    counted = [meeting for meeting in figures.book[Meeting] if id(meeting) not in left]
    aside = tuple(Left(meeting, why) for meeting, why in figures.meetings.excluded)
    parts = (Part("Учтены", _rows(counted)), Part("Не учтены", aside))
    return Listing("Встречи", (meetings_words(figures.meetings),), parts)


def _answers(figures: Figures) -> Listing:
    given = [one.answer for one in figures.answers.given]
    refused = tuple(Left(one.answer, one.reason) for one in figures.answers.refused)
    said = f"Ответов на листе: {len(given) + len(refused)}, учтено: {len(given)}."
    return Listing("Ответы", (said,), (Part("Учтены", _rows(given)), Part("Не учтены", refused)))


def _moment(moment: str) -> Callable[[Figures], Listing]:
    def made(figures: Figures) -> Listing:
        said, parts = [], []
        for one in figures.silent:
            if one.moment == moment:
                base = figures.book.mentees if one.role == MENTEE_ROLE else figures.book.mentors
                said.append(f"{one.role}: участвуют {one.invited}, ответили {one.invited - len(one.codes)}.")
                people = [base[code] for code in sorted(figures.taking_part.people[one.role]) if code in base]
                silent = set(one.codes)
                parts.append(Part(f"Ответили, {one.role}", _rows(p for p in people if p.code not in silent)))
                parts.append(Part(f"Молчат, {one.role}", _rows(p for p in people if p.code in silent)))
        return Listing(f"Замер «{moment}»: кто ответил", tuple(said), tuple(parts))

    return made


def _interim(place: int) -> Callable[[Figures], Listing]:
    def made(figures: Figures) -> Listing:
        name = ("П5", "П6")[place]
        found = next((one for one in figures.interim if one.id == name), None)
        if found is None:
            return Listing(f"{name} по промежуточной анкете", ("Промежуточных ответов об этом нет.",), ())
        return _of_indicator(found)

    return made


def _of_indicator(one: Indicator) -> Listing:
    said = (f"{one.numerator} из {one.denominator}: {one.shown}. В показатель {one.id} не входит.",)
    unhappy = [row for row in one.basis if row not in one.counted]
    parts = (Part("Довольны", _rows(one.counted)), Part("Ответили иначе", _rows(unhappy)),
             Part("Не учтены", one.excluded))  # fmt: skip
    return Listing(f"{one.id} по промежуточной анкете", said, parts)


def _curator(figures: Figures) -> Listing:
    rows = tuple(Left(row, _points(row)) for row in figures.curator.rows)
    return Listing("Лист куратора", (curator_words(figures.curator),), (Part("Строки", rows),))


def _points(row: IndicatorRow) -> str:
    return "балла нет" if row.points is None else f"балл {row.points}"


def _impacts(figures: Figures) -> Listing:
    rows = tuple(Left(one.row, one.verdict) for one in figures.impacts)
    return Listing("Индикаторы влияния", (f"Строк: {len(rows)}.",), (Part("Строки", rows),))


def _swot(figures: Figures) -> Listing:
    parts = []
    for quarter in process.QUADRANTS:
        said = [g.answer for g in figures.answers.given if (g.question.purpose, g.question.scale) == (quarter, TEXT)]
        own = [row for row in figures.book[IndicatorRow] if row.part == quarter and row.text]
        parts.append(Part(quarter[:1].upper() + quarter[1:], _rows([*said, *own])))
    words = "Открытые ответы и строки листа «Показатели»; одинаковые и пустые по смыслу объединены или опущены."
    return Listing("SWOT", (words,), tuple(parts))


def _question(figures: Figures, question: Question) -> Listing:
    counted = figures.answers.by_question.get(question.code or "", {})
    later = [g.answer for g in figures.answers.given if g.question is question]
    kept = {id(one.answer) for one in counted.values()}
    parts = [Part("Учтены", _rows(one.answer for one in counted.values()))]
    if other := [answer for answer in later if id(answer) not in kept]:
        parts.append(Part("Ответ того же человека о другой паре: учтён последний", _rows(other)))
    parts.append(Part("Не учтены", tuple(
        Left(one.answer, one.reason) for one in figures.answers.refused if one.question is question)))  # fmt: skip
    change = next((one for one in figures.changes if question.code in (one.question.code, one.entry.code)), None)
    if change is not None:
        both = {one.person for one in change.compared}
        here = [g for who, g in counted.items() if who in both]
        parts.insert(1, Part("Из них сравнены на входе и выходе", _rows(g.answer for g in here)))
    heads = (f"{question.questionnaire}, замер «{question.moment}», отвечает {question.role}.",
             f"Вопрос: {question.text}", f"Учтено человек: {len(counted)}.")  # fmt: skip
    about = (*heads, f"Вход и выход: {change.verdict}.") if change else heads
    return Listing(question.code or "", about, tuple(parts))


def content_questions(figures: Figures, role: str) -> Sequence[str]:
    """Return the codes of the questions that an indicator of satisfaction is counted from."""
    return [q.code for q in figures.book[Question] if (q.purpose, q.moment, q.role) == (CONTENT, EXIT, role) and q.code]


LISTINGS: dict[str, Callable[[Figures], Listing]] = {
    "Пары": _pairs,
    "Встречи": _meetings,
    "Ответы": _answers,
    "Вход": _moment(ENTRY),
    "Промежуточный": _moment(INTERIM),
    "Выход": _moment(EXIT),
    "П5 промежуточный": _interim(0),
    "П6 промежуточный": _interim(1),
    "Куратор": _curator,
    "Влияние": _impacts,
    "SWOT": _swot,
}
NAMES = (*LISTINGS, "код вопроса")
