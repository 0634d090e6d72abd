"""Letters of thanks, certificates and diplomas: one for each row of «Поощрения» of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import as_text
from nastavnik_sheets.documents.consent_papers import label_of
from nastavnik_sheets.documents.kinds import LETTER, PAIR, PARTNER, PERSON, Ask, Kind, Subject
from nastavnik_sheets.documents.people import named, pair_of, person_of
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.year_sheets import Award, Partner

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.book import Book

    Subjects = Callable[[Book, Ask], list[Subject]]


def awards_of(book: Book, ask: Ask, word: str) -> list[Award]:
    """Return the awards whose kind has the word."""
    wanted = (a for a in book[Award] if word.lower() in (a.kind or "").lower())
    return [a for a in wanted if ask.wants(a.person, a.pair, a.partner)]


def require_known(book: Book, award: Award) -> None:
    """Refuse an award that names nobody known: its code is mistyped or leads nowhere, or there is none."""
    pair, partners = book.pairs.get(award.pair or ""), {p.code for p in book[Partner]}
    if pair is None and award.partner not in partners and book.person(award.person) is None:
        typed = as_text(book.table(Award).raw(award.row, "person"))
        whose = f"код «{typed}» не найден" if typed else "не указано, кто поощряется"
        cure = "впишите код участника, пары или партнёра и повторите"
        raise Refused(f"Лист «Поощрения», строка {award.row} ({award.kind}): {whose}; {cure}.")


def _fields(award: Award) -> dict[str, Any]:
    return {"за_что": award.basis or "", "приказ": award.order_number or ""}


def to_people(word: str) -> Subjects:
    """Return the function that finds the people awarded with something."""

    def subjects(book: Book, ask: Ask) -> list[Subject]:
        made = []
        for award in awards_of(book, ask, word):
            require_known(book, award)
            if award.person:
                person = person_of(book, book.person(award.person), award.person, today=ask.today)
                fields = {"человек": person, **_fields(award)}
                made.append(Subject(fields=fields, people=(award.person,), label=label_of(person)))
        return made

    return subjects


def to_partners(book: Book, ask: Ask) -> list[Subject]:
    """Partners named on «Поощрения»; if none is, all partners."""
    reasons = {a.partner: a.basis or "" for a in awards_of(book, ask, "партн") if a.partner}
    partners = [p for p in book[Partner] if p.title and ask.wants(p.code) and (not reasons or p.code in reasons)]
    return [
        Subject(
            fields={
                "партнёр": {"название": p.title, "руководитель": named(p.head, p.head_post), "адрес": p.address or ""},
                "за_что": reasons.get(p.code) or p.contribution or "",
            },
            people=(p.code,),
            label=f"{p.title} {p.code}",
        )
        for p in partners
    ]


def best_pairs(book: Book, ask: Ask) -> list[Subject]:
    """Pairs awarded as the best one."""
    made = []
    for award in awards_of(book, ask, "лучшая пара"):
        if pair := book.pairs.get(award.pair or ""):
            row = pair_of(book, pair, 1, curators={}, today=ask.today)
            made.append(Subject(fields={"пара": row, **_fields(award)}, people=(pair.code,), label=pair.code))
    return made


def _honour(key: str, title: str, word: str, **more: Any) -> Kind:
    kind = word if "«" in word else f"«{word}»"
    nothing = f"На листе «Поощрения» ни у кого нет поощрения вида: {kind}. Впишите код участника и вид и повторите."
    return Kind(key=key, title=title, scope=PERSON, subjects=to_people(word), nothing=nothing, **more)


KINDS: tuple[Kind, ...] = (
    Kind(
        key="letter_partner",
        title="Благодарственное письмо партнёру",
        scope=PARTNER,
        subjects=to_partners,
        nothing="Лист «Партнёры» пуст: впишите партнёров и повторите.",
        series=LETTER,
    ),
    _honour("letter_parents", "Благодарственное письмо родителям наставника", "родителям", series=LETTER),
    _honour("certificate_best_mentor", "Грамота «Лучший наставник»", "грамота «Лучший наставник»"),
    _honour("gratitude", "Благодарность наставнику", "благодарность"),
    _honour("diploma_mentor_of_year", "Диплом «Наставник года»", "«Наставник года»"),
    Kind(
        key="diploma_best_pair",
        title="Диплом «Лучшая пара»",
        scope=PAIR,
        subjects=best_pairs,
        nothing="На листе «Поощрения» ни у одной пары нет поощрения вида: «Лучшая пара». Впишите код пары и вид и"
        " повторите.",
    ),
    _honour("diploma_mentor_plus", "Диплом «Наставник+»", "«Наставник+»"),
)
