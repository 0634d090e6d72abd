"""The script that builds Google Forms, really run: what it makes, what a second run does, what no text can break."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from apps_script_support import run_script, values
from import_books import book_of

from nastavnik_sheets.asking import Questionnaire, chosen, questionnaires_of
from nastavnik_sheets.book import read_book
from nastavnik_sheets.codes import make_code, read_code
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.forms.google_script import CODE_PATTERN, as_data, script, tab_title
from nastavnik_sheets.questionnaires import questions
from nastavnik_sheets.scales import SCALES
from nastavnik_sheets.service_sheets import ListEntry
from nastavnik_sheets.workbook import Mentee
from nastavnik_sheets.year_sheets import Question

NAME = "Обратная связь: наставляемый"


def asked(*scales: str, name: str = NAME, first: int = 1, text: str = "Вопрос {}?", **more: Any) -> list[Question]:
    """Return a questionnaire with a question of each scale."""
    return [
        Question(code=make_code("ВП", n), questionnaire=name, moment="промежуточный", role="наставляемый", number=n,
                 text=text.format(n), scale=scale, options="утро; вечер" if scale in SCALES[5:7] else None, **more)
        for n, scale in enumerate(scales, start=first)
    ]  # fmt: skip


def gathered(*rows: Question) -> list[Questionnaire]:
    with book_of(*rows) as host:
        return questionnaires_of(read_book(host))


def built(*rows: Question, sheet: str = "") -> str:
    return script(gathered(*rows), sheet=sheet)


def items_of(made: dict[str, Any], number: int = 0) -> list[tuple[str, str]]:
    return [(item["type"], item["title"]) for item in made["forms"][number]["items"]]


def test_the_script_builds_a_form_with_an_item_for_every_scale() -> None:
    made = run_script(built(*asked(*SCALES)), ["buildForms"])
    [said] = values(made)
    [form] = made["forms"]
    types = ["SCALE", "MULTIPLE_CHOICE", "PARAGRAPH_TEXT", "MULTIPLE_CHOICE", "SCALE", "MULTIPLE_CHOICE", "CHECKBOX",
             "TEXT"]  # fmt: skip
    asked_items = [(kind, f"Вопрос {n}?") for n, kind in enumerate(types, start=1)]
    opening = [("SECTION_HEADER", "Прежде чем отвечать"), ("TEXT", "Код участника")]
    assert items_of(made) == [*opening, *asked_items]
    items = form["items"]
    assert items[2]["bounds"] == [1, 10]
    assert items[6]["bounds"] == [0, 2]
    assert items[3]["options"] == ["да", "нет"]
    assert items[5]["options"] == ["очень часто", "часто", "редко", "1–2 раза", "никогда"]
    assert items[8]["options"] == ["утро", "вечер"]
    assert [item["help"] for item in items[2:4]] == ["[ВП-001-3]", "[ВП-002-1]"]
    assert (form["email"], form["published"], form["accepting"]) == (False, True, True)
    assert items[1]["required"]
    assert not any(item["required"] for item in items[2:])
    assert "Впишите этот адрес на лист «Настройки»" in said


def test_answers_go_to_one_table_a_sheet_for_each_form_named_as_the_questionnaire() -> None:
    rows = [*asked("да/нет"), *asked("текст", name="Ученик – ученик: наставник, вход", first=2)]
    made = run_script(built(*rows), ["buildForms"])
    [book] = made["books"]
    assert book["locale"] == "ru_RU"
    assert {form["destination"] for form in made["forms"]} == {book["id"]}
    assert [sheet["title"] for sheet in book["sheets"]] == [
        "Анкеты",
        "Ученик – ученик наставник, вход (промежуточный)",
        "Обратная связь наставляемый (промежуточный)",
        "Лист1",
    ]
    index = book["sheets"][0]["cells"]
    assert [line[0] for line in index[1:]] == [form["title"] for form in made["forms"]]
    assert index[1][1].endswith("/viewform")


def test_a_second_run_changes_nothing_and_makes_nothing() -> None:
    text = built(*asked(*SCALES))
    once = run_script(text, ["buildForms"])
    twice = run_script(text, ["buildForms"], ["buildForms"])
    assert values(twice)
    assert twice["forms"] == once["forms"]
    assert twice["calls"] == once["calls"]
    assert len(twice["books"]) == 1


def test_a_changed_questionnaire_updates_the_same_form_and_keeps_the_ids_of_its_questions() -> None:
    rows = asked("да/нет", "1–10", "текст")
    first = run_script(built(*rows), ["buildForms"])
    before = {item["title"]: item["id"] for item in first["forms"][0]["items"]}
    changed = [replace(rows[1], number=1, text="Совсем другой вопрос?"), replace(rows[0], number=2, text="Вопрос 1?"),
               *asked("частота", first=4)]  # fmt: skip
    renamed = [replace(q, questionnaire="Как дела в паре") for q in changed]
    made = run_script(built(*rows), ["buildForms"], ["load", built(*renamed)], ["buildForms"])
    values(made)
    [form] = made["forms"]
    assert form["title"] == "Как дела в паре (промежуточный)"
    assert [item["title"] for item in form["items"][2:]] == ["Совсем другой вопрос?", "Вопрос 1?", "Вопрос 4?"]
    assert [item["id"] for item in form["items"][2:4]] == [before["Вопрос 2?"], before["Вопрос 1?"]]


def test_what_people_added_or_closed_themselves_stays() -> None:
    rows = asked("да/нет")
    more = [*rows, *asked("текст", first=2)]
    title = f"{NAME} (промежуточный)"
    own = ["own", {"title": title, "text": "Наш вопрос школы"}]
    made = run_script(built(*rows), ["buildForms"], own, ["close", title], ["load", built(*more)], ["buildForms"])
    values(made)
    assert [t for _, t in items_of(made)] == [
        "Прежде чем отвечать", "Код участника", "Вопрос 1?", "Вопрос 2?", "Наш вопрос школы",
    ]  # fmt: skip
    assert made["forms"][0]["accepting"] is False


def test_with_answers_in_it_no_question_is_deleted_or_turned_into_another() -> None:
    rows = asked("да/нет", "1–10")
    answer = ["answer", f"{NAME} (промежуточный)"]
    fewer = [replace(rows[0], scale="текст")]
    made = run_script(built(*rows), ["buildForms"], answer, ["load", built(*fewer)], ["buildForms"])
    said = values(made)[-1]
    assert [kind for kind, _ in items_of(made)][2:] == ["MULTIPLE_CHOICE", "SCALE"]
    assert "у вопроса ВП-001-3 сменилась шкала, а ответы уже есть" in said
    assert "вопроса ВП-002-1 в книге больше нет, а ответы на него уже есть" in said


def test_another_project_knows_the_forms_by_the_table_of_answers() -> None:
    rows = asked("да/нет", "1–10")
    first = run_script(built(*rows), ["buildForms"])
    book = first["books"][0]["id"]
    edited = [replace(rows[0], text="Новые слова?"), rows[1]]
    steps = (["buildForms"], ["forget"], ["load", built(*edited, sheet=book)], ["buildForms"])
    made = run_script(built(*rows), *steps)
    values(made)
    [form] = made["forms"]
    assert [item["title"] for item in form["items"][2:]] == ["Новые слова?", "Вопрос 2?"]
    assert [i["id"] for i in form["items"]] == [i["id"] for i in first["forms"][0]["items"]]


@pytest.mark.parametrize("stop", range(1, 44, 2))
def test_stopped_anywhere_the_next_run_completes_the_same_forms(stop: int) -> None:
    rows = [*asked("да/нет", "1–10"), *asked("текст", "частота", name="Другая", first=3)]
    made = run_script(built(*rows), ["stopAt", stop], ["buildForms"], ["goOn"], ["buildForms"])
    whole = run_script(built(*rows), ["buildForms"])
    assert len(made["forms"]) == 2
    assert [items_of(made, n) for n in (0, 1)] == [items_of(whole, n) for n in (0, 1)]
    assert all(form["destination"] for form in made["forms"])


def test_google_stops_a_script_after_six_minutes_so_it_stops_before_and_says_how_many_are_left() -> None:
    rows = [q for n in range(6) for q in asked("да/нет", "текст", name=f"Анкета {n}", first=2 * n + 1)]
    made = run_script(built(*rows), ["buildForms"], ["buildForms"], step_ms=4000)
    first, second = values(made)
    left = re.search(r"осталось анкет: (\d)", first)
    assert left
    assert 0 < int(left[1]) < 6
    assert "осталось" not in second
    assert len(made["forms"]) == 6


def test_a_deleted_form_is_said_and_made_anew_only_when_a_person_says_so() -> None:
    text = built(*asked("да/нет"))
    title = f"{NAME} (промежуточный)"
    made = run_script(text, ["buildForms"], ["trash", title], ["buildForms"], ["forgetDeletedForms"], ["buildForms"])
    _, _, second, forgotten, third = values(made)
    assert "не открывается" in second
    assert forgotten == "Забыто анкет: 1."
    assert "не открывается" not in third
    assert len(made["forms"]) == 1


HOSTILE = [
    "</script><script>alert(1)</script>",
    "`${FormApp.create('x')}`",
    "'; deleteEverything(); //",
    '"}]}; throw new Error("x"); /*',
    "*/{}; SPEC = {}",
    "\\u0022 \\ \\\\ \\n",
    '=IMPORTXML("http://x","//a")',
    "первая\u2028вторая\u2029третья",
    "{{ шаблон }} {% for %} %s {0}",
    "эмодзи 🦉 и комбинируемая и\u0306",
    "a<!--b-->c & d",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_questions_are_data_and_never_code(text: str) -> None:
    rows = asked("один из списка", text="{}", name=f"Анкета {text}"[:200])
    rows = [replace(q, text=text, options=None) for q in rows]
    lists = [ListEntry(list_name="Мои", value=value) for value in (f"{text} 1", f"{text} 2")]
    [one] = gathered(*[replace(q, options="Мои") for q in rows], *lists)  # type: ignore[arg-type]
    made = run_script(script([one]), ["buildForms"])
    values(made)
    [form] = made["forms"]
    assert form["title"] == one.title
    assert form["items"][2]["title"] == one.lines[0].title
    assert form["items"][2]["options"] == list(one.lines[0].options)


def test_questionnaires_whose_sheets_would_be_called_alike_both_get_one() -> None:
    for names in (("А/Б", "А Б"), ("я" * 150 + "1", "я" * 150 + "2")):
        rows = [q for n, name in enumerate(names, start=1) for q in asked("текст", name=name, first=n)]
        made = run_script(built(*rows), ["buildForms"], ["buildForms"])
        values(made)
        titles = [sheet["title"] for sheet in made["books"][0]["sheets"]]
        assert len(set(titles)) == len(titles) == 4
        assert tab_title(f"{names[0]} (промежуточный)") in titles
        assert len(made["forms"]) == 2


def test_two_hundred_options_and_two_hundred_questions_are_all_asked() -> None:
    options = "; ".join(f"вариант {n}" for n in range(200))
    rows = [replace(q, options=options) for q in asked("один из списка", "несколько из списка")]
    more = asked(*["текст"] * 198, first=3, text="Вопрос {} " + "щ" * 3000)
    made = run_script(built(*rows, *more), ["buildForms"])
    values(made)
    items = made["forms"][0]["items"][2:]
    assert [len(item["options"]) for item in items[:2]] == [200, 200]
    assert len(items) == 200
    assert items[-1]["title"] == more[-1].text


def test_options_that_differ_by_capitals_alone_are_asked_as_they_are_and_equal_ones_once() -> None:
    rows = [replace(q, options="да; Да; да ; нет") for q in asked("один из списка")]
    made = run_script(built(*rows), ["buildForms"])
    values(made)
    assert made["forms"][0]["items"][2]["options"] == ["да", "Да", "нет"]


def test_a_name_that_looks_like_a_formula_is_text_in_the_table_of_answers() -> None:
    made = run_script(built(*asked("да/нет", name="=СУММ(1;2)")), ["buildForms"])
    values(made)
    assert made["books"][0]["sheets"][0]["cells"][1][0] == "=СУММ(1;2) (промежуточный)"


def test_the_data_holds_nothing_that_a_page_or_an_old_engine_reads_as_code() -> None:
    assert (
        as_data({"a": "</script>\u2028&\ufeff\ud800"})
        == '{\n "a": "\\u003c/script\\u003e\\u2028\\u0026\\ufeff\\ud800"\n}'
    )


def test_equal_questions_of_one_questionnaire_are_told_apart() -> None:
    rows = [replace(q, text="Что мешает?") for q in asked("текст", "текст")]
    [one] = gathered(*rows)
    assert [line.title for line in one.lines] == ["Что мешает?", "Что мешает? (2)"]


def test_the_code_of_a_participant_is_asked_by_a_pattern_that_knows_typed_variants() -> None:
    variants = [make_code("У", 14), "у-014-9", "У 014 9", "Y-014-9", " У0149 ", "у_014.9", make_code("У", 123456)]
    assert all(re.fullmatch(CODE_PATTERN, text) for text in variants)
    assert [read_code(text, ("У",)).value for text in variants[:-1]] == ["У-014-9"] * 6
    for wrong in ("Иванов", "014-9", "У-14", "У-014-9; У-021-4", "", "ПР-014-9"):
        assert not re.fullmatch(CODE_PATTERN, wrong)


def test_names_of_sheets_are_such_as_google_and_excel_take() -> None:
    assert tab_title("А: б/в [г]? «д» " + "щ" * 200) == ("А б в г «д» " + "щ" * 200)[:90]


def test_the_school_gets_the_questionnaires_of_its_own_forms_or_those_it_names() -> None:
    person = Mentee(code=make_code("У", 1), full_name="Ёлкин Пётр", wanted_form="Ученик – ученик")
    with book_of(*questions(), person) as host:
        book = read_book(host)
        own = chosen(book)
        assert {q.mentoring_form for q in own} == {None, "Ученик – ученик"}
        assert len(own) == 10
        named = chosen(book, ["обратная СВЯЗЬ"])
        assert {q.name for q in named} == {"Обратная связь: наставляемый", "Обратная связь: наставник"}
        with pytest.raises(UsageError, match="«нет такой»"):
            chosen(book, ["нет такой"])
    with book_of(*questions()) as host:
        assert len(chosen(read_book(host))) == 30


def test_what_cannot_be_asked_is_refused_with_the_question_named() -> None:
    rows = [replace(asked("несколько из списка")[0], options="да, конечно; нет")]
    with book_of(*rows) as host, pytest.raises(Refused, match=r"ВП-001-3 .*запятая"):
        chosen(read_book(host))
