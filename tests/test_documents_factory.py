"""What people typed is printed as they typed it, whatever it is; and many letters are made fast from one form."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from documents_support import template, text_of
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik_sheets.documents import make
from nastavnik_sheets.documents.factory import Form, compile_form
from nastavnik_sheets.documents.filters import filters
from nastavnik_sheets.documents.sample import SAMPLE_DAY, SAMPLE_SETTINGS, book_of, sample_records
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.service_sheets import WordCases
from nastavnik_sheets.workbook import Mentee, Pair
from nastavnik_sheets.year_sheets import Award

DAY = date(2026, 9, 1)


def form(*lines: str, words: tuple[WordCases, ...] = ()) -> Form:
    return compile_form(template(*lines), name="т.docx", filters=filters(words))


def filled(made: Form, **context: object) -> str:
    return text_of(made.fill(context, title="т", author="ш", made=DAY)).rstrip("\n")


ONE = form("{{ поле }}")
HOSTILE = (
    "<w:p><w:r><w:t>чужой абзац</w:t></w:r></w:p>",
    "{{ номер }} {% for x in y %} {# #}",
    "А < Б & В > Г \"кавычки\" 'апостроф'",
    '=HYPERLINK("http://evil.example";"нажми")',
    "]]> <!-- --> <?xml?> &amp; &#0;",
    "</w:t></w:r></w:p></w:body>",
    "я" * 10_000,
    "Иванов\\1 \\g<0> $1 %s",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_what_people_type_is_printed_as_typed(value: str) -> None:
    assert filled(ONE, поле=value) == value


def test_control_characters_are_dropped_and_lines_stay_lines() -> None:
    assert filled(ONE, поле="а\x00б\x0bв\x1fг\ud800д\ufffe") == "абвгд"
    assert filled(ONE, поле="первая\r\nвторая\nтретья") == "первая\nвторая\nтретья"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=80))
def test_any_text_survives(value: str) -> None:
    made = ONE.fill({"поле": value}, title=value, author=value, made=DAY)
    plain = value.replace("\u2011", "-").replace("г..", "г.")
    assert text_of(made).rstrip("\n") == plain


@pytest.mark.parametrize("value", [None, object(), {"ФИО": ""}, {"ФИО": "  "}])
def test_nothing_is_never_printed_silently(value: object) -> None:
    with pytest.raises(Refused):
        filled(ONE, поле=value)
    with pytest.raises(Refused):
        filled(form("{{ нет_такого }}"))


def test_an_empty_name_is_refused_in_any_case() -> None:
    for name in ("род", "дат", "вин", "твор", "предл", "кратко", "инициалы", "по_имени"):
        with pytest.raises(Refused, match="пустое имя"):
            filled(form("{{ человек | " + name + " }}"), человек={"ФИО": "", "код": "У-001-3"})


FILTERS = (
    ("{{ ч | род }}", "Саидовой Патимат Юсуповны"),
    ("{{ ч | дат }}", "Саидовой Патимат Юсуповне"),
    ("{{ ч | вин }}", "Саидову Патимат Юсуповну"),
    ("{{ ч | твор }}", "Саидовой Патимат Юсуповной"),
    ("{{ ч | предл }}", "Саидовой Патимат Юсуповне"),
    ("{{ ч | кратко }}", "Саидова П.Ю."),
    ("{{ ч | инициалы }}", "П.Ю. Саидова"),
    ("{{ ч | по_имени }}", "Патимат Юсуповна"),
    ("{{ ч | согл('рад', 'рада') }}", "рада"),
    ("{{ ч.должность | дат }}", "заместителю директора по воспитательной работе"),
    ("{{ день }}", "1 сентября 2026 г."),
    ("{{ день | цифрами }}", "01.09.2026"),
    ("{{ пусто | дата }}", "«____» ______________ 20___ г."),
    ("{{ пусто | по_умолчанию('нет') }}", "нет"),
    ("{{ сколько | прописью }}", "двести сорок одна тысяча девятнадцать"),
    ("{{ 0 | прописью }}", "ноль"),
    ("{{ 1000 | прописью }}", "одна тысяча"),
    ("{{ 22 | число('пара', 'пары', 'пар') }}", "22 пары"),
    ("{{ дробь }}", "2,5"),
    ("{{ люди | через('; ') }}", "Иван; Пётр"),
    ("{{ люди | количество }}", "2"),
)


@pytest.mark.parametrize(("text", "expected"), FILTERS)
def test_filters_say_what_they_promise(text: str, expected: str) -> None:
    person = {
        "ФИО": "Саидова Патимат Юсуповна",
        "пол": "ж",
        "должность": "заместитель директора по воспитательной работе",
    }
    context = {"ч": person, "день": DAY, "пусто": "", "сколько": 241_019, "дробь": 2.5, "люди": ["Иван", "Пётр"]}
    assert filled(form(text), **context) == expected


def test_an_unknown_gender_gives_both_words() -> None:
    made = form("{{ ч | согл('ознакомлен', 'ознакомлена') }} {{ ч | согл('уважаемый', 'уважаемая') }}")
    assert filled(made, ч={"ФИО": "Цой Саша", "пол": ""}) == "ознакомлен(а) уважаемый/уважаемая"


def test_what_is_written_on_the_cases_sheet_wins() -> None:
    words = (WordCases(text="Кравец Илья Юрьевич", dative="Кравецу Илье Юрьевичу"),)
    made = form("{{ ч | дат }}, {{ ч | род }}", words=words)
    assert filled(made, ч={"ФИО": "Кравец Илья Юрьевич", "пол": "м"}) == "Кравецу Илье Юрьевичу, Кравца Ильи Юрьевича"


def test_fine_spaces_and_hyphens_are_put_in_when_printing() -> None:
    made = form("№ 5, ст. 351.8, {{ ч }}, 7 «А» класс").fill({"ч": "Саид-Магомед"}, title="т", author="ш", made=DAY)
    assert text_of(made, plain=False).strip() == "№\u00a05, ст.\u00a0351.8, Саид\u2011Магомед, 7\u00a0«А»\u00a0класс"


def test_letters_of_one_form_do_not_leak_into_each_other() -> None:
    made = form("{% если раз %}только раз{% конец если %}{{ поле }}")
    texts = [filled(made, поле=str(n), раз=n == 3) for n in range(6)]
    assert texts == ["0", "1", "2", "только раз3", "4", "5"]


def test_many_in_one_file_begin_on_new_pages_and_number_anew() -> None:
    records = [replace(r, state="завершена") if isinstance(r, Pair) else r for r in sample_records()]
    made = make(book_of(records, SAMPLE_SETTINGS), "mentor_report", today=SAMPLE_DAY, together=True)
    assert [name for name, _ in made.files] == ["Отчёт наставника.docx"]
    document = Document(io.BytesIO(made.files[0][1]))
    xml = document.element.xml
    assert xml.count('w:type="page"') == 4
    assert text_of(made.files[0][1]).count("ОТЧЁТ НАСТАВНИКА") == 5
    assert xml.count("<w:sectPr") == 1
    numbers = {
        n.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}numId")
        for n in document.part.numbering_part.element.findall("{*}num")
    }
    assert len(numbers) == 15


def test_hostile_cells_of_a_workbook_come_out_as_text() -> None:
    evil = "</w:t><w:br/> {{ 7*7 }} {% x %} &lt; ; =1+1"
    records = [
        replace(r, basis=evil) if isinstance(r, Award) else replace(r, request=evil) if isinstance(r, Mentee) else r
        for r in sample_records()
    ]
    book = book_of(records, SAMPLE_SETTINGS)
    for kind in ("order_reward", "gratitude", "base_mentees"):
        assert evil in text_of(make(book, kind, today=SAMPLE_DAY).files[0][1])
