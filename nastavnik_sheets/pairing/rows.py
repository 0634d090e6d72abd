"""The rows of «Предложения»: what a coordinator reads out to a mentee and his parents, and everyone without a pair."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nastavnik_sheets.pairing.conditions import PAIRED, holding_pairs, name_of
from nastavnik_sheets.pairing.proposal import ACCEPT, REJECT
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.pairing.price import Price
    from nastavnik_sheets.pairing.proposal import Round
    from nastavnik_sheets.workbook import Mentee, Mentor

SUPPORT = "поиск продолжается; при необходимости — психологическое сопровождение (разд. 10)"
LAST = 99


def suggestions(worked: Round) -> list[Suggestion]:
    """Return the rows: offers by mentee, his own place first; who has none and why; decisions that hold no more."""
    book = worked.field.book
    rows = [*_offers(worked), *_without(worked), *_barred(worked)]
    shown = {(row.mentee, row.mentor) for row in rows}
    kept = {(s.mentee, s.mentor): s for s in book[Suggestion] if s.decision or s.comment}
    rows.extend(_gone(worked, old) for key, old in kept.items() if key not in shown and old.mentor and old.mentee)
    rows = [_with_decision(row, kept) for row in rows]
    return sorted(rows, key=lambda s: (not s.mentee, s.mentee or s.mentor or "", s.rank or LAST, s.mentor or ""))


def _with_decision(row: Suggestion, kept: Mapping[tuple[str, str | None], Suggestion]) -> Suggestion:
    old = kept.get((row.mentee, row.mentor))
    return replace(row, decision=old.decision, comment=old.comment) if old else row


def _offers(worked: Round) -> Iterator[Suggestion]:
    better = _rather(worked)
    for mentee in worked.field.mentees:
        for rank, mentor in enumerate(worked.offered.get(mentee.code, ()), start=1):
            yield _offer(worked, mentee, worked.field.book.mentors[mentor], rank=rank, rather=better.get(mentee.code))


def _offer(worked: Round, mentee: Mentee, mentor: Mentor, *, rank: int, rather: str | None) -> Suggestion:
    pair = (mentee.code, mentor.code)
    price = worked.prices[pair]
    best = worked.solution.pairs.get(mentee.code) == mentor.code
    return Suggestion(
        mentee=mentee.code,
        mentee_name=mentee.full_name,
        rank=rank,
        mentor=mentor.code,
        mentor_name=mentor.full_name,
        mentoring_form=worked.field.form_of(mentee, mentor),
        score=worked.candidates.points_of(pair),
        best=best,
        reasons=_sentence(worked.scorer.reasons(mentee, mentor)),
        price=max(price.points, 0.0),
        price_note=_best_note(worked, mentee, rather) if best else price_note(worked.field.book, price),
    )


def price_note(book: Book, price: Price) -> str:
    """Return in words what a choice costs the others."""
    if price.unpaired:
        names = ", ".join(name_of(book.person(code)) for code in price.unpaired)
        return f"Без наставника останется: {names}"
    weak = sum(max(n, 0) for n in price.below)
    more_weak = f"слабо подходящих пар станет больше на {weak}" if weak else ""
    if price.points <= 0:
        return _sentence(more_weak) or "Ничего: у всех остальных всё так же хорошо"
    points = f"остальные пары подойдут друг другу меньше, вместе на {price.points:g} {_points(price.points)}"
    return _sentence("; ".join(filter(None, (points, more_weak))))


def _points(number: float) -> str:
    return plural(int(number), "балл", "балла", "баллов") if number == int(number) else "балла"


def _best_note(worked: Round, mentee: Mentee, rather: str | None) -> str:
    if mentee.code in worked.solution.instance.locked:
        return "Принято: место за ним"
    note = "Ничего: это место держится за ним, пока он выбирает"
    if rather:
        name = name_of(worked.field.book.mentors.get(rather))
        note += f". Учтите: судя по анкетам, {name} и он предпочли бы друг друга"
    return note


def _rather(worked: Round) -> dict[str, str]:
    """Return by mentee the mentor with whom both would rather be than where they are; of several the fittest."""
    found: dict[str, str] = {}
    for mentee, mentor in worked.certificate.blocking:
        known = found.get(mentee)
        if known is None or (worked.candidates.points_of((mentee, known)) or 0) < (
            worked.candidates.points_of((mentee, mentor)) or 0
        ):
            found[mentee] = mentor
    return found


def _without(worked: Round) -> Iterator[Suggestion]:
    """Yield the mentees for whom there is no place, and the mentors for whom there is no mentee."""
    for mentee in worked.unpaired:
        if worked.candidates.has_any(mentee.code):
            reason, remedy = (
                "подходящие наставники есть, но свободных мест у них не хватило",
                _cheapest_place(worked, mentee),
            )
        else:
            reason, remedy = _no_candidate(worked, mentee)
        yield _row_without(mentee, reason, remedy)
    for mentor in worked.idle:
        yield _idle(mentor, *_no_mentee(worked, mentor))


def _barred(worked: Round) -> Iterator[Suggestion]:
    """Yield those who do not take part though something could be put right."""
    field = worked.field
    for code, barrier in field.barred_mentees.items():
        if barrier.remedy:
            yield _row_without(field.book.mentees[code], barrier.reason, barrier.remedy)
    for code, barrier in field.barred_mentors.items():
        if barrier.remedy and code not in field.book.pairs_of_mentor:
            yield _idle(field.book.mentors[code], barrier.reason, barrier.remedy)


def _row_without(mentee: Mentee, reason: str, remedy: str) -> Suggestion:
    return Suggestion(
        mentee=mentee.code,
        mentee_name=mentee.full_name,
        rank=0,
        reasons=f"Пока без пары: {reason}",
        price_note=_sentence(f"{remedy}; {SUPPORT}"),
    )


def _idle(mentor: Mentor, reason: str, remedy: str) -> Suggestion:
    return Suggestion(
        mentee="",
        mentor=mentor.code,
        mentor_name=mentor.full_name,
        rank=0,
        reasons=f"Пока без наставляемого: {reason}",
        price_note=_sentence(remedy),
    )


_WORKER_CONSENT = (
    "выберите наставника, впишите пару на лист «Пары» (состояние «предложена»), напечатайте согласие"
    " (documents make, вид consent_worker) и подписанное запишите на лист «Согласия»"
)


def _no_candidate(worked: Round, mentee: Mentee) -> tuple[str, str]:
    field = worked.field
    if any(field.form_of(mentee, mentor) for mentor in field.mentors):
        return "взаимного согласия с подходящими наставниками нет", "поговорите с ним и пригласите новых наставников"
    if any(field.only_consent_lacks(mentee, mentor) for mentor in field.mentors):
        return "у подходящих наставников нет согласия работника (ст. 351.8 ТК)", _WORKER_CONSENT
    form = f"формы «{mentee.wanted_form}»" if mentee.wanted_form else "подходящей формы"
    return f"нет свободного наставника {form}", _form_remedy(worked, mentee)


def _form_remedy(worked: Round, mentee: Mentee) -> str:
    """Say which acquaintance is lacking if that is all that is in the way, else whom to invite."""
    field = worked.field
    forms = field.known_forms(mentee)
    if len(forms) < len(field.form_names):
        return f"знаком только с программами форм: {', '.join(forms)}; покажите остальные или пригласите наставников"
    return "пригласите наставников этой формы или добавьте форму наставнику, который согласен"


def _no_mentee(worked: Round, mentor: Mentor) -> tuple[str, str]:
    field = worked.field
    if any(field.form_of(mentee, mentor) for mentee in field.mentees):
        return "все, кому он подходит, устроены лучше", "держите в запасе: понадобится для замены"
    if not field.mentees:
        return "сейчас никто не ищет наставника", "держите в запасе: понадобится для замены"
    return "среди тех, кто ищет наставника, никто не подходит по форме", "спросите, готов ли он к другой форме"


def _cheapest_place(worked: Round, mentee: Mentee) -> str:
    """Name the mentor whose one more place would give this mentee a mentor, helping the most people of all."""
    helping = [
        (len(extra.paired), extra.points, mentor)
        for mentor, extra in worked.extra_places.items()
        if mentee.code in extra.paired
    ]
    if not helping:
        return "нужны новые наставники"
    count, _, mentor = max(helping, key=lambda extra: (extra[0], extra[1], extra[2]))
    name = name_of(worked.field.book.mentors.get(mentor))
    whom = plural(count, "участнику", "участникам", "участникам")
    return f"ещё одно место даст пару {count} {whom}: наставник — {name}"


def _gone(worked: Round, old: Suggestion) -> Suggestion:
    """Return the row of a decision about a pair that is not offered any more, with the reason."""
    return replace(old, row=0, rank=None, best=None, score=None, price=None, price_note=_why_gone(worked, old))


def _why_gone(worked: Round, old: Suggestion) -> str:
    book, field = worked.field.book, worked.field
    mentee, mentor = book.mentees.get(old.mentee), book.mentors.get(old.mentor or "")
    made = next(
        (p for p in holding_pairs(book, today=field.today) if (p.mentee, p.mentor) == (old.mentee, old.mentor)), None
    )
    if made:
        return f"Стало парой {made.code}"
    if mentee is None or mentor is None:
        return "Больше не предлагается: одного из двоих нет в базе"
    said = partial("Больше не предлагается: {}".format)
    if (mentee.code, mentor.code) in field.refused:
        return said("после встречи взаимного согласия нет")
    for person, barrier in (
        (mentee, field.barred_mentees.get(mentee.code)),
        (mentor, field.barred_mentors.get(mentor.code)),
    ):
        if barrier:
            who = "наставляемый" if person is mentee else "наставник"
            return said(barrier.reason if barrier is PAIRED else f"{who} — {barrier.reason}")
    if old.decision == REJECT:
        return "Отклонено, больше не предлагается"
    if field.form_of(mentee, mentor) is None:
        return said("общей формы у них теперь нет")
    if old.decision == ACCEPT:
        return said("мест у наставника меньше, чем принято, или принят другой кандидат")
    return said("другие кандидаты теперь подходят лучше")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
