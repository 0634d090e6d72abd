"""The files of a monitoring: the director's report, the municipal summary, the personal record, and their columns."""

from __future__ import annotations

import io
import re
import subprocess
import time
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from monitoring_school import MENTEES, MENTORS, SETTINGS, TODAY, person, records_by_type, school

from nastavnik_sheets import template
from nastavnik_sheets.commands.monitoring import monitor
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.errors import HostError
from nastavnik_sheets.lists import RU, TT, UU
from nastavnik_sheets.monitoring.columns import FILE, columns_file, read_columns
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.report import report
from nastavnik_sheets.monitoring.summaries import (
    DEFAULTS,
    KNOWN,
    RECORD,
    SUMMARY,
    record_file,
    record_rows,
    summary_file,
    summary_rows,
)
from nastavnik_sheets.workbook import Category
from nastavnik_sheets.year_sheets import IndicatorRow

OPTIONS = Options(today=TODAY)


def figures() -> Figures:
    return Figures(school(), TODAY)


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells).replace("\u00a0", " ")


def table_of(content: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_the_report_says_every_indicator_in_words():
    said = words_of(report(figures()))
    assert "П1. Дети 10–19 лет в роли наставляемых: 4 из 40, то есть 10 %. Цель достигнута: цель 2027 года" in said
    assert "П3. Молодые специалисты в роли наставляемых: 2 из 4, то есть 50 %. Ниже цели на 10 п. п." in said
    assert "П4. Предприятия, которые дали наставников: 1 из 8, то есть 12,5 %. Цель на этот год не задана." in said
    assert "Довольны 4 из 6 ответивших наставляемых (66,7 %); ответили 75 % участников." in said
    assert "Состоялось 5 встреч." in said
    assert "Чаще всего ценят: «Поддержка старших»." in said


def test_the_report_says_where_its_figures_come_from():
    said = words_of(report(figures()))
    assert "Период 01.09.2026 – 31.05.2027; учтено пар: 9." in said
    assert "ответ не по шкале — 1" in said


def test_the_report_names_nobody():
    said = words_of(report(figures()))
    assert not [p.full_name for p in (*MENTEES, *MENTORS) if p.full_name.split()[0] in said]
    assert "У-0" not in said


def test_the_reports_charts_are_native_and_carry_their_figures_alone():
    with zipfile.ZipFile(io.BytesIO(report(figures()))) as package:
        names = package.namelist()
        charts = [name for name in names if re.fullmatch(r"word/charts/chart\d\.xml", name)]
        assert len(charts) == 3
        assert not [name for name in names if name.endswith((".png", ".emf", ".jpeg"))]
        first = package.read("word/charts/chart1.xml").decode()
        inside = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/chart1.xlsx"))).worksheets[0]
    assert "<c:externalData r:id=" in first
    assert '<c:dispBlanksAs val="gap"/>' in first, "a target that is not set is no zero"
    assert first.count('<c:showSerName val="0"/>') == first.count("<c:dLbls>") == 2
    assert inside["A2"].value == "П1"
    assert inside["B2"].value == 10
    assert re.findall(r"<c:v>(10|9)</c:v>", first)[:2] == ["10", "10"]


def test_the_same_figures_make_the_same_report_whatever_the_clock(monkeypatch):
    first = report(figures())
    monkeypatch.setenv("TZ", "Asia/Vladivostok")
    time.tzset()
    time.sleep(1.1)
    try:
        assert report(figures()) == first
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_report_of_an_empty_book_says_what_is_missing():
    said = words_of(report(Figures(book_of([], {}), TODAY)))
    assert "н/д (впишите «Обучающихся 10–19 лет» на листе «Настройки»)" in said
    assert "Сравнивать пока нечего" in said


def test_libreoffice_reads_the_report_with_its_charts(tmp_path):
    (tmp_path / "отчёт.docx").write_bytes(report(figures()))
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "отчёт.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    shown = subprocess.run(["pdftotext", "-layout", "отчёт.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
    said = shown.stdout.decode()
    assert "Состоявшиеся встречи по месяцам" in said  # the title of a chart: drawn, not left out
    assert "окт 2026" in said


def test_the_summary_has_a_row_for_each_form_and_one_for_all_people_once():
    rows = {row["форма"]: row for row in summary_rows(figures())}
    assert list(rows) == [RU, UU, TT, "Всего"]
    assert (rows[UU]["пар"], rows[UU]["наставников"], rows[UU]["наставляемых"]) == (5, 3, 4)
    assert (rows["Всего"]["пар"], rows["Всего"]["наставников"], rows["Всего"]["наставляемых"]) == (9, 6, 8)
    assert rows[TT]["наставников внешних"] == 1
    assert (rows[TT]["молодых специалистов охвачено"], rows["Всего"]["молодых специалистов всего"]) == (2, 4)
    assert rows[UU]["завершённых пар"] == 1
    assert rows[UU]["довольны наставляемые, %"] == 100
    assert rows[RU]["довольны наставники, %"] is None
    assert rows["Всего"]["довольны наставляемые, %"] == 66.7


def test_the_summary_file_has_the_usual_columns_and_names_nobody():
    head, *rows = table_of(summary_file(figures()))
    assert head == tuple(heading for heading, _ in DEFAULTS[SUMMARY])
    assert len(rows) == 4
    assert not [p for p in (*MENTEES, *MENTORS) if any(p.full_name in str(row) for row in rows)]


def test_the_personal_record_has_a_row_for_each_participant_of_each_pair():
    rows = record_rows(figures())
    assert len(rows) == 2 * 9
    first = rows[0]
    assert (first["номер"], first["ФИО"]) == (1, "Алиева Мадина Омаровна")
    assert (first["роль"], first["форма"]) == ("наставляемый", UU)
    assert (first["с кем в паре"], first["встреч"]) == ("Лобанов Егор Ильич", 3)


def test_the_personal_record_never_has_the_sensitive_category():
    secret = "с ограниченными возможностями здоровья"
    listed = Figures(school(Category(person=person(1), category=secret)), TODAY)
    assert secret not in str(table_of(record_file(listed)))


def test_text_that_looks_like_a_formula_stays_text():
    from dataclasses import replace

    evil = replace(MENTEES[0], full_name="Алиева Мадина Омаровна", post="=1+1", school_class=None)
    records = [evil if record is MENTEES[0] else record for rows in records_by_type().values() for record in rows]
    content = record_file(Figures(book_of(records, SETTINGS), TODAY))
    cell = next(c for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for c in row
                if c.value == "=1+1")  # fmt: skip
    assert cell.data_type == "s" or cell.data_type == "inlineStr"


def edited(*rows: tuple[str, str]) -> bytes:
    return columns_file({SUMMARY: rows, RECORD: DEFAULTS[RECORD]}, KNOWN)


def test_a_school_names_orders_and_leaves_out_columns():
    chosen = read_columns(edited(("Пары", "Пар"), ("Код ОО", "«053»"), ("Пустой", ""), ("Форма", "форма")), SUMMARY,
                          KNOWN[SUMMARY])  # fmt: skip
    head, first, *_ = table_of(summary_file(figures(), chosen))
    assert head == ("Пары", "Код ОО", "Пустой", "Форма")
    assert first == (1, "053", None, RU)


def test_a_column_that_shows_nothing_known_is_left_empty_and_said():
    chosen = read_columns(edited(("Сколько", "наставнков"), ("Форма", "форма")), SUMMARY, KNOWN[SUMMARY])
    (problem,) = chosen.problems
    assert problem.startswith(f"«{FILE}», лист «{SUMMARY}», B2: непонятно «наставнков», столбец «Сколько» оставлен")
    assert problem.endswith("возможно, вы имели в виду «наставников»")
    assert table_of(summary_file(figures(), chosen))[1] == (None, RU)


@pytest.mark.parametrize("content", [b"", b"not a workbook", columns_file({RECORD: DEFAULTS[RECORD]}, KNOWN)])
def test_a_list_of_columns_that_cannot_be_read_is_refused_calmly(content):
    with pytest.raises(HostError, match="Столбцы отчётов"):
        read_columns(content, SUMMARY, KNOWN[SUMMARY])


@pytest.fixture
def workbook(tmp_path):
    records = {kind: rows for kind, rows in records_by_type().items() if kind is not IndicatorRow}
    path = tmp_path / "Школа.xlsx"
    path.write_bytes(template.build(today=date(2026, 9, 1), settings=SETTINGS, records=records))
    return path


def test_the_command_leaves_the_files_and_the_list_of_columns_beside_the_workbook(workbook):
    outcome = monitor(str(workbook), options=OPTIONS)
    folder = workbook.parent / "Документы"
    assert (
        sorted(file.name for file in folder.iterdir())
        == sorted(outcome.facts["files"])
        == [
            "2027-05-31 Муниципальный свод.xlsx",
            "2027-05-31 Отчёт о мониторинге программы наставничества.docx",
            "2027-05-31 Персонифицированный учёт.xlsx",
        ]
    )
    assert "личные данные" in outcome.message
    (workbook.parent / "Шаблоны" / FILE).write_bytes(edited(("Вид", "форма"), ("?", "что-то")))
    again = monitor(str(workbook), options=OPTIONS)
    assert len(again.facts["problems"]) == 1
    newest = folder / "2027-05-31 Муниципальный свод (2).xlsx"
    assert table_of(newest.read_bytes())[0] == ("Вид", "?")
    assert len(list(folder.iterdir())) == 4  # what has not changed is not written twice


def test_a_dry_run_and_sheets_only_leave_no_files(workbook):
    monitor(str(workbook), options=Options(today=TODAY, dry_run=True))
    monitor(str(workbook), sheets_only=True, options=OPTIONS)
    assert not (workbook.parent / "Документы").exists()
