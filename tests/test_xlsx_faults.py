"""Whatever happens while a book is saved, the old file or the new one is there whole, and the next run works."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from xlsx_support import make_book, part, save, sheet, values, write, zipped

from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.backups import list_backups

BOOK = zipped(make_book(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
OLD, NEW = {(1, 1): 1.0}, {(1, 1): 1.0, (2, 2): "новое"}
FAULTS = {"killed": None, "disk full": errno.ENOSPC, "no permission": errno.EACCES, "disk broken": errno.EIO}
WATCHED = ("open", "os.rename", "os.remove", "os.chmod", "os.chown", "os.mkdir", "os.listdir", "os.scandir")


class Fault:
    """Strikes at the n-th thing that is asked of the system: kills the process, or fails the call."""

    def __init__(self, place: int, code: int | None) -> None:
        self.left, self.code, self.armed = place, code, True

    def step(self) -> None:
        if not self.armed:
            return
        self.left -= 1
        if self.left:
            return
        self.armed = False
        if self.code is None:
            os._exit(9)
        raise OSError(self.code, os.strerror(self.code))

    def audit(self, event: str, _: tuple[object, ...]) -> None:
        if event in WATCHED:
            self.step()


class Slow(io.FileIO):
    """A file that writes in small pieces, so that a fault may fall between them."""

    fault: Fault

    def write(self, piece):
        half = memoryview(piece)[: max(len(piece) // 2, 1)]
        written = super().write(half)
        self.fault.step()
        return written


def in_child(path: Path, fault: Fault) -> int:
    """Write a cell in a child process with the fault; return its exit code: 0 saved, 4 HostError, 9 killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            Slow.fault = fault
            really_open, sync = io.open, os.fsync

            def opened(name, mode="r", *rest, **named):
                slow = set(mode) <= set("xwb") and "b" in mode
                return io.BufferedWriter(Slow(name, mode), 512) if slow else really_open(name, mode, *rest, **named)

            def synced(number):
                fault.step()
                sync(number)

            with open_host(path) as host:
                host.sheets()
                io.open, os.fsync = opened, synced
                sys.addaudithook(fault.audit)
                host.write("Лист1", {(2, 2): "новое"})
            code = 0
        except HostError:
            code = 4
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("kind", FAULTS)
def test_the_old_or_the_new_book_is_whole_wherever_the_fault_falls(tmp_path, kind):
    codes = []
    for place in range(1, 200):
        folder = tmp_path / str(place)
        folder.mkdir()
        path = save(folder, BOOK)
        codes.append(in_child(path, Fault(place, FAULTS[kind])))
        assert codes[-1] in ((0, 9) if FAULTS[kind] is None else (0, 4)), f"fault {place} ended with {codes[-1]}"
        assert values(path.read_bytes()) in (OLD, NEW)
        assert values(path.read_bytes()) == (NEW if codes[-1] == 0 else values(path.read_bytes()))
        if codes[-1] == 4:
            assert path.read_bytes() == BOOK
        for one in list_backups(path):
            assert one.path.read_bytes() == BOOK
        if codes[-1] == 0 and place > 60:
            break
        write(path, {(3, 3): "потом"})
        assert values(path.read_bytes())[3, 3] == "потом"
        left = [one.name for one in folder.iterdir()]
        assert sorted(left) == [".nastavnik", path.name], f"fault {place} left {left}"
    assert codes.count(0) < len(codes) - 10, "the faults must fall where something is done"
    assert codes[-1] == 0


def test_a_book_changed_while_we_worked_is_refused_and_left_as_the_other_wanted(tmp_path):
    path = save(tmp_path, BOOK)
    other = zipped(make_book(sheet('<row r="1"><c r="A1"><v>99</v></c></row>')))

    def work():
        with open_host(path) as host:
            host.write("Лист1", {(1, 1): 5})
            path.write_bytes(other)

    with pytest.raises(Refused, match="изменили, пока мы работали"):
        work()
    assert path.read_bytes() == other


def test_a_book_touched_but_not_changed_is_written(tmp_path):
    path = save(tmp_path, BOOK)
    with open_host(path) as host:
        host.write("Лист1", {(1, 1): 5})
        os.utime(path, (1, 1))
    assert values(path.read_bytes()) == {(1, 1): 5.0}


def test_a_book_removed_while_we_worked_is_not_brought_back(tmp_path):
    path = save(tmp_path, BOOK)

    def work():
        with open_host(path) as host:
            host.write("Лист1", {(1, 1): 5})
            path.unlink()

    with pytest.raises(Refused, match="изменили"):
        work()
    assert not path.exists()


def test_two_of_us_do_not_write_at_once_and_the_second_hears_who_does(tmp_path):
    path = save(tmp_path, BOOK)
    at_nine = datetime(2026, 9, 1, 9, 5)
    with open_host(path, now=lambda: at_nine) as first:
        first.write("Лист1", {(1, 1): 5})
        with open_host(path) as second:
            assert second.read("Лист1") == [[1]]
            with pytest.raises(HostError, match=r"другая команда.*пользователь.*с 01\.09\.2026 09:05"):
                second.write("Лист1", {(1, 1): 6})
    assert values(path.read_bytes()) == {(1, 1): 5.0}
    assert values(write(path, {(1, 1): 7})) == {(1, 1): 7.0}
    assert not list((tmp_path / ".nastavnik").glob("*.lock"))


def test_the_lock_of_a_dead_process_holds_nobody_up(tmp_path):
    path = save(tmp_path, BOOK)
    child = os.fork()
    if child == 0:
        open_host(path).__enter__().write("Лист1", {(1, 1): 5})
        os._exit(9)
    os.waitpid(child, 0)
    assert list((tmp_path / ".nastavnik").glob("*.lock"))
    assert values(write(path, {(1, 1): 7})) == {(1, 1): 7.0}


class WindowsBusy:
    """Stands for a program that holds the book on Windows for so many tries to rename over it."""

    def __init__(self, times: int, monkeypatch) -> None:
        self.times, self.really = times, os.replace
        monkeypatch.setattr(os, "replace", self)
        monkeypatch.setattr(time, "sleep", lambda _: None)

    def __call__(self, source, target):
        if Path(target).name == "книга.xlsx" and self.times:
            self.times -= 1
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32
            raise error
        self.really(source, target)


def test_a_book_held_for_a_moment_is_written_after_it(tmp_path, monkeypatch):
    path = save(tmp_path, BOOK)
    WindowsBusy(5, monkeypatch)
    assert values(write(path, {(1, 1): 5})) == {(1, 1): 5.0}


def test_a_book_held_for_long_stays_and_the_result_lies_beside_it(tmp_path, monkeypatch):
    path = save(tmp_path, BOOK)
    WindowsBusy(100, monkeypatch)
    with pytest.raises(HostError, match=r"«книга \(новая\).xlsx»"):
        write(path, {(1, 1): 5})
    assert path.read_bytes() == BOOK
    assert values((tmp_path / "книга (новая).xlsx").read_bytes()) == {(1, 1): 5.0}
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["книга (новая).xlsx", "книга.xlsx"]


def test_backups_name_themselves_and_old_ones_go(tmp_path):
    path = save(tmp_path, BOOK)
    start = datetime(2026, 9, 1, 8, 0, 0)
    contents = [path.read_bytes()]
    for day in range(6):
        with open_host(path, keep=3, keep_days=100, now=lambda day=day: start + timedelta(days=day)) as host:
            host.write("Лист1", {(1, 1): day})
        contents.append(path.read_bytes())
    found = list_backups(path)
    assert [one.taken for one in found] == [start + timedelta(days=day) for day in (5, 4, 3)]
    assert [one.path.read_bytes() for one in found] == contents[5:2:-1]
    assert found[0].path.name.startswith("книга-20260906-080000-")
    assert found[0].path.parent == tmp_path / ".nastavnik" / "backup"
    with open_host(path, keep=3, keep_days=2, now=lambda: start + timedelta(days=50)) as host:
        host.write("Лист1", {(1, 1): 7})
    assert len(list_backups(path)) == 1


def test_backups_of_a_book_with_a_longer_name_are_its_own(tmp_path):
    one, other = save(tmp_path, BOOK, "книга.xlsx"), save(tmp_path, BOOK, "книга-2.xlsx")
    for path in (one, other):
        write(path, {(1, 1): 5})
    assert len(list_backups(one)) == len(list_backups(other)) == 1


def test_backups_may_be_kept_in_another_folder(tmp_path):
    path = save(tmp_path, BOOK)
    folder = tmp_path / "копии"
    with open_host(path, backup_dir=folder) as host:
        host.write("Лист1", {(1, 1): 5})
    assert [one.path.read_bytes() for one in list_backups(path, folder=folder)] == [BOOK]


def test_rights_and_links_to_the_book_stay(tmp_path):
    path = save(tmp_path, BOOK)
    path.chmod(0o640)
    link = tmp_path / "ссылка.xlsx"
    link.symlink_to(path)
    with open_host(link) as host:
        host.write("Лист1", {(1, 1): 5})
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "<v>5</v>" in part(path.read_bytes(), "xl/worksheets/sheet1.xml")


def test_a_book_renamed_while_we_worked_is_said_so_and_nothing_is_written_under_the_old_name(tmp_path):
    path = save(tmp_path, BOOK)

    def work():
        with open_host(path) as host:
            path.rename(tmp_path / "другая.xlsx")
            host.write("Лист1", {(1, 1): 5})

    with pytest.raises(HostError, match="переименовали или убрали"):
        work()
    assert [file.name for file in tmp_path.glob("*.xlsx")] == ["другая.xlsx"]
