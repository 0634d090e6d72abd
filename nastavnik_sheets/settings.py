"""What «Настройки» holds: one declaration per line of the sheet, read into one frozen record.

A setting is found by its title; an empty one has its default, a misread one has its default and a finding.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from datetime import date  # noqa: TC003  (dataclass fields)
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import (
    ERROR,
    WARNING,
    Choice,
    Date,
    Email,
    Kind,
    Name,
    Number,
    Problem,
    Text,
    Url,
    Whole,
    YesNo,
    closest,
    fold,
)
from nastavnik_sheets.tables import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.service_sheets import SettingRow
    from nastavnik_sheets.tables import Table


@dataclass(frozen=True)
class Setting:
    """One line of «Настройки»."""

    section: str
    title: str
    kind: Kind
    note: str = ""


SCHOOL, PEOPLE, PERIOD, COUNTS = "Школа", "Подписи", "Сроки", "Контингент"
LIMITS, WEIGHTS, PAPER, SAFETY = "Пороги", "Подбор пар", "Бланк", "Сохранность"


def setting(section: str, title: str, kind: Kind, *, default: object = None, note: str = "") -> Any:
    """Declare a setting; its default is what the new workbook holds and what an empty cell means."""
    return field(default=default, metadata={"setting": Setting(section, title, kind, note)})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The school, its people, the periods, thresholds and weights."""

    school_full: str | None = setting(SCHOOL, "Полное наименование школы", Text())
    school_short: str | None = setting(SCHOOL, "Краткое наименование школы", Text())
    founder: str | None = setting(SCHOOL, "Учредитель", Text(), note="верхняя строка бланка")
    address: str | None = setting(SCHOOL, "Адрес школы", Text())
    place: str | None = setting(SCHOOL, "Населённый пункт", Text(), note="место составления приказов: «г. Энск»")
    phone: str | None = setting(SCHOOL, "Телефон школы", Text())
    email: str | None = setting(SCHOOL, "Эл. почта школы", Email())
    site: str | None = setting(
        SCHOOL, "Сайт школы", Url(), note="раздел «Наши наставники» и согласие на распространение"
    )
    municipality: str | None = setting(SCHOOL, "Орган управления образованием", Text())
    basis: str | None = setting(SCHOOL, "Приказ органа управления", Text(), note="например, «от 20.08.2026 № 138»")

    director: str | None = setting(PEOPLE, "ФИО руководителя", Name())
    director_post: str = setting(PEOPLE, "Должность руководителя", Text(), default="директор")
    coordinator: str | None = setting(PEOPLE, "ФИО координатора", Name())
    coordinator_post: str | None = setting(
        PEOPLE, "Должность координатора", Text(), default="заместитель директора по учебно-воспитательной работе"
    )
    psychologist: str | None = setting(
        PEOPLE, "ФИО педагога-психолога", Name(), note="сопровождение тех, кто остался без пары"
    )
    clerk: str | None = setting(PEOPLE, "Кто размещает на сайте", Name())

    programme_start: date | None = setting(
        PERIOD, "Начало программы", Date(), note="от него отсчитаны сроки дорожной карты"
    )
    programme_end: date | None = setting(PERIOD, "Окончание программы", Date(), note="календарный год (п. 5.4)")
    report_date: date | None = setting(
        PERIOD, "Отчётная дата", Date(), note="возраст в показателях — на эту дату; пусто — сегодня"
    )
    interim_date: date | None = setting(PERIOD, "Промежуточный мониторинг", Date())
    final_date: date | None = setting(PERIOD, "Итоговый мониторинг", Date())

    pupils_10_19: int | None = setting(COUNTS, "Обучающихся 10–19 лет", Whole(0, 100_000), note="знаменатель П1")
    pupils_15_19: int | None = setting(COUNTS, "Обучающихся 15–19 лет", Whole(0, 100_000), note="знаменатель П2")
    young_teachers: int | None = setting(
        COUNTS, "Педагогов со стажем до 3 лет", Whole(0, 10_000), note="знаменатель П3"
    )
    enterprises: int | None = setting(
        COUNTS, "Предприятий муниципалитета", Whole(0, 100_000), note="знаменатель П4; пусто — «н/п»"
    )

    satisfied_from: int = setting(
        LIMITS, "Доволен, если оценка не ниже", Whole(1, 10), default=7, note="закрепите локальным актом"
    )
    age_min: int = setting(LIMITS, "Возраст обучающихся от", Whole(5, 30), default=10)
    age_max: int = setting(LIMITS, "Возраст обучающихся до", Whole(5, 30), default=19)
    young_teacher_years: int = setting(LIMITS, "Молодой специалист: стаж до, лет", Whole(0, 10), default=3)
    gap_days: int = setting(
        LIMITS, "Пауза между встречами, дней", Whole(1, 365), default=30, note="после неё — предупреждение"
    )
    trial_days: int = setting(LIMITS, "Пробная встреча после организационной, дней", Whole(1, 365), default=21)
    consent_days: int = setting(LIMITS, "Предупреждать об истечении согласий за, дней", Whole(0, 365), default=30)
    remind_days: int = setting(LIMITS, "Напоминать о сроках заранее за, дней", Whole(0, 90), default=7)
    first_days: int = setting(LIMITS, "Первая встреча после начала пары, дней", Whole(1, 365), default=14)
    questionnaire_days: int = setting(LIMITS, "Ждать анкету, дней", Whole(1, 365), default=14)
    unpaired_days: int = setting(
        LIMITS, "Без пары не дольше, дней", Whole(1, 365), default=30, note="после этого напоминает искать наставника"
    )
    answer_days: int = setting(LIMITS, "Отвечать на обращения за, дней", Whole(1, 365), default=30)
    mentor_max: int = setting(LIMITS, "Наставляемых у наставника не больше", Whole(1, 30), default=5)
    training_hours: float | None = setting(
        LIMITS, "Часов Школы наставников", Number(0, 300), note="чтобы закончить её; пусто — одно занятие"
    )
    urgent_days: int = setting(
        LIMITS, "Жалобу показать, поддержку начать за, дней", Whole(1, 365), default=5, note="разд. 8 и 10"
    )
    small_group: int = setting(
        LIMITS, "Не показывать группы меньше", Whole(1, 50), default=5, note="для чувствительных вопросов"
    )

    candidates: int = setting(
        WEIGHTS, "Кандидатов каждому наставляемому", Whole(1, 10), default=3, note="право выбора (разд. 10)"
    )
    training_required: bool = setting(
        WEIGHTS, "Требовать обучение до пары", YesNo(), default=False, note="пары — только окончившим Школу наставников"
    )
    weight_topics: float = setting(WEIGHTS, "Вес: темы запроса и помощи", Number(0, 1000), default=40)
    weight_text: float = setting(WEIGHTS, "Вес: сходство слов запроса и компетенций", Number(0, 1000), default=20)
    weight_form: float = setting(WEIGHTS, "Вес: желаемая форма", Number(0, 1000), default=10)
    weight_role: float = setting(WEIGHTS, "Вес: ролевая модель", Number(0, 1000), default=10)
    weight_time: float = setting(WEIGHTS, "Вес: удобное время", Number(0, 1000), default=10)
    weight_age: float = setting(WEIGHTS, "Вес: желаемый возраст", Number(0, 1000), default=10)
    weight_choice: float = setting(WEIGHTS, "Вес: выбор после групповой встречи", Number(0, 1000), default=60)
    weight_waiting: float = setting(
        WEIGHTS, "Вес: без пары в прошлом году", Number(0, 1000), default=30, note="кого не успели соединить — первыми"
    )
    text_by_sense: bool = setting(
        WEIGHTS, "Сравнивать тексты по смыслу", YesNo(), default=False, note="нужно дополнение text; иначе — по словам"
    )
    inertia: float = setting(WEIGHTS, "Прибавка уже сложившимся парам", Number(0, 1000), default=4)

    font: str = setting(PAPER, "Шрифт документов", Text(), default="Times New Roman")
    font_size: int = setting(
        PAPER, "Размер шрифта", Whole(12, 14), default=14, note="12, 13 или 14 (ГОСТ Р 7.0.97-2025)"
    )
    margin_left: int = setting(
        PAPER, "Поле левое, мм", Whole(20, 60), default=30, note="30 — для хранения дольше 10 лет"
    )
    margin_right: int = setting(PAPER, "Поле правое, мм", Whole(10, 60), default=10)
    margin_top: int = setting(PAPER, "Поле верхнее, мм", Whole(10, 60), default=20)
    margin_bottom: int = setting(PAPER, "Поле нижнее, мм", Whole(10, 60), default=20)

    backups: int = setting(
        SAFETY,
        "Сколько копий книги хранить",
        Whole(1, 500),
        default=20,
        note="в копиях данные детей: не храните лишнего",
    )
    backup_days: int = setting(SAFETY, "Хранить копии не дольше, дней", Whole(1, 3650), default=60)
    used_numbers: str | None = setting(
        SAFETY, "Номера кодов прошлых лет", Text(), note="не меняйте: новые коды начинаются после них"
    )
    keep_months: int | None = setting(
        SAFETY,
        "Хранить данные после выхода, месяцев",
        Whole(1, 600),
        note="после выхода из программы или её конца; пусто — срок не проверяется",
    )
    google: bool = setting(
        SAFETY,
        "Разрешить обмен с Google",
        YesNo(),
        default=False,
        note="152-ФЗ, ст. 18: первичный ввод — только в России",
    )
    answers_sheet: str | None = setting(
        SAFETY,
        "Таблица с ответами анкет",
        Url(),
        note="ссылка на таблицу Google, куда складываются ответы; из неё берёт forms pull",
    )
    programme_name: str = setting(SCHOOL, "Название программы", Text(), default="Целевая модель наставничества")
    letterhead: str = setting(PAPER, "Расположение реквизитов", Choice(("по центру", "углом")), default="по центру")


def declared() -> dict[str, tuple[str, Setting, object]]:
    """Return, by folded title: the attribute, its declaration and its default."""
    return {fold(_of(f).title): (f.name, _of(f), f.default) for f in fields(Settings)}


def in_order() -> list[tuple[Setting, object]]:
    """Return the lines of the sheet with their defaults, sections together."""
    sections = (SCHOOL, PEOPLE, PERIOD, COUNTS, LIMITS, WEIGHTS, PAPER, SAFETY)
    lines = [(_of(f), f.default) for f in fields(Settings)]
    return sorted(lines, key=lambda line: sections.index(line[0].section))


def title_of(name: str) -> str:
    """Return the words on the sheet for an attribute of `Settings`."""
    return next(_of(f).title for f in fields(Settings) if f.name == name)


def _of(declared_field: Field[Any]) -> Setting:
    found: Setting = declared_field.metadata["setting"]
    return found


def read_settings(table: Table[SettingRow]) -> tuple[Settings, list[Issue], Mapping[str, int]]:
    """Return the settings, what is wrong with them, and the row of each attribute on the sheet."""
    known = declared()
    values: dict[str, object] = {}
    issues: list[Issue] = []
    rows: dict[str, int] = {}
    for record in table.records:
        if record.title is None:
            continue
        found = known.get(fold(record.title))
        if found is None:
            issues.append(_unknown(table, record, known))
            continue
        name, declaration, _ = found
        rows[name] = record.row
        raw = table.raw(record.row, "value")
        value = _read(table, record.row, declaration, raw, issues)
        if value is not None:
            values[name] = value
    return Settings(**values), issues, rows  # type: ignore[arg-type]


def _read(table: Table[SettingRow], row: int, declaration: Setting, raw: Value, issues: list[Issue]) -> object:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    value, problem = declaration.kind.read(raw)
    if problem is not None:
        issues.append(Issue(row, table.positions.get("value", 0), "Значение", raw, problem))
    return value


def _unknown(table: Table[SettingRow], record: SettingRow, known: Mapping[str, tuple[str, Setting, object]]) -> Issue:
    near = closest(record.title or "", [setting_line.title for _, setting_line, _ in known.values()])
    level = ERROR if near else WARNING
    cure = f"возможно, вы имели в виду «{near}»; верните название" if near else "верните название настройки из шаблона"
    problem = Problem("setting.unknown", level, "такой настройки нет", cure)
    return Issue(record.row, table.positions.get("title", 0), "Настройка", record.title, problem)
