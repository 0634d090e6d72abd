"""A round of pairing: candidates with points, the best pairs, what each mentee is offered and what a choice costs.

    round_of(book, today=...) -> Round      everything worked out
    suggestions(round_) -> [Suggestion]     the rows of «Предложения»

The solver is in `assign`, what fits in `score`, who takes part in `conditions`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.pairing.assign import solve
from nastavnik_sheets.pairing.certificate import certify
from nastavnik_sheets.pairing.conditions import Barrier, Field, field_of, name_of
from nastavnik_sheets.pairing.offers import offers_of
from nastavnik_sheets.pairing.price import extra_places_of, prices_of
from nastavnik_sheets.pairing.score import Scorer
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Mentee, Suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.certificate import Certificate
    from nastavnik_sheets.pairing.price import Price

ACCEPT, REJECT, LATER = "принять", "отклонить", "позже"
THRESHOLDS = (20, 40)


@dataclass(frozen=True)
class Round:
    """One round of pairing, worked out."""

    field: Field
    scorer: Scorer
    rows: Mapping[tuple[str, str], float]
    solution: Solution
    certificate: Certificate
    offered: Mapping[str, tuple[str, ...]]
    prices: Mapping[tuple[str, str], Price]
    accepted: Mapping[str, str]

    @cached_property
    def unpaired(self) -> list[Mentee]:
        """Mentees who take part and have no mentor in the best pairing."""
        return [m for m in self.field.mentees if m.code not in self.solution.pairs]


def round_of(book: Book, *, today: date) -> Round:
    """Work out a round: decisions already taken on «Предложения» hold, refusals are never offered again."""
    field = field_of(book, today=today)
    scorer = Scorer(field)
    decided = {(s.mentee, s.mentor): s.decision for s in book[Suggestion] if s.mentee and s.mentor}
    accepted = _accepted(field, decided)
    rejected = {pair for pair, decision in decided.items() if decision == REJECT}
    rows = candidate_rows(scorer, rejected=rejected)
    previous = [(s.mentee, s.mentor or "") for s in book[Suggestion] if s.best and (s.mentee, s.mentor) in rows]
    triples = [(mentee, mentor, points) for (mentee, mentor), points in rows.items()]
    inertia = book.settings.inertia
    solution = solve(triples, field.places, locked=accepted, previous=previous, thresholds=THRESHOLDS, inertia=inertia)
    offered = offers_of(solution, count=book.settings.candidates)
    certificate = certify(
        solution.pairs, triples, field.places,
        locked=accepted, previous=previous, thresholds=THRESHOLDS, inertia=inertia,
    )  # fmt: skip
    return Round(field, scorer, rows, solution, certificate, offered, prices_of(solution, offered), accepted)


def _accepted(field: Field, decided: Mapping[tuple[str, str], str | None]) -> dict[str, str]:
    """Return the accepted pairs that still can be: both take part and the mentor has room for all of them."""
    seeking = {m.code for m in field.mentees}
    room = dict(field.places)
    found: dict[str, str] = {}
    for (mentee, mentor), decision in sorted(decided.items()):
        if decision == ACCEPT and mentee in seeking and mentee not in found and room.get(mentor, 0) > 0:
            found[mentee] = mentor
            room[mentor] -= 1
    return found


def candidate_rows(scorer: Scorer, *, rejected: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return the points of every two who may work together."""
    import numpy as np

    field = scorer.field
    names, forms = scorer.forms
    allowed = forms >= 0
    for column, mentor in enumerate(field.mentors):
        for number, form in enumerate(names):
            if (mentor.code, form) in field.worker_barred:
                allowed[forms[:, column] == number, column] = False
    points = np.round(np.asarray(scorer.points(), dtype=float), 1)
    banned = field.refused | rejected
    mentors = [m.code for m in field.mentors]
    found: dict[tuple[str, str], float] = {}
    for row, mentee in enumerate(field.mentees):
        columns = np.flatnonzero(allowed[row]).tolist()
        for column, value in zip(columns, points[row, columns].tolist(), strict=True):
            pair = (mentee.code, mentors[column])
            if pair not in banned and mentee.code != mentors[column]:
                found[pair] = value
    return found


def suggestions(worked: Round) -> list[Suggestion]:
    """Return the rows of «Предложения»: offers by mentee, his own place first; then everyone without a pair."""
    kept = {(s.mentee, s.mentor): s for s in worked.field.book[Suggestion] if s.decision or s.comment}
    rows: list[Suggestion] = []
    for mentee in worked.field.mentees:
        offered = worked.offered.get(mentee.code, ())
        rows.extend(_offer(worked, mentee, mentor, rank) for rank, mentor in enumerate(offered, start=1))
        if mentee.code not in worked.solution.pairs:
            rows.append(_without(worked, mentee))
    rows.extend(_barred(worked, mentee) for mentee in sorted(worked.field.book.mentees.values(), key=lambda m: m.code)
                if worked.field.barred.get(mentee.code, Barrier("", "")).remedy)  # fmt: skip
    shown = {(s.mentee, s.mentor) for s in rows}
    rows.extend(s for key, s in kept.items() if key not in shown and s.mentor)
    return [_with_decision(row, kept) for row in sorted(rows, key=lambda s: (s.mentee, s.rank or 99))]


def _with_decision(row: Suggestion, kept: Mapping[tuple[str, str | None], Suggestion]) -> Suggestion:
    old = kept.get((row.mentee, row.mentor))
    return replace(row, decision=old.decision, comment=old.comment) if old else row


def _offer(worked: Round, mentee: Mentee, mentor_code: str, rank: int) -> Suggestion:
    field = worked.field
    mentor = field.book.mentors[mentor_code]
    price = worked.prices[mentee.code, mentor_code]
    return Suggestion(
        mentee=mentee.code,
        mentee_name=mentee.full_name,
        rank=rank,
        mentor=mentor_code,
        mentor_name=mentor.full_name,
        mentoring_form=field.form_of(mentee, mentor),
        score=worked.rows.get((mentee.code, mentor_code)),
        best=worked.solution.pairs.get(mentee.code) == mentor_code,
        reasons=worked.scorer.reasons(mentee, mentor),
        price=max(price.points, 0.0),
        price_note=price_note(field.book, price, best=worked.solution.pairs.get(mentee.code) == mentor_code),
    )


def price_note(book: Book, price: Price, *, best: bool) -> str:
    """Return in words what a choice costs the programme."""
    if best:
        return "это место держится за ним, пока он выбирает"
    if price.unpaired:
        names = ", ".join(name_of(book.person(code)) for code in price.unpaired)
        return f"без наставника останется: {names}"
    if price.points <= 0:
        return "ничего: все остальные устраиваются так же хорошо"
    weak = sum(max(n, 0) for n in price.below)
    note = f"остальные пары теряют вместе {price.points:g} {plural(round(price.points), 'балл', 'балла', 'баллов')}"
    return note + (f", слабых пар станет больше на {weak}" if weak else "")


def _without(worked: Round, mentee: Mentee) -> Suggestion:
    """Return the row of a mentee for whom there is no place: why, and the cheapest way out."""
    fitting = [mentor for (code, mentor) in worked.rows if code == mentee.code]
    if not fitting:
        reason, remedy = _no_candidate(worked, mentee)
    else:
        reason, remedy = "подходящие наставники есть, но мест у них не хватило", _cheapest_place(worked, mentee)
    return _row_without(mentee, reason, remedy)


def _row_without(mentee: Mentee, reason: str, remedy: str) -> Suggestion:
    support = "продолжить поиск; при необходимости — психологическое сопровождение (разд. 10)"
    return Suggestion(
        mentee=mentee.code,
        mentee_name=mentee.full_name,
        rank=0,
        reasons=f"Пока без пары: {reason}",
        price_note=f"{remedy}; {support}" if remedy else support,
    )


def _no_candidate(worked: Round, mentee: Mentee) -> tuple[str, str]:
    field = worked.field
    status = field.book.status(mentee)
    if any(field.form_of(mentee, mentor) for mentor in field.mentors):
        return "от всех подходящих отказался он или отказались они", "пригласите новых наставников"
    if status is None:
        return "не понятно, кто он: «Кто это» не заполнено", "заполните столбец «Кто это»"
    return "нет наставников подходящей формы со свободными местами", "пригласите наставников или добавьте форму"


def _cheapest_place(worked: Round, mentee: Mentee) -> str:
    """Name the mentor whose one more place would give this mentee a mentor, helping the most people of all."""
    places = extra_places_of(worked.solution)
    helping = [(len(place.paired), mentor) for mentor, place in places.items() if mentee.code in place.paired]
    if not helping:
        return "нужны новые наставники"
    count, mentor = max(helping, key=lambda pair: (pair[0], pair[1]))
    name = name_of(worked.field.book.mentors.get(mentor))
    return f"ещё одно место у наставника {name} пристроит {count} {plural(count, 'человека', 'человека', 'человек')}"


def _barred(worked: Round, mentee: Mentee) -> Suggestion:
    barrier = worked.field.barred[mentee.code]
    return _row_without(mentee, barrier.reason, barrier.remedy)
