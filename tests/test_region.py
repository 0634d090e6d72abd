"""The summary of a region: what is added up, what is left out and why, and that it names nobody."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from monitoring_school import MENTEES, MENTORS, SETTINGS, TODAY, records_by_type
from python_calamine import CalamineWorkbook
from region_schools import PLACE, region, school_bytes

from nastavnik_sheets import template
from nastavnik_sheets.cli import main
from nastavnik_sheets.commands.making import TEMPLATE_DAY
from nastavnik_sheets.region.folders import find_books
from nastavnik_sheets.region.reading import read_school
from nastavnik_sheets.region.school import Asked, Left, School
from nastavnik_sheets.region.sheets import summary_file
from nastavnik_sheets.region.summary import summarised
from nastavnik_sheets.workbook import Mentor, Pair
from nastavnik_sheets.year_sheets import Answer, Partner

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "workbooks"
DAY = ["--today", TODAY.isoformat()]


@pytest.fixture(scope="module")
def schools(tmp_path_factory):
    """Two schools: 4 of 40 and 4 of 400 children."""
    folder = region(tmp_path_factory.mktemp("region"), [2])
    return region(folder, [10], pupils_10_19=400)


@pytest.fixture(scope="module")
def read(schools):
    """Their figures."""
    books, left = find_books([str(schools)])
    assert not left
    found = [read_school(one, today=TODAY) for one in books]
    assert all(isinstance(one, School) for one in found), found
    return found


def total(summary, name):
    return next(one for one in summary.totals if one.id == name)


def rows(content_or_path, sheet):
    return CalamineWorkbook.from_path(content_or_path).get_sheet_by_name(sheet).to_python()


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def reading(folder, name, content):
    return read_school(Asked(str(put(folder, name, content)), name), today=TODAY)


# --- adding up -------------------------------------------------------------------------------------


def test_indicators_come_from_numerators_and_denominators_and_never_from_percents(read):
    summary = summarised(read, today=TODAY)
    found = {one.id: (one.numerator, one.denominator, one.schools) for one in summary.totals}
    assert found == {
        "П1": (8, 440, 2), "П2": (4, 40, 2), "П3": (4, 8, 2), "П4": (1, 8, 2), "П5": (8, 12, 2), "П6": (4, 6, 2),
    }  # fmt: skip
    assert total(summary, "П1").percent == pytest.approx(100 * 8 / 440)  # the mean of 10 % and 1 % is 5.5 %
    assert [(one.answered, one.invited) for one in summary.totals[4:]] == [(12, 16), (6, 12)]


def test_forms_and_states_are_added_up_over_schools(read):
    summary = summarised(read, today=TODAY)
    by_form = {row.mentoring_form: row.counts for row in summary.forms}
    assert by_form["Учитель – учитель"] == (6, 4, 2, 0, 2, 6, 6, 0, 4, 0, 2, 4, 2, 2)
    assert by_form["Ученик – ученик"] == (10, 6, 0, 6, 0, 8, 0, 8, 0, 2, 6, 6, 2, 4)
    assert by_form["Работодатель – ученик"] == (2, 2, 0, 0, 2, 2, 0, 2, 0, 0, 0, 2, 0, 0)
    assert summary.total.counts == (18, 12, 2, 6, 4, 16, 6, 10, 4, 2, 8, 12, 4, 6)  # people, not sums of forms
    assert summary.states["Ученик – ученик", "предложена"] == 2
    assert summary.states["Ученик – ученик", "завершена"] == 2
    assert sum(summary.states.values()) == 24


def test_an_enterprise_counts_once_and_the_number_of_a_municipality_once(read):
    first, second = read
    other = replace(second, enterprises=frozenset({"another"}))
    assert (total(summarised(read, today=TODAY), "П4").numerator) == 1
    summary = summarised([first, other], today=TODAY)
    assert (total(summary, "П4").numerator, total(summary, "П4").denominator) == (2, 8)
    elsewhere = summarised([first, replace(other, municipality="Другой район")], today=TODAY)
    assert (total(elsewhere, "П4").numerator, total(elsewhere, "П4").denominator) == (2, 16)


def test_a_municipality_told_differently_is_taken_as_most_schools_tell_it_and_said(read):
    def telling(school, number, name):
        measures = [replace(m, denominator=number) if m.id == "П4" else m for m in school.measures]
        return replace(school, measures=tuple(measures), key=name, people=name, file=name, title=name)

    told = [telling(read[0], number, name) for number, name in ((8, "а"), (80, "б"), (8, "в"))]
    summary = summarised(told, today=TODAY)
    assert total(summary, "П4").denominator == 8
    assert [(note.file, "вписано 80" in note.text) for note in summary.notes] == [("б", True)]


def test_a_school_without_a_contingent_stays_out_of_that_indicator_whole(read):
    first, second = read
    without = replace(second, measures=(replace(second.measures[0], denominator=None), *second.measures[1:]))
    found = total(summarised([first, without], today=TODAY), "П1")
    assert (found.numerator, found.denominator, found.schools) == (4, 40, 1)


def test_the_order_of_reading_changes_nothing(read):
    summary = summarised(read, today=TODAY)
    assert summarised(read[::-1], today=TODAY) == summary
    assert summary_file(summarised(read[::-1], today=TODAY)) == summary_file(summary)
    assert [one.title for one in summary.schools] == ["МКОУ «СОШ № 2»", "МКОУ «СОШ № 10»"]


# --- what is left out ------------------------------------------------------------------------------


def test_more_counted_than_there_are_is_listed_and_stays_out_of_that_indicator_alone(read):
    first, second = read
    wrong = replace(second, measures=(replace(second.measures[0], denominator=3), *second.measures[1:]))
    summary = summarised([first, wrong], today=TODAY)
    assert (total(summary, "П1").numerator, total(summary, "П1").denominator) == (4, 40)
    assert total(summary, "П2").schools == 2
    assert [(note.file, note.text) for note in summary.notes] == [
        (second.file, "П1: учтено 4 из 3 — больше, чем есть; в П1 школа не учтена")
    ]


def test_a_book_of_another_school_year_is_left_out_and_another_report_date_is_said(read):
    first, second = read
    others = [replace(first, file=f"{n}.xlsx", key=f"{n}", people=f"{n}") for n in range(2)]
    old = replace(second, programme_start=date(2025, 9, 1))
    early = replace(second, period=(second.period[0], date(2026, 12, 31)))
    summary = summarised([first, *others, old], today=TODAY)
    assert [(one.file, one.reason) for one in summary.left] == [
        (second.file, "2025/26 учебный год, а свод — за 2026/27")
    ]
    summary = summarised([first, *others, early], today=TODAY)
    assert not summary.left
    assert [note.text for note in summary.notes] == ["сведения по 31.12.2026, у большинства — по 31.05.2027"]


def test_copies_of_a_book_count_once(read):
    first, second = read
    summary = summarised([first, second, replace(first, file="яяя.xlsx")], today=TODAY)
    assert len(summary.schools) == 2
    assert [(one.file, one.kind) for one in summary.left] == [("яяя.xlsx", "противоречие")]


@pytest.mark.parametrize("same", ["key", "people"])
def test_two_different_books_of_one_school_are_both_left_out(read, same):
    first, second = read
    other = replace(second, **{same: getattr(first, same)})
    summary = summarised([first, other], today=TODAY)
    assert not summary.schools
    assert {one.file for one in summary.left} == {first.file, second.file}
    assert all("оставьте в папке одну книгу" in one.reason for one in summary.left)


def test_a_book_sent_twice_under_another_name_is_recognised_by_its_people(read, tmp_path):
    renamed = reading(tmp_path, "новая.xlsx", school_bytes(2, school_short="Школа номер два"))
    summary = summarised([*read, renamed], today=TODAY)
    assert len(summary.schools) == 2
    assert [one.kind for one in summary.left] == ["противоречие"]


def empty_zip():
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "text")
    return out.getvalue()


def renamed_sheet(old, new):
    """A school's book in which a title has been spoilt."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(school_bytes(1))) as book, zipfile.ZipFile(out, "w") as made:
        for name in book.namelist():
            made.writestr(name, book.read(name).replace(old.encode(), new.encode()))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (lambda: b"", "не прочлась", "пуст"),
        (lambda: b"not a workbook", "не прочлась", "не является книгой"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "не прочлась", "зашифрована паролем"),
        (empty_zip, "не прочлась", "не является книгой"),
        (lambda: school_bytes(1)[:20000], "не прочлась", "повреждён"),
        (lambda: renamed_sheet('name="Пары"', 'name="Пары старые"'), "не прочлась", "нет листа «Пары»"),
        (lambda: renamed_sheet("<t>Состояние</t>", "<t>Статус</t>"), "не прочлась", "нет столбца «Состояние»"),
        (lambda: template.build(today=TEMPLATE_DAY), "не заполнена", "книга пустая"),
        (lambda: renamed_sheet(">Начало программы<", ">Начало<"), "противоречие", "неизвестно, за какой год"),
    ],
)  # fmt: skip
def test_a_book_that_cannot_be_counted_says_why(tmp_path, content, kind, words):
    found = reading(tmp_path, "книга.xlsx", content())
    assert isinstance(found, Left), found
    assert found.kind == kind
    assert words in found.reason


def test_the_invented_school_of_the_example_is_left_out(tmp_path):
    from nastavnik_sheets.demo.cast import mentee_pupils

    records = records_by_type()
    people = [replace(one, full_name=known.name) for one, known in zip(MENTEES, mentee_pupils(2026), strict=False)]
    content = template.build(today=TODAY, settings=SETTINGS, records={**records, type(MENTEES[0]): people})
    found = reading(tmp_path, "пример.xlsx", content)
    assert isinstance(found, Left)
    assert found.reason == "это пример с придуманной школой"


def test_real_workbooks_that_are_not_ours_are_all_listed(tmp_path):
    assert SHARED.is_dir(), f"{SHARED} is missing: the real workbooks are needed for this test"
    files = sorted(path for path in SHARED.rglob("*") if path.suffix.lower() in {".xlsx", ".xlsm"})[:40]
    assert len(files) > 5
    found = [read_school(Asked(str(path), path.name), today=TODAY) for path in files]
    assert all(isinstance(one, Left) and one.kind in {"не книга школы", "не прочлась"} for one in found), found
    assert not [one for one in found if "неизвестная ошибка" in one.reason]


# --- the folders -----------------------------------------------------------------------------------


def test_copies_marks_of_open_books_and_unfinished_files_are_passed_over(tmp_path):
    kept = ["Книга.xlsx", "Район/Школа 10/Книга.XLSM", "Район/Школа 2/Книга.xlsx"]
    for name in (*kept, "~$Книга.xlsx", ".~lock.Книга.xlsx#", ".nastavnik/backup/Книга-20270101-000000-aaaaaaaa.xlsx",
                 ".nastavnik-x1.xlsx", "Книга.xlsx.tmp", "__MACOSX/._Книга.xlsx", "отчёт.docx"):  # fmt: skip
        put(tmp_path, name, b"")
    books, left = find_books([str(tmp_path)])
    assert [one.file for one in books] == [kept[0], kept[2], kept[1]]
    assert not left


def test_an_old_format_is_listed_and_a_folder_told_twice_is_read_once(tmp_path):
    put(tmp_path, "Книга.xlsx", b"")
    put(tmp_path, "старая.xls", b"")
    books, left = find_books([str(tmp_path), str(tmp_path / ".." / tmp_path.name)])
    assert len(books) == 1
    assert [one.reason for one in left] == ["формат .xls: сохраните её как .xlsx"]


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(schools, tmp_path_factory):
    """The summary of the two schools with a broken book, a copy and a monitoring's own files beside them."""
    folder = tmp_path_factory.mktemp("whole")
    for path in schools.rglob("*.xlsx"):
        put(folder, str(path.relative_to(schools)), path.read_bytes())
    put(folder, "битая.xlsx", b"PK\x03\x04")
    out = folder / "Свод.xlsx"
    assert main(["region", str(folder), "--out", str(out), "--workers", "2", *DAY]) == 0
    return folder, out


def test_the_summary_has_indicators_schools_forms_and_remarks(made):
    _, out = made
    page = [cell for row in rows(out, "Свод") for cell in row]
    assert "Дети 10–19 лет в роли наставляемых" in page
    table = rows(out, "Школы")
    assert [(row[1], row[3]) for row in table[1:]] == [("МКОУ «СОШ № 2»", 9), ("МКОУ «СОШ № 10»", 9), ("Всего", 18)]
    assert [row[6] for row in table[1:]] == [10, 1, pytest.approx(100 * 8 / 440)]
    numbers = rows(out, "Числа школ")
    assert numbers[0][4:8] == ["П1 учтено", "П1 из", "П2 учтено", "П2 из"]
    assert [row[4:8] for row in numbers[1:]] == [[4, 40, 2, 20], [4, 400, 2, 20]]
    forms = {row[0]: row for row in rows(out, "Формы")}
    assert forms["Всего"][1:4] == [2, 18, 12]
    assert forms["Ученик – ученик"][-2:] == [100, 50]
    assert [row[:2] for row in rows(out, "Замечания")[1:]] == [["нет: не прочлась", "битая.xlsx"]]


def test_charts_are_native_and_draw_cells_of_the_sheet(made):
    _, out = made
    with zipfile.ZipFile(out) as book:
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 4
    assert all(re.search(r"<c:f>Свод!\$[B-M]\$\d+:\$[B-M]\$\d+</c:f>", one) for one in charts)


def test_nobody_is_named_in_any_byte_of_the_summary_or_of_what_is_said(made, capsys):
    folder, out = made
    main(["region", str(folder), "--out", str(out), "--json", *DAY])
    said = capsys.readouterr().out.encode()
    with zipfile.ZipFile(out) as book:
        parts = [out.read_bytes(), said, *(book.read(name) for name in book.namelist())]
    words = {word for one in (*MENTEES, *MENTORS) for word in one.full_name.split()}
    codes = {one.code for one in (*MENTEES, *MENTORS)}
    forbidden = words | codes | {"ООО «Луч»", "Поддержка старших", "2014-01-01", "01.01.2014"}
    assert len(words) > 30
    for text in forbidden:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251"):
            assert not any(text.encode(encoding) in part for part in parts), text


def test_a_second_run_gives_the_same_bytes_and_does_not_count_the_first_summary(made, tmp_path):
    folder, out = made
    before = out.read_bytes()
    assert main(["region", str(folder), "--out", str(out), "--workers", "1", *DAY]) == 0
    assert out.read_bytes() == before
    again = tmp_path / "ещё.xlsx"
    assert main(["region", str(folder), "--out", str(again), *DAY]) == 0
    assert again.read_bytes() == before  # the first summary lies in the folder and is passed over


def test_json_has_the_same_facts_and_a_show_writes_nothing(made, tmp_path, capsys):
    folder, _ = made
    out = tmp_path / "нет.xlsx"
    assert main(["region", str(folder), "--out", str(out), "--dry-run", "--json", *DAY]) == 0
    assert not out.exists()
    facts = json.loads(capsys.readouterr().out)
    assert facts["year"] == "2026/27"
    assert facts["indicators"][0] == {
        "id": "П1", "title": "Дети 10–19 лет в роли наставляемых", "numerator": 8, "denominator": 440,
        "percent": 1.82, "shown": "1,8\u00a0%", "target": 9.0, "schools": 2, "answered": 0, "invited": 0,
    }  # fmt: skip
    assert [one["file"] for one in facts["left"]] == ["битая.xlsx"]
    assert facts["schools"][1]["indicators"]["П1"] == {"numerator": 4, "denominator": 400}
    assert facts["schools"][0]["municipality"] == PLACE


def test_a_file_that_is_no_summary_is_never_replaced(tmp_path, capsys):
    book = put(tmp_path, "Книга.xlsx", school_bytes(1))
    before = book.read_bytes()
    assert main(["region", str(tmp_path), "--out", str(book), *DAY]) == 3
    assert "это не свод" in capsys.readouterr().err
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["нет такой"], 4, "Папки «нет такой» нет"),
        (["."], 3, "Книг .xlsx в папке «.» нет"),
        ([".", "--workers", "0"], 2, "--workers: «0» — не число от 1"),
        ([".", "--out", "свод.csv"], 2, "с окончанием .xlsx"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path, monkeypatch, capsys, words, code, sentence):
    monkeypatch.chdir(tmp_path)
    assert main(["region", *words, *DAY]) == code
    assert sentence in capsys.readouterr().err


def test_a_folder_without_a_single_sound_book_gives_the_list_and_one(tmp_path, capsys):
    put(tmp_path, "битая.xlsx", b"PK")
    assert main(["region", str(tmp_path), *DAY]) == 1
    assert "битая.xlsx — " in capsys.readouterr().out
    (made,) = [path for path in tmp_path.iterdir() if "Свод" in path.name]
    assert rows(made, "Замечания")[1][1] == "битая.xlsx"


def test_formulas_of_strangers_stay_text_in_the_summary(tmp_path):
    records = records_by_type()
    mentors = [replace(one, full_name="Иванов Иван") for one in records[Mentor]]
    content = template.build(
        today=TODAY, settings={**SETTINGS, "school_short": '=HYPERLINK("http://x")'},
        records={**records, Mentor: mentors, Partner: [], Pair: [], Answer: []},
    )  # fmt: skip
    found = reading(tmp_path, "книга.xlsx", content)
    path = put(tmp_path, "свод.xlsx", summary_file(summarised([found], today=TODAY)))
    with zipfile.ZipFile(path) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name) and "sheet" in name]
    assert rows(path, "Школы")[1][1] == '=HYPERLINK("http://x")'
