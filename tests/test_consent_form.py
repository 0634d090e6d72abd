"""The table of lacking consents: a line for each, the day typed by hand, taken back by import."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from import_books import book_of, records_of, rows_of, take, xlsx_bytes
from test_import_reports import pair

from nastavnik_sheets.book import read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.cli import run
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands import consent_forms as command
from nastavnik_sheets.commands import undoing
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.importing import read_export
from nastavnik_sheets.importing.consent_form import columns, consent_form, lacking_consents
from nastavnik_sheets.lists import TT
from nastavnik_sheets.template import build
from nastavnik_sheets.terms import DISSEMINATION, GUARDIAN, PARTICIPATION, PROCESSING, SELF, WORKER
from nastavnik_sheets.workbook import Consent, Mentee, Mentor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nastavnik_sheets.hosts.memory import MemoryHost
    from nastavnik_sheets.importing import ImportResult
    from nastavnik_sheets.schema import Record

TODAY, SIGNED = date(2026, 9, 15), date(2026, 9, 10)
MOTHER = "Ёлкина Ольга Петровна"
ELKIN = Mentee(code=make_code("У", 1), full_name="Ёлкин Пётр Ильич", birth_date=date(2012, 3, 5), school_class="10А",
               kind="обучающийся", guardian=MOTHER)  # fmt: skip
ANINA = replace(ELKIN, code=make_code("У", 2), full_name="Анина Вера Львовна", school_class="7Б", guardian=None)
NOBODY = replace(ELKIN, code=make_code("У", 3), full_name="Ясин Олег Игоревич", school_class="7Б", birth_date=None)
NEW_TEACHER = Mentee(code=make_code("У", 4), full_name="Орлова Инна Павловна", birth_date=date(1999, 5, 5),
                     kind="педагог")  # fmt: skip
MASTER = Mentor(code=make_code("У", 5), full_name="Щукин Иван Олегович", birth_date=date(1980, 2, 2),
                kind="педагог или специалист")  # fmt: skip
PEOPLE = (ELKIN, ANINA, NOBODY, NEW_TEACHER, MASTER)
HEADERS = [column.title for column in columns(publication=True)]


def consent(number: int, person: str, kind: str, **more: object) -> Consent:
    made = Consent(code=make_code("С", number), person=person, kind=kind, signed_by=SELF, given=date(2026, 9, 1))
    return replace(made, **more)  # type: ignore[arg-type]


def all_of(*people: Record) -> list[Consent]:
    """Return all that these adults need for work, so that a test is about the others."""
    kinds = (PROCESSING, PARTICIPATION)
    codes = [person.code for person in people]  # type: ignore[attr-defined]
    return [consent(50 + n, code, kind) for n, (code, kind) in enumerate((c, k) for c in codes for k in kinds)]


def form(host: MemoryHost, *, publication: bool = False) -> bytes:
    with host:
        lines = lacking_consents(read_book(host), on=TODAY, publication=publication).lines
    return consent_form(lines, on=TODAY, publication=publication)


def lines_in(content: bytes) -> list[dict[str, object]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    titles, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def filled(content: bytes, rows: dict[int, dict[str, object]]) -> bytes:
    """Return the table with some cells typed as a person would: the row of the file, then values by title."""
    file = openpyxl.load_workbook(io.BytesIO(content))
    page = file.worksheets[0]
    titles = [cell.value for cell in page[1]]
    for row, cells in rows.items():
        for title, value in cells.items():
            page.cell(row, titles.index(title) + 1).value = value  # type: ignore[union-attr]
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def taken(host: MemoryHost, content: bytes, *, today: date = TODAY) -> ImportResult:
    return take(host, read_export(content, name="Согласия 2026-09-15.xlsx"), today=today)


def consents_in(host: MemoryHost) -> list[tuple[object, ...]]:
    return rows_of(host, Consent, "person", "kind", "signed_by", "guardian", "given")


def day_of(content: bytes, rows: Iterable[int], day: object = SIGNED) -> bytes:
    return filled(content, {row: {"Дата": day} for row in rows})


def test_a_line_for_every_consent_that_is_lacking_by_class_and_name() -> None:
    lines = lines_in(form(book_of(*PEOPLE, consent(1, ELKIN.code, PROCESSING, signed_by=GUARDIAN))))
    assert [(line["ФИО"], line["Класс"], line["Вид согласия"], line["Подписал"], line["ФИО представителя"],
             line["Примечание"]) for line in lines] == [
        (ANINA.full_name, "7Б", PROCESSING, GUARDIAN, None, "представитель не записан в базе"),
        (ANINA.full_name, "7Б", PARTICIPATION, GUARDIAN, None, "представитель не записан в базе"),
        (NOBODY.full_name, "7Б", PROCESSING, None, None, "возраст неизвестен: впишите, кто подписал"),
        (NOBODY.full_name, "7Б", PARTICIPATION, None, None, "возраст неизвестен: впишите, кто подписал"),
        (ELKIN.full_name, "10А", PARTICIPATION, GUARDIAN, MOTHER, None),
        (NEW_TEACHER.full_name, None, PROCESSING, SELF, None, None),
        (NEW_TEACHER.full_name, None, PARTICIPATION, SELF, None, None),
        (MASTER.full_name, None, PROCESSING, SELF, None, None),
        (MASTER.full_name, None, PARTICIPATION, SELF, None, None),
    ]  # fmt: skip
    assert {line["Дата"] for line in lines} == {None}
    assert "Разрешено публиковать" not in lines[0]


def test_what_only_a_pair_or_a_publication_needs_is_asked_for_then_only() -> None:
    given = all_of(NEW_TEACHER, MASTER)
    host = book_of(NEW_TEACHER, MASTER, *given, pair(1, MASTER, NEW_TEACHER, mentoring_form=TT))
    assert [(line["Код участника"], line["Вид согласия"]) for line in lines_in(form(host))] == [(MASTER.code, WORKER)]
    assert lines_in(form(book_of(NEW_TEACHER, MASTER, *given))) == []
    wide = lines_in(form(host, publication=True))
    assert [(line["Код участника"], line["Вид согласия"]) for line in wide] == [
        (NEW_TEACHER.code, DISSEMINATION), (MASTER.code, DISSEMINATION), (MASTER.code, WORKER),
    ]  # fmt: skip
    assert "Разрешено публиковать" in wide[0]


def test_who_left_or_has_withdrawn_is_not_in_the_table_and_is_counted() -> None:
    gone = replace(ELKIN, left=date(2026, 9, 10))
    host = book_of(
        gone, ANINA, NEW_TEACHER, MASTER, *all_of(MASTER),
        consent(1, ANINA.code, PROCESSING, signed_by=GUARDIAN, withdrawn=date(2026, 9, 5)),
        consent(2, NEW_TEACHER.code, PARTICIPATION, withdrawn=date(2026, 9, 5)),
    )  # fmt: skip
    lacks = lacking_consents(read_book(host), on=TODAY)
    assert [(line.person.code, line.lacking.kind) for line in lacks.lines] == [(NEW_TEACHER.code, PROCESSING)]
    assert (lacks.stopped, lacks.left, lacks.withdrawn) == (1, 1, 1)


def test_an_expired_consent_and_one_of_the_wrong_signer_are_asked_for_anew() -> None:
    host = book_of(
        NEW_TEACHER, MASTER, *all_of(MASTER), consent(1, NEW_TEACHER.code, PROCESSING, valid_until=date(2026, 9, 14)),
        consent(2, NEW_TEACHER.code, PARTICIPATION, signed_by=GUARDIAN),
    )  # fmt: skip
    content = form(host)
    assert [line["Примечание"] for line in lines_in(content)] == ["прежнее истекло", "прежнее подписал не тот"]
    assert taken(host, day_of(content, [2, 3])).counts["new"] == 2
    assert lines_in(form(host)) == []


def test_days_make_consents_and_empty_lines_say_nothing() -> None:
    host = book_of(*PEOPLE, *all_of(NEW_TEACHER, MASTER))
    content = form(host)
    first = filled(content, {2: {"Дата": SIGNED, "Где хранится": "папка 1"}, 6: {"Дата": "10.09.2026"}})
    result = taken(host, first)
    assert result.messages == ["Лист «Согласия»: строк 6, новых 2, не заполнено 4."]
    assert consents_in(host)[-2:] == [
        (ANINA.code, PROCESSING, GUARDIAN, None, SIGNED),
        (ELKIN.code, PROCESSING, GUARDIAN, MOTHER, SIGNED),
    ]
    assert all(record.code for record in records_of(host, Consent))  # type: ignore[attr-defined]
    assert taken(host, first).plan.empty
    more = filled(first, {7: {"Дата": SIGNED}})
    again = taken(host, more)
    assert (again.counts["new"], again.counts["same"], again.counts["blank"]) == (1, 2, 3)
    assert taken(host, more).plan.empty


def test_what_is_typed_later_goes_into_the_same_row_and_a_difference_is_asked_about() -> None:
    host = book_of(ELKIN, *PEOPLE[4:], *all_of(MASTER))
    content = day_of(form(host), [2])
    taken(host, content)
    assert taken(host, filled(content, {2: {"Где хранится": "папка 1"}})).counts["updated"] == 1
    assert rows_of(host, Consent, "kept")[-1] == ("папка 1",)
    result = taken(host, filled(content, {2: {"Где хранится": "папка 2"}}))
    assert result.counts["doubtful"] == 1
    assert rows_of(host, Consent, "kept")[-1] == ("папка 1",)


def test_a_day_put_right_in_the_table_makes_no_second_consent() -> None:
    host = book_of(ELKIN, *PEOPLE[4:], *all_of(MASTER))
    content = form(host)
    taken(host, day_of(content, [2]))
    before = consents_in(host)
    result = taken(host, day_of(content, [2], date(2026, 9, 11)))
    assert consents_in(host) == before
    assert "«Дата»: строка 2: «11.09.2026» — это согласие уже записано" in " ".join(result.messages)
    assert result.counts["skipped"] == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Дата": "десятого"}, "«Дата»: строка 2: «десятого» —"),
        ({"Дата": date(2026, 9, 16)}, "«Дата»: строка 2: «16.09.2026» — этот день ещё не наступил"),
        ({"Дата": date(2062, 9, 10)}, "этот день ещё не наступил"),
        ({"Дата": SIGNED, "Вид согласия": "на всё"}, "«Вид согласия»: строка 2: «на всё» —"),
        ({"Дата": SIGNED, "Подписал": None}, "«Подписал»: строка 2: дата есть, а здесь не указано"),
        ({"Дата": SIGNED, "Код участника": make_code("У", 77)}, "На листе «Поступления» ждут решения: 1"),
        ({"Дата": SIGNED, "Код участника": "У-001"}, "На листе «Поступления» ждут решения: 1"),
        ({"Дата": SIGNED, "ФИО": "Зорин Илья Ильич"}, "На листе «Поступления» ждут решения: 1"),
        ({"Дата": SIGNED, "Код участника": None, "ФИО": None}, "не видно, о ком строка"),
    ],
)
def test_what_is_not_certain_is_said_and_never_taken(cells: dict[str, object], said: str) -> None:
    host = book_of(ELKIN, *PEOPLE[4:], *all_of(MASTER))
    before = consents_in(host)
    result = taken(host, filled(form(host), {2: cells}))
    assert consents_in(host) == before
    assert said in " ".join(result.messages)
    assert result.counts["new"] == 0


def test_a_withdrawn_persons_line_is_left_out_though_the_table_is_older() -> None:
    host = book_of(ELKIN, *PEOPLE[4:], *all_of(MASTER))
    content = day_of(form(host), [2, 3])
    late = book_of(ELKIN, *PEOPLE[4:], *all_of(MASTER), consent(9, ELKIN.code, PROCESSING, withdrawn=SIGNED))
    before = consents_in(late)
    assert "согласие на обработку отозвано" in " ".join(taken(late, content).messages)
    assert consents_in(late) == before


def test_hostile_text_stays_text_there_and_back() -> None:
    formula = '=HYPERLINK("http://x";"да")'
    host = book_of(replace(ELKIN, school_class=formula), *PEOPLE[4:], *all_of(MASTER))
    content = form(host)
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == (formula, "s")
    taken(host, filled(content, {2: {"Дата": SIGNED, "Где хранится": "'=1+1", "Основание полномочий": "+7-1"}}))
    assert rows_of(host, Consent, "kept", "basis")[-1] == ("'=1+1", "+7-1")


def test_the_rules_judge_a_signer_after_the_import() -> None:
    host = book_of(ELKIN, *PEOPLE[4:], *all_of(MASTER))
    taken(host, filled(form(host), {2: {"Дата": SIGNED, "Подписал": SELF}}))
    with host:
        assert "right_person_signed" in {finding.rule for finding in check(read_book(host), today=TODAY)}


def test_answers_of_a_form_are_no_consents() -> None:
    rows = [["Отметка времени", "ФИО", "Вид согласия", "Подписал", "Дата"],
            ["10.09.2026 10:00:00", ELKIN.full_name, PROCESSING, GUARDIAN, SIGNED]]  # fmt: skip
    with pytest.raises(Refused, match="отдельный документ на бумаге"):
        taken(book_of(*PEOPLE), xlsx_bytes(rows))


def test_the_table_is_ready_for_work_and_for_paper() -> None:
    page = openpyxl.load_workbook(io.BytesIO(form(book_of(*PEOPLE), publication=True))).worksheets[0]
    assert [cell.value for cell in page[1]] == HEADERS
    assert (page.freeze_panes, page.auto_filter.ref) == ("C2", f"A1:L{page.max_row}")
    assert (page.page_setup.orientation, str(page.page_setup.paperSize), page.print_title_rows) == (
        "landscape",
        "9",
        "$1:$1",
    )
    letters = {title: page.cell(1, number).column_letter for number, title in enumerate(HEADERS, 1)}
    rules = {str(rule.sqref)[0]: rule.type for rule in page.data_validations.dataValidation}
    assert {title for title, letter in letters.items() if rules.get(letter) == "list"} == {
        "Вид согласия", "Подписал", "Разрешено публиковать"}  # fmt: skip
    assert {title for title, letter in letters.items() if rules.get(letter) == "date"} == {"Дата", "Действует до"}
    assert page[f"{letters['Дата']}2"].number_format == "dd.mm.yyyy"


def saved(folder: Path, *consents: Consent) -> Path:
    path = folder / "книга.xlsx"
    people: dict[type[Record], list[Record]] = {Mentee: [ELKIN, ANINA], Mentor: [MASTER], Consent: list(consents)}
    path.write_bytes(build(today=TODAY, records=people))
    return path


def test_the_command_writes_beside_the_book_and_the_import_can_be_undone(tmp_path: Path) -> None:
    path, at = saved(tmp_path), Options(today=TODAY)
    before = path.read_bytes()
    said = command.make_form(str(path), options=at)
    table = tmp_path / "Документы" / "Согласия 2026-09-15.xlsx"
    assert "участников — 3, строк — 6" in said.message
    assert table.exists()
    assert path.read_bytes() == before
    one = command.make_form(str(path), people=[MASTER.code.lower()], publication=True, options=at)
    assert (one.facts["files"], one.facts["rows"]) == ([f"Согласия 2026-09-15 {MASTER.code}.xlsx"], 3)
    table.write_bytes(day_of(table.read_bytes(), [2, 3]))
    run(["import", str(path), str(table), "--today", "2026-09-15"])
    with open_host(path) as host:
        assert len(read_book(host)[Consent]) == 2
    undoing.undo(str(path), options=at)
    with open_host(path) as host:
        assert read_book(host)[Consent] == []
    again = command.make_form(str(path), options=at)
    assert "Таблица «Согласия 2026-09-15 (2).xlsx»: участников — 3, строк — 6" in again.message
    assert lines_in(table.read_bytes())[0]["Дата"] is not None, "what was typed into the old table stays"


def test_rows_without_a_code_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(build(today=TODAY, records={Mentee: [ELKIN, replace(ANINA, code="")], Mentor: [MASTER]}))
    said = command.make_form(str(path), options=Options(today=TODAY)).message
    assert "участников — 2" in said
    assert "Не включены строки без кода: 1." in said


def test_an_unknown_code_or_nothing_to_write_is_said_calmly(tmp_path: Path) -> None:
    path = saved(tmp_path, *all_of(MASTER))
    with pytest.raises(Refused, match="У-099"):
        command.make_form(str(path), people=["У-099"], options=Options(today=TODAY))
    nothing = command.make_form(str(path), people=[MASTER.code], options=Options(today=TODAY))
    assert nothing.message == "Недостающих согласий нет: вписывать нечего."
    assert not (tmp_path / "Документы").exists()
    tried = command.make_form(str(path), options=Options(today=TODAY, dry_run=True))
    assert "строк — 4" in tried.message
    assert not (tmp_path / "Документы").exists()
