"""What the page and the texts say, gathered once: names of those who agreed, counts of the rest, results, papers.

Groups smaller than «Не показывать группы меньше» are not told: small forms are added up, small counts are left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.facts.withdrawal import publishable
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.publishing.discreet import discreet
from nastavnik_sheets.publishing.links import safe_link
from nastavnik_sheets.terms import ACHIEVEMENTS, MENTOR_ROLE, NAME, PLACE
from nastavnik_sheets.workbook import Mentor, Pair
from nastavnik_sheets.year_sheets import Award, OrderRow, Partner, Practice, Programme

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.publishing.discreet import Discreet
    from nastavnik_sheets.settings import Settings
    from nastavnik_sheets.workbook import Mentee, Person

OTHER_FORMS, ALL_FORMS, NO_FORM = "Другие формы", "Все формы", "форма не указана"
PAPERS = (
    "Приказ о внедрении",
    "Приказ об утверждении Положения",
    "Положение о наставничестве",
    "Целевая модель наставничества",
    "Дорожная карта",
    "Приказ о координаторе и кураторах",
    "Приказ о Школе наставников",
    "Приказ об итоговом мероприятии",
)
"""Papers of the programme that name no participant; orders about pairs and rewards are never listed."""


class Named(NamedTuple):
    """Somebody who may be named: the code, the name, lines about the person, a link to a story."""

    code: str
    name: str
    about: tuple[str, ...] = ()
    link: str = ""


class Item(NamedTuple):
    """A programme, a practice or a partner: title, small words beside it, text, link."""

    title: str
    small: tuple[str, ...] = ()
    text: str = ""
    link: str = ""


class Result(NamedTuple):
    """An indicator for everybody: its title, «30 из 168», «17,9 %», the per cent; nothing where the group is small."""

    title: str
    counted: str
    shown: str
    percent: float | None


@dataclass(frozen=True)
class Content:
    """Everything that is published on a day."""

    settings: Settings
    day: date
    period: str
    mentors: tuple[Named, ...]
    more_mentors: int
    honoured: tuple[Named, ...]
    more_honoured: int
    programmes: tuple[Item, ...]
    practices: tuple[Item, ...]
    partners: tuple[Item, ...]
    totals: tuple[tuple[str, int], ...]
    results: tuple[Result, ...]
    forms: tuple[tuple[str, int], ...]
    papers: tuple[Item, ...]
    authors: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def school(self) -> str:
        """How the school is called."""
        return self.settings.school_short or self.settings.school_full or "Школа"

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of everybody who is named."""
        return tuple(sorted({one.code for one in (*self.mentors, *self.honoured) if one.code} | {*self.authors}))


def content(book: Book, today: date) -> Content:
    """Return what may be published of a book on a day."""
    allowed = {code: publishable(book, code, today) for code in {*book.mentees, *book.mentors}}
    figures, says = Figures(book, today), discreet(book, allowed)
    leading = figures.taking_part.people[MENTOR_ROLE]
    mentors = [m for m in book[Mentor] if m.code in leading]
    named = [_mentor(m, allowed[m.code], leading[m.code], says) for m in mentors if allowed[m.code]]
    honoured, silent = _honoured(book, figures, allowed, says)
    return Content(
        settings=book.settings, day=today, period=figures.period.words,
        mentors=tuple(sorted(named, key=lambda one: one.name)), more_mentors=len(leading) - len(named),
        honoured=honoured, more_honoured=silent, programmes=_programmes(book, says),
        practices=_practices(book, allowed, says), partners=_partners(book, says), totals=_totals(figures),
        results=tuple(_result(one, book.settings.small_group) for one in figures.indicators),
        forms=_forms(figures), papers=_papers(book),
        authors=_authors(book, allowed), held=tuple(dict.fromkeys(says.held)),
    )  # fmt: skip


def _mentor(mentor: Mentor, may: frozenset[str], pairs: list[Pair], says: Discreet) -> Named:
    forms = sorted({pair.mentoring_form for pair in pairs if pair.mentoring_form})
    about = [_place(mentor, says)] if PLACE in may else []
    about.append("Наставник: " + "; ".join(forms).lower() if forms else "Наставник")
    if ACHIEVEMENTS in may:
        about += [f"Помогает: {', '.join(mentor.topics)}"] if mentor.topics else []
        about.append(says(mentor, "achievements"))
    link = safe_link(mentor.case_link) if ACHIEVEMENTS in may else ""
    return Named(mentor.code, mentor.full_name or "", tuple(line for line in about if line), link)


def _place(person: Mentee | Mentor, says: Discreet) -> str:
    if person.school_class:
        return f"{person.school_class} класс"
    post = says(person, "post")
    work = says(person, "organisation") if isinstance(person, Mentor) else ""
    return ", ".join(part for part in (post[:1].upper() + post[1:], work) if part)


def _honoured(
    book: Book, figures: Figures, allowed: dict[str, frozenset[str]], says: Discreet
) -> tuple[tuple[Named, ...], int]:
    """Return who is on the board of honour, and how many rewards were given to people who are not named."""
    named: list[Named] = []
    silent = 0
    for award in sorted(book[Award], key=lambda a: (a.given or figures.today, a.row), reverse=True):
        if award.given is None or award.given > figures.today or _before(award.given, figures):
            continue
        if award.partner and not (award.person or award.pair):
            named += _partner_award(book, award, says)
            continue
        people = _people_of(book, award)
        if people and all({NAME, ACHIEVEMENTS} <= allowed.get(person.code, frozenset()) for person in people):
            about = (_sentence(award.kind), _sentence(says(award, "basis")))
            named += [Named(p.code, p.full_name or "", tuple(a for a in about if a)) for p in people]
        else:
            silent += max(1, len(people))
    return tuple(named), silent


def _before(day: date, figures: Figures) -> bool:
    return figures.period.start is not None and day < figures.period.start


def _people_of(book: Book, award: Award) -> list[Person]:
    pair = next((one for one in book[Pair] if one.code == award.pair), None) if award.pair else None
    codes = [award.person] if award.person else [pair.mentor, pair.mentee] if pair else []
    return [person for code in codes if (person := book.person(code)) is not None]


def _partner_award(book: Book, award: Award, says: Discreet) -> list[Named]:
    partner = next((one for one in book[Partner] if one.code == award.partner), None)
    title = says(partner, "title") if partner else ""
    return [Named("", title, (_sentence(award.kind),))] if title else []


def _sentence(text: str | None) -> str:
    words = text or ""
    return words[:1].upper() + words[1:]


def _programmes(book: Book, says: Discreet) -> tuple[Item, ...]:
    rows = [row for row in book[Programme] if row.approved or row.link or row.start]
    made = [Item(says(row, "title"), tuple(t for t in (row.mentoring_form, row.role_model) if t), says(row, "aim"),
                 safe_link(row.link)) for row in rows]  # fmt: skip
    return tuple(one for one in made if one.title)


def _practices(book: Book, allowed: dict[str, frozenset[str]], says: Discreet) -> tuple[Item, ...]:
    made = []
    for row in book[Practice]:
        author = book.person(row.person) if row.person and allowed.get(row.person) else None
        small = (row.kind, row.mentoring_form, f"автор — {author.full_name}" if author else None)
        made.append(Item(says(row, "title"), tuple(s for s in small if s), says(row, "summary"), safe_link(row.link)))
    return tuple(item for item in made if item.title)


def _authors(book: Book, allowed: dict[str, frozenset[str]]) -> tuple[str, ...]:
    return tuple(row.person for row in book[Practice] if row.person and allowed.get(row.person) and row.title)


def _partners(book: Book, says: Discreet) -> tuple[Item, ...]:
    made = [Item(says(row, "title"), (), says(row, "contribution")) for row in book[Partner]]
    return tuple(one for one in made if one.title)


def _totals(figures: Figures) -> tuple[tuple[str, int], ...]:
    people = figures.taking_part.people
    small = figures.book.settings.small_group
    found = (("пар и групп", len(figures.taking_part.pairs)), ("наставников", len(people[MENTOR_ROLE])),
             ("наставляемых", len(people["наставляемый"])), ("встреч прошло", figures.meetings.held))  # fmt: skip
    return tuple((title, number) for title, number in found if number >= small)


def _result(one: Indicator, small: int) -> Result:
    """Return an indicator for everybody; opinions also need enough people on either side."""
    below = one.denominator or 0
    other = below - one.numerator if one.coverage else 0
    hidden = one.id != "П4" and (0 < one.numerator < small or below < small or 0 < other < small)
    if below and hidden:
        return Result(one.title, "группа мала", "не публикуется", None)
    if one.percent is None:
        return Result(one.title, "—", one.shown, None)
    asked = f" ответивших; участвуют {one.coverage.invited}" if one.coverage else ""
    return Result(one.title, f"{one.numerator} из {one.denominator}{asked}", one.shown, min(one.percent, 100.0))


def _forms(figures: Figures) -> tuple[tuple[str, int], ...]:
    """Return pairs by form; forms with few pairs are added up until they are enough."""
    small = figures.book.settings.small_group
    counts = Counter(pair.mentoring_form or NO_FORM for pair in figures.taking_part.pairs)
    rows = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    few = [row for row in rows if row[1] < small]
    enough = rows[: len(rows) - len(few)]
    while few and sum(number for _, number in few) < small and enough:
        few.append(enough.pop())
    together = sum(number for _, number in few)
    if not few:
        return tuple(enough)
    title = OTHER_FORMS if enough else ALL_FORMS
    return (*enough, (title, together)) if together >= small else ()


def _papers(book: Book) -> tuple[Item, ...]:
    found = []
    for row in book[OrderRow]:
        if row.kind in PAPERS and row.issued:
            number = f" № {row.number}" if row.number else ""
            found.append((PAPERS.index(row.kind), row.issued, Item(row.kind, (f"от {row.issued:%d.%m.%Y}{number}",))))
    return tuple(item for _, _, item in sorted(found, key=lambda one: one[:2]))
