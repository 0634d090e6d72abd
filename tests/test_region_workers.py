"""Reading side by side: processes of this machine and a real Dask cluster on loopback, some of which die on the way."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
import region_readers
from monitoring_school import TODAY
from region_schools import region, school_bytes

from nastavnik_sheets.cli import main
from nastavnik_sheets.errors import HostError, NetworkError
from nastavnik_sheets.region.cluster import read_on_cluster
from nastavnik_sheets.region.folders import find_books
from nastavnik_sheets.region.reading import read_school
from nastavnik_sheets.region.school import Asked, Left, School
from nastavnik_sheets.region.workers import read_here

TESTS = Path(__file__).resolve().parent
READ = partial(read_school, today=TODAY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three schools, read many times under different names."""
    return region(tmp_path_factory.mktemp("region"))


@pytest.fixture
def books(folder):
    found, _ = find_books([str(folder)])
    return found


@pytest.fixture
def here(books):
    """What this very process reads."""
    return [READ(one) for one in books]


def named(books, *names):
    """The first book under these names beside the others."""
    return [*books[:1], *(Asked(books[0].path, name) for name in names), *books[1:]]


# --- processes of this machine ---------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_give_what_one_process_gives_in_the_same_order(books, here, workers):
    steps = []
    found = read_here(books, READ, workers=workers, moved=lambda done, total: steps.append((done, total)))
    assert found == here
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert not multiprocessing.active_children()


def test_a_book_that_ends_its_process_is_listed_and_the_others_are_read(books, here):
    asked = named(books, "губит 1.xlsx", "губит 2.xlsx")
    found = read_here(asked, region_readers.dying, workers=2)
    assert [one for one in found if isinstance(one, School)] == here
    assert [(one.file, "обрывается чтение" in one.reason) for one in found if isinstance(one, Left)] == [
        ("губит 1.xlsx", True), ("губит 2.xlsx", True),
    ]  # fmt: skip


def test_a_book_that_takes_for_ever_is_given_up_and_the_others_are_read(books, here):
    begun = time.monotonic()
    found = read_here(named(books, "висит.xlsx"), region_readers.hanging, workers=2, limit=2)
    assert time.monotonic() - begun < 30
    assert [one for one in found if isinstance(one, School)] == here
    (left,) = [one for one in found if isinstance(one, Left)]
    assert left.file == "висит.xlsx"
    assert left.reason.startswith("не дочиталась за 2 с")


def test_an_error_of_ours_is_not_taken_for_a_bad_book(books):
    with pytest.raises(RuntimeError):
        read_here(books, region_readers.raising, workers=1)
    assert not multiprocessing.active_children()


def test_a_process_killed_from_outside_changes_nothing(books, here):
    asked = [Asked(one.path, f"{n} {one.file}") for n in range(3) for one in books]

    def kill_one(done, _total):
        if done == 1:
            multiprocessing.active_children()[0].kill()

    found = read_here(asked, READ, workers=2, moved=kill_one)
    assert found == [READ(one) for one in asked]
    assert found[0].figures == here[0].figures


# --- a Dask cluster --------------------------------------------------------------------------------


class Cluster:
    """A scheduler and workers as separate processes on loopback."""

    def __init__(self, folder):
        self._folder, self._file, self._log = folder, folder / "scheduler.json", (folder / "log.txt").open("w")
        self.processes = [self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show",
                                      "--scheduler-file", str(self._file))]  # fmt: skip
        self.wait(self._file.exists)
        self.address = self._told("address")

    def _told(self, name):
        import json

        self.wait(lambda: self._file.read_text().rstrip().endswith("}"))
        return json.loads(self._file.read_text())[name]

    def _start(self, what, *words, **more):
        environment = {**os.environ, "PYTHONPATH": str(TESTS), "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "false", **more}
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, "--no-dashboard", *words]
        return subprocess.Popen(command, stdout=self._log, stderr=self._log, env=environment, cwd=self._folder)

    def worker(self, **environment):
        """Start one more worker; return its process."""
        words = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", str(self._folder))
        self.processes.append(self._start("worker", self.address, "--host", "127.0.0.1", *words, **environment))
        return self.processes[-1]

    @staticmethod
    def wait(ready, seconds=40):
        end = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < end, "the Dask cluster did not start: see log.txt in its folder"
            time.sleep(0.05)

    def stop(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait(timeout=20)
        self._log.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        started.workers = [started.worker(), started.worker()]
        yield started
    finally:
        started.stop()


def test_the_command_gives_the_same_bytes_on_a_cluster_and_here(cluster, folder, tmp_path):
    words = ["region", str(folder), "--today", TODAY.isoformat(), "--out"]
    assert main([*words, str(tmp_path / "тут.xlsx")]) == 0
    assert main([*words, str(tmp_path / "там.xlsx"), "--scheduler", cluster.address]) == 0
    assert (tmp_path / "тут.xlsx").read_bytes() == (tmp_path / "там.xlsx").read_bytes()


def test_a_worker_that_dies_on_the_way_changes_nothing(cluster, tmp_path):
    content = school_bytes(1)
    for number in range(8):
        (tmp_path / f"{number}.xlsx").write_bytes(content)
    asked, _ = find_books([str(tmp_path)])
    victim = cluster.workers[0]
    threading.Thread(target=kill_at_work, args=(victim, tmp_path)).start()
    found = read_on_cluster(asked, region_readers.slow, address=cluster.address)
    assert found == [READ(one) for one in asked]
    assert victim.wait(timeout=10) == -9
    begun = [path.name.split(".")[0] for path in tmp_path.glob("*.begun")]
    assert len(begun) > len(set(begun)), "the dead worker's book was begun again by another"


def kill_at_work(victim, folder):
    Cluster.wait(lambda: any(folder.glob(f"*.{victim.pid}.begun")))
    victim.kill()


def test_a_book_that_hangs_on_a_cluster_is_listed_after_the_others(cluster, books, here):
    cluster.worker()
    found = read_on_cluster(named(books, "висит.xlsx"), region_readers.hanging, address=cluster.address, limit=15)
    assert [one for one in found if isinstance(one, School)] == here
    (left,) = [one for one in found if isinstance(one, Left)]
    assert left.reason.startswith("не дочиталась за 15 с")


def test_workers_that_do_not_see_the_folder_are_refused(cluster):
    with pytest.raises(HostError, match="не видят папку"):
        read_on_cluster([Asked("/нет такой/книга.xlsx", "книга.xlsx")], READ, address=cluster.address)


def test_a_scheduler_that_is_not_there_is_said_in_one_sentence(monkeypatch, books, capsys):
    monkeypatch.setattr("nastavnik_sheets.region.cluster.PATIENCE", 1)
    with pytest.raises(NetworkError, match="не отвечает"):
        read_on_cluster(books, READ, address="tcp://127.0.0.1:9")
    assert main(["region", str(Path(books[0].path).parent), "--dry-run", "--scheduler", "здесь://1"]) == 2
    assert "не адрес планировщика" in capsys.readouterr().err
