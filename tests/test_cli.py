"""Every command from the command line: what it prints, its exit code, and that a failure is one calm sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xlsx_support import CORPUS

from nastavnik_sheets.cli import build_parser, main
from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.hosts import open_host

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = ["--today", "2026-09-10"]
HEAVY = {"scipy", "numpy", "docx", "docxtpl", "pandas", "openpyxl", "xlsxwriter", "pymorphy3", "pytrovich", "gspread",
         "xlwings", "lxml", "msoffcrypto", "cryptography"}  # fmt: skip
ON_BOOKS = (["check"], ["check", "--fix"], ["import", "ФАЙЛ"], ["suggest"], ["confirm"], ["monitor"],
            ["documents", "make", "order_pairs"], ["undo"])  # fmt: skip
FORM = (
    "Отметка времени,ФИО,Дата рождения,Класс,В чём Вам нужна помощь?\n"
    "05.09.2026 10:00:00,Алиева Зарема Омаровна,14.03.2013,7Б,Дроби и уравнения\n"
    "05.09.2026 11:00:00,Ким Олег Петрович,02.11.2012,8А,Сочинение\n"
)


@pytest.fixture(scope="module")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "Книга.xlsx"
    assert main(["new", str(path), "--today", "2026-04-03"]) == 0
    return path


@pytest.fixture
def book(empty_book: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_book, tmp_path / "Книга.xlsx"))


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "Анкета наставляемого.csv"
    path.write_text(FORM, encoding="utf-8")
    return path


def words(command: Sequence[str], book: Path, form: Path) -> list[str]:
    """Return the words of a command with the book, and the file of answers, in their places."""
    head = command[:2] if command[0] == "documents" else command[:1]
    rest = [str(form) if word == "ФАЙЛ" else word for word in command[len(head) :]]
    return [*head, str(book), *rest]


def one_sentence(text: str) -> bool:
    """Whether a failure was told calmly: one line, in Russian, without a traceback."""
    line = text.strip()
    russian = sum("а" <= c.lower() <= "я" or c in "ёЁ" for c in line)
    return bool(line) and "\n" not in line and russian > 10 and "Traceback" not in line and line.endswith((".", "help"))


@pytest.mark.parametrize("command", ON_BOOKS, ids=" ".join)
def test_a_missing_file_is_said_in_one_sentence(command, form, tmp_path, capsys):
    assert main(words(command, tmp_path / "нет такой.xlsx", form)) == 4
    assert one_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("command", ON_BOOKS[:6], ids=" ".join)
@pytest.mark.parametrize("kind", ["bytes", "docx", "encrypted", "empty", "folder"])
def test_what_is_not_a_workbook_is_refused_in_one_sentence(command, kind, form, tmp_path, capsys):
    path = tmp_path / "Книга.xlsx"
    if kind == "bytes":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "docx":
        from docx import Document

        Document().save(str(path))
    elif kind == "encrypted":
        source = CORPUS / "calamine-pass_protected.xlsx"
        assert source.is_file(), f"the real workbooks must lie in {CORPUS}"
        shutil.copy(source, path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.touch()
    assert main(words(command, path, form)) in {3, 4}
    assert one_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("mark", ["~$Книга.xlsx", ".~lock.Книга.xlsx#"])
@pytest.mark.parametrize("command", [["check"], ["import", "ФАЙЛ"]], ids=" ".join)
def test_a_book_open_in_an_office_program_is_not_written(mark, command, book, form, capsys):
    before = book.read_bytes()
    (book.parent / mark).write_text(",Омарова,school-pc,10.09.2026 10:15,file:///home/o;", encoding="utf-8")
    assert main([*words(command, book, form), *DAY]) == 4
    assert one_sentence(capsys.readouterr().err)
    assert book.read_bytes() == before


def test_a_read_only_book_is_not_written(book, capsys):
    before = book.read_bytes()
    book.chmod(0o444)
    assert main(["check", str(book), *DAY]) == 4
    assert "только для чтения" in capsys.readouterr().err
    assert book.read_bytes() == before


@pytest.mark.parametrize("wrong", [
    [], ["летать"], ["check"], ["check", "книга.xlsx", "--быстро"], ["new", "книга.xls"], ["documents"],
    ["check", "книга.xlsx", "--today", "вчера"], ["monitor", "книга.xlsx", "--explain"], ["import", "книга.xlsx"],
], ids=lambda w: " ".join(w) or "nothing")  # fmt: skip
def test_a_wrong_call_is_explained_in_russian_and_is_code_two(wrong, capsys):
    assert main(wrong) == 2
    said = capsys.readouterr()
    assert one_sentence(said.err)
    assert said.out == ""


def test_an_unknown_document_is_code_two_and_guessed(book, capsys):
    assert main(["documents", "make", str(book), "order_pair", *DAY]) == 2
    assert "order_pairs" in capsys.readouterr().err


def test_new_never_touches_a_file_that_is_there(book, capsys):
    before = book.read_bytes()
    assert main(["new", str(book)]) == 3
    assert one_sentence(capsys.readouterr().err)
    assert book.read_bytes() == before


@pytest.mark.parametrize("command", [c for c in ON_BOOKS if c != ["undo"]], ids=" ".join)
def test_json_is_all_that_is_printed_even_when_it_fails(command, form, tmp_path, capsys):
    assert main([*words(command, tmp_path / "нет.xlsx", form), "--json"]) == 4
    said = json.loads(capsys.readouterr().out)
    assert said["exit"] == 4
    assert one_sentence(said["error"])


@pytest.mark.parametrize("command", [["check"], ["check", "--fix"], ["import", "ФАЙЛ"], ["suggest"], ["confirm"],
                                     ["monitor"], ["undo"]], ids=" ".join)  # fmt: skip
def test_json_of_a_command_is_one_object_and_a_dry_run_leaves_the_bytes(command, book, form, capsys):
    before = book.read_bytes()
    assert main([*words(command, book, form), "--json", "--dry-run", *DAY]) in {0, 1}
    said = capsys.readouterr()
    assert isinstance(json.loads(said.out)["message"], str)
    assert said.err == ""
    assert book.read_bytes() == before
    assert sorted(p.name for p in book.parent.iterdir()) == sorted({book.name, form.name})


def test_new_and_demo_show_without_writing(tmp_path, capsys):
    assert main(["new", str(tmp_path / "а.xlsx"), "--dry-run"]) == 0
    assert main(["new", str(tmp_path / "б.xlsx"), "--demo", "--dry-run"]) == 0
    assert main(["demo", str(tmp_path / "пример"), "--dry-run", *DAY]) == 0
    assert "2025–2026" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path, capsys):
    (tmp_path / "файл").write_text("не папка", encoding="utf-8")
    assert main(["demo", str(tmp_path / "файл" / "пример"), *DAY]) == 4
    assert one_sentence(capsys.readouterr().err)


def test_people_of_a_form_come_in_are_checked_and_go_out_again(book, form, capsys):
    assert main(["import", str(book), str(form), *DAY]) == 0
    assert "новых 2" in capsys.readouterr().out
    with open_host(book) as host:
        assert [row[1] for row in host.read("Наставляемые")[1:3]] == ["Алиева Зарема Омаровна", "Ким Олег Петрович"]
    assert main(["check", str(book), "--json", *DAY]) in {0, 1}
    found = json.loads(capsys.readouterr().out)["findings"]
    assert any(f["sheet_title"] == "Наставляемые" and f["column_title"] == "ФИО" for f in found)
    assert main(["undo", str(book)]) == 0
    assert main(["undo", str(book)]) == 0
    assert "Отменена команда «Анкеты» (import)" in capsys.readouterr().out
    with open_host(book) as host:
        assert all(not any(row[:2]) for row in host.read("Наставляемые")[1:])


def test_a_command_that_could_not_save_leaves_nothing_to_undo(book, form, capsys):
    mark = book.with_name(f".~lock.{book.name}#")
    mark.write_text(",Анна,school,1,2;", "utf-8")
    assert main(["import", str(book), str(form), *DAY]) == 4
    mark.unlink()
    capsys.readouterr()
    assert main(["undo", str(book)]) == 0
    assert "Отменять нечего" in capsys.readouterr().out


def test_importing_twice_brings_nothing_new(book, form, capsys):
    assert main(["import", str(book), str(form), *DAY]) == 0
    capsys.readouterr()
    assert main(["import", str(book), str(form), "--json", *DAY]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["new"] == 0


def test_import_shows_what_goes_where_and_takes_the_kind_it_is_told(book, form, capsys):
    assert main(["import", str(book), str(form), "--dry-run", *DAY]) == 0
    assert "Наставляемые · Основной запрос" in capsys.readouterr().out
    assert main(["import", str(book), str(form), "--as", "роботы", *DAY]) == 2
    assert "наставляемые" in capsys.readouterr().err
    assert main(["import", str(book), str(form), "--as", "наставляемые", *DAY]) == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 500, "одна строка без таблицы".encode()])
def test_a_file_that_holds_no_table_is_refused(content, book, tmp_path, capsys):
    path = tmp_path / "ответы.csv"
    path.write_bytes(content)
    assert main(["import", str(book), str(path), *DAY]) in {3, 4}
    assert one_sentence(capsys.readouterr().err)


def test_the_workbook_itself_is_not_taken_for_answers(book, capsys):
    assert main(["import", str(book), str(book), *DAY]) == 3
    assert one_sentence(capsys.readouterr().err)


def test_without_people_the_commands_say_what_to_do(book, capsys):
    assert main(["suggest", str(book), *DAY]) == 0
    assert main(["confirm", str(book), *DAY]) == 0
    assert "Сначала подберите пары" in capsys.readouterr().out
    assert main(["documents", "make", str(book), "order_pairs", *DAY]) == 3
    assert one_sentence(capsys.readouterr().err)


def test_an_error_in_the_book_is_code_one(book, capsys):
    with open_host(book) as host:
        host.write("Наставники", {(2, 2): "Ким Олег Петрович", (2, 4): "тридцатого"})
    assert main(["check", str(book), *DAY]) == 1
    assert "«Наставники» D2" in capsys.readouterr().out


def test_help_versions_and_lists_need_no_book(capsys):
    for arguments in (["--help"], ["check", "--help"], ["--version"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 0
    assert main(["schema", "--json"]) == 0
    said = capsys.readouterr().out
    assert {s["key"] for s in json.loads(said[said.index("{") :])["sheets"]} >= {"mentees", "mentors", "pairs"}
    assert main(["documents", "list", "--json"]) == 0
    assert "order_pairs" in {k["key"] for k in json.loads(capsys.readouterr().out)["kinds"]}


def test_a_template_of_word_is_checked(tmp_path, capsys):
    from docx import Document

    document = Document()
    document.add_paragraph("{{ нет_такого_поля }}")
    document.save(str(tmp_path / "шаблон.docx"))
    assert main(["documents", "check", str(tmp_path / "шаблон.docx")]) == 1
    assert "нет_такого_поля" in capsys.readouterr().out


def test_the_template_is_rebuilt_where_it_is_told(tmp_path, capsys):
    assert main(["template", str(tmp_path)]) == 0
    assert "workbook_template.xlsx" in capsys.readouterr().out
    assert (tmp_path / "workbook_template.xlsx").is_file()
    assert (tmp_path / "docs" / "sheets.md").is_file()


def test_a_mistake_of_ours_goes_to_the_log_and_not_to_the_person(tmp_path):
    """A schema that cannot be imported stands for any mistake: the process must end with one sentence."""
    script = (
        "import sys, nastavnik_sheets.commands.making as making\n"
        "making.schema = lambda: {}['нет']\n"
        "from nastavnik_sheets.cli import main\nsys.exit(main(['schema']))"
    )
    ran = _python(["-c", script], XDG_STATE_HOME=str(tmp_path), LOCALAPPDATA=str(tmp_path))
    assert ran.returncode == 1
    assert "Traceback" not in ran.stdout + ran.stderr
    log = tmp_path / "nastavnik" / "trouble.log"
    assert str(log) in ran.stderr
    assert "KeyError" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("trouble", "code"), [("KeyError()", 1), ("KeyboardInterrupt()", 130)], ids=["a mistake", "stopped by the person"]
)
def test_what_comes_after_the_book_was_written_does_not_call_it_untouched(trouble, code, book, tmp_path):
    script = (
        "import sys, nastavnik_sheets.documents.files as files\n"
        f"def replace_file(*_):\n    raise {trouble}\n"
        "files.replace_file = replace_file\n"
        "from nastavnik_sheets.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    before = book.read_bytes()
    words = ["publish", str(book), "--today", "2026-11-20"]
    ran = _python(["-c", script, *words], XDG_STATE_HOME=str(tmp_path), LOCALAPPDATA=str(tmp_path))
    assert ran.returncode == code
    assert book.read_bytes() != before
    assert "не изменена" not in ran.stderr
    assert "Книга уже изменена" in ran.stderr


@pytest.mark.parametrize("command", [["--help"], ["check", "КНИГА", "--today", "2026-09-10"]], ids=" ".join)
def test_nothing_heavy_is_loaded_for_help_and_check(command, book):
    arguments = [str(book) if word == "КНИГА" else word for word in command]
    script = (
        "import sys\nfrom nastavnik_sheets.cli import main\n"
        "try:\n    code = main(sys.argv[1:])\nexcept SystemExit as stop:\n    code = stop.code\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))\nsys.exit(code)"
    )
    ran = _python(["-c", script, *arguments])
    assert ran.returncode in {0, 1}, ran.stderr
    loaded = set(ran.stdout.rsplit("LOADED", 1)[1].split())
    assert loaded & HEAVY == set()


def test_every_command_has_a_line_of_help():
    text = build_parser().format_help()
    for name in ("new", "demo", "check", "import", "suggest", "confirm", "monitor", "documents", "undo", "schema"):
        assert f"\n    {name} " in text.replace("\n    documents\n", "\n    documents ")
    with pytest.raises(UsageError):
        build_parser().parse_args(["летать"])


def _python(arguments: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=known,
                          encoding="utf-8")  # fmt: skip


def test_one_trouble_all_down_a_column_is_said_once_with_its_rows(book, capsys):
    assert main(["check", str(book), "--today", "2026-04-03"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Нет ошибок, подсказок: 52",
        "  подсказка: «Дорожная карта» I2–I53 (всего 52) — ответственный не назначен; впишите, кто отвечает",
    ]


def test_a_trial_says_that_nothing_was_written(book, form, capsys):
    before = book.read_bytes()
    for command, *rest in (["check"], ["import", str(form)], ["undo"], ["monitor"]):
        assert main([command, str(book), *rest, "--dry-run", *DAY]) == 0
        assert capsys.readouterr().out.endswith("Это проба (--dry-run): ничего не записано.\n")
    assert book.read_bytes() == before


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "завтра", ""])
def test_a_day_that_cannot_be_is_wrong_usage(day, book, capsys):
    assert main(["check", str(book), "--today", day]) == 2
    assert one_sentence(capsys.readouterr().err)


def test_a_command_that_misses_people_or_columns_says_that_its_answer_is_not_whole(book, capsys):
    from openpyxl import load_workbook

    renamed = load_workbook(book)
    renamed["Наставляемые"].title = "Дети"
    renamed["Пары"]["B1"] = "Ментор"
    renamed.save(book)
    assert main(["suggest", str(book), *DAY]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Внимание, ответ неполный: нет листа «Наставляемые»; запустите проверку с исправлением")
    assert "нет столбца «Наставник»; верните столбец с заголовком «Наставник»" in said
    assert main(["check", str(book), *DAY]) == 1
    assert not capsys.readouterr().out.startswith("Внимание")


def test_a_name_with_spaces_and_no_quotes_is_told_to_take_them(capsys):
    assert main(["check", "Книга", "школы.xlsx"]) == 2
    assert "школы.xlsx (имя с пробелами возьмите в кавычки). Справка" in capsys.readouterr().err
