"""Every kind of cell: a table of what is typed, what is understood, and what is said."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik_sheets.cells import (
    Choice,
    Date,
    Email,
    Name,
    Number,
    Phone,
    Text,
    Url,
    Whole,
    YesNo,
    as_text,
    closest,
    split_answers,
    tidy,
)
from nastavnik_sheets.codes import Code, Ref, check_digit, code_number, make_code, read_code

FORMS = ("Ученик – ученик", "Учитель – учитель")

READ = [
    (Text(), "как есть", "как есть", None),
    (Text(), "две  строки\u00a0", "две строки", "cell.spaces"),
    (Text(), 5.0, "5", None),
    (Text(), "=1+1", "=1+1", None),
    (Text(), "а\nб", "а\nб", None),
    (Name(), "Гаджиев Саид-Магомед Али оглы", "Гаджиев Саид-Магомед Али оглы", None),
    (Name(), "Aхмедов Али", "Ахмедов Али", "cell.latin"),
    (Name(), "Петров2 Иван", None, "cell.name"),
    (Name(), "{{7*7}}", None, "cell.name"),
    (Name(), "Ким" + "-" * 5000 + "!", None, "cell.name"),
    (Name(), 89281234567.0, None, "cell.name"),
    (Whole(1, 5), 3.0, 3, None),
    (Whole(1, 5), "3", 3, "cell.number-text"),
    (Whole(1, 5), 3.5, None, "cell.whole"),
    (Whole(1, 5), 9, None, "cell.limits"),
    (Whole(1, 5), True, None, "cell.whole"),
    (Number(0, 10), "2,5", 2.5, "cell.number-text"),
    (Number(0, 10), "много", None, "cell.number"),
    (Date(), date(2026, 9, 1), date(2026, 9, 1), None),
    (Date(), datetime(2026, 9, 1, 12, 30), date(2026, 9, 1), None),
    (Date(), "01.02.2025", date(2025, 2, 1), "cell.date-text"),
    (Date(), "1 сентября 2025 г.", date(2025, 9, 1), "cell.date-text"),
    (Date(), "7 мая 2025", date(2025, 5, 7), "cell.date-text"),
    (Date(), "3 марта 2025", date(2025, 3, 3), "cell.date-text"),
    (Date(), "2025-09-01", date(2025, 9, 1), "cell.date-text"),
    (Date(), "1.9.12", date(2012, 9, 1), "cell.date-text"),
    (Date(), "31.02.2025", None, "cell.date"),
    (Date(), "сентябрь", None, "cell.date"),
    (Date(), 45000, None, "cell.date"),
    (Date(), date(1812, 9, 7), None, "cell.date"),
    (YesNo(), "Да", True, None),
    (YesNo(), "нет", False, None),
    (YesNo(), True, True, None),
    (YesNo(), "может быть", None, "cell.yesno"),
    (Choice(FORMS), "Ученик – ученик", "Ученик – ученик", None),
    (Choice(FORMS), "ученик-ученик", "Ученик – ученик", "cell.spelling"),
    (Choice(FORMS), "Ученик – учиник", None, "cell.choice"),
    (Choice(FORMS, many=True), "Ученик – ученик; Учитель – учитель", FORMS, None),
    (Choice(FORMS, many=True), "Ученик – ученик, Учитель – учитель", FORMS, None),
    (Choice(FORMS, many=True), "Ученик – ученик\n Учитель – учитель\r\n", FORMS, None),
    (Choice(FORMS, many=True), "Ученик – ученик; прочее", None, "cell.choice"),
    (Phone(), "+7 928 123-45-67", "+7 928 123-45-67", None),
    (Phone(), "8(928)1234567", "+7 928 123-45-67", "cell.phone-form"),
    (Phone(), 89281234567.0, "+7 928 123-45-67", "cell.phone-form"),
    (Phone(), "123", None, "cell.phone"),
    (Phone(), "928 123-45-67", "+7 928 123-45-67", "cell.phone-form"),
    (Phone(), "8928123456", None, "cell.phone"),
    (Phone(), "позвонить маме 89281234567", None, "cell.phone"),
    (Email(), "имя@школа.рф", "имя@школа.рф", None),
    (Email(), "имя собака школа", None, "cell.email"),
    (Url(), "https://school.example/отзыв", "https://school.example/отзыв", None),
    (Url(), "." * 30_000 + " x", None, "cell.url"),
    (Url(), "javascript:alert(1)", None, "cell.url"),
    (Code("У"), "У-014-9", "У-014-9", None),
    (Code("У"), "y 014 9", "У-014-9", "cell.code-form"),
    (Code("У"), "У-041-9", None, "cell.code-digit"),
    (Code("У"), "ПР-007-6", None, "cell.code"),
    (Code("У"), "Иванов", None, "cell.code"),
    (Ref(("mentees",), ("У",), many=True), "У-014-9; У-007-6", ("У-014-9", "У-007-6"), None),
    (Ref(("mentees",), ("У",), many=True), "У-014-9\nУ-007-6", ("У-014-9", "У-007-6"), None),
    (Ref(("mentees",), ("У",), many=True), ",", None, "cell.code"),
    (Choice(FORMS, many=True), ",", None, "cell.choice"),
    (Date(), "05.03.2012 г.р.", date(2012, 3, 5), "cell.date-text"),
    (Date(), "5 марта 2012 г. р.", date(2012, 3, 5), "cell.date-text"),
]


@pytest.mark.parametrize(("kind", "typed", "value", "rule"), READ)
def test_a_cell_is_read_as_its_kind_says(kind: object, typed: object, value: object, rule: str | None) -> None:
    reading = kind.read(typed)  # type: ignore[attr-defined]
    assert reading.value == value
    assert (reading.problem.rule if reading.problem else None) == rule


@pytest.mark.parametrize(("kind", "typed", "value", "rule"), [row for row in READ if row[3]])
def test_a_safe_repair_reads_clean_and_an_unreadable_cell_offers_none(
    kind: object, typed: object, value: object, rule: str
) -> None:
    problem = kind.read(typed).problem  # type: ignore[attr-defined]
    assert rule
    assert (problem.fix is None) == (value is None)
    if problem.fix is not None:
        again = kind.read(problem.fix)  # type: ignore[attr-defined]
        assert (again.value, again.problem) == (value, None)


@given(st.text(max_size=60))
def test_tidy_twice_is_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=40))
def test_no_kind_fails_on_any_text(text: str) -> None:
    for kind in (Text(), Name(), Whole(), Number(), Date(), YesNo(), Choice(FORMS), Choice(FORMS, many=True), Phone(),
                 Email(), Url(), Code("У"), Ref(("mentees",), ("У",), many=True)):  # fmt: skip
        reading = kind.read(text)
        assert reading.value is not None or reading.problem is not None or not as_text(text) or not tidy(text)


@given(st.integers(1, 999_999), st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_in_a_code_is_always_found(number: int, place: int, by: int) -> None:
    digits = f"{number:06d}"
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert check_digit(wrong) != check_digit(digits)


@given(st.integers(1, 999_999), st.integers(0, 4))
def test_two_swapped_digits_in_a_code_are_always_found(number: int, place: int) -> None:
    digits = f"{number:06d}"
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or check_digit(swapped) != check_digit(digits)


@given(st.integers(1, 999_999))
def test_a_made_code_reads_as_itself(number: int) -> None:
    code = make_code("ПР", number)
    assert read_code(code, ("ПР",)).value == code
    assert code_number(code) == number


def test_answers_that_hold_commas_stay_whole() -> None:
    options = ("музыка, танцы", "спорт", "Да, конечно")
    assert split_answers("спорт, музыка, танцы, Да, конечно, своё", options) == [
        "спорт", "музыка, танцы", "Да, конечно", "своё"]  # fmt: skip


def test_a_mistyped_word_finds_its_neighbour_and_a_strange_one_none() -> None:
    assert closest("Наставнки", ["Наставники", "Пары"]) == "Наставники"
    assert closest("Бухгалтерия", ["Наставники", "Пары"]) is None
