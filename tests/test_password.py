"""A password on the workbook: every command works under it, and no byte on the disk tells what is inside."""

from __future__ import annotations

import builtins
import errno
import getpass
import io
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from byte_search import files_with
from msoffcrypto.format.ooxml import OOXMLFile
from office import office
from xlsx_support import corpus_files

from nastavnik_sheets import journal
from nastavnik_sheets.book import read_book
from nastavnik_sheets.cli import main
from nastavnik_sheets.commands.passwords import VARIABLE
from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.hosts import backups, open_host, sealing
from nastavnik_sheets.hosts.sealing import Seal
from nastavnik_sheets.workbook import Mentee

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSWORD = "верный конь"
BOOK = "Книга.xlsx"
DAY = ("--today", "2026-11-02")
OLE = b"\xd0\xcf\x11\xe0"


def knows(password: str = PASSWORD) -> sealing.Ask:
    def ask(_name: str, *, new: bool = False) -> str | None:
        return password

    return ask


def decrypted(path: Path, password: str = PASSWORD) -> bytes:
    """Open a file by the library alone."""
    out = io.BytesIO()
    file = OOXMLFile(io.BytesIO(path.read_bytes()))
    assert file.type == "agile"
    file.load_key(password=password, verify_password=True)
    file.decrypt(out, verify_integrity=True)
    return out.getvalue()


def kept(folder: Path) -> list[Path]:
    """Return the workbook, its copies and journals."""
    return [folder / BOOK, *(p for p in (folder / ".nastavnik").rglob("*") if p.is_file())]


def people(path: Path) -> list[str | None]:
    with open_host(path, password=knows()) as host:
        return [one.full_name for one in read_book(host)[Mentee]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school's workbook with a copy and journals of two commands, and no password."""
    folder = tmp_path_factory.mktemp("школа")
    book = str(folder / BOOK)
    assert main(["new", book, "--demo", *DAY]) == 0
    main(["check", book, *DAY])
    assert main(["monitor", book, "--sheets-only", *DAY]) == 0
    return folder


@pytest.fixture
def school(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder; the password stands in a file outside of it."""
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "пароль.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    return Path(shutil.copytree(plain, tmp_path / "школа"))


@pytest.fixture(scope="module")
def sealed(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(plain, tmp_path_factory.mktemp("закрыто") / "школа"))
    (folder.parent / "пароль.txt").write_text(PASSWORD, encoding="utf-8")
    assert run("protect", folder) == 0
    return folder


@pytest.fixture
def locked(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder under the password."""
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "пароль.txt").write_text(PASSWORD, encoding="utf-8")
    return Path(shutil.copytree(sealed, tmp_path / "школа"))


def run(command: str, folder: Path, *more: str) -> int:
    """Run a command on the folder's workbook with the password from the file."""
    return main([command, str(folder / BOOK), *more, "--password-file", str(folder.parent / "пароль.txt"), *DAY])


def test_protecting_leaves_nothing_readable_and_changes_no_byte_inside(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in kept(school)}
    names = {str(name) for name in people(school / BOOK) if name}
    assert files_with(school, names)
    assert run("protect", school) == 0
    said = capsys.readouterr()
    assert "Зашифровано копий: 2, журналов отмены: 2." in said.out
    assert PASSWORD not in said.out + said.err
    assert kept(school) == list(before)
    assert all(path.read_bytes().startswith(OLE) for path in before)
    assert not files_with(school, names)
    assert decrypted(school / BOOK) == before[school / BOOK]
    for copy in backups.list_backups(school / BOOK):
        assert decrypted(copy.path) == before[copy.path]


def test_taking_the_password_off_brings_back_every_byte(school: Path) -> None:
    before = {path: path.read_bytes() for path in kept(school)}
    assert run("protect", school) == 0
    assert run("protect", school, "--off") == 0
    assert {path: path.read_bytes() for path in kept(school)} == before


def test_commands_write_and_undo_under_the_password_and_only_sealed_bytes_reach_the_disk(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, bytes]] = []
    replace = os.replace

    def seen(source: Path, target: Path) -> None:
        written.append((Path(target).name, Path(source).read_bytes()[:4]))
        replace(source, target)

    monkeypatch.setattr(os, "replace", seen)
    before = people(locked / BOOK)
    assert run("monitor", locked, "--sheets-only") == 0
    assert run("undo", locked) == 0
    assert run("undo", locked) == 0
    assert [name for name, _ in written if name == BOOK] == [BOOK] * 3
    assert {start for _, start in written} == {OLE}
    assert all(path.read_bytes().startswith(OLE) for path in kept(locked))
    assert zipfile.ZipFile(io.BytesIO(decrypted(locked / BOOK))).testzip() is None
    assert people(locked / BOOK) == before
    assert not files_with(locked, {str(name) for name in before if name})


def test_rows_are_edited_and_appended_and_the_copy_holds_what_was_there(locked: Path) -> None:
    path = locked / BOOK
    was = path.read_bytes()
    with open_host(path, password=knows()) as host:
        last = len(host.read("Встречи")) + 1
        host.write("Встречи", {(last, 1): "В-999-9"})
    with open_host(path, password=knows()) as host:
        assert host.read("Встречи")[last - 1][0] == "В-999-9"
    assert was in [copy.path.read_bytes() for copy in backups.list_backups(path)]


def test_without_the_password_nothing_is_read_and_the_sentence_says_how_to_give_it(
    locked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("check", "monitor", "undo", "protect"):
        assert main([command, str(locked / BOOK), *DAY]) == 3
        said = capsys.readouterr()
        assert "зашифрован паролем" in said.err
        assert "--password-file" in said.err
        assert VARIABLE in said.err


def test_a_wrong_password_is_one_calm_sentence(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in kept(locked)}
    monkeypatch.setenv(VARIABLE, "неверный конь")
    assert main(["check", str(locked / BOOK), "--json", *DAY]) == 3
    said = capsys.readouterr()
    assert "не подошёл" in said.err
    assert "неверный конь" not in said.out + said.err
    assert {path: path.read_bytes() for path in kept(locked)} == before


def test_the_password_comes_from_the_environment_and_never_into_the_answer(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    assert main(["monitor", str(locked / BOOK), "--sheets-only", "--json", *DAY]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["changed_cells"] > 0
    assert PASSWORD not in said.out + said.err
    assert PASSWORD not in repr(Seal(PASSWORD))


def test_a_person_types_the_new_password_twice(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["верный конь", "неверный", "верный конь", "верный конь"])
    monkeypatch.setattr(sys, "stdin", type("Screen", (), {"isatty": lambda _self: True})())
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(answers))
    assert main(["protect", str(school / BOOK)]) == 2
    assert not sealing.is_sealed((school / BOOK).read_bytes())
    assert main(["protect", str(school / BOOK)]) == 0
    assert decrypted(school / BOOK)


@pytest.mark.parametrize(
    ("content", "part"), [("", "пуст"), ("\n", "пуст"), ("коротко", "от 8"), ("я" * 256, "до 255")]
)
def test_a_password_that_will_not_do_changes_nothing(
    school: Path, content: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (school.parent / "пароль.txt").write_text(content, encoding="utf-8")
    before = {path: path.read_bytes() for path in kept(school)}
    assert run("protect", school) == 2
    assert part in capsys.readouterr().err
    assert {path: path.read_bytes() for path in kept(school)} == before


def test_a_killed_protecting_is_finished_by_the_same_command(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def killed(source: Path, target: Path) -> None:
        if Path(target).name == BOOK:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", killed)
    before = (school / BOOK).read_bytes()
    assert run("protect", school) == 130
    assert (school / BOOK).read_bytes() == before
    monkeypatch.setattr(os, "replace", replace)
    assert run("protect", school) == 0
    assert all(path.read_bytes().startswith(OLE) for path in kept(school))


def test_copies_left_plain_by_a_password_from_excel_are_sealed_later(school: Path) -> None:
    path = school / BOOK
    path.write_bytes(Seal(PASSWORD).close(path.read_bytes(), BOOK))
    assert run("protect", school) == 0
    assert all(one.read_bytes().startswith(OLE) for one in kept(school))


def test_a_book_changed_meanwhile_is_left_alone(locked: Path) -> None:
    path = locked / BOOK
    other = Seal(PASSWORD).close(decrypted(path), BOOK)
    with pytest.raises(Refused, match="изменили"), open_host(path, password=knows()) as host:  # noqa: PT012
        host.write("Встречи", {(2, 1): "В-999-9"})
        path.write_bytes(other)
    assert path.read_bytes() == other


def test_forgetting_erases_a_person_in_sealed_copies_too(locked: Path) -> None:
    path = locked / BOOK
    with open_host(path, password=knows()) as host:
        person = read_book(host)[Mentee][24]
    words = {str(person.full_name).split()[0]}
    assert words == {"Петренко"}, "nobody else bears this name"
    assert run("forget", locked, person.code, "--anyway") == 0
    copies = [copy.path for copy in backups.list_backups(path)]
    assert copies
    for file in (path, *copies):
        assert file.read_bytes().startswith(OLE)
        (locked.parent / "открыто").mkdir(exist_ok=True)
        (locked.parent / "открыто" / file.name).write_bytes(decrypted(file))
    assert not files_with(locked.parent / "открыто", words)
    assert not journal.journals(path)


def test_the_next_year_is_under_the_same_password(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = locked / "Новая.xlsx"
    word = str(locked.parent / "пароль.txt")
    assert main(["new", str(new), "--from", str(locked / BOOK), "--password-file", word, "--today", "2027-08-25"]) == 0
    assert "под тем же паролем" in capsys.readouterr().out
    assert decrypted(new).startswith(b"PK")


def test_a_copy_for_training_is_open(locked: Path) -> None:
    copy = locked / "Учебная.xlsx"
    assert run("anonymise", locked, str(copy)) == 0
    assert copy.read_bytes().startswith(b"PK")


def test_a_region_asks_for_a_book_without_a_password(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["region", str(locked), "--out", str(locked.parent / "Свод.xlsx"), "--workers", "1"])
    assert "книгу без пароля" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "password"),
    [("calamine-pass_protected", "123"), ("poi-60320-protected", "Test001!!"), ("poi-protected_passtika", "tika")],
)
def test_books_that_excel_has_encrypted_are_edited_and_closed_again(name: str, password: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(next(one for one in corpus_files() if one.name == path.name).read_bytes())
    with open_host(path, password=knows(password)) as host:
        title = host.sheets()[0]
        host.write(title, {(90, 2): "Новое"})
    with open_host(path, password=knows(password)) as host:
        assert host.read(title)[89][1] == "Новое"
    assert decrypted(path, password).startswith(b"PK")


@pytest.mark.parametrize("size", [4200, 60_000, 900_000])
def test_what_is_closed_can_be_opened_whatever_its_size(size: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("часть", os.urandom(size))
    seal = Seal(PASSWORD)
    assert sealing.opened(seal.close(out.getvalue(), "к"), "к", knows()) == (out.getvalue(), seal)
    note = b"{}"
    assert sealing.opened_note(seal.close_note(note, "ж"), "ж", knows()) == note


def test_a_damaged_book_under_a_password_is_refused(locked: Path) -> None:
    path = locked / BOOK
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(Refused, match="повреждён"), open_host(path, password=knows()):
        pass


def test_what_is_done_to_an_open_workbook_keeps_no_plain_journal_of_it(locked: Path) -> None:
    with pytest.raises(Refused, match="--password-file"):
        sealing.seal_of(locked / BOOK, sealing.nobody)
    assert sealing.seal_of(locked / BOOK, knows()) == Seal(PASSWORD)
    assert sealing.seal_of(locked / "нет.xlsx", sealing.nobody) == sealing.OPEN


def test_without_the_library_one_sentence_says_what_to_install(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *more: object) -> object:
        if name.startswith("msoffcrypto"):
            raise ImportError(name)
        return real(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(HostError, match=r"nastavnik-sheets\[password\]"), open_host(locked / BOOK, password=knows()):
        pass


def test_libreoffice_opens_the_book_with_the_password_alone(locked: Path, tmp_path: Path) -> None:
    assert run("monitor", locked, "--sheets-only") == 0
    with office(tmp_path / "office") as context:
        assert loaded(context, locked / BOOK, {}) is None
        assert loaded(context, locked / BOOK, {"Password": "неверный"}) is None
        document = loaded(context, locked / BOOK, {"Password": PASSWORD})
        assert "Наставляемые" in document.Sheets.ElementNames
        document.close(True)


def loaded(context: object, path: Path, given: Mapping[str, object]):
    """Load a workbook as a person would who knows this much, without being asked."""
    import uno

    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    properties = []
    for name, value in {"Hidden": True, **given}.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        properties.append(one)
    try:
        return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(properties))
    except uno.getClass("com.sun.star.uno.Exception"):
        return None


def test_a_full_disk_stops_protecting_calmly_and_the_book_stays_as_it_was(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    before = (school / BOOK).read_bytes()
    monkeypatch.setattr(os, "replace", full)
    assert run("protect", school) == 4
    said = capsys.readouterr().err
    assert "на диске нет места. Сама книга осталась как была" in said
    assert (school / BOOK).read_bytes() == before
