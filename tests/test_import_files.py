"""Files people hand in, as headers and rows: real bytes of csv and spreadsheets."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from import_books import book_of, csv_bytes, moment, rows_of, take, xlsx_bytes
from openpyxl import Workbook

from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.importing import read_export
from nastavnik_sheets.importing.moments import moment_of, month_comes_first
from nastavnik_sheets.workbook import SHEETS, Mentee, Mentor

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = ["Отметка времени", "Ваше ФИО", "Дата рождения", "Класс", "В чём Вам нужна помощь?"]
ROWS = [
    ["02.09.2026 12:30:00", "Ёлкин Пётр Ильич", "05.03.2012", "7А", "дроби; уравнения, задачи"],
    ["03.09.2026 8:05:10", "Сомова Анна", "15.06.2011", "8Б", "две строки\nв одной ячейке"],
]
PEOPLE = [
    ("Ёлкин Пётр Ильич", date(2012, 3, 5), "7А", "дроби; уравнения, задачи", date(2026, 9, 2)),
    ("Сомова Анна", date(2011, 6, 15), "8Б", "две строки\nв одной ячейке", date(2026, 9, 3)),
]


def mentees_from(content: bytes, name: str) -> list[tuple[object, ...]]:
    host = book_of()
    take(host, read_export(content, name=name))
    return rows_of(host, Mentee, "full_name", "birth_date", "school_class", "request", "questionnaire")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    content = csv_bytes([HEADERS, *ROWS, ["", "", "", "", ""], []], encoding=encoding, delimiter=delimiter)
    assert mentees_from(content, "анкета.csv") == PEOPLE


def test_a_first_line_of_excel_that_names_the_delimiter_is_not_a_header() -> None:
    content = b"sep=;\r\n" + csv_bytes([HEADERS, *ROWS], delimiter=";")
    assert read_export(content, name="a.csv").headers == tuple(HEADERS)


def test_a_google_spreadsheet_with_real_dates_gives_the_same_people() -> None:
    rows = [
        [moment(2), "Ёлкин Пётр Ильич", date(2012, 3, 5), "7А", "дроби; уравнения, задачи"],
        [moment(3), "Сомова Анна", date(2011, 6, 15), "8Б", "две строки\nв одной ячейке"],
    ]
    assert mentees_from(xlsx_bytes([HEADERS, *rows, [None] * 5]), "Анкета (Ответы).xlsx") == PEOPLE


def test_a_spreadsheet_of_yandex_forms_gives_the_same_people() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ID", "Время создания", *HEADERS[1:]])
    sheet.append([10101, "2026-09-02 12:30:00", *ROWS[0][1:]])
    sheet.append([10102, datetime(2026, 9, 3, 8, 5, 10), *ROWS[1][1:]])
    file = io.BytesIO()
    book.save(file)
    assert mentees_from(file.getvalue(), "answers.xlsx") == PEOPLE


def test_a_csv_of_yandex_forms_gives_the_same_people() -> None:
    headers = ["ID ответа", "Время создания", *HEADERS[1:]]
    rows = [["7", "2026-09-02T12:30:00Z", *ROWS[0][1:]], ["8", "2026-09-03 08:05:10", *ROWS[1][1:]]]
    assert mentees_from(csv_bytes([headers, *rows], encoding="utf-8-sig", delimiter=";"), "answers.csv") == PEOPLE


def test_titles_above_the_headers_are_passed_over() -> None:
    rows = [["Список 7А класса"], ["на 1 сентября"], [], HEADERS, *ROWS]
    export = read_export(xlsx_bytes(rows), name="7А.xlsx")
    assert export.headers == tuple(HEADERS)
    assert export.numbers == (5, 6)


def test_of_several_sheets_the_one_with_answers_is_taken_and_named() -> None:
    other = {"Заметки": [["купить", "мел"], ["и", "доску"], ["и", "губку"]], "Пусто": []}
    export = read_export(xlsx_bytes([HEADERS, *ROWS], sheet="Лист1", more=other), name="a.xlsx")
    assert export.sheet == "Лист1"
    assert export.notes == ("В файле несколько листов с данными: взят «Лист1», не читались «Заметки».",)


def test_the_old_excel_and_libreoffice_formats_need_no_words_about_them(tmp_path: Path) -> None:
    path = tmp_path / "список.ods"
    path.write_bytes(ods_bytes([HEADERS, *ROWS]))
    assert read_export(path).headers == tuple(HEADERS)
    assert read_export(path).rows[0][1] == "Ёлкин Пётр Ильич"


def ods_bytes(rows: list[list[str]]) -> bytes:
    """Write the smallest OpenDocument spreadsheet by hand."""
    import zipfile
    from xml.sax.saxutils import escape

    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(escape(str(c))) for c in row)}</table:table-row>" for row in rows
    )
    spaces = " ".join(
        f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for p, n in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Лист1">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", mime)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "пуст"),
        (b"   \n ", "пуст"),
        (b"<html><body><table><tr><td>x</td></tr></table>", "веб-страница"),
        (b"???? ????????,???\n1,2\n", "буквы потеряны"),
        (b"%PDF-1.7\n\x00\x01\x02\x03" + bytes(range(256)) * 8, "не таблица"),
        (b"PK\x03\x04 not a package at all", "не читается"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "не читается"),
    ],
)
def test_what_is_not_a_table_is_refused_in_one_calm_sentence(content: bytes, words: str) -> None:
    with pytest.raises(HostError) as refused:
        read_export(content, name="странный.xlsx")
    assert words in str(refused.value)
    assert "странный.xlsx" in str(refused.value)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="нет: проверьте имя"):
        read_export(tmp_path / "нет.csv")
    with pytest.raises(HostError, match="— папка"):
        read_export(tmp_path)


def test_headers_without_rows_and_the_programmes_own_workbook_are_refused() -> None:
    with pytest.raises(Refused, match="ни одной строки"):
        read_export(csv_bytes([HEADERS]), name="a.csv")
    with pytest.raises(Refused, match="ни одной строки"):
        read_export(xlsx_bytes([HEADERS]), name="a.xlsx")
    own = {sheet.title: [["Код", "ФИО"], ["У-001-3", "Кто-то"]] for sheet in SHEETS[1:8]}
    with pytest.raises(Refused, match="книга программы"):
        read_export(xlsx_bytes([HEADERS], more=own), name="книга.xlsx")


@pytest.mark.parametrize(
    "text",
    ["16.05.2024 09:30:00", "16.05.2024 9:30", "2024/05/16 9:30:00 AM GMT+3", "2024-05-16T09:30:00.000Z",
     "2024-05-16 09:30:00+03:00", "16/05/2024 09:30:00", 45428.3958333333, datetime(2024, 5, 16, 9, 29, 59, 999999)],
)  # fmt: skip
def test_moments_are_read_as_the_services_write_them(text: object) -> None:
    assert moment_of(text) == datetime(2024, 5, 16, 9, 30)  # type: ignore[arg-type]


def test_moments_know_noon_and_midnight_and_what_is_no_moment() -> None:
    assert moment_of("2024/05/16 12:05:00 AM GMT+3") == datetime(2024, 5, 16, 0, 5)
    assert moment_of("2024/05/16 12:05:00 PM GMT+3") == datetime(2024, 5, 16, 12, 5)
    assert moment_of("16.05.2024") == datetime(2024, 5, 16)
    assert moment_of("вчера") is None
    assert moment_of("32.01.2024 10:00:00") is None
    assert moment_of(12) is None


def test_an_english_column_of_moments_has_the_month_first() -> None:
    assert month_comes_first(["5/6/2024 9:30:00"], header="Timestamp")
    assert month_comes_first(["5/6/2024 9:30:00", "5/16/2024 9:30:00"], header="Отметка времени")
    assert not month_comes_first(["5/6/2024 9:30:00", "16/5/2024 9:30:00"], header="Timestamp")
    assert not month_comes_first(["05.06.2024 9:30:00"], header="Отметка времени")
    assert moment_of("5/6/2024 9:30:00", month_first=True) == datetime(2024, 5, 6, 9, 30)


def test_headers_in_two_rows_under_merged_cells_are_one_row_of_headers() -> None:
    upper = ["№ п/п", "ФИО", "Дата рожд.", "Контакты", None, "Запрос"]
    lower = [None, None, None, "Тел.", "Почта", None]
    row = [1, "Ёлкин Пётр Ильич", "05.03.2012 г.р.", "8 912 345-67-89", "elkin@mail.ru", "дроби"]
    host = book_of()
    result = take(host, read_export(xlsx_bytes([["Список 7 «А»"], upper, lower, row]), name="7А.xlsx"))
    assert result.messages == ["Лист «Наставляемые»: строк 1, новых 1."]
    assert rows_of(host, Mentee, "full_name", "birth_date", "phone", "email") == [
        ("Ёлкин Пётр Ильич", date(2012, 3, 5), "+7 912 345-67-89", "elkin@mail.ru")
    ]


def test_equal_answers_that_are_not_in_a_list_are_said_once_with_what_to_do() -> None:
    headers = ["ФИО", "Дата рождения", "Запрос", "Удобное время"]
    people = ["Ёлкин Пётр", "Сомова Анна", "Рябов Илья", "Юдин Марк"]
    rows = [[name, f"0{n}.03.2012", "дроби", "в среду" if n != 3 else ""] for n, name in enumerate(people, start=1)]
    _, *said = take(book_of(), read_export(csv_bytes([headers, *rows]), name="а.csv")).messages
    assert said == [
        "«Удобное время»: строки 2–3, 5: «в среду» — нет в списке: «в среду».",
        "Чего нет в списке, допишите на лист «Списки» и повторите импорт: эти ответы перенесутся.",
    ]


def test_a_post_of_a_teacher_says_who_it_is_and_another_post_says_nothing() -> None:
    headers = ["ФИО", "Дата рождения", "Должность", "Компетенции"]
    rows = [
        ["Ёлкин Пётр", "01.03.1982", "Учитель физики", "опыты"],
        ["Юдин Марк", "01.03.1983", "инженер", "чертежи"],
    ]
    host = book_of()
    take(host, read_export(csv_bytes([headers, *rows]), name="а.csv"))
    assert rows_of(host, Mentor, "full_name", "kind") == [
        ("Ёлкин Пётр", "педагог или специалист"),
        ("Юдин Марк", None),
    ]
