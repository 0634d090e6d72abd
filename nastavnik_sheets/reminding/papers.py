"""Papers: consents, contracts, agreements, certificates, training. What the rules find, and by which day it is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import withdrawal
from nastavnik_sheets.facts.ages import ADULT
from nastavnik_sheets.reminding.due import Due, key_of
from nastavnik_sheets.rules import approval, consents, mentors, pairs, plans, signatures
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import APPROVED, PROCESSING
from nastavnik_sheets.workbook import Consent, Mentor, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nastavnik_sheets.flags import Flag, Rule
    from nastavnik_sheets.reminding.desk import Desk
    from nastavnik_sheets.reminding.due import Actor
    from nastavnik_sheets.schema import Record


def of_papers(desk: Desk) -> Iterator[Due]:
    """What is missing in the papers of people and pairs."""
    for rule, who, due_on in _FROM_RULES:
        for flag in rule(desk.book, desk.today):
            if flag.record is not None and (due := due_on(desk, flag.record)) is not None and desk.soon(due):
                yield _of_flag(flag, flag.record, who(desk, flag.record), due, rule.__name__)
    yield from _missing_in_base(desk)


def _of_flag(flag: Flag, record: Record, who: Actor, due: date, rule: str) -> Due:
    code = getattr(record, "code", "") or f"{sheet_of(record).key}-{record.row}"
    about = _about(record, flag.name)
    key = key_of(f"{rule}:{code}", flag.name, due)
    return Due(
        who=who, due=due, task=_order(flag.cure), why=flag.message, record=record, name=flag.name, about=about, key=key
    )


def _order(cure: str) -> str:
    return cure[:1].upper() + cure[1:]


def _about(record: Record, name: str) -> tuple[str, ...]:
    if isinstance(record, Consent):
        return (record.person,) if record.person else ()
    if isinstance(record, Pair):
        code = record.mentor if name in ("mentor", "agreement_number", "agreement_date") else record.mentee
        return (code,) if code else ()
    code = getattr(record, "code", "")
    return (code,) if code else ()


def _to_coordinator(desk: Desk, _record: Record) -> Actor:
    return desk.coordinator


def _to_curator(desk: Desk, record: Record) -> Actor:
    return desk.curator(record.mentoring_form) if isinstance(record, Pair) else desk.coordinator


def _to_mentor(desk: Desk, record: Record) -> Actor:
    mentor = desk.mentor(record.mentor) if isinstance(record, Pair) else None
    return mentor or desk.coordinator


def _pair_start(_desk: Desk, record: Record) -> date | None:
    return record.start if isinstance(record, Pair) else None


def _pair_end(_desk: Desk, record: Record) -> date | None:
    return record.planned_end if isinstance(record, Pair) else None


def _consent_end(_desk: Desk, record: Record) -> date | None:
    if not isinstance(record, Consent):
        return None
    return record.withdrawn or record.valid_until


def _coming_of_age(desk: Desk, record: Record) -> date | None:
    person = desk.facts.people.get(getattr(record, "person", None) or "")
    born = desk.facts.birth(person, desk.today)
    if born is None:
        return None
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + ADULT, 3, 1) if leap else born.replace(year=born.year + ADULT)


def _work_of_mentor(desk: Desk, record: Record) -> date | None:
    """When an invited mentor begins; one without an approved pair has time."""
    if not isinstance(record, Mentor):
        return None
    led = desk.book.pairs_of_mentor.get(record.code, ())
    return min((pair.start for pair in led if pair.state == APPROVED and pair.start), default=None)


_FROM_RULES: tuple[tuple[Rule, Callable[[Desk, Record], Actor], Callable[[Desk, Record], date | None]], ...] = (
    (consents.pair_has_consents, _to_coordinator, _pair_start),
    (consents.consent_is_in_force, _to_coordinator, _consent_end),
    (signatures.consent_expires_soon, _to_coordinator, _consent_end),
    (signatures.adult_confirms_consent, _to_coordinator, _coming_of_age),
    (approval.approved_pair_has_order, _to_coordinator, _pair_start),
    (pairs.pair_is_not_overdue, _to_coordinator, _pair_end),
    (mentors.invited_mentor_has_contract, _to_coordinator, _work_of_mentor),
    (mentors.invited_mentor_has_clearance, _to_coordinator, _work_of_mentor),
    (mentors.teacher_has_agreement, _to_coordinator, _pair_start),
    (mentors.mentor_is_trained, _to_curator, _pair_start),
    (plans.plan_follows_planning, _to_mentor, _pair_start),
)
"""What a rule finds, who sees to it, and by which day."""


def _missing_in_base(desk: Desk) -> Iterator[Due]:
    """Consents to processing of those who are in a base and in no pair yet: with the questionnaire."""
    for flag in consents.base_has_processing_consent(desk.book, desk.today):
        joined = desk.since(getattr(flag.record, "joined", None))
        if flag.record is None or joined is None:
            continue
        due = joined + timedelta(days=desk.settings.questionnaire_days)
        if desk.soon(due):
            yield _of_flag(flag, flag.record, desk.coordinator, due, "base_has_processing_consent")


def of_withdrawals(desk: Desk) -> Iterator[Due]:
    """What a withdrawn consent or the end of a term asks for."""
    for one in withdrawal.due(desk.book, desk.today):
        if desk.soon(one.until):
            what, _, order = one.what.partition(": ")
            record: Record = one.consent or one.person
            kind = one.consent.kind if one.consent else "keep"
            short = "data" if kind == PROCESSING else kind
            yield Due(
                who=desk.coordinator,
                due=one.until,
                task=_order(order),
                why=what,
                record=record,
                name="withdrawn" if one.consent else "full_name",
                about=(one.person.code,),
                key=key_of(f"withdrawal:{one.person.code}", short, one.until),
            )
