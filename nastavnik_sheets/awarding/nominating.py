"""The rows of «Номинации»: places by criteria, with the reasons; who is left out and why; decisions taken before.

Places are shared by equals. Only the first places are shown: a nomination is no grade of everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from nastavnik_sheets.awarding.measures import COUNTS, Counted, Evidence, Nominee, nominees
from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts.stopped import WHY
from nastavnik_sheets.facts.withdrawal import may_publish
from nastavnik_sheets.terms import APPROVED, COMPLAINT, COMPLETED, STOPPED
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Award, Criterion, Nomination, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book

SHOWN = 10
BY_PAIR = "пара"
Key = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Ranked:
    """A nominee with the sum of the weights and the sentences behind it."""

    nominee: Nominee
    points: float
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]


def nominations(book: Book, *, today: date) -> list[Nomination]:
    """Return the rows for every award that has criteria, in the order of «Критерии наград»."""
    evidence = Evidence(book, today)
    pairs = [pair for pair in book[Pair] if pair.code and pair.state in (APPROVED, COMPLETED, STOPPED) and pair.start
             and pair.start <= today]  # fmt: skip
    rows: list[Nomination] = []
    for award, criteria in criteria_of(book).items():
        rows.extend(_of_award(evidence, award, criteria, pairs))
    kept = {_key(row): row for row in book[Nomination]
            if (row.decision or row.comment) and evidence.stopped.isdisjoint((row.person, row.pair))}  # fmt: skip
    shown = {_key(row) for row in rows}
    rows.extend(replace(row, place="—", points=None, reasons="Больше не среди первых или не участвует",
                        attention=None) for key, row in kept.items() if key not in shown)  # fmt: skip
    return [_decided(row, kept) for row in rows]


def criteria_of(book: Book) -> dict[str, list[Criterion]]:
    """Return the criteria that can be counted, by award."""
    whole = [row for row in book[Criterion] if row.award and row.whom and row.measure and row.weight]
    return group_by((row.award, row) for row in whole)


def _key(row: Nomination) -> Key:
    return row.award, row.person, row.pair


def _decided(row: Nomination, kept: Mapping[Key, Nomination]) -> Nomination:
    old = kept.get(_key(row))
    return replace(row, decision=old.decision, comment=old.comment) if old else row


def _of_award(
    evidence: Evidence, award: str, criteria: Sequence[Criterion], pairs: Sequence[Pair]
) -> Iterator[Nomination]:
    by_pair = criteria[0].whom == BY_PAIR
    ranked: list[Ranked] = []
    left_out: list[tuple[Nominee, str]] = []
    for nominee in nominees(pairs, by_pair=by_pair):
        if not evidence.stopped.isdisjoint(nominee.people):
            continue  # named nowhere any more; the command says how many
        reason = obstacle(evidence, award, nominee)
        one = judged(evidence, criteria, nominee)
        if reason or not one.points:
            left_out.append((nominee, reason or "по этим критериям в книге ничего не записано"))
        else:
            ranked.append(one)
    for place, one in placed(ranked):
        yield _row(evidence, award, one, place)
    for nominee, reason in left_out:
        yield _named(evidence.book, nominee, Nomination(award=award, place="—", reasons=f"Не участвует: {reason}"))


def judged(evidence: Evidence, criteria: Sequence[Criterion], nominee: Nominee) -> Ranked:
    """Return the sum of the weights a nominee has reached, criterion by criterion."""
    points, reasons, unknown = 0.0, [], []
    for row in criteria:
        counted = evidence.count(row.measure or "", nominee)
        own = _points(row, counted)
        points += own
        reasons.append(f"{row.measure}: {counted.words} → {own:g} из {row.weight:g}")
        if counted.number is None:
            unknown.append(row.measure or "")
    return Ranked(nominee, round(points, 1), tuple(reasons), tuple(unknown))


def _points(row: Criterion, counted: Counted) -> float:
    full = row.full or (1 if row.measure in COUNTS else 100)
    return round((row.weight or 0) * min(1.0, (counted.number or 0) / full), 1)


def placed(ranked: Sequence[Ranked]) -> Iterator[tuple[str, Ranked]]:
    """Yield the first places; equals share one: «2–3»."""
    first = 1
    for _, group in groupby(
        sorted(ranked, key=lambda one: (-one.points, one.nominee.code)), key=lambda one: one.points
    ):
        equals = list(group)
        if first > SHOWN:
            return
        last = first + len(equals) - 1
        for one in equals:
            yield (f"{first}" if first == last else f"{first}–{last}"), one
        first = last + 1


def obstacle(evidence: Evidence, award: str, nominee: Nominee) -> str:
    """Return why somebody cannot be nominated, "" if he can."""
    book, today = evidence.book, evidence.today
    people = [(code, book.person(code)) for code in nominee.people]
    if not evidence.stopped.isdisjoint(nominee.people):
        return WHY
    if gone := [code for code, person in people if person is None]:
        return f"{', '.join(gone)}: нет в базе"
    left: list[date] = [day for _, person in people if (day := getattr(person, "left", None)) is not None]
    if not nominee.is_pair and any(day <= today for day in left):
        return "вышел из программы"
    if all(pair.state == STOPPED for pair in nominee.pairs):
        return "пара прекращена" if nominee.is_pair else "все пары прекращены"
    if not any(evidence.meetings.get(pair.code) for pair in nominee.pairs):
        return "состоявшихся встреч в журнале нет"
    return "уже отмечено на листе «Поощрения»" if is_given(book, award, nominee.code) else ""


def is_given(book: Book, award: str, code: str) -> bool:
    """Whether this award of this year stands on «Поощрения» already."""
    since = book.settings.programme_start
    return any(
        row.kind == award and code in (row.person, row.pair) and not (since and row.given and row.given < since)
        for row in book[Award]
    )


def _row(evidence: Evidence, award: str, one: Ranked, place: str) -> Nomination:
    reasons = "; ".join(one.reasons)
    made = Nomination(award=award, place=place, points=one.points, reasons=reasons[:1].upper() + reasons[1:])
    publish = all(may_publish(evidence.book, code, evidence.today) for code in one.nominee.people)
    notes = list(_notes(evidence, one, shared="–" in place, publish=publish))
    return replace(_named(evidence.book, one.nominee, made), publish=publish, attention="; ".join(notes) or None)


def _notes(evidence: Evidence, one: Ranked, *, shared: bool, publish: bool) -> Iterator[str]:
    if shared:
        yield "место делят поровну: решает комиссия"
    if one.unknown:
        yield f"нет данных: {', '.join(one.unknown)}"
    about = {r.about for r in evidence.book[Request] if COMPLAINT in (r.kind or "").lower() and not r.answered}
    if about & set(one.nominee.people):
        yield "есть жалоба без ответа: сначала рассмотрите её"
    if not publish:
        yield "без согласия на распространение имя не публикуют"


def _named(book: Book, nominee: Nominee, row: Nomination) -> Nomination:
    names = [(person.full_name or code) if (person := book.person(code)) else code for code in nominee.people]
    code = {"pair": nominee.code} if nominee.is_pair else {"person": nominee.code}
    return replace(row, full_name=" — ".join(names), **code)  # type: ignore[arg-type]
