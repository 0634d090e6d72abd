"""Dates in words, forms after numbers, no-break spaces and hyphens."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik_sheets.wording import date_words, plural, typography


def shown(text):
    """No-break signs made visible: a space as ~, a hyphen as =."""
    return text.replace("\u00a0", "~").replace("\u2011", "=")


def test_a_date_in_words_does_not_break_after_the_day_or_before_the_year_mark():
    assert shown(date_words(date(2026, 1, 12))) == "12~января 2026~г."
    assert shown(date_words(date(2025, 12, 1))) == "1~декабря 2025~г."


@pytest.mark.parametrize(
    ("number", "word"),
    [(0, "пар"), (1, "пара"), (2, "пары"), (4, "пары"), (5, "пар"), (11, "пар"), (12, "пар"), (14, "пар"),
     (21, "пара"), (22, "пары"), (100, "пар"), (101, "пара"), (111, "пар"), (112, "пар"), (1003, "пары")],
)  # fmt: skip
def test_a_word_fits_its_number(number, word):
    assert plural(number, "пара", "пары", "пар") == word


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("приказ № 12", "приказ №~12"),
        ("приказ №12", "приказ №~12"),
        ("от 12 января 2026 г. № 5", "от 12~января 2026~г. №~5"),
        ("обучающийся 7 «А» класса", "обучающийся 7~«А»~класса"),
        ("ученик 11 класса", "ученик 11~класса"),
        ("И.О. Гаджиев", "И.О.~Гаджиев"),
        ("Гаджиев И. О.", "Гаджиев~И.~О."),
        ("Гаджиеву С.-М.М. и Иванову И.И.", "Гаджиеву~С.=М.М. и Иванову~И.И."),
        ("Саид-Магомед, педагог-психолог", "Саид=Магомед, педагог=психолог"),
        ("по учебно-воспитательной работе", "по учебно-воспитательной работе"),
        ("распоряжение Р-145, 273-ФЗ", "распоряжение Р=145, 273=ФЗ"),
        ("ст. 351.8 ТК, п. 4.3, ч. 4", "ст.~351.8 ТК, п.~4.3, ч.~4"),
        ("г. Махачкала", "г.~Махачкала"),
        ("100 % пар", "100~% пар"),
        ("ivan-petrov@my-school.ru и https://a-b.ru/в-г", "ivan-petrov@my-school.ru и https://a-b.ru/в-г"),
        ("срок — до мая", "срок — до мая"),
    ],
)
def test_text_is_set_as_russian_typesetting_wants(plain, set_):
    assert shown(typography(plain)) == set_


@given(st.text(alphabet="аИ.-№ 17«»%г\u00a0\u2011", max_size=30))
def test_setting_twice_is_setting_once_and_keeps_every_letter(text):
    once = typography(text)
    assert typography(once) == once
    plain = [sign for sign in once if sign not in "\u00a0\u2011 -"]
    assert plain == [sign for sign in text if sign not in "\u00a0\u2011 -"]
