"""Which consents each person needs, as one table; which are missing; and the rules that follow.

`REQUIREMENTS` is the only place that says who must sign what: the rules, the documents' guard and docs/consents.md are
made from it. Who signed what already is judged by `signatures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from nastavnik_sheets.check import error, hint, warning
from nastavnik_sheets.rules.ages import is_minor
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.rules.facts import APPROVED, MENTEE_ROLE, MENTOR_ROLE, TEACHER, day, facts_of, readable
from nastavnik_sheets.terms import DISSEMINATION, PARTICIPATION, PROCESSING, WORKER
from nastavnik_sheets.workbook import Consent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.check import Flag
    from nastavnik_sheets.workbook import Pair, Person

SELF, GUARDIAN = "сам", "законный представитель"
ABSENT, NOT_YET, EXPIRED, WITHDRAWN, WRONG_SIGNER = "нет", "ещё не дано", "истекло", "отозвано", "подписал не тот"
PAIRING, PUBLICATION = "до утверждения пары", "до публикации"
T = TypeVar("T")


@dataclass(frozen=True)
class Requirement:
    """Whose consent to what is needed, before what, who signs it, and where that is written.

    `minor`: under 18 on the day. `statuses`, `roles`: empty is any. `among_workers`: only where a teacher helps a
    teacher. `since`: the first day of the norm.
    """

    kind: str
    minor: bool
    signed_by: str
    source: str
    needed: str = PAIRING
    statuses: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    among_workers: bool = False
    since: date = date(2012, 12, 29)


REQUIREMENTS = (
    Requirement(PROCESSING, False, SELF, "п. 4.11 Положения; ст. 6, 9 Федерального закона № 152-ФЗ"),
    Requirement(PROCESSING, True, GUARDIAN, "п. 4.11 Положения; ч. 6 ст. 9 № 152-ФЗ; ст. 64 СК РФ"),
    Requirement(PARTICIPATION, False, SELF, "п. 4.10, 4.13 Положения"),
    Requirement(PARTICIPATION, True, GUARDIAN, "п. 4.10, 4.11, 4.13 Положения"),
    Requirement(
        WORKER,
        False,
        SELF,
        "ст. 351.8 ТК РФ (№ 381-ФЗ от 09.11.2024, с 01.03.2025)",
        statuses=frozenset({TEACHER}),
        roles=frozenset({MENTOR_ROLE}),
        among_workers=True,
        since=date(2025, 3, 1),
    ),
    Requirement(DISSEMINATION, False, SELF, "ст. 10.1 № 152-ФЗ", needed=PUBLICATION),
    Requirement(DISSEMINATION, True, GUARDIAN, "ст. 10.1 № 152-ФЗ; ст. 64 СК РФ", needed=PUBLICATION),
)


@dataclass(frozen=True)
class MissingConsent:
    """A consent that is not in force: its kind, who must sign (None: the age is unknown), why, and the paper if any."""

    kind: str
    signed_by: str | None
    why: str
    consent: Consent | None = None


def required_consents(
    status: str | None, role: str, *, minor: bool | None, on: date, among_workers: bool, needed: str = PAIRING
) -> dict[str, str | None]:
    """Return the kinds of consent needed on a day, and who signs each; None if the age is unknown."""
    found: dict[str, str | None] = {}
    for r in REQUIREMENTS:
        if (
            r.needed == needed
            and minor in (None, r.minor)
            and (not r.statuses or status in r.statuses)
            and (not r.roles or role in r.roles)
            and (among_workers or not r.among_workers)
            and on >= r.since
        ):
            found[r.kind] = None if minor is None else r.signed_by
    return found


_required = lru_cache(maxsize=256)(required_consents)


def missing_consents(
    book: Book, person: Person, *, role: str, on: date, mentoring_form: str | None = None, needed: str = PAIRING
) -> list[MissingConsent]:
    """Return the consents that a person needs on a day and does not have; `role` is «наставник» or «наставляемый».

    Without a form the worker's consent is not asked for. A consent whose kind or date is unreadable is in force:
    its cell is reported by itself.
    """
    facts = facts_of(book)
    born = facts.birth(person, on)
    among_workers = mentoring_form in facts.forms_among_workers
    required = _required(
        facts.status(person),
        role,
        minor=None if born is None else is_minor(born, on),
        on=on,
        among_workers=among_workers,
        needed=needed,
    )
    given = book.consents_of.get(person.code, ())
    of_kind = {kind: [consent for consent in given if consent.kind == kind] for kind in required}
    found = (_lacking(kind, signed_by, of_kind[kind], born, on) for kind, signed_by in required.items())
    missing = [lacking for lacking in found if lacking is not None]
    unknown = sum(consent.kind is None for consent in given)
    return missing if len(missing) > unknown else [m for m in missing if m.why != ABSENT]


def _lacking(
    kind: str, signed_by: str | None, consents: list[Consent], born: date | None, on: date
) -> MissingConsent | None:
    last: MissingConsent | None = None
    for consent in sorted(consents, key=lambda c: c.given or date.max) if len(consents) > 1 else consents:
        why = defect(consent, born, on)
        if why is None:
            return None
        last = MissingConsent(kind, signed_by, why, consent)
    return last or MissingConsent(kind, signed_by, ABSENT)


def defect(consent: Consent, born: date | None, on: date) -> str | None:
    """Return why a consent does not hold on a day, None if it does."""
    if consent.withdrawn is not None and consent.withdrawn <= on:
        return WITHDRAWN
    if consent.valid_until is not None and consent.valid_until < on:
        return EXPIRED
    if consent.given is not None and consent.given > on:
        return NOT_YET
    return WRONG_SIGNER if wrong_signer(consent, born) else None


def wrong_signer(consent: Consent, born: date | None) -> bool:
    """Whether a minor signed by himself, or somebody else signed for an adult, on the day it was given."""
    if born is None or consent.given is None or consent.signed_by is None:
        return False
    return consent.signed_by != (GUARDIAN if is_minor(born, consent.given) else SELF)


@dataclass(frozen=True)
class Gap:
    """What one person of an active pair lacks; `name` is the pair's column with the person's code."""

    pair: Pair
    name: str
    person: Person
    missing: tuple[MissingConsent, ...]


def pair_has_consents(book: Book, today: date) -> Iterator[Flag]:
    """У каждого в паре есть нужные согласия: без них пару не утверждают (п. 4.10, 4.11; docs/consents.md)."""
    if not readable(book, Consent, "person", "kind"):
        return
    claims = [(gap, m) for gap in _gaps(book, today) for m in gap.missing if m.why == ABSENT]
    left = _unexplained(book, [(gap.person, m.kind, (gap, m)) for gap, m in claims])
    by_gap: dict[int, tuple[Gap, list[MissingConsent]]] = {}
    for gap, lacking in left:
        by_gap.setdefault(id(gap), (gap, []))[1].append(lacking)
    for gap, lacks in by_gap.values():
        who = MENTOR_ROLE if gap.name == "mentor" else MENTEE_ROLE
        what = "; ".join(f"«{m.kind}»" + (f" (подписывает {m.signed_by})" if m.signed_by else "") for m in lacks)
        message = f"пара «{gap.pair.state}», а {who} {gap.person.code} без согласия: {what}"
        level = error if gap.pair.state == APPROVED else warning
        yield level(gap.pair, gap.name, message, cure="возьмите согласие и запишите его на лист «Согласия»")


def base_has_processing_consent(book: Book, today: date) -> Iterator[Flag]:
    """У участника из базы есть согласие на обработку персональных данных."""
    if not readable(book, Consent, "person", "kind"):
        return
    facts = facts_of(book)
    paired = {code for pair in book.active_pairs for code in (pair.mentor, pair.mentee)}
    have = {consent.person for consent in book[Consent] if consent.kind in (None, PROCESSING)}
    waiting = [
        person
        for code, person in facts.people.items()
        if code not in paired and code not in have and person.left is None
    ]
    for person in _unexplained(book, [(person, PROCESSING, person) for person in waiting]):
        message = "в базе нет согласия на обработку персональных данных"
        yield hint(person, "full_name", message, cure="возьмите согласие и запишите его на лист «Согласия»")


def consent_is_in_force(book: Book, today: date) -> Iterator[Flag]:
    """Согласие участника действующей пары не истекло и не отозвано."""
    for gap in _gaps(book, today):
        level = error if gap.pair.state == APPROVED else warning
        for lacking in gap.missing:
            consent = lacking.consent
            if consent is None or consent.given is None:
                continue
            if lacking.why == EXPIRED and consent.valid_until and consent.valid_until >= consent.given:
                message = f"истекло {day(consent.valid_until)}, а пара {gap.pair.code} «{gap.pair.state}»"
                yield level(consent, "valid_until", message, cure="возьмите новое согласие или завершите пару")
            elif lacking.why == WITHDRAWN and consent.withdrawn and consent.withdrawn >= consent.given:
                message = f"отозвано {day(consent.withdrawn)}, а пара {gap.pair.code} «{gap.pair.state}»"
                yield level(consent, "withdrawn", message, cure=_cure_of_withdrawal(consent))


def _cure_of_withdrawal(consent: Consent) -> str:
    if consent.kind != PROCESSING or consent.withdrawn is None:
        return "прекратите пару или возьмите новое согласие"
    until = day(consent.withdrawn + timedelta(days=30))
    return f"возьмите новое согласие или прекратите пару и до {until} уничтожьте данные (ч. 5 ст. 21 № 152-ФЗ): forget"


@lru_cache(maxsize=1)
def _gaps(book: Book, today: date) -> list[Gap]:
    """Return what the people of active pairs lack today; of several pairs the approved one, then the first, tells."""
    facts = facts_of(book)
    told: set[tuple[str, str, bool]] = set()
    gaps = []
    for pair in sorted(book.active_pairs, key=lambda pair: pair.state != APPROVED):
        for name, role, person in (
            ("mentee", MENTEE_ROLE, facts.mentees.get(pair.mentee or "")),
            ("mentor", MENTOR_ROLE, facts.mentors.get(pair.mentor or "")),
        ):
            if person is None:
                continue
            key = (person.code, name, name == "mentor" and pair.mentoring_form in facts.forms_among_workers)
            if key not in told:
                told.add(key)
                missing = missing_consents(book, person, role=role, on=today, mentoring_form=pair.mentoring_form)
                if missing:
                    gaps.append(Gap(pair, name, person, tuple(missing)))
    return _once(gaps)


def _once(gaps: list[Gap]) -> list[Gap]:
    """Say each lacking kind of a person once, though he has several pairs or stands in both bases."""
    told: set[tuple[str, str]] = set()
    found = []
    for gap in gaps:
        fresh = tuple(m for m in gap.missing if (gap.person.code, m.kind) not in told)
        told.update((gap.person.code, m.kind) for m in fresh)
        if fresh:
            found.append(Gap(gap.pair, gap.name, gap.person, fresh))
    return found


def _unexplained(book: Book, claims: list[tuple[Person, str, T]]) -> list[T]:
    """Return what is left of «this person has no such consent» when consents of nobody known are taken away."""
    if not claims:
        return []
    people = {*book.mentees, *book.mentors}
    loose = loose_rows(book, Consent, "person", people)
    left = unexplained(
        claims,
        loose,
        code=lambda claim: claim[0].code,
        fits=lambda claim, consent: consent.kind in (None, claim[1]),
    )
    return [payload for _, _, payload in left]


def requirements_manual() -> str:
    """Return docs/consents.md: the table of who needs which consent, with sources."""
    head = "| Согласие | Кому | Возраст | Роль | Когда нужно | Кто подписывает | Основание |"
    lines = ["# Согласия: кому, на что и кто подписывает", "", *_PREFACE, "", head, "|" + "---|" * 7]
    lines += [_line(requirement) for requirement in REQUIREMENTS]
    return "\n".join([*lines, "", *_REMARKS, "", *_TABLE, ""])


def _line(r: Requirement) -> str:
    who = ", ".join(sorted(r.statuses)) or "всем: ученик, студент, педагог, родитель, выпускник, работодатель, ветеран"
    if r.among_workers:
        who += " (если наставляемый — тоже педагог)"
    role = ", ".join(sorted(r.roles)) or "наставник и наставляемый"
    age = "до 18 лет" if r.minor else "с 18 лет"
    return f"| {r.kind} | {who} | {age} | {role} | {r.needed} | {r.signed_by} | {r.source} |"


_PREFACE = (
    "Эта таблица сделана из `REQUIREMENTS` (`nastavnik_sheets/rules/consents.py`): по ней же проверка ищет",
    "недостающие согласия, а приказ о парах не выпускается без них.",
)
_REMARKS = (
    "- Возраст считается на день, когда согласие нужно; кто подписал — на день подписи. Кому исполнилось 18,",
    "  тот подтверждает согласия сам: проверка напомнит.",
    "- Каждое согласие на обработку персональных данных — отдельный документ (ч. 1 ст. 9 № 152-ФЗ, с 01.09.2025).",
    "- Согласие на распространение для работы в паре не нужно: без него участника не публикуют на сайте и в рубриках.",
    "- Согласие работника нужно, когда педагог школы помогает другому педагогу: ученик — не работник, ветеран,",
    "  родитель и приглашённый наставник — не работники школы. С ними заключают договор (п. 4.14).",
    "- Реквизиты паспорта и свидетельства о рождении остаются на бумаге, в книгу их не вносят.",
    "- Ссылки на нормы сверены по открытым пересказам; перед выпуском своих бланков сверьте их в правовой системе.",
)
_TABLE = (
    "## Внести много согласий сразу",
    "",
    '    $ nastavnik consents "Книга школы.xlsx"',
    '    $ nastavnik import "Книга школы.xlsx" "Документы/Согласия 2026-09-15.xlsx"',
    "",
    "Первая команда (на ленте — «Ещё», «Таблица согласий») кладёт в «Документы» таблицу: по строке на каждое согласие,",
    "которого недостаёт, по классам. Участник, вид согласия, кто подписывает и представитель уже вписаны; остаётся",
    "дата с подписанной бумаги. Таблицу можно напечатать и собирать бумаги по ней. Несколько участников — коды после",
    "имени книги; с `--publication` — и согласия на распространение, со столбцом «Разрешено публиковать».",
    "",
    "Вторая команда (кнопка «Анкеты») переносит строки, где есть дата; остальные ждут. Впишете ещё — перенесите тот же",
    "файл снова: прибавятся только новые. Дату из будущего, непонятную дату, строку без подписавшего программа назовёт",
    "и не возьмёт; о чужом коде или другом ФИО спросит на листе «Поступления». Если это согласие уже записано с другой",
    "датой, второй строки не будет: исправьте дату на листе «Согласия». Вернуть всё назад — `undo`.",
    "",
    "В таблице нет тех, кто вышел из программы, и тех, чьё согласие на обработку отозвано: они посчитаны в ответе.",
    "Об отозванном согласии заново не спрашивают: новое впишите сами, если человек передумал. Где возраст неизвестен,",
    "«Подписал» пусто.",
)
