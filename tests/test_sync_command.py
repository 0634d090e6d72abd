"""`sync` and `privacy` on a real workbook and a Google Sheet of the emulator, over HTTP with the real client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from nastavnik_sheets import template
from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.cli import main
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.service_sheets import Exchange
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Pair
from nastavnik_sheets.year_sheets import Event
from tests.google.cells import set_extended, set_raw
from tests.google.client import at_home
from tests.google.server import Fault, Service

DAY = ["--today", "2026-10-05"]
COLUMNS = ("Код пары", "Дата", "Вид встречи", "Тема", "Минут")
CODES = [make_code("В", n) for n in range(1, 13)]
EVENT = make_code("М", 1)


@cache
def workbook_bytes(
    allowed: bool = True, marked: tuple[str, ...] = COLUMNS, pairs: bool = False, events: bool = False
) -> bytes:
    """Return a workbook; with `pairs` the first meeting is one pair's, the others are another's."""
    pair, other = (make_code("ПР", n) for n in (1, 2))
    meetings = [
        Meeting(code=code, pair=other if pairs and n > 1 else pair, held=date(2026, 9, n), kind="встреча",
                topic=f"тема {n}", minutes=40 + n)
        for n, code in enumerate(CODES, start=1)
    ]  # fmt: skip
    people = [Mentee(code=make_code("У", 1), full_name="Ёлкин Пётр Ильич", birth_date=date(2012, 5, 1)),
              Mentee(code=make_code("У", 2), full_name="Осина Вера Львовна", birth_date=date(2012, 6, 1))]  # fmt: skip
    both = [Pair(code=one, mentee=person.code) for one, person in zip((pair, other), people, strict=True)]
    held = Event(code=EVENT, title="Сбор", held=date(2026, 9, 20), attended=tuple(p.code for p in people))
    leaving = [Exchange(sheet_title="Встречи", column_title=c, leaves=True) for c in marked]
    leaving += [Exchange(sheet_title="События", column_title=c, leaves=True) for c in ("Название", "Были") if events]
    return template.build(
        today=date(2026, 9, 1), settings={"google": allowed},
        records={Meeting: meetings, Mentee: people, Pair: both if pairs else [], Event: [held], Exchange: leaving},
    )  # fmt: skip


class School:
    """A workbook and a Sheet, with hands on both sides."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service, self.book = service, folder / "Книга.xlsx"
        self.book.write_bytes(workbook_bytes())
        self.remote = service.emulator.add("Зеркало", {"Лист1": []})
        self.address = f"google:{self.remote.id}"
        main(["google", "allow", self.address])

    def sync(self, *more: str) -> int:
        self.service.sent.clear()
        return main(["sync", str(self.book), self.address, *DAY, *more])

    def here(self, sheet: str = "Встречи") -> dict[object, dict[object, object]]:
        with open_host(self.book) as host:
            return by_code(host.read(sheet))

    def there(self, sheet: str = "Встречи") -> dict[object, dict[object, object]]:
        return by_code(self.grid(sheet))

    def grid(self, sheet: str = "Встречи") -> list[list[object]]:
        grid = self.remote.titled(sheet)
        filled = {place: cell for place, cell in grid.cells.items() if cell.effective is not None}
        rows: list[list[object]] = [[None] * grid.columns for _ in range(max(r for r, _ in filled) + 1)]
        for (r, c), cell in filled.items():
            rows[r][c] = cell.value
        return rows

    def type_there(self, code: str, title: str, value: object, sheet: str = "Встречи") -> None:
        grid, rows = self.remote.titled(sheet), self.grid(sheet)
        row = next(r for r, line in enumerate(rows) if line[0] == code)
        set_raw(grid.at(row, rows[0].index(title)), "" if value is None else value)

    def type_here(self, code: str, title: str, value: object, sheet: str = "Встречи") -> None:
        with open_host(self.book) as host:
            rows = host.read(sheet)
            column = list(rows[0]).index(title) + 1
            key = list(rows[0]).index("Код" if "Код" in rows[0] else "Код записи")
            row = next(n for n, line in enumerate(rows, start=1) if line[key] == code)
            host.write(sheet, {(row, column): value})  # type: ignore[dict-item]


def by_code(rows) -> dict[object, dict[object, object]]:
    header = list(rows[0])
    key = header.index("Код")
    return {row[key]: dict(zip(header, row, strict=False)) for row in rows[1:] if len(row) > key and row[key]}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    with at_home(tmp_path, monkeypatch) as service:
        yield School(service, tmp_path)


@pytest.fixture
def met(school: School) -> School:
    """Return a school whose sides have met and agree."""
    assert school.sync() == 0
    return school


def test_marked_columns_go_with_codes_and_without_names(school: School) -> None:
    assert school.sync() == 0
    there = school.there()
    assert list(there) == CODES
    assert set(there[CODES[0]]) - {None} == {"Код", *COLUMNS}
    assert there[CODES[3]]["Тема"] == "тема 4"
    assert school.here().keys() >= set(CODES)
    assert "Ёлкин" not in str(school.service.sent)


def test_first_sync_takes_six_requests_and_one_without_changes_two(school: School) -> None:
    assert school.sync() == 0
    assert len(school.service.sent) <= 6
    assert school.sync() == 0
    assert len(school.service.sent) == 2


def test_a_new_mirror_offers_the_words_of_the_lists(met: School) -> None:
    grid, titles = met.remote.titled("Встречи"), met.grid()[0]
    rules = {title: grid.at(5, n).validation for n, title in enumerate(titles) if grid.at(5, n).validation}
    assert set(rules) == {"Вид встречи"}
    words = [one["userEnteredValue"] for one in rules["Вид встречи"]["condition"]["values"]]
    assert words == list(initial_values()["Виды встреч"])
    assert "strict" not in rules["Вид встречи"]
    assert not grid.at(0, titles.index("Вид встречи")).validation


def test_the_sheet_is_named_once_and_known_afterwards(school: School, capsys) -> None:
    assert main(["sync", str(school.book), *DAY]) == 3
    assert "Первый раз назовите её" in capsys.readouterr().err
    school.sync()
    assert main(["sync", str(school.book), *DAY]) == 0


def test_edits_of_both_sides_meet_in_six_requests(met: School) -> None:
    met.type_there(CODES[2], "Тема", '=HYPERLINK("http://x")')
    met.type_there(CODES[4], "Минут", 90)
    met.type_here(CODES[3], "Дата", date(2026, 10, 1))
    assert met.sync() == 0
    assert len(met.service.sent) <= 6
    assert met.here()[CODES[2]]["Тема"] == '=HYPERLINK("http://x")'
    assert met.here()[CODES[4]]["Минут"] == 90
    assert met.there()[CODES[3]]["Дата"] == (date(2026, 10, 1) - date(1899, 12, 30)).days
    assert met.sync() == 0
    assert len(met.service.sent) == 2


def test_a_dry_run_changes_nothing_and_says_there_are_differences(met: School) -> None:
    met.type_there(CODES[2], "Тема", "другая")
    before = met.book.read_bytes(), met.grid()
    assert met.sync("--dry-run") == 1
    assert (met.book.read_bytes(), met.grid()) == before
    assert met.sync() == 0
    assert met.sync("--dry-run") == 0


@pytest.mark.parametrize(("decision", "topic"), [("здесь", "наша"), ("там", "их")])
def test_a_cell_changed_on_both_sides_is_a_question_and_the_decision_is_carried_out(
    met: School, decision: str, topic: str
) -> None:
    met.type_here(CODES[2], "Тема", "наша")
    met.type_there(CODES[2], "Тема", "их")
    assert met.sync() == 1
    assert (met.here()[CODES[2]]["Тема"], met.there()[CODES[2]]["Тема"]) == ("наша", "их")
    assert met.sync() == 1
    assert len(met.service.sent) == 2
    met.type_here(CODES[2], "Решение", decision, sheet="Расхождения")
    assert met.sync() == 0
    assert met.here()[CODES[2]]["Тема"] == met.there()[CODES[2]]["Тема"] == topic


def test_a_decision_about_values_that_have_changed_since_is_not_carried_out(met: School) -> None:
    met.type_here(CODES[2], "Тема", "наша")
    met.type_there(CODES[2], "Тема", "их")
    met.sync()
    met.type_here(CODES[2], "Решение", "здесь", sheet="Расхождения")
    met.type_there(CODES[2], "Тема", "их вторая")
    assert met.sync() == 1
    assert met.there()[CODES[2]]["Тема"] == "их вторая"


def test_a_row_typed_in_google_without_a_code_gets_one(met: School) -> None:
    grid, rows = met.remote.titled("Встречи"), met.grid()
    set_raw(grid.at(len(rows), rows[0].index("Тема")), "новая встреча")
    assert met.sync() == 0
    (code,) = met.here().keys() - set(CODES)
    assert met.here()[code]["Тема"] == met.there()[code]["Тема"] == "новая встреча"
    assert met.sync() == 0
    assert len(met.service.sent) == 2


def test_a_vanished_row_is_a_question(met: School) -> None:
    grid = met.remote.titled("Встречи")
    grid.delete(0, 3, 4)
    assert met.sync() == 1
    assert met.here()[CODES[2]]["Тема"] == "тема 3"
    met.type_here(CODES[2], "Решение", "здесь", sheet="Расхождения")
    assert met.sync() == 0
    assert met.there()[CODES[2]]["Тема"] == "тема 3"


def test_a_row_let_go_stays_here_and_is_not_sent_again(met: School) -> None:
    met.remote.titled("Встречи").delete(0, 3, 4)
    met.sync()
    met.type_here(CODES[2], "Решение", "там", sheet="Расхождения")
    assert met.sync() == 0
    assert met.sync() == 0
    assert CODES[2] in met.here()
    assert CODES[2] not in met.there()


def spoil_codes(school: School) -> None:
    set_raw(school.remote.titled("Встречи").at(2, 0), CODES[0])


def spoil_column(school: School) -> None:
    for code in CODES:
        school.type_there(code, "Тема", None)


def spoil_rows(school: School) -> None:
    school.remote.titled("Встречи").delete(0, 2, 9)


def spoil_formula(school: School) -> None:
    set_extended(school.remote.titled("Встречи").at(2, 4), {"formulaValue": "=1+1"})


def spoil_title(school: School) -> None:
    set_raw(school.remote.titled("Встречи").at(0, 4), "Прочее")


def spoil_sheet(school: School) -> None:
    school.remote.titled("Встречи").title = "Другое"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(spoil_codes, "стоит дважды"), (spoil_column, "опустел столбец"), (spoil_rows, "исчезло строк"),
     (spoil_formula, "формула вместо значения"), (spoil_title, "нет столбца"), (spoil_sheet, "нет листа")],
)  # fmt: skip
def test_what_nobody_means_stops_the_run(met: School, capsys, spoil: Callable[[School], None], said: str) -> None:
    spoil(met)
    before = met.book.read_bytes()
    assert met.sync() == 3
    assert said in capsys.readouterr().err
    assert met.book.read_bytes() == before
    assert len(met.service.sent) <= 2


def test_a_formula_in_a_mirrored_cell_of_the_workbook_stops_the_run(met: School, capsys) -> None:
    book = openpyxl.load_workbook(met.book)
    page = book["Встречи"]
    titles = [cell.value for cell in page[1]]
    page.cell(4, titles.index("Минут") + 1).value = "=20+30"
    book.save(met.book)
    before = met.book.read_bytes(), met.grid()
    assert met.sync("--yes") == 3
    assert "в книге на листе «Встречи» в ячейке" in capsys.readouterr().err
    assert (met.book.read_bytes(), met.grid()) == before
    page.cell(4, titles.index("Минут") + 1).value = 50
    page.cell(4, titles.index("Что сделано") + 1).value = "=1+1"
    book.save(met.book)
    assert met.sync() == 0
    assert met.there()[CODES[2]]["Минут"] == 50


def withdraw(school: School, *, again: bool = False) -> None:
    """Write into the workbook that the mentee has withdrawn the consent to processing, or has given it again."""
    person, kind = make_code("У", 1), "обработка персональных данных"
    rows = [Consent(code=make_code("С", 1), person=person, kind=kind, given=date(2026, 8, 1),
                    withdrawn=date(2026, 10, 1))]  # fmt: skip
    rows += [Consent(code=make_code("С", 2), person=person, kind=kind, given=date(2026, 10, 3))] if again else []
    with open_host(school.book) as host:
        plan = Plan(read_book(host, only=(Consent,)))
        for row in rows if not again else rows[1:]:
            plan.add(row)
        plan.apply(host)


def test_rows_of_who_has_withdrawn_the_consent_stay_and_are_named_for_deletion(school: School, capsys) -> None:
    school.book.write_bytes(workbook_bytes(pairs=True))
    school.sync()
    withdraw(school)
    school.type_here(CODES[0], "Тема", "после отзыва")
    school.type_here(CODES[1], "Тема", "чужая тема")
    school.type_there(CODES[0], "Минут", 99)
    capsys.readouterr()
    assert school.sync("--dry-run") == 1
    assert school.sync() == 1
    said = capsys.readouterr().out
    assert f"лист «Встречи», строка 2: {CODES[0]}" in said
    assert "после отзыва" not in str(school.service.sent)
    assert school.there()[CODES[0]]["Тема"] == "тема 1"
    assert school.here()[CODES[0]]["Минут"] == 41
    assert school.there()[CODES[1]]["Тема"] == "чужая тема"
    assert f"строка 3: {CODES[1]}" not in said


def test_a_deleted_row_of_who_has_withdrawn_comes_back_only_with_a_new_consent(school: School) -> None:
    school.book.write_bytes(workbook_bytes(pairs=True))
    school.sync()
    withdraw(school)
    grid = school.remote.titled("Встречи")
    assert school.sync() == 1
    grid.delete(0, 1, 2)
    assert school.sync() == 0
    assert school.sync() == 0
    assert CODES[0] not in school.there()
    assert CODES[0] in school.here()
    withdraw(school, again=True)
    assert school.sync() == 0
    assert school.there()[CODES[0]]["Тема"] == "тема 1"


def test_a_row_typed_in_google_about_who_has_withdrawn_gets_no_code_and_is_named(school: School, capsys) -> None:
    school.book.write_bytes(workbook_bytes(pairs=True))
    school.sync()
    withdraw(school)
    grid, titles = school.remote.titled("Встречи"), school.grid()[0]
    for row, number in ((13, 1), (14, 2)):
        set_raw(grid.at(row, titles.index("Код пары")), make_code("ПР", number))
        set_raw(grid.at(row, titles.index("Тема")), f"набрано {number}")
    before = school.here()
    capsys.readouterr()
    assert school.sync() == 1
    assert "лист «Встречи», строка 14: без кода" in capsys.readouterr().out
    assert school.grid()[13][0] is None
    assert school.grid()[14][0] == make_code("В", 13)
    assert "набрано 1" not in str(school.here().values())
    assert school.here().keys() - before.keys() == {make_code("В", 13)}
    withdraw(school, again=True)
    assert school.sync() == 0
    assert school.grid()[13][0] == make_code("В", 14)
    assert school.here()[make_code("В", 14)]["Тема"] == "набрано 1"


def test_a_list_of_people_does_not_leave_with_who_has_withdrawn(school: School, capsys) -> None:
    school.book.write_bytes(workbook_bytes(events=True))
    school.sync()
    row = school.there("События")[EVENT]
    assert row["Были"] == f"{make_code('У', 1)}; {make_code('У', 2)}"
    withdraw(school)
    school.type_here(EVENT, "Название", "Сбор наставников", sheet="События")
    assert school.sync() == 1
    assert "код среди других" in capsys.readouterr().out
    school.type_here(EVENT, "Были", make_code("У", 2), sheet="События")
    assert school.sync() == 1
    assert school.sync() == 0
    row = school.there("События")[EVENT]
    assert (row["Были"], row["Название"]) == (make_code("У", 2), "Сбор наставников")


def test_a_big_change_that_was_meant_passes(met: School) -> None:
    spoil_rows(met)
    assert met.sync("--yes") == 1
    assert set(met.here()) >= set(CODES)


def test_a_cell_that_names_somebody_stays_here(met: School, capsys) -> None:
    met.type_here(CODES[1], "Тема", "с Ёлкиным, тел. 8 928 123-45-67")
    assert met.sync() == 0
    assert "Не отправлено" in capsys.readouterr().out
    assert met.there()[CODES[1]]["Тема"] == "тема 2"
    assert main(["privacy", str(met.book)]) == 1
    assert "телефон" in capsys.readouterr().out


def test_nothing_leaves_until_the_school_says_so(school: School, capsys) -> None:
    school.book.write_bytes(workbook_bytes(allowed=False))
    assert school.sync() == 3
    assert "152-ФЗ" in capsys.readouterr().err
    school.book.write_bytes(workbook_bytes(marked=()))
    assert school.sync() == 3
    assert not school.service.sent
    assert main(["privacy", str(school.book)]) == 0


def test_sorting_and_own_columns_in_google_are_left_alone(met: School) -> None:
    grid = met.remote.titled("Встречи")
    rows = met.grid()
    for r in range(len(rows)):
        set_raw(grid.at(r, 7), f"своё {r}" if r else "Мои заметки")
    met.type_here(CODES[5], "Тема", "сдвинулась")
    assert met.sync() == 0
    assert met.there()[CODES[5]]["Тема"] == "сдвинулась"
    assert [row[7] for row in met.grid()] == ["Мои заметки", *[f"своё {r}" for r in range(1, 13)]]


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("number", range(1, 7))
def test_a_run_that_dies_at_any_request_is_finished_by_the_next(met: School, number: int, applied: bool) -> None:
    met.type_here(CODES[3], "Тема", "наша")
    met.type_there(CODES[4], "Тема", "их")
    grid, rows = met.remote.titled("Встречи"), met.grid()
    set_raw(grid.at(len(rows), rows[0].index("Тема")), "без кода")
    met.service.before = lambda n: (
        Fault(403, {"error": {"code": 403, "message": "x"}}, applied=applied) if n == number else None
    )
    met.sync()
    met.service.before = lambda _: None
    assert met.sync() == 0
    here, there = met.here(), met.there()
    assert [here[code]["Тема"] for code in CODES] == [there[code]["Тема"] for code in CODES]
    assert (there[CODES[3]]["Тема"], here[CODES[4]]["Тема"]) == ("наша", "их")
    assert [row["Тема"] for row in here.values()].count("без кода") == 1
    assert [row["Тема"] for row in there.values()].count("без кода") == 1
