"""Sheets that serve the tool itself: settings, lists, word forms, findings, history.

Leaves the programme's own sheets to `workbook`. A docstring here is the sheet's line in the manual.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  (dataclass fields)

from nastavnik_sheets.cells import Choice, Date, Number, Text, Whole, YesNo
from nastavnik_sheets.codes import Code
from nastavnik_sheets.schema import GENERATED, LAYOUT, Record, column, sheet
from nastavnik_sheets.terms import ANYBODY, DUE_DECISIONS, MEETING_MEANINGS, STATUSES


@dataclass(frozen=True, kw_only=True)
class Entered(Record):
    """A sheet that people fill in; «Проверка» says what `check` found in the row."""

    check_note: str | None = column(
        "Проверка", Text(), generated=True, width=34, hint="заполняет проверка; пусто — замечаний нет"
    )


@sheet("start", "Начало", use=LAYOUT, group="main")
class Start(Record):
    """Что делать дальше, ссылки на листы и состояние года на одном экране."""


@sheet("settings", "Настройки", group="main")
class SettingRow(Entered):
    """Школа, подписи, сроки, пороги и веса. Меняйте только столбец «Значение»."""

    section: str | None = column("Раздел", Text(), generated=True, width=22)
    title: str | None = column("Настройка", Text(), required=True, width=44)
    value: str | None = column("Значение", Text(), width=52)
    note: str | None = column("Пояснение", Text(), generated=True, width=70)


@sheet("cases", "Склонения", group="service")
class WordCases(Entered):
    """Падежи имён и должностей, когда машина ошибается: записанное здесь важнее."""

    text: str | None = column("Слово или имя", Text(), required=True, personal=True, width=34)
    genitive: str | None = column("Родительный (кого)", Text(), personal=True, width=30)
    dative: str | None = column("Дательный (кому)", Text(), personal=True, width=30)
    accusative: str | None = column("Винительный (кого)", Text(), personal=True, width=30)
    instrumental: str | None = column("Творительный (кем)", Text(), personal=True, width=30)
    prepositional: str | None = column("Предложный (о ком)", Text(), personal=True, width=30)


@sheet("synonyms", "Синонимы", group="service")
class Synonym(Entered):
    """Слова участников, которые означают тему из списка: по ним подбор понимает свободный текст."""

    word: str | None = column("Слово или выражение", Text(), required=True, width=36)
    topic: str | None = column("Тема", Choice(from_list="Темы"), required=True, width=36)


@sheet("bindings", "Столбцы анкет", group="service")
class Binding(Entered):
    """Какой столбец выгрузки анкеты куда попадает; импорт помнит эти ответы."""

    source: str | None = column("Заголовок в анкете", Text(long=True), required=True, width=60)
    repeat: int | None = column("Который по счёту", Whole(1, 50), width=12, hint="если одинаковых заголовков несколько")
    sheet_title: str | None = column("Лист", Text(), width=20)
    column_title: str | None = column("Столбец или код вопроса", Text(), width=34, hint="пусто — не переносить")


@sheet("arrivals", "Поступления", use=GENERATED, group="survey")
class Arrival(Record):
    """Строки анкет, в которых нужно решить, о ком они: импорт сам людей не сливает."""

    code: str = column("Код", Code("ПО"))
    file: str | None = column("Файл", Text(), width=28)
    file_row: int | None = column("Строка файла", Whole(1, 10_000_000), width=10)
    full_name: str | None = column("ФИО в анкете", Text(), personal=True, width=32)
    birth_date: date | None = column("Дата рождения в анкете", Date(), personal=True)
    question: str | None = column("В чём вопрос", Text(long=True), width=50)
    candidate: str | None = column("Похожий участник", ANYBODY, width=12)
    candidate_name: str | None = column("ФИО похожего", Text(), personal=True, width=32)
    decision: str | None = column(
        "Решение", Choice(("это он", "новый человек", "взять из анкеты", "не переносить")), decision=True, width=18
    )
    digest: str | None = column("Отпечаток", Text(), width=14)


@sheet("reminders", "Напоминания", use=GENERATED, group="work")
class Reminder(Record):
    """Кому, что и к какому сроку сделать; «Решение» и «Отложить до» остаются при следующем напоминании."""

    who: str | None = column("Кто", Text(), personal=True, width=32)
    due: date | None = column("Срок", Date())
    when: str | None = column("Когда", Text(), width=25)
    task: str | None = column("Что сделать", Text(long=True), width=46)
    about: str | None = column("О ком", Text(), width=12)
    about_name: str | None = column("ФИО", Text(), personal=True, width=30)
    why: str | None = column("Почему", Text(long=True), width=44)
    place: str | None = column("Где", Text(), width=26, hint="нажмите, чтобы перейти")
    decision: str | None = column(
        "Решение", Choice(DUE_DECISIONS), decision=True, width=12, hint="сделано — больше не напоминать"
    )
    until: date | None = column("Отложить до", Date(), decision=True)
    comment: str | None = column("Комментарий", Text(long=True), decision=True, width=30)
    key: str | None = column("Ключ", Text(), width=14, hint="по нему программа узнаёт напоминание")


@sheet("findings", "Замечания", use=GENERATED, group="service")
class Finding(Record):
    """Что нашла проверка: где, что не так и как исправить."""

    level: str = column("Уровень", Choice(("ошибка", "предупреждение", "подсказка")), width=16)
    sheet_title: str = column("Лист", Text(), width=18)
    cell: str = column("Ячейка", Text(), width=10, hint="нажмите, чтобы перейти")
    code: str | None = column("Код записи", Text(), width=15)
    column_title: str | None = column("Столбец", Text(), width=22)
    value: str | None = column("Значение", Text(), personal=True, width=28)
    message: str = column("Что не так", Text(long=True), width=60)
    cure: str = column("Как исправить", Text(long=True), width=60)
    fix: str | None = column("Исправление", Text(), personal=True, width=26, hint="поставит проверка с исправлением")
    rule: str = column("Правило", Text(), width=22)
    place: tuple[int, int] = (0, 0)  # row and column that `cell` names, for sorting and notes


@sheet("conflicts", "Расхождения", use=GENERATED, group="service")
class Conflict(Record):
    """Одна и та же ячейка изменена в двух местах; решение — в столбце «Решение»."""

    sheet_title: str = column("Лист", Text(), width=18)
    code: str | None = column("Код записи", Text(), width=12)
    column_title: str | None = column("Столбец", Text(), width=22)
    ours: str | None = column("Здесь", Text(), personal=True, width=36)
    theirs: str | None = column("Там", Text(), personal=True, width=36)
    found: date | None = column("Замечено", Date())
    decision: str | None = column("Решение", Choice(("здесь", "там")), decision=True, width=12)


@sheet("exchange", "Обмен", group="service")
class Exchange(Entered):
    """Какие столбцы уходят в таблицу Google (команда sync); пока ничего не отмечено, не уходит ничего."""

    sheet_title: str | None = column("Лист", Text(), required=True, width=20)
    column_title: str | None = column("Столбец", Text(), required=True, width=34)
    leaves: bool | None = column("Уходит в Google", YesNo(), width=12, hint="коды строк уходят вместе с ним")
    note: str | None = column("Пояснение", Text(), width=60)


@sheet("log", "История", use=GENERATED, group="service")
class LogRow(Record):
    """Какая команда, когда и что изменила."""

    when: datetime | None = column("Когда", Text(), width=18)
    command: str | None = column("Команда", Text(), width=18)
    who: str | None = column("Кто", Text(), personal=True, width=18)
    what: str | None = column("Что сделано", Text(long=True), width=70)
    changed: int | None = column("Изменено ячеек", Whole(0, 100_000_000), width=12)
    run: str | None = column("Запуск", Text(), width=22, hint="по нему команда «отменить» находит, что вернуть")


@sheet("lists", "Списки", group="service")
class ListEntry(Entered):
    """Значения выпадающих списков; школа может добавлять строки внутри списка."""

    list_name: str | None = column("Список", Text(), required=True, width=26)
    value: str | None = column("Значение", Text(), required=True, width=56)
    meaning: str | None = column(
        "Считать как",
        Choice((*STATUSES, *MEETING_MEANINGS)),
        width=18,
        hint="по этому слову программа понимает значение",
    )
    mentors: tuple[str, ...] | None = column("Кто наставник", Choice(STATUSES, many=True), width=32)
    mentees: tuple[str, ...] | None = column("Кто наставляемый", Choice(STATUSES, many=True), width=24)
    mentoring_form: str | None = column("Форма", Text(), width=22, hint="для ролевых моделей")
    note: str | None = column("Пояснение", Text(long=True), width=60)


@sheet("monitoring_history", "Мониторинг по датам", use=GENERATED, group="results")
class Measurement(Record):
    """Что показал каждый проведённый мониторинг: по этим строкам следующий показывает изменение."""

    taken: date | None = column("Дата", Date())
    indicator: str | None = column("Показатель", Text(), width=12)
    title: str | None = column("Что это", Text(), width=48)
    numerator: int | None = column("Учтено", Whole(0, 10_000_000))
    denominator: int | None = column("Из скольких", Whole(0, 10_000_000))
    percent: float | None = column("Значение, %", Number(0, 1_000_000))
    target: float | None = column("Цель, %", Number(0, 100))


@sheet("monitoring", "Мониторинг", use=LAYOUT, group="results")
class Monitoring(Record):
    """Показатели и таблицы мониторинга с диаграммами; листы «Мониторинг …» делает команда «Мониторинг»."""
