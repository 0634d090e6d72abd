"""An invented school with one record of everything: from it the template check knows which fields there are.

Also what tests and pictures begin with. Everybody in it is invented.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.codes import Shown, make_code
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.lists import RU, TT, TU, UU, initial_lists
from nastavnik_sheets.schema import LAYOUT, sheet_of
from nastavnik_sheets.service_sheets import SettingRow
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.terms import CONSENT_KINDS, PAIR, PARTNER, PERSON, PROGRAMME
from nastavnik_sheets.workbook import RECORD_TYPES, Consent, Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import (
    Award,
    Curator,
    Event,
    Partner,
    Programme,
    Question,
    RoadmapAction,
    Training,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.schema import Record

SAMPLE_DAY = date(2026, 10, 1)
START, END = date(2026, 9, 1), date(2027, 5, 31)
SAMPLE_SETTINGS: dict[str, object] = {
    "school_full": "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа № 1»",
    "school_short": "МКОУ «СОШ № 1»",
    "founder": "Управление образования администрации Энского района",
    "address": "368000, Энский район, с. Новое, ул. Школьная, д. 1",
    "place": "с. Новое",
    "phone": "+7 872 000-00-00",
    "email": "school@example.org",
    "site": "https://school.example.org",
    "municipality": "Управление образования администрации Энского района",
    "basis": "от 20.08.2026 № 138",
    "director": "Омаров Магомед Алиевич",
    "coordinator": "Гаджиева Патимат Саидовна",
    "psychologist": "Цой Анна Викторовна",
    "clerk": "Иванов Пётр Сергеевич",
    "programme_start": START,
    "programme_end": END,
}


def book_of(records: Iterable[Record], settings: Mapping[str, object]) -> Book:
    """Return the book that holds these records and settings, with the lists a new workbook begins with."""
    return read_book(host_of(records, settings))


def host_of(records: Iterable[Record], settings: Mapping[str, object]) -> MemoryHost:
    """Return a workbook in memory with these records and settings."""
    sheets = [sheet_of(t) for t in RECORD_TYPES if sheet_of(t).use != LAYOUT]
    grids: dict[str, list[list[Value]]] = {s.title: [[c.title for c in s.columns]] for s in sheets}
    rows = [SettingRow(title=title_of(name), value=value) for name, value in settings.items()]  # type: ignore[arg-type]
    for record in (*records, *rows, *initial_lists()):
        sheet = sheet_of(record)
        cells = [None if isinstance(c.kind, Shown) else as_cell(getattr(record, c.name)) for c in sheet.columns]
        grids[sheet.title].append(cells)
    return MemoryHost(dict(grids))


@cache
def sample_book() -> Book:
    """Return the invented school."""
    return book_of(sample_records(), SAMPLE_SETTINGS)


def sample_records() -> list[Record]:
    """Return its records: pupils, teachers, a mentor from a partner, pairs of four forms, papers of all kinds."""
    people: list[Mentor | Mentee] = [*_mentors(), *_mentees()]
    return [*people, *_consents(people), *_pairs(), *_work(), *_year(), *_questions()]


def person_code(number: int) -> str:
    """Return the code of an invented person."""
    return make_code(PERSON, number)


def _mentors() -> list[Mentor]:
    common: dict[str, Any] = {"joined": START, "capacity": 2, "hours": 4.0, "age_from": 10, "interests": "шахматы"}
    common |= {"competences": "объясняет просто", "achievements": "призёр конкурса", "result": "помог наставляемому"}
    common |= {"phone": "+7 928 000-00-01", "email": "m@example.org", "case_link": "https://school.example.org/cases"}
    teacher = Mentor(
        code=person_code(1),
        full_name="Алиева Зарема Омаровна",
        gender="ж",
        birth_date=date(1975, 3, 4),
        kind="педагог или специалист",
        post="учитель русского языка и литературы",
        experience=25.0,
        **common,
    )
    pupil = Mentor(
        code=person_code(2),
        full_name="Магомедов Саид-Магомед Гаджиевич",
        gender="м",
        birth_date=date(2009, 5, 6),
        kind="обучающийся",
        school_class="11А",
        guardian="Магомедов Гаджи Саидович",
        **common,
    )
    engineer = Mentor(
        code=person_code(3),
        full_name="Кравец Илья Юрьевич",
        gender="м",
        birth_date=date(1980, 7, 8),
        kind="сотрудник предприятия",
        post="главный инженер",
        organisation="ООО «Энский завод»",
        partner=make_code(PARTNER, 1),
        experience=15.0,
        contract_number="1",
        contract_date=START,
        **common,
    )
    return [teacher, pupil, engineer]  # fmt: skip


def _mentees() -> list[Mentee]:
    common: dict[str, Any] = {"joined": START, "phone": "+7 928 000-00-03", "email": "n@example.org", "passed": True}
    common |= {"result": "стал увереннее", "case_link": "https://school.example.org/cases"}
    pupil: dict[str, Any] = {"kind": "обучающийся", "guardian_phone": "+7 928 000-00-02", **common}
    return [
        Mentee(
            code=person_code(11), full_name="Ахмедова Патимат Руслановна", gender="ж", birth_date=date(2013, 1, 2),
            school_class="7Б", guardian="Ахмедова Аминат Исаевна", request="подтянуть алгебру", **pupil,
        ),
        Mentee(
            code=person_code(12), full_name="Юсупов Тимур Русланович", gender="м", birth_date=date(2001, 2, 3),
            kind="педагог", post="учитель физики", request="освоиться в школе", experience=1.0, **common,
        ),
        Mentee(
            code=person_code(13), full_name="Сулейманов Иса Ахмедович", gender="м", birth_date=date(2012, 3, 4),
            school_class="8А", guardian="Сулейманова Зумруд Алиевна", request="подготовить проект", **pupil,
        ),
        Mentee(
            code=person_code(14), full_name="Петрова Софья Андреевна", gender="ж", birth_date=date(2011, 4, 5),
            school_class="9В", guardian="Петров Андрей Львович", request="выбрать профессию", **pupil,
        ),
    ]  # fmt: skip


def _consents(people: list[Mentor | Mentee]) -> list[Consent]:
    made: list[Consent] = []
    for person in people:
        for kind in CONSENT_KINDS:
            code = make_code("С", len(made) + 1)
            signer = "законный представитель" if person.guardian else "сам"
            made.append(
                Consent(
                    code=code, person=person.code, kind=kind, signed_by=signer, guardian=person.guardian,
                    basis="свидетельство о рождении" if person.guardian else None, given=START, valid_until=END,
                )
            )  # fmt: skip
    return made


def _pairs() -> list[Pair]:
    rows = (
        (1, 1, 12, TT, "опытный учитель – молодой специалист"),
        (2, 2, 11, UU, "успевающий – неуспевающий"),
        (3, 3, 14, RU, "работодатель – будущий сотрудник"),
        (4, 1, 13, TU, "учитель – одарённый ученик"),
    )
    stopped = Pair(
        code=make_code(PAIR, 5),
        mentor=person_code(1),
        mentee=person_code(11),
        mentoring_form=TU,
        state="прекращена",
        start=START,
        planned_end=END,
        end=date(2026, 9, 1),
        reason="заявление наставляемого",
        order_number="0",
        order_date=date(2026, 8, 28),
        notified=date(2026, 8, 25),
    )
    active = [
        Pair(
            code=make_code(PAIR, number),
            mentor=person_code(mentor),
            mentee=person_code(mentee),
            mentoring_form=form,
            role_model=role,
            state="предложена",
            start=START,
            planned_end=END,
            meetings_planned=12,
            group="А",
            agreement_number="1" if form == TT else None,
            agreement_date=START if form == TT else None,
        )
        for number, mentor, mentee, form, role in rows
    ]
    return [*active, stopped]  # fmt: skip


def _work() -> list[Record]:
    first = make_code(PAIR, 1)
    return [
        *(
            PlanTask(
                code=make_code("ИП", n), pair=make_code(PAIR, n), number=1, task="провести урок", due=END,
                section="Направления развития", expected="урок проведён", actual="проведён", done=END, review="хорошо",
            )
            for n in (1, 2, 3, 4)
        ),
        Meeting(
            code=make_code("В", 1), pair=first, held=date(2026, 9, 10), kind="первая, организационная",
            state="состоялась", venue="очно", minutes=40, topic="знакомство", done="познакомились", agreements="план",
        ),
        Meeting(
            code=make_code("В", 2), pair=make_code(PAIR, 2), held=date(2026, 9, 11), kind="первая, организационная",
            state="состоялась", venue="очно", minutes=40, topic="знакомство", done="познакомились", agreements="план",
        ),
    ]  # fmt: skip


def _year() -> list[Record]:
    partner = make_code(PARTNER, 1)
    return [
        *(
            Curator(mentoring_form=form, full_name=name, post="педагог-организатор", organisation="")
            for form, name in (
                (UU, "Исаева Марина Львовна"),
                (TT, "Гаджиева Патимат Саидовна"),
                (TU, "Исаева Марина Львовна"),
                (RU, "Ким Олег Петрович"),
            )
        ),
        Programme(code=make_code(PROGRAMME, 1), title="Шаг вперёд", mentoring_form=UU, aim="помочь в учёбе"),
        Partner(
            code=partner, title="ООО «Энский завод»", enterprise=True, head="Сидоренко Николай Павлович",
            head_post="генеральный директор", address="г. Энск", contract_number="1", contract_date=START,
            contribution="предоставили наставника и экскурсии",
        ),
        *_events(),
        *(
            Training(
                code=make_code("О", n), mentor=person_code(n), topic="Как провести первую встречу", held=START,
                hours=2.0, lead="Цой Анна Викторовна", attended=True,
            )
            for n in (1, 2)
        ),
        *_awards(partner),
        RoadmapAction(
            code=make_code("ДК", 1), stage=1, stage_title="Подготовка условий", action="Нормативная база",
            content="Издать приказ", start=START, end=END, responsible="Гаджиева П.С.", state="не начато",
        ),
    ]  # fmt: skip


def _events() -> list[Event]:
    return [
        Event(
            code=make_code("М", n), kind=kind, title=title, held=held, place="актовый зал",
            responsible="Гаджиева Патимат Саидовна", attended=(person_code(1),),
            invited=(person_code(1), person_code(2)), guests=12, agenda="1. Знакомство\n2. Правила работы пар",
            decided="Встречаться не реже раза в две недели",
        )
        for n, kind, title, held in (
            (1, "групповая встреча", "Знакомство", date(2026, 9, 20)),
            (2, "итоговое мероприятие", "Форум наставников", date(2027, 5, 20)),
        )
    ]  # fmt: skip


def _awards(partner: str) -> list[Award]:
    rows = (
        ("грамота «Лучший наставник»", person_code(1), None, None),
        ("благодарственное письмо родителям наставника", person_code(2), None, None),
        ("благодарность", person_code(3), None, None),
        ("благодарственное письмо партнёру", None, None, partner),
        ("конкурс «Наставник года»", person_code(1), None, None),
        ("конкурс «Лучшая пара»", None, make_code(PAIR, 2), None),
        ("конкурс «Наставник+»", person_code(3), None, None),
    )
    return [
        Award(
            code=make_code("НГ", n), kind=kind, person=person, pair=pair, partner=partner_code, given=SAMPLE_DAY,
            basis="за терпение и внимание к наставляемым",
        )
        for n, (kind, person, pair, partner_code) in enumerate(rows, start=1)
    ]  # fmt: skip


def _questions() -> list[Question]:
    return [
        Question(
            code=make_code("ВП", n), questionnaire="Анкета наставляемого", moment="вход", role="наставляемый",
            mentoring_form=UU, number=n, text=text, scale=scale, source="методика",
            options="утром; днём; вечером" if scale == "несколько из списка" else None,
        )
        for n, (text, scale) in enumerate(
            (("Чего вы ждёте?", "текст"), ("Ожидаемый уровень комфорта", "1–10"), ("Вы рады?", "да/нет"),
             ("Когда вам удобно?", "несколько из списка"), ("Кого вы выбрали бы?", "участник")), start=1
        )
    ]  # fmt: skip
