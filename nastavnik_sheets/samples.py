"""Rows that «Образцы планов» and «Критерии наград» begin with: a plan for every form, three contests of §11.

Neutral wording of our own; a school edits the rows as it likes. Leaves the other first rows to `starters`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import RS, RU, SU, TT, TU, UU
from nastavnik_sheets.year_sheets import Criterion, PlanSample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nastavnik_sheets.year_sheets import Question

AIM, OBSTACLES = "цель плана", "анализ трудностей и способы их преодоления"
GROWTH, TRACK = "направления развития ученика", "индивидуальная траектория обучения"
START, SKILL = "вхождение в должность", "направления профессионального развития"
HOPES = "Чего Вы ждёте от программы?"


SAMPLE_WORDS = ("запрос", "темы", "ответ")
"""What a sample of a task may put in braces: words of the mentee."""
SAMPLE_PLACE = re.compile(r"\{\s*(\w+)\s*\}")


class _Task(NamedTuple):
    section: str
    task: str
    expected: str
    share: int
    topics: tuple[str, ...] = ()


_PUPIL = (
    _Task(OBSTACLES, "Разобрать вместе, что мешает, и записать три первых шага", "шаги записаны и понятны", 15),
    _Task(TRACK, "Составить план на неделю и вести его месяц", "план ведёт сам, без напоминаний", 45),
)
_EXAMS = ("подготовка к ОГЭ", "подготовка к ЕГЭ", "всероссийские проверочные работы")
_NEW = ("адаптация в новом классе или школе", "общение и дружба")
_CHOICE = ("выбор профессии", "поступление", "знакомство с предприятием")

_TASKS: dict[str, tuple[_Task, ...]] = {
    UU: (
        *_PUPIL,
        _Task(GROWTH, "Пробная работа по темам экзамена и разбор ошибок", "видно, какие темы повторить", 60, _EXAMS),
        _Task(GROWTH, "Поучаствовать в общем деле класса или школы", "знаком с ребятами, есть своё дело", 60, _NEW),
        _Task(GROWTH, "Показать результат: работа, проект, выступление", "результат показан классу или учителю", 90),
    ),
    TT: (
        _Task(OBSTACLES, "Взаимное посещение уроков и разбор трудностей", "список трудностей и способов", 20),
        _Task(START, "Оформить рабочую программу и документы класса", "документы приняты", 40),
        _Task(SKILL, "Провести открытый урок", "урок проведён и обсуждён с наставником", 70),
        _Task(SKILL, "Подготовить материал для аттестации", "материал собран", 85, ("аттестация",)),
        _Task(SKILL, "Поделиться опытом на методическом объединении", "выступление или разработка", 95),
    ),
    TU: (
        *_PUPIL,
        _Task(GROWTH, "Выбрать олимпиаду, конкурс или проект и подготовиться", "работа представлена", 80,
              ("олимпиады", "проекты и исследования", "работа с одарёнными детьми")),
        _Task(GROWTH, "Закрыть пробелы по темам, которые выбрали вместе", "самостоятельная работа без подсказок", 90),
    ),
    SU: (
        _Task(OBSTACLES, "Записать вопросы об учёбе дальше и найти на них ответы", "список ответов", 20),
        _Task(TRACK, "Сравнить три учебных заведения или направления", "таблица сравнения", 50, _CHOICE),
        _Task(GROWTH, "Побывать на дне открытых дверей или занятии", "отзыв о поездке", 70),
        _Task(GROWTH, "Подготовить и показать совместный проект", "проект показан", 90),
    ),
    RU: (
        _Task(OBSTACLES, "Составить карту интересов и сильных сторон", "карта интересов", 20),
        _Task(GROWTH, "Экскурсия или проба на рабочем месте", "отзыв о пробе", 50),
        _Task(TRACK, "Выбрать предметы и шаги к профессии", "план шагов на год", 70, _CHOICE),
        _Task(GROWTH, "Выполнить настоящее задание предприятия", "задание принято наставником", 90),
    ),
    RS: (
        _Task(OBSTACLES, "Сверить требования работодателя со своими умениями", "список пробелов", 20),
        _Task(SKILL, "Практика или стажировка", "отчёт о практике", 70),
        _Task(SKILL, "Резюме, портфолио и пробное собеседование", "портфолио готово", 90),
    ),
}  # fmt: skip


def plan_samples(questions: Sequence[Question]) -> list[PlanSample]:
    """Return the samples of a new workbook: an aim for all, what each hopes for, and the tasks of each form."""
    rows = [*_for_all(), *_hopes(questions), *_by_form()]
    return [_coded(row, number) for number, row in enumerate(rows, start=1)]


def _coded(row: dict[str, object], number: int) -> PlanSample:
    return PlanSample(code=make_code("ОП", number), **row)  # type: ignore[arg-type]


def _for_all() -> Iterator[dict[str, object]]:
    yield {"section": AIM, "task": "Цель: {запрос}", "expected": "цель достигнута по общему мнению пары", "share": 100}


def _hopes(questions: Sequence[Question]) -> Iterator[dict[str, object]]:
    for question in questions:
        if (question.text, question.moment, question.role) == (HOPES, "вход", "наставляемый"):
            yield {
                "mentoring_form": question.mentoring_form,
                "question": question.code,
                "section": AIM,
                "task": "Обсудить ожидание: «{ответ}»",
                "expected": "решили, что из этого войдёт в работу пары",
                "share": 10,
            }


def _by_form() -> Iterator[dict[str, object]]:
    for form, tasks in _TASKS.items():
        for one in tasks:
            yield {
                "mentoring_form": form,
                "topics": one.topics or None,
                "section": one.section,
                "task": one.task,
                "expected": one.expected,
                "share": one.share,
            }


MENTOR_OF_YEAR, BEST_PAIR, MENTOR_PLUS = "конкурс «Наставник года»", "конкурс «Лучшая пара»", "конкурс «Наставник+»"
_CRITERIA = (
    (MENTOR_OF_YEAR, "наставник", "встречи по плану", 30, 100),
    (MENTOR_OF_YEAR, "наставник", "встречи без пауз", 15, 100),
    (MENTOR_OF_YEAR, "наставник", "задания плана", 20, 100),
    (MENTOR_OF_YEAR, "наставник", "Школа наставников", 15, 100),
    (MENTOR_OF_YEAR, "наставник", "анкеты", 5, 100),
    (MENTOR_OF_YEAR, "наставник", "практики", 15, 1),
    (BEST_PAIR, "пара", "встречи по плану", 30, 100),
    (BEST_PAIR, "пара", "встречи без пауз", 20, 100),
    (BEST_PAIR, "пара", "отметки о встречах", 10, 100),
    (BEST_PAIR, "пара", "задания плана", 25, 100),
    (BEST_PAIR, "пара", "анкеты", 5, 100),
    (BEST_PAIR, "пара", "итоги и отзывы", 10, 100),
    (MENTOR_PLUS, "наставник", "наставляемые", 40, 3),
    (MENTOR_PLUS, "наставник", "завершённые пары", 20, 2),
    (MENTOR_PLUS, "наставник", "события", 20, 100),
    (MENTOR_PLUS, "наставник", "практики", 20, 2),
)


def criteria() -> list[Criterion]:
    """Return the criteria of a new workbook."""
    return [
        Criterion(code=make_code("КН", number), award=award, whom=whom, measure=measure, weight=weight, full=full)
        for number, (award, whom, measure, weight, full) in enumerate(_CRITERIA, start=1)
    ]
