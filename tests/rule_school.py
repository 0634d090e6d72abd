"""A small valid school as records: six pairs, each in another form or state, with a year's work behind them.

All people are invented. `TODAY` is in the middle of the programme; every sheet that people fill has rows. Leaves
changing and checking it to `rule_books`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import RU, TT, TU, UU, initial_lists
from nastavnik_sheets.schema import Record
from nastavnik_sheets.service_sheets import Binding, ListEntry, SettingRow, Synonym, WordCases
from nastavnik_sheets.settings import in_order, title_of
from nastavnik_sheets.terms import DISSEMINATION, GUARDIAN, PARTICIPATION, PROCESSING, SELF, WORKER
from nastavnik_sheets.workbook import (
    Category,
    Consent,
    Meeting,
    Mentee,
    Mentor,
    Pair,
    PlanTask,
    Preference,
)
from nastavnik_sheets.year_sheets import (
    Answer,
    Award,
    Criterion,
    Curator,
    Event,
    IndicatorRow,
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

Records: TypeAlias = "dict[type[Record], list[Record]]"

TODAY = date(2026, 12, 15)
YOUNG_PUPIL, OLDER_PUPIL, NEW_TEACHER, SENIOR_PUPIL, FINISHED_PUPIL, WAITING_PUPIL = (
    make_code("У", number) for number in range(1, 7)
)
PUPIL_MENTOR, TEACHER_MENTOR, MASTER_TEACHER, EMPLOYER_MENTOR = (make_code("У", number) for number in range(11, 15))
UU_PAIR, TU_PAIR, TT_PAIR, RU_PAIR, FINISHED_PAIR, PROPOSED_PAIR = (make_code("ПР", number) for number in range(1, 7))
PAIRS = (UU_PAIR, TU_PAIR, TT_PAIR, RU_PAIR, FINISHED_PAIR, PROPOSED_PAIR)
ENTRY_QUESTION, EXIT_QUESTION, OPEN_QUESTION, MENTOR_QUESTION, YESNO_QUESTION, CURATOR_QUESTION = (
    make_code("ВП", number) for number in range(1, 7)
)
PLANT = make_code("ПТ", 1)
SETTINGS: dict[str, object] = {
    "school_full": "МКОУ «Энская СОШ»",
    "director": "Вымыслова Анна Петровна",
    "coordinator": "Небылицына Ольга Ивановна",
    "programme_start": date(2026, 9, 1),
    "programme_end": date(2027, 5, 31),
    "interim_date": date(2026, 12, 25),
    "final_date": date(2027, 5, 20),
    "pupils_10_19": 180,
    "pupils_15_19": 60,
    "young_teachers": 4,
}


def _school() -> Records:
    return {
        SettingRow: _settings(),
        ListEntry: list(initial_lists()),
        Mentee: _mentees(),
        Mentor: _mentors(),
        Category: _categories(),
        Consent: _consents(),
        Partner: _partners(),
        Programme: _programmes(),
        Curator: _curators(),
        Preference: _preferences(),
        Pair: _pairs(),
        PlanTask: _plans(),
        Meeting: _meetings(),
        Training: _training(),
        Question: _questions(),
        Answer: _answers(),
        RoadmapAction: _roadmap(),
        Event: _events(),
        Request: _requests(),
        Award: _awards(),
        IndicatorRow: _indicators(),
        OrderRow: _orders(),
        Practice: _practices(),
        PlanSample: _plan_samples(),
        Criterion: _criteria(),
        Publication: _publications(),
        WordCases: [WordCases(text="Вымыслова", genitive="Вымысловой"), WordCases(text="Небыль", genitive="Небыли")],
        Synonym: [Synonym(word="алгебра", topic="математика"), Synonym(word="дроби", topic="математика")],
        Binding: [
            Binding(source="Ваше имя", repeat=1, sheet_title="Наставляемые", column_title="ФИО"),
            Binding(source="Класс", sheet_title="Наставляемые", column_title="Класс"),
        ],
    }


def _settings() -> list[Record]:
    values = {title_of(name): value for name, value in SETTINGS.items()}
    return [
        SettingRow(section=line.section, title=line.title, value=values.get(line.title, default), note=line.note)  # type: ignore[arg-type]
        for line, default in in_order()
    ]


_PERSON: dict[str, object] = {
    "joined": date(2026, 8, 20),
    "questionnaire": date(2026, 8, 21),
    "programme_seen": date(2026, 8, 28),
    "voluntary": True,
}
_PUPIL: dict[str, object] = {**_PERSON, "kind": "обучающийся", "phone": "+7 928 123-45-67"}


def _mentees() -> list[Record]:
    return [
        Mentee(**_PUPIL, code=YOUNG_PUPIL, full_name="Абрикосов Пётр Ильич", gender="м", birth_date=date(2013, 3, 10),
               school_class="7А", guardian="Абрикосова Нина Львовна", request="подтянуть математику",
               topics=("математика",), wanted_form=UU, wanted_role="успевающий – неуспевающий",
               times=("после уроков",)),
        Mentee(**_PUPIL, code=OLDER_PUPIL, full_name="Берёзкина Майя Олеговна", gender="ж", birth_date=date(2011, 6, 2),
               school_class="9Б", guardian="Берёзкин Олег Кимович", request="готовиться к олимпиаде", wanted_form=TU,
               email="maya@example.org"),
        Mentee(**_PERSON, code=NEW_TEACHER, full_name="Вишнякова Дарья Юрьевна", gender="ж",
               birth_date=date(2002, 1, 15), kind="педагог", post="учитель физики", experience=1,
               request="освоиться на новом месте", wanted_form=TT),
        Mentee(**_PUPIL, code=SENIOR_PUPIL, full_name="Грушин Артём Савельевич", gender="м",
               birth_date=date(2010, 5, 30), school_class="10А", guardian="Грушина Вера Павловна",
               request="выбрать профессию", wanted_form=RU),
        Mentee(**_PUPIL, code=FINISHED_PUPIL, full_name="Дынина Софья Марковна", gender="ж",
               birth_date=date(2012, 9, 9), school_class="8В", guardian="Дынин Марк Антонович",
               request="научиться выступать", result="выступила на конференции", passed=True, case_link="https://example.org/case"),
        Mentee(**_PUPIL, code=WAITING_PUPIL, full_name="Ежевикин Лев Романович", gender="м",
               birth_date=date(2011, 12, 1), school_class="9Б", guardian="Ежевикин Роман Глебович",
               request="узнать про завод", wanted_form=RU),
    ]  # fmt: skip


def _mentors() -> list[Record]:
    return [
        Mentor(**_PUPIL, code=PUPIL_MENTOR, full_name="Жёлудев Глеб Иванович", gender="м", birth_date=date(2010, 2, 11),
               school_class="10А", guardian="Жёлудева Инна Карповна", competences="олимпиадная математика",
               topics=("математика",), forms=(UU,), roles=("успевающий – неуспевающий",), age_from=10, age_to=15,
               hours=4, capacity=1),
        Mentor(**_PERSON, code=TEACHER_MENTOR, full_name="Зайцева Римма Фёдоровна", gender="ж",
               birth_date=date(1980, 7, 7), kind="педагог или специалист", post="учитель математики", experience=20,
               competences="подготовка к олимпиадам", forms=(TU,), capacity=3),
        Mentor(**_PERSON, code=MASTER_TEACHER, full_name="Иволгина Тамара Егоровна", gender="ж",
               birth_date=date(1975, 4, 1), kind="педагог или специалист", post="учитель физики", experience=25,
               competences="методика урока", forms=(TT, TU), capacity=2),
        Mentor(**_PERSON, code=EMPLOYER_MENTOR, full_name="Калинин Егор Тарасович", gender="м",
               birth_date=date(1985, 11, 23), kind="сотрудник предприятия", organisation="ООО «Пример»", partner=PLANT,
               competences="наладка станков", capacity=2, contract_number="5", contract_date=date(2026, 8, 25),
               clearance=date(2026, 8, 24)),
        Mentor(**_PERSON, code=NEW_TEACHER, full_name="Вишнякова Дарья Юрьевна", gender="ж",
               birth_date=date(2002, 1, 15), kind="педагог или специалист", post="учитель физики", experience=1,
               competences="робототехника", capacity=1),
    ]  # fmt: skip


def _categories() -> list[Record]:
    return [
        Category(person=YOUNG_PUPIL, category="демонстрирует неудовлетворительные образовательные результаты"),
        Category(person=NEW_TEACHER, category="молодой специалист", source="личное дело"),
    ]


def _consents() -> list[Record]:
    minors = (YOUNG_PUPIL, OLDER_PUPIL, SENIOR_PUPIL, FINISHED_PUPIL, WAITING_PUPIL, PUPIL_MENTOR)
    adults = (NEW_TEACHER, TEACHER_MENTOR, MASTER_TEACHER, EMPLOYER_MENTOR)
    wanted = [(code, kind) for code in (*minors, *adults) for kind in (PROCESSING, PARTICIPATION)]
    wanted += [(MASTER_TEACHER, WORKER), (PUPIL_MENTOR, DISSEMINATION)]
    return [
        Consent(
            code=make_code("С", number),
            person=code,
            kind=kind,
            signed_by=GUARDIAN if code in minors else SELF,
            guardian="Представителева Ия Саввична" if code in minors else None,
            basis="свидетельство о рождении" if code in minors else None,
            given=date(2026, 8, 25),
            valid_until=date(2027, 8, 31),
            kept="папка 1",
        )
        for number, (code, kind) in enumerate(wanted, start=1)
    ]


def _partners() -> list[Record]:
    return [
        Partner(
            code=PLANT, title="ООО «Пример»", enterprise=True, head="Начальников Илья Ильич", contribution="экскурсии"
        ),
        Partner(code=make_code("ПТ", 2), title="Музей Энска", enterprise=False),
    ]


def _programmes() -> list[Record]:
    return [
        Programme(code=make_code("ПГ", number), title=f"Программа {form}", mentoring_form=form, start=date(2026, 9, 1),
                  end=date(2027, 5, 31), approved=date(2026, 8, 27))
        for number, form in enumerate((UU, TU, TT, RU), start=1)
    ]  # fmt: skip


def _curators() -> list[Record]:
    names = ("Курагина Ида Львовна", "Кураев Ян Олегович", "Куранова Ася Юрьевна", "Курасов Ким Ильич")
    return [
        Curator(mentoring_form=form, full_name=name, post="заместитель директора")
        for form, name in zip((UU, TU, TT, RU), names, strict=True)
    ]


def _preferences() -> list[Record]:
    return [
        Preference(code=make_code("ПЧ", 1), person=YOUNG_PUPIL, role="наставляемый", stated=date(2026, 9, 2),
                   first=PUPIL_MENTOR, second=TEACHER_MENTOR, not_with=(EMPLOYER_MENTOR,)),
        Preference(code=make_code("ПЧ", 2), person=PUPIL_MENTOR, role="наставник", stated=date(2026, 9, 2),
                   first=YOUNG_PUPIL, second=OLDER_PUPIL, third=FINISHED_PUPIL),
    ]  # fmt: skip


_APPROVED: dict[str, object] = {
    "state": "утверждена",
    "order_number": "10",
    "order_date": date(2026, 9, 4),
    "start": date(2026, 9, 7),
    "planned_end": date(2027, 5, 25),
    "meetings_planned": 12,
}


def _pairs() -> list[Record]:
    return [
        Pair(**_APPROVED, code=UU_PAIR, mentor=PUPIL_MENTOR, mentee=YOUNG_PUPIL, mentoring_form=UU,
             role_model="успевающий – неуспевающий", programme=make_code("ПГ", 1)),
        Pair(**_APPROVED, code=TU_PAIR, mentor=TEACHER_MENTOR, mentee=OLDER_PUPIL, mentoring_form=TU, group="А",
             role_model="учитель – одарённый ученик"),
        Pair(**_APPROVED, code=TT_PAIR, mentor=MASTER_TEACHER, mentee=NEW_TEACHER, mentoring_form=TT,
             agreement_number="3", agreement_date=date(2026, 9, 5)),
        Pair(**_APPROVED, code=RU_PAIR, mentor=EMPLOYER_MENTOR, mentee=SENIOR_PUPIL, mentoring_form=RU),
        Pair(**{**_APPROVED, "state": "завершена", "meetings_planned": 6}, code=FINISHED_PAIR, mentor=TEACHER_MENTOR,
             mentee=FINISHED_PUPIL, mentoring_form=TU, end=date(2026, 11, 20), result="научилась выступать"),
        Pair(code=PROPOSED_PAIR, mentor=EMPLOYER_MENTOR, mentee=WAITING_PUPIL, mentoring_form=RU, state="предложена",
             start=date(2027, 1, 11), planned_end=date(2027, 5, 25)),
    ]  # fmt: skip


def _plans() -> list[Record]:
    tasks = []
    for number, pair in enumerate((UU_PAIR, TU_PAIR, TT_PAIR, RU_PAIR, FINISHED_PAIR), start=1):
        done = pair == FINISHED_PAIR
        tasks.append(
            PlanTask(code=make_code("ИП", number), pair=pair, number=1, task="разобрать сложную тему",
                     due=date(2026, 11, 10) if done else date(2027, 2, 1), expected="тема понята",
                     actual="тема понята хорошо, есть доклад" if done else None,
                     done=date(2026, 11, 9) if done else None,
                     review="работала с интересом" if done else None)
        )  # fmt: skip
    return tasks


_KINDS = ("первая, организационная", "вторая, пробная рабочая", "встреча-планирование", "регулярная", "регулярная")
FIRST_MEETING = date(2026, 9, 10)


def _meetings() -> list[Record]:
    """Return six meetings of each working pair, three weeks apart or less: (index of the pair) * 6 + 0…5."""
    rows = []
    for pair in (UU_PAIR, TU_PAIR, TT_PAIR, RU_PAIR, FINISHED_PAIR):
        days = (0, 13, 26, 43, 60, 68 if pair == FINISHED_PAIR else 88)
        kinds = (*_KINDS, "заключительная" if pair == FINISHED_PAIR else "регулярная")
        for days_later, kind in zip(days, kinds, strict=True):
            rows.append(
                Meeting(code=make_code("В", len(rows) + 1), pair=pair, held=FIRST_MEETING + timedelta(days=days_later),
                        kind=kind, state="состоялась", venue="очно", minutes=40, topic="работа по плану",
                        done="разобрали две задачи", mentor_mark=True, mentee_mark=True)
            )  # fmt: skip
    planned = Meeting(code=make_code("В", len(rows) + 1), pair=UU_PAIR, held=date(2027, 1, 14), kind="регулярная",
                      state="план")  # fmt: skip
    return [*rows, planned]


def _training() -> list[Record]:
    mentors = (PUPIL_MENTOR, TEACHER_MENTOR, MASTER_TEACHER, EMPLOYER_MENTOR)
    return [
        Training(code=make_code("О", number), mentor=code, topic="Роль наставника", held=date(2026, 9, 1), hours=2,
                 attended=True)
        for number, code in enumerate(mentors, start=1)
    ]  # fmt: skip


def _questions() -> list[Record]:
    mentee = {"questionnaire": "Анкета наставляемого", "role": "наставляемый"}
    return [
        Question(**mentee, code=ENTRY_QUESTION, moment="вход", number=1, text="Чего Вы ждёте от программы?",
                 scale="1–10"),
        Question(**mentee, code=EXIT_QUESTION, moment="выход", number=1, text="Довольны ли Вы работой?", scale="1–10",
                 purpose="удовлетворённость", entry=ENTRY_QUESTION),
        Question(**mentee, code=OPEN_QUESTION, moment="выход", number=2, text="Что было ценно?", scale="текст"),
        Question(code=MENTOR_QUESTION, questionnaire="Анкета наставника", role="наставник", moment="вход", number=1,
                 text="Понятна ли роль?", scale="1–10", mentoring_form=UU),
        Question(**mentee, code=YESNO_QUESTION, moment="вход", number=2, text="Рады ли Вы участвовать?",
                 scale="да/нет"),
        Question(code=CURATOR_QUESTION, questionnaire="Анкета куратора", role="куратор", moment="промежуточный",
                 number=1, text="Как идёт программа?", scale="0–1–2"),
    ]  # fmt: skip


def _answers() -> list[Record]:
    rows = (
        (YOUNG_PUPIL, ENTRY_QUESTION, "вход", "8", UU_PAIR),
        (YOUNG_PUPIL, YESNO_QUESTION, "вход", "да", UU_PAIR),
        (PUPIL_MENTOR, MENTOR_QUESTION, "вход", "9", UU_PAIR),
        (OLDER_PUPIL, ENTRY_QUESTION, "вход", "10", None),
        (FINISHED_PUPIL, ENTRY_QUESTION, "вход", "5", FINISHED_PAIR),
        (FINISHED_PUPIL, EXIT_QUESTION, "выход", "9", FINISHED_PAIR),
        (FINISHED_PUPIL, OPEN_QUESTION, "выход", "поддержка и советы", FINISHED_PAIR),
    )
    return [
        Answer(code=make_code("ОТ", number), person=person, question=question, moment=moment, answer=answer, pair=pair,
               answered=date(2026, 11, 20) if moment == "выход" else date(2026, 9, 8))
        for number, (person, question, moment, answer, pair) in enumerate(rows, start=1)
    ]  # fmt: skip


def _roadmap() -> list[Record]:
    rows = (
        (1, "Нормативная база", "приказ о внедрении", date(2026, 5, 4), date(2026, 5, 29), "выполнено"),
        (2, "Сбор данных о наставляемых", "анкеты и согласия", date(2026, 6, 1), date(2026, 8, 27), "выполнено"),
        (2, "Формирование базы наставляемых", "база", date(2026, 8, 3), date(2026, 8, 28), "выполнено"),
        (3, "Сбор данных о наставниках", "анкеты и согласия", date(2026, 6, 1), date(2026, 8, 27), "выполнено"),
        (3, "Формирование базы наставников", "база", date(2026, 8, 3), date(2026, 8, 28), "выполнено"),
        (4, "Обучение наставников", "Школа наставников", date(2026, 8, 28), date(2026, 9, 1), "выполнено"),
        (5, "Закрепление пар", "приказ о парах", date(2026, 9, 1), date(2026, 9, 4), "выполнено"),
        (6, "Встречи", "пять видов встреч", date(2026, 9, 7), date(2027, 5, 25), "в работе"),
        (7, "Отчёты", "мониторинг", date(2027, 5, 3), date(2027, 5, 28), "не начато"),
    )
    return [
        RoadmapAction(code=make_code("ДК", number), stage=stage, stage_title=f"Этап {stage}", action=action,
                      content=content, start=start, end=end, responsible="координатор", state=state,
                      done=end if state == "выполнено" else None)
        for number, (stage, action, content, start, end, state) in enumerate(rows, start=1)
    ]  # fmt: skip


def _events() -> list[Record]:
    everybody = (YOUNG_PUPIL, OLDER_PUPIL, PUPIL_MENTOR, TEACHER_MENTOR)
    return [
        Event(code=make_code("М", 1), kind="групповая встреча", title="Знакомство", held=date(2026, 9, 2),
              place="актовый зал", invited=everybody, attended=everybody[:3], responsible="координатор"),
        Event(code=make_code("М", 2), kind="итоговое мероприятие", title="Праздник", held=date(2027, 5, 27),
              invited=everybody),
    ]  # fmt: skip


def _requests() -> list[Record]:
    return [
        Request(code=make_code("ОБ", 1), received=date(2026, 10, 1), kind="жалоба", person=OLDER_PUPIL,
                about=TEACHER_MENTOR, text="встречи переносят", shown=date(2026, 10, 2), answer="время закреплено",
                answered=date(2026, 10, 5)),
        Request(code=make_code("ОБ", 2), received=date(2026, 12, 10), kind="пожелание", text="больше встреч"),
    ]  # fmt: skip


def _awards() -> list[Record]:
    return [
        Award(code=make_code("НГ", 1), person=TEACHER_MENTOR, kind="благодарность", basis="за подготовку к конференции",
              given=date(2026, 11, 27), order_number="12"),
        Award(code=make_code("НГ", 2), partner=PLANT, kind="благодарственное письмо партнёру", basis="за экскурсию",
              given=date(2026, 12, 1)),
    ]  # fmt: skip


def _indicators() -> list[Record]:
    code = (make_code("ПЗ", number) for number in range(1, 20))
    return [
        IndicatorRow(code=next(code), part="цель", number="П1", text="доля наставляемых", year=2026, target=50),
        IndicatorRow(code=next(code), part="цель", number="П1", text="доля наставляемых", year=2027, target=60),
        IndicatorRow(code=next(code), part="лист куратора", number="1", text="соответствие цели", points=2),
        IndicatorRow(code=next(code), part="влияние", number="1", text="посещают кружки", mentoring_form=UU, before=10,
                     after=14, better="рост"),
        IndicatorRow(code=next(code), part="сильные стороны", text="дружная команда"),
    ]  # fmt: skip


def _publications() -> list[Record]:
    return [
        Publication(code=make_code("ПБ", 1), published=date(2026, 9, 20), place="доска почёта", people=(PUPIL_MENTOR,),
                    removed=date(2026, 11, 1)),
        Publication(code=make_code("ПБ", 2), published=date(2026, 11, 2), place="https://school.example.org",
                    file="Публикация/Наши наставники.html"),
    ]  # fmt: skip


def _orders() -> list[Record]:
    return [
        OrderRow(code=make_code("Д", 1), number="1", issued=date(2026, 8, 20), kind="О внедрении", title="О внедрении"),
        OrderRow(code=make_code("Д", 2), number="10", issued=date(2026, 9, 4), kind="Об утверждении пар",
                 title="Об утверждении наставнических пар", people=(UU_PAIR, TU_PAIR, TT_PAIR, RU_PAIR, FINISHED_PAIR)),
        OrderRow(code=make_code("Д", 3), number="12", issued=date(2026, 11, 27), kind="О поощрении",
                 title="О поощрении", people=(TEACHER_MENTOR,)),
    ]  # fmt: skip


def _practices() -> list[Record]:
    return [
        Practice(code=make_code("БП", 1), title="Дневник пары", kind="лучшая практика", mentoring_form=UU,
                 published=date(2026, 11, 1), link="https://example.org/p1"),
        Practice(code=make_code("БП", 2), title="Памятка наставнику", kind="методический материал"),
    ]  # fmt: skip


def _plan_samples() -> list[Record]:
    return [
        PlanSample(code=make_code("ОП", 1), task="Цель: {запрос}", share=100),
        PlanSample(code=make_code("ОП", 2), task="поверить в себя", question=YESNO_QUESTION, not_above=0, share=30),
    ]


def _criteria() -> list[Record]:
    best = {"award": "конкурс «Лучшая пара»", "whom": "пара"}
    return [
        Criterion(code=make_code("КН", 1), measure="встречи по плану", weight=30, **best),
        Criterion(code=make_code("КН", 2), measure="задания плана", weight=20, **best),
    ]


SCHOOL = _school()
