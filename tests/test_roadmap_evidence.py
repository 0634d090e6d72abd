"""What the records say of the roadmap, how a row is known, and the chart that prints."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from rule_books import book_of, school, without
from rule_school import TODAY

from nastavnik_sheets import template
from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.scheduling import roadmap
from nastavnik_sheets.commands.undoing import undo
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.roadmap import actions, meaning_of
from nastavnik_sheets.roadmap.chart import TITLE, chart_sheet, scale_of, state_of
from nastavnik_sheets.roadmap.evidence import evidence
from nastavnik_sheets.roadmap.evidence_of_papers import LOOKS as PAPERS
from nastavnik_sheets.roadmap.evidence_of_people import LOOKS as PEOPLE
from nastavnik_sheets.roadmap.meanings import MEANINGS, words
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Pair
from nastavnik_sheets.year_sheets import OrderRow, RoadmapAction

if TYPE_CHECKING:
    from pathlib import Path

    from rule_school import Records

START, END = date(2026, 9, 1), date(2027, 5, 31)
ROWS = actions(START, END)


def seen(records: Records, word: str, today: date = TODAY) -> tuple[str, str] | None:
    """Return how far an action of this meaning is, in words."""
    action = RoadmapAction(code=make_code("ДК", 1), meaning=word, start=START, end=END)
    found = evidence(book_of(records), action, today)
    return (found.state, found.words) if found else None


def test_every_action_of_the_roadmap_is_known_by_its_words_alone() -> None:
    for row in ROWS:
        found = meaning_of(replace(row, meaning=None))
        assert found is not None
        assert found.word == row.meaning, row.content


def test_what_a_row_is_counted_as_stands_on_the_lists_and_only_that_is_looked_for() -> None:
    known = initial_values()["Мероприятия карты"]
    assert known == list(words())
    assert {row.meaning for row in ROWS} <= set(known)
    assert {*PEOPLE, *PAPERS} <= {meaning.word for meaning in MEANINGS}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("Собираем согласия с родителей наставляемых", "согласия наставляемых"),
        ("Анкетируем будущих наставников", "анкеты наставников"),
        ("Приказ директора о парах наставник – наставляемый", "приказ о парах"),
        ("Педсовет: рассказываем о программе", "педагогический совет"),
        ("Пробная встреча пар", "пробная встреча"),
        ("Составляем ИПР", "индивидуальные планы"),
        ("Итоговое мероприятие и чаепитие", "итоговое мероприятие"),
    ],
)
def test_a_school_may_word_its_actions_as_it_likes(content: str, word: str) -> None:
    found = meaning_of(RoadmapAction(code=make_code("ДК", 1), content=content))
    assert found is not None
    assert found.word == word


def test_other_is_not_judged() -> None:
    row = RoadmapAction(code=make_code("ДК", 1), content="Педсовет", meaning="другое")
    assert meaning_of(row) is None
    assert evidence(book_of(school()), row, TODAY) is None


def test_order_is_checked_by_what_an_action_is_not_by_its_stage() -> None:
    own = [
        RoadmapAction(code=make_code("ДК", n), stage=1, stage_title="Наш план", content=content, start=day, end=day,
                      responsible="координатор")
        for n, (content, day) in enumerate(
            (("Анкетируем наставляемых", date(2026, 9, 20)), ("База наставляемых готова", date(2026, 9, 1)),
             ("Приказ о парах", date(2026, 9, 25))), start=1)
    ]  # fmt: skip
    from nastavnik_sheets.rules.roadmap import stages_in_order

    (flag,) = stages_in_order(book_of({**school(), RoadmapAction: own}), date(2026, 8, 1))
    assert "сбор данных" in flag.message + flag.cure


def test_meetings_follow_each_other_on_the_roadmap_too() -> None:
    from nastavnik_sheets.rules.roadmap import stages_in_order

    swapped = [replace(row, row=n) for n, row in enumerate(ROWS, start=2)]
    first = next(n for n, row in enumerate(swapped) if row.meaning == "организационная встреча")
    swapped[first] = replace(swapped[first], start=date(2027, 5, 20), end=date(2027, 5, 25))
    flags = list(stages_in_order(book_of({**school(), RoadmapAction: swapped}), date(2026, 4, 1)))
    assert [flag.record.code for flag in flags] == [swapped[first].code]  # type: ignore[union-attr]
    assert "организационная встреча" in flags[0].message


def test_bases_consents_pairs_and_meetings_are_counted() -> None:
    records = school()
    assert seen(records, "база наставляемых: обучающиеся") == ("выполнено", "в базе: 5")
    assert seen(records, "согласия наставляемых") == ("выполнено", "согласия: 6 из 6")
    own = [n for n, c in enumerate(records[Consent]) if c.person == records[Mentee][0].code]  # type: ignore[attr-defined]
    assert seen(without(records, Consent, own[0]), "согласия наставляемых") == ("в работе", "согласия: 5 из 6")
    assert seen(records, "организационная встреча") == ("выполнено", "прошла у пар: 5 из 5")
    assert seen(records, "заключительная встреча") == ("в работе", "прошла у пар: 1 из 5")
    assert seen(records, "приказ о парах") == ("в работе", "приказ есть у пар: 5 из 6")
    assert seen(without(records, Pair, 5), "приказ о парах") == ("выполнено", "приказ есть у пар: 5 из 5")
    assert seen(without(records, Meeting, *range(40)), "организационная встреча") == (
        "не начато",
        "прошла у пар: 0 из 5",
    )
    assert seen(records, "мониторинг качества") == ("не начато", "мониторинг не проведён")


def test_a_paper_that_is_not_in_the_register_says_nothing() -> None:
    assert seen(school(), "приказ о внедрении") == ("выполнено", "№ 1 от 20.08.2026")
    assert seen(without(school(), OrderRow, 0), "приказ о внедрении") is None
    assert seen(school(), "приказ о внедрении", date(2026, 8, 1)) is None, "not issued yet"
    assert seen(school(), "педагогический совет") is None
    assert seen(school(), "групповая встреча") == ("выполнено", "прошло 02.09.2026")


def fresh(path: Path, today: date = date(2026, 3, 1)) -> Path:
    path.write_bytes(template.build(today=today))
    return path


def test_the_persons_words_stay_and_what_is_empty_is_filled(tmp_path: Path) -> None:
    path = fresh(tmp_path / "книга.xlsx")
    with open_host(path) as host:
        book = read_book(host)
        plan = Plan(book)
        rows = {row.meaning: row for row in book[RoadmapAction]}
        plan.add(OrderRow(code="", number="1", issued=date(2026, 4, 1), kind="Приказ о внедрении", title="О внедрении"))
        plan.add(OrderRow(code="", number="2", issued=date(2026, 4, 2), kind="Приказ о кураторах", title="О кураторах"))
        plan.set(rows["назначение кураторов"], "proof", "папка 3")
        plan.set(rows["назначение кураторов"], "state", "в работе")
        plan.apply(host)
    options = Options(today=date(2026, 4, 20))
    said = roadmap(str(path), options=options).message
    assert "По книге выполнено, а не отмечено: 2 мероприятия" in said
    with open_host(path) as host:
        book = read_book(host)
        after = {row.meaning: row for row in book[RoadmapAction]}
        assert TITLE in host.sheets()
    assert after["приказ о внедрении"].by_book == "выполнено: № 1 от 01.04.2026"
    assert after["приказ о внедрении"].proof == "Приказ о внедрении № 1 от 01.04.2026"
    assert after["приказ о внедрении"].state == "не начато"
    assert after["назначение кураторов"].proof == "папка 3"
    assert after["назначение кураторов"].state == "в работе"
    sheet = load_workbook(path)["Дорожная карта"]
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert (
        links["выполнено: № 1 от 01.04.2026"] == "'Приказы'!A2" or links["выполнено: № 1 от 01.04.2026"] == "Приказы!A2"
    )
    assert roadmap(str(path), options=options).facts["changed_cells"] == 0
    undo(str(path), options=options)


def test_new_dates_come_only_when_asked_for(tmp_path: Path) -> None:
    path = fresh(tmp_path / "книга.xlsx")
    with open_host(path) as host:
        book = read_book(host)
        plan = Plan(book)
        plan.set(book[RoadmapAction][3], "end", date(2026, 6, 30))
        plan.apply(host)
    options = Options(today=date(2026, 3, 5))
    roadmap(str(path), options=options)
    with open_host(path) as host:
        assert read_book(host)[RoadmapAction][3].end == date(2026, 6, 30)
    assert "новые сроки у 1 мероприятия" in roadmap(str(path), move=True, options=options).message
    with open_host(path) as host:
        assert read_book(host)[RoadmapAction][3].end != date(2026, 6, 30)


def test_a_row_that_took_the_place_of_ours_keeps_its_dates() -> None:
    from nastavnik_sheets.roadmap import rescheduled

    own = RoadmapAction(code=ROWS[0].code, stage=1, content="Экскурсия на завод", start=START, end=END)
    assert rescheduled([own], START + timedelta(days=365), END + timedelta(days=365)) == []


def test_the_chart_has_a_row_for_each_action_and_a_filled_cell_for_each_week() -> None:
    rows = [replace(row, row=n, responsible="Омарова Д. И.") for n, row in enumerate(ROWS, start=2)]
    own = [replace(rows[n], content=f"Наше дело {n}", row=100 + n, stage=8, stage_title="Своё") for n in range(12)]
    content = chart_sheet([*rows, *own], school="МКОУ «СОШ № 1»", today=date(2026, 10, 14))
    assert content == chart_sheet([*rows, *own], school="МКОУ «СОШ № 1»", today=date(2026, 10, 14))
    page = load_workbook(io.BytesIO(content))[TITLE]
    texts = [page.cell(row, 2).value for row in range(1, page.max_row + 1)]
    assert sum(text in {f"Наше дело {n}" for n in range(12)} for text in texts) == 12
    assert page.max_row == 4 + 64 + 8, "head, actions, stages"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    line = next(
        row for row in range(1, page.max_row + 1) if str(page.cell(row, 2).value).startswith("Проведение первой")
    )
    filled = [c for c in range(5, page.max_column + 1) if page.cell(line, c).fill.fgColor.rgb not in ("00000000", None)]
    assert len(filled) in (2, 3)
    assert page.print_title_rows == "$3:$4"


@pytest.mark.parametrize("days", [0, 400, 900])
def test_the_scale_holds_every_day(days: int) -> None:
    rows = [replace(ROWS[0], start=START, end=START + timedelta(days=days))]
    scale = scale_of(rows)
    assert scale.starts[0] <= START
    assert scale.column(START) == (0 if len(scale.starts) == 1 else scale.column(START))
    assert scale.column(rows[0].end or START) == len(scale.starts) - 1


def test_a_bar_is_coloured_by_the_persons_word() -> None:
    row = ROWS[0]
    assert state_of(row, date(2027, 1, 1)) == "просрочено"
    assert state_of(replace(row, state="выполнено"), date(2027, 1, 1)) == "выполнено"
    assert state_of(replace(row, state="отложено"), date(2027, 1, 1)) == "отложено"
    assert state_of(row, date(2026, 1, 1)) == "впереди"


def test_a_roadmap_without_rows_has_no_chart_and_no_trouble() -> None:
    assert chart_sheet([], school="", today=TODAY)
