"""The workbook, once: record types are sheets, fields are columns, in the words people see.

Here are people, pairs and their work, and the list of all sheets. Leaves to `year_sheets` and `service_sheets` the
other sheets, to `schema` how a declaration works, to `lists` the rows that «Списки» begins with, to `settings` the
sheet «Настройки». A docstring of a record type is the sheet's line in the manual.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (dataclass fields)

from nastavnik_sheets.cells import Choice, Date, Email, Name, Number, Phone, Text, Url, Whole, YesNo
from nastavnik_sheets.codes import Code, Ref, Shown
from nastavnik_sheets.schema import GENERATED, Record, Sheet, column, sheet, sheet_of
from nastavnik_sheets.service_sheets import (
    Arrival,
    Binding,
    Conflict,
    Entered,
    Exchange,
    Finding,
    ListEntry,
    LogRow,
    Measurement,
    Monitoring,
    Reminder,
    SettingRow,
    Start,
    Synonym,
    WordCases,
)
from nastavnik_sheets.terms import (
    ANYBODY,
    CONSENT_KINDS,
    DECISIONS,
    FORM,
    MEETING_KINDS,
    MEETING_STATES,
    PAIR,
    PAIR_REF,
    PAIR_STATES,
    PARTNER,
    PEOPLE,
    PERSON,
    PROGRAMME,
    PUBLIC_CATEGORIES,
    ROLES,
    SIGNERS,
)
from nastavnik_sheets.year_sheets import (
    Answer,
    Award,
    Criterion,
    Curator,
    Event,
    IndicatorRow,
    Nomination,
    OrderRow,
    Partner,
    PlanSample,
    Practice,
    Programme,
    Publication,
    Question,
    Request,
    RoadmapAction,
    Training,
)


@dataclass(frozen=True, kw_only=True)
class Person(Entered):
    """What both bases hold of a person."""

    code: str = column(
        "Код", Code(PERSON), required=True, hint="один код на человека на всех листах; присваивает проверка"
    )
    full_name: str | None = column("ФИО", Name(), required=True, personal=True, width=32, hint="фамилия имя отчество")
    gender: str | None = column("Пол", Choice(("м", "ж")), personal=True, width=6, hint="нужен для падежей")
    birth_date: date | None = column("Дата рождения", Date(), required=True, personal=True)


@sheet("mentees", "Наставляемые", group="people")
class Mentee(Person):
    """База наставляемых: обучающиеся и педагоги, которым нужен наставник."""

    kind: str | None = column("Кто это", Choice(from_list="Виды наставляемых"), required=True, width=16)
    school_class: str | None = column("Класс", Text(), width=8, aliases=("Класс/группа",))
    post: str | None = column("Должность", Text(), width=22)
    experience: float | None = column("Педагогический стаж, лет", Number(0, 70))
    phone: str | None = column("Телефон", Phone(), personal=True, width=18)
    email: str | None = column("Эл. почта", Email(), personal=True, width=24)
    guardian: str | None = column(
        "Законный представитель", Name(), personal=True, width=32, hint="для несовершеннолетнего"
    )
    guardian_phone: str | None = column("Телефон представителя", Phone(), personal=True, width=18)
    request: str | None = column("Основной запрос", Text(long=True), required=True, width=44)
    topics: tuple[str, ...] | None = column(
        "Темы запроса", Choice(from_list="Темы", many=True), width=32, hint="несколько — через точку с запятой"
    )
    wanted_form: str | None = column("Желаемая форма", FORM, width=20)
    wanted_role: str | None = column("Ролевая модель", Choice(from_list="Ролевые модели"), width=28)
    times: tuple[str, ...] | None = column("Удобное время", Choice(from_list="Удобное время", many=True), width=24)
    joined: date | None = column("Вошёл в программу", Date(), required=True)
    questionnaire: date | None = column("Анкета получена", Date())
    programme_seen: date | None = column(
        "Знаком с программой", Date(), hint="пары — после знакомства с программами (п. 4.12)"
    )
    voluntary: bool | None = column("Добровольно", YesNo(), hint="участие основано на добровольном согласии (п. 4.10)")
    left: date | None = column("Вышел из программы", Date())
    unpaired_before: bool | None = column("Без пары в прошлом году", YesNo())
    result: str | None = column("Результаты программы", Text(long=True), width=40)
    case_link: str | None = column("Ссылка на кейс или отзыв", Url(), width=26)
    passed: bool | None = column("Прошёл программу", YesNo())
    note: str | None = column("Примечание", Text(long=True), width=30)
    traces: str | None = column("Следы анкет", Text(), personal=True, generated=True, width=6, hint="ставит импорт")


@sheet("categories", "Категории", group="private")
class Category(Entered):
    """Чувствительное о наставляемом: категория (п. 4.6, 4.7), сведения о запросе из личных дел и аттестаций.

    Не печатается и никуда не выгружается.
    """

    person: str | None = column("Код участника", Ref(("mentees",), (PERSON,)), required=True, personal=True)
    full_name: str | None = column("ФИО", Shown("person", "full_name"), personal=True, width=32)
    category: str | None = column("Категория", Choice(from_list="Категории наставляемых"), personal=True, width=50)
    needs: str | None = column(
        "Дополнительно о запросе", Text(long=True), personal=True, width=50,
        hint="что известно кроме анкеты (этап 2 дорожной карты, п. 3)",
    )  # fmt: skip
    source: str | None = column(
        "Откуда известно", Text(long=True), personal=True, width=40,
        hint="личное дело, методическая работа, аттестация, анкета профстандарта",
    )  # fmt: skip
    note: str | None = column("Примечание", Text(long=True), personal=True, width=30)


@sheet("mentors", "Наставники", group="people")
class Mentor(Person):
    """База наставников: люди, которые готовы сопровождать наставляемых."""

    kind: str | None = column("Кто это", Choice(from_list="Виды наставников"), required=True, width=26)
    school_class: str | None = column("Класс", Text(), width=8, aliases=("Класс/группа",))
    post: str | None = column("Должность", Text(), width=26)
    organisation: str | None = column("Место работы или учёбы", Text(), width=28, hint="для приглашённых — обязательно")
    partner: str | None = column("Партнёр", Ref(("partners",), (PARTNER,)))
    experience: float | None = column("Стаж, лет", Number(0, 70))
    phone: str | None = column("Телефон", Phone(), personal=True, width=18)
    email: str | None = column("Эл. почта", Email(), personal=True, width=24)
    guardian: str | None = column(
        "Законный представитель", Name(), personal=True, width=32, hint="для несовершеннолетнего наставника"
    )
    guardian_phone: str | None = column("Телефон представителя", Phone(), personal=True, width=18)
    competences: str | None = column("Основные компетенции", Text(long=True), required=True, width=44)
    topics: tuple[str, ...] | None = column(
        "Темы помощи", Choice(from_list="Темы", many=True), width=32, hint="несколько — через точку с запятой"
    )
    achievements: str | None = column("Важные достижения", Text(long=True), width=36)
    interests: str | None = column("Интересы", Text(long=True), width=30)
    forms: tuple[str, ...] | None = column("Формы", Choice(from_list="Формы наставничества", many=True), width=24)
    roles: tuple[str, ...] | None = column("Ролевые модели", Choice(from_list="Ролевые модели", many=True), width=28)
    age_from: int | None = column("Возраст наставляемых от", Whole(5, 70))
    age_to: int | None = column("Возраст наставляемых до", Whole(5, 70))
    hours: float | None = column("Часов в месяц", Number(0, 80))
    capacity: int | None = column("Сколько наставляемых", Whole(0, 30), required=True, hint="обычно 1–3")
    times: tuple[str, ...] | None = column("Удобное время", Choice(from_list="Удобное время", many=True), width=24)
    joined: date | None = column("Вошёл в программу", Date(), required=True)
    questionnaire: date | None = column("Анкета получена", Date())
    programme_seen: date | None = column(
        "Знаком с программой", Date(), hint="пары — после знакомства с программами (п. 4.12)"
    )
    voluntary: bool | None = column("Добровольно", YesNo(), hint="участие основано на добровольном согласии (п. 4.10)")
    contract_number: str | None = column(
        "Договор №", Text(), hint="о безвозмездном сотрудничестве, для приглашённых (п. 4.14)"
    )
    contract_date: date | None = column("Дата договора", Date())
    clearance: date | None = column("Справка о судимости", Date(), hint="дата справки (ст. 351.1 ТК), для приглашённых")
    left: date | None = column("Вышел из программы", Date())
    result: str | None = column("Результаты программы", Text(long=True), width=40)
    case_link: str | None = column("Ссылка на кейс или отзыв", Url(), width=26)
    note: str | None = column("Примечание", Text(long=True), width=30)
    traces: str | None = column("Следы анкет", Text(), personal=True, generated=True, width=6, hint="ставит импорт")


@sheet("consents", "Согласия", group="people")
class Consent(Entered):
    """Кто, на что и до какого срока согласен; бумага хранится в школе, реквизиты паспорта сюда не вносят."""

    code: str = column("Код", Code("С"), required=True)
    person: str | None = column("Код участника", ANYBODY, required=True)
    full_name: str | None = column("ФИО", Shown("person", "full_name"), personal=True, width=32)
    kind: str | None = column("Вид согласия", Choice(CONSENT_KINDS), required=True, width=32)
    signed_by: str | None = column("Подписал", Choice(SIGNERS), required=True, width=22)
    guardian: str | None = column("ФИО представителя", Name(), personal=True, width=32)
    basis: str | None = column(
        "Основание полномочий", Text(), personal=True, width=28, hint="например, «свидетельство о рождении»"
    )
    given: date | None = column("Дата", Date(), required=True)
    valid_until: date | None = column("Действует до", Date())
    withdrawn: date | None = column("Отозвано", Date())
    kept: str | None = column("Где хранится", Text(), width=24)
    scope: tuple[str, ...] | None = column(
        "Разрешено публиковать",
        Choice(PUBLIC_CATEGORIES, many=True),
        width=30,
        hint="из бланка о распространении; пусто — только имя",
    )


@sheet("preferences", "Предпочтения", group="pairing")
class Preference(Entered):
    """После групповой встречи: с кем каждый хотел бы работать и с кем не готов."""

    code: str = column("Код", Code("ПЧ"), required=True)
    person: str | None = column("Код участника", ANYBODY, required=True)
    full_name: str | None = column("ФИО", Shown("person", "full_name"), personal=True, width=32)
    role: str | None = column("Роль", Choice(ROLES), required=True, width=14)
    stated: date | None = column("Дата", Date(), required=True)
    first: str | None = column("1-й выбор", ANYBODY)
    second: str | None = column("2-й выбор", ANYBODY)
    third: str | None = column("3-й выбор", ANYBODY)
    not_with: tuple[str, ...] | None = column("Не готов работать с", Ref(PEOPLE, (PERSON,), many=True), width=24)
    comment: str | None = column("Комментарий", Text(long=True), width=36)


@sheet("suggestions", "Предложения", use=GENERATED, group="pairing")
class Suggestion(Record):
    """Кандидаты с баллом, причинами и ценой выбора; решение — в столбце «Решение»."""

    mentee: str = column("Наставляемый", Ref(("mentees",), (PERSON,)), width=12)
    mentee_name: str | None = column("ФИО наставляемого", Name(), personal=True, width=30)
    rank: int | None = column("№", Whole(0, 50), width=5)
    mentor: str | None = column("Наставник", Ref(("mentors",), (PERSON,)), width=12)
    mentor_name: str | None = column("ФИО наставника", Name(), personal=True, width=30)
    mentoring_form: str | None = column("Форма", FORM, width=20)
    score: float | None = column("Балл", Number(0, 1000), width=7)
    best: bool | None = column("Лучшая пара", YesNo(), width=9)
    reasons: str | None = column("Почему", Text(long=True), width=64)
    price: float | None = column("Потеря программы", Number(0, 10000), width=12)
    price_note: str | None = column("Чего стоит этот выбор", Text(long=True), width=44)
    decision: str | None = column(
        "Решение", Choice(DECISIONS), decision=True, width=12, hint="принять, отклонить или позже"
    )
    comment: str | None = column("Комментарий", Text(long=True), decision=True, width=30)


@sheet("pairs", "Пары", group="pairing")
class Pair(Entered):
    """Пары и группы: кто с кем, форма, срок, состояние и приказ."""

    code: str = column("Код", Code(PAIR), required=True)
    mentor: str | None = column("Наставник", Ref(("mentors",), (PERSON,)), required=True, width=12)
    mentor_name: str | None = column("ФИО наставника", Shown("mentor", "full_name"), personal=True, width=30)
    mentee: str | None = column("Наставляемый", Ref(("mentees",), (PERSON,)), required=True, width=12)
    mentee_name: str | None = column("ФИО наставляемого", Shown("mentee", "full_name"), personal=True, width=30)
    group: str | None = column("Группа", Text(), width=10, hint="одинаковое обозначение у всех пар группы")
    mentoring_form: str | None = column("Форма", FORM, required=True, width=20)
    role_model: str | None = column("Ролевая модель", Choice(from_list="Ролевые модели"), width=30)
    programme: str | None = column("Программа", Ref(("programmes",), (PROGRAMME,)))
    state: str | None = column("Состояние", Choice(PAIR_STATES), required=True, width=14)
    manual: bool | None = column("Закреплена вручную", YesNo(), hint="подбор её не меняет")
    order_number: str | None = column("Приказ №", Text(), width=10)
    order_date: date | None = column("Дата приказа", Date())
    start: date | None = column("Начало", Date(), required=True)
    planned_end: date | None = column("Окончание по плану", Date(), required=True)
    end: date | None = column("Окончание", Date())
    reason: str | None = column("Причина окончания", Text(long=True), width=30)
    notified: date | None = column("Уведомление об отказе", Date(), hint="не менее чем за 3 рабочих дня (ст. 351.8 ТК)")
    meetings_planned: int | None = column(
        "Встреч по плану", Whole(0, 400), hint="решают сами на встрече-планировании (п. 5.5)"
    )
    agreement_number: str | None = column("Допсоглашение №", Text(), hint="для педагога-наставника (ст. 351.8 ТК)")
    agreement_date: date | None = column("Дата допсоглашения", Date())
    result: str | None = column("Результат", Text(long=True), width=36)


@sheet("plans", "Планы", group="work")
class PlanTask(Entered):
    """Индивидуальные планы развития: задания пары со сроками и результатами."""

    code: str = column("Код", Code("ИП"), required=True)
    pair: str | None = column("Код пары", PAIR_REF, required=True)
    mentee_name: str | None = column("ФИО наставляемого", Shown("pair", "mentee_name"), personal=True, width=30)
    section: str | None = column("Раздел", Choice(from_list="Разделы плана"), width=30)
    number: int | None = column("№", Whole(1, 200), width=6)
    task: str | None = column("Проект, задание", Text(long=True), required=True, width=46)
    due: date | None = column("Срок", Date(), required=True)
    expected: str | None = column("Планируемый результат", Text(long=True), width=36)
    actual: str | None = column("Фактический результат", Text(long=True), width=36)
    done: date | None = column("Выполнено", Date())
    review: str | None = column(
        "Отзыв наставника", Text(long=True), width=36, hint="словами; отметки не ставят (п. 6.5)"
    )


@sheet("meetings", "Встречи", group="work")
class Meeting(Entered):
    """Журнал встреч: одна строка — одна встреча."""

    code: str = column("Код", Code("В"), required=True)
    pair: str | None = column("Код пары", PAIR_REF, required=True)
    mentor_name: str | None = column("ФИО наставника", Shown("pair", "mentor_name"), personal=True, width=28)
    mentee_name: str | None = column("ФИО наставляемого", Shown("pair", "mentee_name"), personal=True, width=28)
    held: date | None = column("Дата", Date(), required=True)
    kind: str | None = column("Вид встречи", Choice(from_list=MEETING_KINDS), required=True, width=24)
    state: str | None = column("Состояние", Choice(MEETING_STATES), required=True, width=13)
    venue: str | None = column("Формат", Choice(("очно", "онлайн", "смешанно")), width=10)
    minutes: int | None = column("Минут", Whole(5, 600), width=8)
    topic: str | None = column("Тема", Text(long=True), width=36)
    done: str | None = column("Что сделано", Text(long=True), width=40)
    agreements: str | None = column("Договорённости", Text(long=True), width=36)
    task: str | None = column("Пункт плана", Ref(("plans",), ("ИП",)))
    next_date: date | None = column("Следующая встреча", Date())
    mentor_mark: bool | None = column("Подтвердил наставник", YesNo())
    mentee_mark: bool | None = column("Подтвердил наставляемый", YesNo())


RECORD_TYPES: tuple[type[Record], ...] = (
    Start,
    Mentee,
    Mentor,
    Consent,
    Suggestion,
    Preference,
    Pair,
    Meeting,
    PlanTask,
    Reminder,
    RoadmapAction,
    Event,
    Training,
    Request,
    Question,
    Answer,
    Arrival,
    IndicatorRow,
    Nomination,
    Award,
    OrderRow,
    Partner,
    Programme,
    Curator,
    PlanSample,
    Criterion,
    Practice,
    Publication,
    Category,
    Finding,
    Exchange,
    Conflict,
    LogRow,
    SettingRow,
    ListEntry,
    WordCases,
    Synonym,
    Binding,
    Monitoring,
    Measurement,
)  # in the order of the sheets, the most used first

SHEETS: tuple[Sheet, ...] = tuple(sheet_of(record) for record in RECORD_TYPES)


def sheet_named(key: str) -> Sheet:
    """Return a sheet by its key."""
    return next(s for s in SHEETS if s.key == key)
