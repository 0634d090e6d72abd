"""What the buttons say on the first day, in an empty book, and how short they keep it in a school of a hundred."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nastavnik_sheets.commands import making
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.documents import catalogue
from nastavnik_sheets.errors import NastavnikError, Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.ribbon import COMMANDS, LONGEST, _outcome, _shortened

DAY = Options(today=date(2026, 9, 7))
FIRST_DAY = {
    "undo": "Отменять нечего: неотменённых команд, которые меняли книгу, нет.",
    "fix": "Исправлено ячеек: 0. Нет ошибок",
    "suggest": "Подобрать пары пока не из кого: базы наставляемых и наставников пусты. Впишите людей",
    "confirm": "Утверждать пока нечего: лист «Предложения» пуст. Сначала подберите пары (кнопка «Подобрать»).",
    "consents": "Базы наставляемых и наставников пусты: впишите людей или возьмите анкеты (кнопка «Анкеты»).",
    "mentors": "Лист «Пригодность наставников» пуст: на листе «Наставники» ещё никого нет.",
    "pair": "Лист «Ход пар» пуст: на листе «Пары» ещё нет ни одной пары.",
    "awards": "Номинировать пока некого: на листе «Пары» нет пар, которые начали работу.",
    "journal": "За сентябрь\u00a02026 года заполнять нечего: действующих пар нет.",
}


@pytest.fixture
def empty(tmp_path: Path) -> str:
    book = str(tmp_path / "Новая книга.xlsx")
    making.new(book, options=DAY)
    return book


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> str:
    book = str(tmp_path_factory.mktemp("школа") / "Книга школы.xlsx")
    making.new(book, demo=True, options=Options(today=date(2026, 11, 28)))
    return book


def said(command: str, book: str, argument: str = "", options: Options = DAY) -> str:
    try:
        outcome = _outcome(command, book, argument, options)
    except NastavnikError as error:
        return str(error)
    return str(outcome.facts.get("brief", outcome.message))


@pytest.mark.parametrize("command", FIRST_DAY)
def test_a_button_of_the_first_day_says_what_is_empty_and_what_comes_first(empty: str, command: str) -> None:
    assert said(command, empty).startswith(FIRST_DAY[command])


def test_monitoring_of_an_empty_book_says_once_which_numbers_it_needs(empty: str) -> None:
    text = said("monitor", empty)
    assert "не задано" not in text
    assert "  П3 Молодые специалисты в роли наставляемых: н/д\n" in text
    assert text.count("На листе «Настройки» не заполнено: «") == 1
    assert "«Педагогов со стажем до 3 лет»" in text


def test_nothing_of_the_first_day_is_longer_than_its_window_or_speaks_of_keys_alone(empty: str) -> None:
    clicks = [(command, "") for command in COMMANDS if command not in ("import", "documents")]
    for command, kind in [*clicks, *(("documents", key) for key, _, _ in catalogue())]:
        text = said(command, empty, kind)
        assert len(text.splitlines()) <= LONGEST, (command, kind)
        assert "нет таких" not in text, (command, kind)
        assert "--" not in text, (command, kind)


def test_undo_names_the_button_and_then_the_command(empty: str) -> None:
    said("check", empty)
    said("mentors", empty)
    drawn = "Пригодность наставников"
    assert said("undo", empty) == f"Отменена команда «{drawn}» (mentors).\nЛисты — как до неё: «{drawn}»."
    assert said("undo", empty).startswith("Отменена команда «Проверить» (check): возвращено ячеек 52.\n")


def test_a_file_nobody_can_tell_is_first_a_question_whether_it_is_the_right_one(empty: str, tmp_path: Path) -> None:
    (tmp_path / "заметки.csv").write_text("Привет;мир\n1;2\n", "utf-8")
    with pytest.raises(Refused, match=r"нужны названия столбцов.*тот ли это файл\. Если тот, .* --as "):
        _outcome("import", empty, str(tmp_path / "заметки.csv"), DAY)


def test_reminders_are_counted_in_a_window_and_told_one_by_one_on_the_sheet(school: str) -> None:
    lines = said("remind", school, options=Options(today=date(2026, 11, 28))).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("Просрочено: ")
    assert lines[2] == "Письма каждому — кнопка «Документы»: «Работа пар» → «Напоминание»."
    with open_host(school) as host:
        assert len(host.read("Напоминания")) > 40


def test_names_with_doubtful_cases_are_listed_under_one_sentence(school: str) -> None:
    lines = said("documents", school, "consent_parent", Options(today=date(2026, 11, 28))).splitlines()
    assert lines[1] == "Проверьте падежи; верное впишите на лист «Склонения»:"
    assert all(line.startswith("  ") for line in lines[2:])
    assert any("Бек Тимур" in line for line in lines[2:])


def test_many_documents_printed_again_take_one_line(school: str) -> None:
    lines = said("documents", school, "contract_external", Options(today=date(2026, 11, 28))).splitlines()
    again = [line for line in lines if "повторно" in line]
    assert again == ["Договор о безвозмездном сотрудничестве: напечатано повторно — 9, номера и даты прежние."]


def test_a_long_message_says_how_much_is_left_out() -> None:
    assert _shortened("\n".join(["строка"] * (LONGEST + 4))).splitlines()[-1] == "… и ещё строк: 4."
