"""The Школа наставников by programmes: hours of one do not finish another, and a lesson without one counts in each."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik_sheets.schooling import Learning, Lesson, hours_named

COMMON, REGIONAL = "Школа наставников: общий курс", "региональная программа, 16 ч"


def lesson(programme: str | None, hours: float | None = 2, *, number: int = 1, attended: bool | None = True) -> Lesson:
    return Lesson("У-001-3", f"Тема {number}", date(2026, 9, number), hours, None, attended, programme)


@pytest.mark.parametrize(
    ("name", "hours"),
    [("общий курс", None), (REGIONAL, 16), ("курс (7,5 часа)", 7.5), ("9 чётных занятий", None), ("36 часов", 36)],
)
def test_hours_are_read_from_the_name_of_a_programme(name: str, hours: float | None) -> None:
    assert hours_named(name) == hours


def test_hours_of_two_programmes_are_not_added() -> None:
    learning = Learning((lesson(COMMON), lesson("другая", number=2)), needed=4)
    assert (learning.finished, learning.share, learning.words) == (False, 50.0, f"2 ч из 4, «{COMMON}»")


def test_each_programme_asks_for_its_own_hours() -> None:
    learning = Learning((lesson(REGIONAL, 12), lesson(COMMON, 2, number=2), lesson(COMMON, 2, number=3)), needed=4)
    assert [(c.programme, c.finished) for c in learning.courses] == [(COMMON, True), (REGIONAL, False)]
    assert learning.words == f"обучен: 4 ч, «{COMMON}»"
    assert Learning((lesson(REGIONAL, 12),), needed=4).words == f"12 ч из 16, «{REGIONAL}»"


def test_a_lesson_without_a_programme_counts_in_each() -> None:
    learning = Learning((lesson(COMMON), lesson(None, number=2)), needed=4)
    assert learning.finished
    assert Learning((lesson(None), lesson(None, number=2)), needed=4).words == "обучен: 4 ч"


def test_without_hours_one_lesson_is_enough_and_the_share_is_of_lessons() -> None:
    learning = Learning((lesson(COMMON), lesson(COMMON, number=2, attended=False), lesson(COMMON, number=3)), None)
    assert (learning.finished, round(learning.share)) == (True, 67)
    assert learning.share_words == "был на 2 из 3 занятий"
    assert Learning((lesson(COMMON, attended=None),), None).words == "записан, не отмечен"
    assert Learning((), None).words == "не учился"
