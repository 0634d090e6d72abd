"""Sheets of the programme's year: roadmap, programmes, questionnaires, training, events, documents, rewards.

Leaves people, pairs and their work to `workbook`. A docstring here is the sheet's line in the manual.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  (dataclass fields)

from nastavnik_sheets.cells import Choice, Date, Email, Name, Number, Phone, Text, Url, Whole, YesNo
from nastavnik_sheets.codes import Code, Ref, Shown
from nastavnik_sheets.scales import SCALES
from nastavnik_sheets.schema import GENERATED, Record, column, sheet
from nastavnik_sheets.service_sheets import Entered
from nastavnik_sheets.terms import (
    ANYBODY,
    DECISIONS,
    FORM,
    MEASURES,
    MOMENTS,
    PAIR,
    PAIR_REF,
    PARTNER,
    PEOPLE,
    PERSON,
    PROGRAMME,
    QUESTION,
    ROADMAP_STATES,
)


@sheet("roadmap", "Дорожная карта", group="plan")
class RoadmapAction(Entered):
    """Мероприятия семи этапов: сроки, ответственные, состояние и подтверждение."""

    code: str = column("Код", Code("ДК"), required=True)
    stage: int | None = column("Этап", Whole(1, 20), required=True, width=7)
    stage_title: str | None = column("Наименование этапа", Text(), width=26)
    action: str | None = column("Мероприятие", Text(), required=True, width=34)
    content: str | None = column("Содержание деятельности", Text(long=True), required=True, width=64)
    meaning: str | None = column(
        "Считать как",
        Choice(from_list="Мероприятия карты"),
        width=24,
        hint="по этому слову программа узнаёт мероприятие; пусто — узнает по содержанию, «другое» — не судит",
    )
    start: date | None = column("Начало", Date(), required=True)
    end: date | None = column("Окончание", Date(), required=True)
    responsible: str | None = column(
        "Ответственный",
        Text(),
        personal=True,
        width=26,
        hint="в исходной карте столбец пуст: назначьте до начала программы",
    )
    state: str | None = column("Состояние", Choice(ROADMAP_STATES))
    by_book: str | None = column(
        "По книге", Text(), generated=True, width=34, hint="что видно по записям книги; состояние решаете вы"
    )
    done: date | None = column("Выполнено", Date())
    proof: str | None = column("Подтверждение", Text(), width=30, hint="ссылка на документ или запись")
    note: str | None = column("Примечание", Text(long=True), width=40)


@sheet("programmes", "Программы", group="plan")
class Programme(Entered):
    """Банк программ наставничества по формам."""

    code: str = column("Код", Code(PROGRAMME), required=True)
    title: str | None = column("Название", Text(), required=True, width=40)
    mentoring_form: str | None = column("Форма", FORM, required=True, width=20)
    role_model: str | None = column("Ролевая модель", Choice(from_list="Ролевые модели"), width=30)
    group: bool | None = column("Групповая", YesNo(), hint="один наставник ведёт группу")
    aim: str | None = column("Цель и содержание", Text(long=True), width=50)
    start: date | None = column("Начало", Date())
    end: date | None = column("Окончание", Date())
    approved: date | None = column("Утверждена", Date())
    link: str | None = column("Ссылка", Url(), width=26)


@sheet("curators", "Кураторы", group="plan")
class Curator(Entered):
    """Кто отвечает за каждую форму наставничества (п. 2.7); может быть из организации-партнёра."""

    mentoring_form: str | None = column("Форма", FORM, required=True, width=20)
    full_name: str | None = column("ФИО", Name(), required=True, personal=True, width=32)
    post: str | None = column("Должность", Text(), required=True, width=34)
    organisation: str | None = column("Организация", Text(), width=30)
    phone: str | None = column("Телефон", Phone(), personal=True, width=18)
    email: str | None = column("Эл. почта", Email(), personal=True, width=24)


@sheet("questions", "Вопросы", group="survey")
class Question(Entered):
    """Анкеты как данные: вопросы, шкалы и соответствие входа и выхода."""

    code: str = column("Код", Code(QUESTION), required=True)
    questionnaire: str | None = column("Анкета", Text(), required=True, width=46)
    moment: str | None = column("Замер", Choice(MOMENTS), required=True, width=16)
    role: str | None = column("Кто отвечает", Choice(("наставляемый", "наставник", "куратор")), required=True, width=14)
    mentoring_form: str | None = column("Форма", FORM, width=20, hint="пусто — для всех форм")
    number: int | None = column("№", Whole(1, 200), required=True, width=6)
    text: str | None = column("Вопрос", Text(long=True), required=True, width=70)
    scale: str | None = column("Шкала", Choice(SCALES), required=True, width=18)
    options: str | None = column(
        "Варианты",
        Text(long=True),
        width=30,
        hint="для шкал «из списка»: через точку с запятой или название списка с листа «Списки»",
    )
    purpose: str | None = column(
        "Для чего",
        Choice(("удовлетворённость", "влияние", "сильные стороны", "слабые стороны", "сигнал куратору", "ожидания")),
        width=20,
    )
    entry: str | None = column(
        "Вопрос на входе", Ref(("questions",), (QUESTION,)), hint="код парного вопроса входной анкеты"
    )
    sensitive: bool | None = column("Чувствительный", YesNo(), hint="показывается только обобщённо")
    source: str | None = column("Достоверность", Text(), width=14)


@sheet("answers", "Ответы", group="survey")
class Answer(Entered):
    """Ответы на анкеты: один ответ — одна строка."""

    code: str = column("Код", Code("ОТ"), required=True)
    person: str | None = column("Код участника", ANYBODY, required=True)
    question: str | None = column("Код вопроса", Ref(("questions",), (QUESTION,)), required=True)
    text: str | None = column("Вопрос", Shown("question", "text"), width=50)
    moment: str | None = column("Замер", Choice(MOMENTS), required=True, width=16)
    answered: date | None = column("Дата", Date(), required=True)
    answer: str | None = column("Ответ", Text(long=True), required=True, personal=True, width=40)
    pair: str | None = column("Код пары", PAIR_REF)
    source: str | None = column("Откуда", Text(), width=26)


@sheet("training", "Обучение", group="work")
class Training(Entered):
    """Школа наставников: занятия, часы и посещение."""

    code: str = column("Код", Code("О"), required=True)
    mentor: str | None = column("Наставник", Ref(("mentors",), (PERSON,)), required=True)
    full_name: str | None = column("ФИО", Shown("mentor", "full_name"), personal=True, width=32)
    programme: str | None = column("Программа обучения", Choice(from_list="Программы обучения"), width=30)
    topic: str | None = column("Тема занятия", Text(), required=True, width=44)
    held: date | None = column("Дата", Date(), required=True)
    hours: float | None = column("Часов", Number(0, 300), width=8)
    lead: str | None = column("Ведущий", Text(), personal=True, width=28)
    attended: bool | None = column("Был", YesNo(), width=7)
    certificate: str | None = column("Документ об обучении", Text(), width=28)


@sheet("partners", "Партнёры", group="people")
class Partner(Entered):
    """Предприятия и организации, которые дают наставников или помогают программе."""

    code: str = column("Код", Code(PARTNER), required=True)
    title: str | None = column("Название", Text(), required=True, width=40)
    enterprise: bool | None = column("Предприятие", YesNo(), hint="считается в показателе П4")
    head: str | None = column("Руководитель", Name(), personal=True, width=32)
    head_post: str | None = column("Должность руководителя", Text(), width=28)
    contact: str | None = column("Контактное лицо", Name(), personal=True, width=32)
    phone: str | None = column("Телефон", Phone(), personal=True, width=18)
    email: str | None = column("Эл. почта", Email(), personal=True, width=24)
    address: str | None = column("Адрес", Text(), width=36)
    contract_number: str | None = column("Договор №", Text())
    contract_date: date | None = column("Дата договора", Date())
    contribution: str | None = column("Вклад в программу", Text(long=True), width=40)


@sheet("awards", "Поощрения", group="results")
class Award(Entered):
    """Грамоты, благодарности, номинации и конкурсы."""

    code: str = column("Код", Code("НГ"), required=True)
    person: str | None = column("Код участника", ANYBODY)
    full_name: str | None = column("ФИО", Shown("person", "full_name"), personal=True, width=32)
    pair: str | None = column("Код пары", PAIR_REF)
    partner: str | None = column("Партнёр", Ref(("partners",), (PARTNER,)))
    kind: str | None = column("Вид поощрения", Choice(from_list="Виды поощрений"), required=True, width=34)
    basis: str | None = column("За что", Text(long=True), required=True, width=46)
    given: date | None = column("Дата", Date(), required=True)
    order_number: str | None = column("Приказ №", Text())


@sheet("nominations", "Номинации", use=GENERATED, group="results")
class Nomination(Record):
    """Кто выдвинут на поощрения и почему; решение — в столбце «Решение». Это не оценка человека и не для публикации."""

    award: str = column("Поощрение", Choice(from_list="Виды поощрений"), width=28)
    place: str | None = column("Место", Text(), width=8, hint="поровну — одно место на всех: «1–2»")
    person: str | None = column("Код участника", ANYBODY, width=12)
    pair: str | None = column("Код пары", PAIR_REF, width=12)
    full_name: str | None = column("Кто", Text(), personal=True, width=34)
    points: float | None = column("Набрано", Number(0, 100_000), width=10)
    reasons: str | None = column("Из чего сложилось", Text(long=True), width=70)
    attention: str | None = column("Обратите внимание", Text(long=True), width=40)
    publish: bool | None = column("Имя можно публиковать", YesNo(), width=14)
    decision: str | None = column("Решение", Choice(DECISIONS), decision=True, width=12)
    comment: str | None = column(
        "За что", Text(long=True), decision=True, width=40, hint="попадёт в приказ; пусто — сложит программа"
    )


@sheet("criteria", "Критерии наград", group="plan")
class Criterion(Entered):
    """Что и с каким весом учитывается в номинациях (разд. 11); школа меняет строки как решит."""

    code: str = column("Код", Code("КН"), required=True)
    award: str | None = column("Поощрение", Choice(from_list="Виды поощрений"), required=True, width=36)
    whom: str | None = column("Кого выдвигают", Choice(("наставник", "пара")), required=True, width=16)
    measure: str | None = column("Что учитывается", Choice(MEASURES), required=True, width=24)
    weight: float | None = column("Вес", Number(0, 1000), required=True, width=8)
    full: float | None = column(
        "Весь вес при", Number(0, 1000), width=10, hint="процент или число; меньше — часть веса; пусто — 100 % или 1"
    )
    note: str | None = column("Примечание", Text(long=True), width=50)


@sheet("plan_samples", "Образцы планов", group="plan")
class PlanSample(Entered):
    """Задания, из которых складывается новый ИПР: по форме, теме запроса и ответу входной анкеты."""

    code: str = column("Код", Code("ОП"), required=True)
    mentoring_form: str | None = column("Форма", FORM, width=20, hint="пусто — для всех форм")
    topics: tuple[str, ...] | None = column(
        "Темы запроса", Choice(from_list="Темы", many=True), width=30, hint="только при таком запросе; пусто — всем"
    )
    question: str | None = column(
        "Код вопроса", Ref(("questions",), (QUESTION,)), hint="только если на этот вопрос входной анкеты ответили"
    )
    not_above: int | None = column("Если ответ не выше", Whole(0, 10), width=11, hint="«нет» считается как 0, «да» — 1")
    section: str | None = column("Раздел", Choice(from_list="Разделы плана"), width=34)
    task: str | None = column(
        "Проект, задание", Text(long=True), required=True, width=56, hint="{запрос}, {темы}, {ответ} — его слова"
    )
    expected: str | None = column("Планируемый результат", Text(long=True), width=44)
    share: int | None = column(
        "Срок, % времени пары", Whole(1, 100), required=True, width=12, hint="100 — к окончанию пары"
    )
    note: str | None = column("Примечание", Text(long=True), width=30)


@sheet("indicators", "Показатели", group="results")
class IndicatorRow(Entered):
    """Цели по годам, значения до и после, оценочный лист куратора и SWOT-анализ."""

    code: str = column("Код", Code("ПЗ"), required=True)
    part: str | None = column(
        "Раздел",
        Choice(("цель", "влияние", "лист куратора", "сильные стороны", "слабые стороны", "возможности", "угрозы")),
        required=True,
        width=18,
    )
    number: str | None = column("Показатель", Text(), width=11, hint="П1…П6 для целей")
    text: str | None = column("Формулировка", Text(long=True), required=True, width=60)
    mentoring_form: str | None = column("Форма", FORM, width=20)
    year: int | None = column("Год", Whole(2020, 2100), width=8)
    target: float | None = column("Цель, %", Number(0, 100))
    before: float | None = column("До программы", Number(0, 1_000_000))
    after: float | None = column("После программы", Number(0, 1_000_000))
    better: str | None = column("Лучше", Choice(("рост", "снижение")), width=11)
    points: int | None = column("Балл 0–1–2", Whole(0, 2))
    note: str | None = column("Примечание", Text(long=True), width=36)


@sheet("orders", "Приказы", group="results")
class OrderRow(Entered):
    """Реестр выпущенных документов: номер, дата, вид и файл."""

    code: str = column("Код", Code("Д"), required=True)
    number: str | None = column("№", Text(), required=True, width=10)
    issued: date | None = column("Дата", Date(), required=True)
    kind: str | None = column("Вид", Text(), required=True, width=34)
    title: str | None = column("Заголовок", Text(long=True), required=True, width=60)
    signer: str | None = column("Подписал", Text(), personal=True, width=28)
    people: tuple[str, ...] | None = column(
        "Кого касается", Ref((*PEOPLE, "pairs", "partners"), (PERSON, PAIR, PARTNER), many=True), width=30
    )
    file: str | None = column("Файл", Text(), width=44)


@sheet("events", "События", group="work")
class Event(Entered):
    """Групповые встречи, круглые столы, собрания, занятия, конференции и итоговое мероприятие."""

    code: str = column("Код", Code("М"), required=True)
    kind: str | None = column("Вид", Choice(from_list="Виды событий"), required=True, width=28)
    title: str | None = column("Название", Text(), required=True, width=44)
    held: date | None = column("Дата", Date(), required=True)
    place: str | None = column("Место", Text(), width=26)
    mentoring_form: str | None = column("Форма", FORM, width=20)
    programmes: tuple[str, ...] | None = column(
        "Представлены программы",
        Ref(("programmes",), (PROGRAMME,), many=True),
        width=24,
        hint="участники считаются знакомыми с ними",
    )
    invited: tuple[str, ...] | None = column("Приглашены", Ref(PEOPLE, (PERSON,), many=True), width=34)
    attended: tuple[str, ...] | None = column("Были", Ref(PEOPLE, (PERSON,), many=True), width=34)
    guests: int | None = column("Ещё гостей", Whole(0, 10_000), hint="родители, педагоги, партнёры без кодов")
    hours: float | None = column("Часов", Number(0, 300), width=8, hint="для занятия Школы наставников")
    agenda: str | None = column("Повестка", Text(long=True), width=40, hint="каждый вопрос — с новой строки")
    decided: str | None = column("Решили", Text(long=True), width=40, hint="каждое решение — с новой строки")
    responsible: str | None = column("Ответственный", Text(), personal=True, width=28)
    minutes: str | None = column("Протокол", Text(), width=34)


@sheet("requests", "Обращения", group="work")
class Request(Entered):
    """Пожелания, предложения, жалобы и просьбы о поддержке — с ответом."""

    code: str = column("Код", Code("ОБ"), required=True)
    received: date | None = column("Дата", Date(), required=True)
    kind: str | None = column("Вид", Choice(from_list="Виды обращений"), required=True, width=34)
    person: str | None = column("От кого", ANYBODY, width=12)
    full_name: str | None = column("ФИО", Shown("person", "full_name"), personal=True, width=30)
    representative: str | None = column("Представитель", Name(), personal=True, width=30)
    about: str | None = column("О ком", ANYBODY, width=12)
    text: str | None = column("Содержание", Text(long=True), required=True, personal=True, width=50)
    shown: date | None = column("Показано наставнику", Date(), hint="наставник вправе знать о жалобе (разд. 8)")
    explanation: str | None = column("Объяснение наставника", Text(long=True), personal=True, width=40)
    answer: str | None = column("Ответ", Text(long=True), width=40)
    answered: date | None = column("Дата ответа", Date())


@sheet("practices", "Практики", group="results")
class Practice(Entered):
    """Банк лучших практик и методических материалов."""

    code: str = column("Код", Code("БП"), required=True)
    title: str | None = column("Название", Text(), required=True, width=44)
    kind: str | None = column("Вид", Choice(from_list="Виды практик"), required=True, width=28)
    mentoring_form: str | None = column("Форма", FORM, width=20)
    person: str | None = column("Код автора", ANYBODY, hint="если автор — участник программы")
    author: str | None = column("Автор", Text(), personal=True, width=28)
    published: date | None = column("Дата", Date())
    link: str | None = column("Ссылка", Url(), width=36)
    summary: str | None = column("О чём", Text(long=True), width=50)


@sheet("publications", "Публикации", group="results")
class Publication(Entered):
    """Что и когда опубликовано и кто там назван: по этим строкам публикации снимают после отзыва согласия."""

    code: str = column("Код", Code("ПБ"), required=True)
    published: date | None = column("Дата", Date(), required=True)
    place: str | None = column("Где", Text(), required=True, width=40, hint="сайт, доска почёта, газета")
    people: tuple[str, ...] | None = column("Кто назван", Ref(PEOPLE, (PERSON,), many=True), width=40)
    file: str | None = column("Файл", Text(), width=40)
    removed: date | None = column("Снято", Date(), hint="когда убрано отовсюду; пусто — ещё опубликовано")
    note: str | None = column("Примечание", Text(long=True), width=36)
