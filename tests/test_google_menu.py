"""macros/google/Code.gs, really run: codes as our program gives them, drop-downs, nothing of anybody's overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apps_script_support import run_script, values

from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.codes import make_code, read_code
from nastavnik_sheets.forms.menu import menu_script
from nastavnik_sheets.lists import initial_lists
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import ListEntry, LogRow, SettingRow
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair

CODE = (Path(__file__).parents[1] / "macros" / "google" / "Code.gs").read_text(encoding="utf-8")
BIRTH = {"day": [2012, 2, 5]}


def grid(record_type: type[Any], *rows: dict[str, Any]) -> list[list[Any]]:
    """Return a sheet of these records; a cell is an empty text where nothing is said, as Google has it."""
    columns = sheet_of(record_type).columns
    return [[c.title for c in columns], *([row.get(c.name, "") for c in columns] for row in rows)]


def book(*grids: tuple[type[Any], list[list[Any]]], whole: bool = True) -> list[Any]:
    sheets = {sheet_of(record_type).title: cells for record_type, cells in grids}
    if whole:
        sheets[sheet_of(SettingRow).title] = grid(SettingRow)
    return ["book", {"title": "Школа", "sheets": sheets}]


def codes_on(made: dict[str, Any], record_type: type[Any]) -> list[Any]:
    sheet = next(s for s in made["books"][0]["sheets"] if s["title"] == sheet_of(record_type).title)
    return [row[0] for row in sheet["cells"][1:]]


def test_the_script_in_the_project_is_the_one_the_schema_makes() -> None:
    assert menu_script() == CODE


def test_codes_are_those_of_our_program_number_by_number() -> None:
    numbers = [*range(1, 5001), 9999, 10000, 54321, 99999, 100000, 999999]
    code = CODE + "\nfunction codeOfPerson(number) { return makeCode('У', number); }\n"
    made = run_script(code, ["each", {"name": "codeOfPerson", "values": numbers}])
    assert values(made)[0] == [make_code("У", n) for n in numbers]


def test_the_menu_has_three_lines_each_a_function_of_the_script() -> None:
    made = run_script(CODE, ["onOpen"])
    values(made)
    [menu] = made["menu"]
    assert menu["title"] == "Наставничество"
    names = [line[1] for line in menu["lines"] if line]
    assert names == ["giveCodes", "addLists", "showLastRun"]
    assert all(f"function {name}()" in CODE for name in names)


def test_new_rows_get_the_next_codes_and_nothing_else_changes() -> None:
    known = {"code": make_code("У", 7), "full_name": "Ёлкин Пётр Ильич", "birth_date": BIRTH}
    new = {"full_name": "Сомова Анна Львовна", "birth_date": {"day": [2011, 5, 15]}}
    typed = {"code": "мой код", "full_name": "Гаджиев Марат"}
    total = {"full_name": "ИТОГО", "request": "3"}
    mentees = grid(Mentee, known, new, {}, typed, total, {"request": "только запрос"})
    consents = grid(Consent, {"code": make_code("С", 1), "person": make_code("У", 7)}, {"person": make_code("У", 7)})
    made = run_script(CODE, book((Mentee, mentees), (Consent, consents)), ["giveCodes"], ["giveCodes"])
    assert values(made)[1:] == ["Поставлено кодов: 3.", "У всех строк коды есть."]
    assert codes_on(made, Mentee) == [make_code("У", 7), make_code("У", 8), "", "мой код", "", make_code("У", 9)]
    assert codes_on(made, Consent) == [make_code("С", 1), make_code("С", 2)]
    after = [row[1:] for row in made["books"][0]["sheets"][0]["cells"]]
    assert [row[0] for row in after] == [row[1] for row in mentees]
    assert all(read_code(c, ("У",)).value == c for c in codes_on(made, Mentee) if c.startswith("У-"))


def test_one_person_in_both_bases_has_one_code() -> None:
    mentees = grid(Mentee, {"code": make_code("У", 3), "full_name": "Ёлкин  Пётр Ильич", "birth_date": BIRTH})
    mentors = grid(
        Mentor,
        {"full_name": "елкин пётр ильич", "birth_date": BIRTH},
        {"full_name": "Новая Ия", "birth_date": BIRTH},
        {"full_name": "Ёлкин Пётр Ильич", "birth_date": {"day": [1980, 0, 1]}},
    )
    made = run_script(CODE, book((Mentee, mentees), (Mentor, mentors)), ["giveCodes"])
    values(made)
    assert codes_on(made, Mentor) == [make_code("У", 3), make_code("У", 4), make_code("У", 5)]


def test_a_number_that_anything_still_names_is_not_given_again() -> None:
    log = grid(LogRow, {"what": f"удалён {make_code('У', 41)}"})
    made = run_script(CODE, book((Mentee, grid(Mentee, {"full_name": "А Б"})), (LogRow, log)), ["giveCodes"])
    values(made)
    assert codes_on(made, Mentee) == [make_code("У", 42)]


def test_while_a_code_is_named_and_its_row_is_not_there_people_are_asked_first() -> None:
    pairs = grid(Pair, {"code": make_code("ПР", 1), "mentee": make_code("У", 5)})
    mentees, meetings = grid(Mentee, {"full_name": "Ёлкин Пётр"}), grid(Meeting, {"pair": make_code("ПР", 1)})
    made = run_script(CODE, book((Mentee, mentees), (Pair, pairs), (Meeting, meetings)), ["giveCodes"])
    said = values(made)[1]
    assert f"Поставлено кодов: 1. Строк без кода: 1. Другие листы называют код {make_code('У', 5)}" in said
    assert codes_on(made, Mentee) == [""]


def test_in_a_mirror_the_menu_gives_no_codes() -> None:
    mentees = grid(Mentee, {"full_name": "Ёлкин Пётр"})
    made = run_script(CODE, book((Mentee, mentees), whole=False), ["giveCodes"])
    assert "зеркало" in values(made)[1]
    assert codes_on(made, Mentee) == [""]


def test_columns_may_stand_in_any_order_and_a_sheet_may_be_missing() -> None:
    columns = list(reversed(grid(Mentee, {"full_name": "Ёлкин Пётр"})[0]))
    row = ["Ёлкин Пётр" if title == "ФИО" else "" for title in columns]
    made = run_script(CODE, book((Mentee, [columns, row])), ["giveCodes"])
    assert values(made)[1] == "Поставлено кодов: 1."
    cells = made["books"][0]["sheets"][0]["cells"]
    assert cells[1][columns.index("Код")] == make_code("У", 1)


def test_drop_downs_come_from_the_lists_and_peoples_own_rules_stay() -> None:
    entries = [
        {c.name: as_cell(getattr(entry, c.name)) or "" for c in sheet_of(ListEntry).columns}
        for entry in initial_lists()
    ]
    forms = sheet_of(Pair).column("mentoring_form").title
    pairs, lists = grid(Pair, {"code": make_code("ПР", 1)}), grid(ListEntry, *entries)
    column = pairs[0].index(forms) + 1
    steps = (book((Pair, pairs), (ListEntry, lists)), ["rule", {"sheet": "Пары", "row": 3, "column": column}])
    made = run_script(CODE, *steps, ["addLists"], ["addLists"])
    first, second = values(made)[2:]
    assert first.startswith("Ячеек с новыми списками: ")
    assert second == "Списки уже стоят."
    rules = made["books"][0]["sheets"][0]["rules"]
    assert rules[1][column - 1]["list"][:2] == ["Ученик – ученик", "Учитель – учитель"]
    assert rules[1][column - 1]["invalid"] is True
    assert rules[2][column - 1] == {"list": ["своё"]}
    assert rules[1][pairs[0].index("Состояние")]["list"][0] == "предложена"
    assert made["books"][0]["sheets"][0]["cells"] == pairs


def test_the_last_run_and_the_last_sync_are_shown() -> None:
    rows = [{"when": "01.09.2026 10:00", "command": "sync", "what": "Обмен: 5 ячеек"},
            {"when": "02.09.2026 11:00", "command": "check", "what": "Замечаний нет"}]  # fmt: skip
    made = run_script(CODE, book((LogRow, grid(LogRow, *rows))), ["showLastRun"])
    assert values(made)[1] == (
        "Последняя команда: 02.09.2026 11:00 — Замечаний нет\nПоследний обмен: 01.09.2026 10:00 — Обмен: 5 ячеек"
    )
    assert made["ui"] == [["Наставничество", values(made)[1]]]
    made = run_script(CODE, book(), ["showLastRun"])
    assert values(made)[1] == "Программа в этой таблице ещё не работала."
