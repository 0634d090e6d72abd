"""What goes wrong on the way to Google, over HTTP with the real client: nothing is lost, nothing is written twice."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from nastavnik_sheets.errors import HostError, NetworkError
from nastavnik_sheets.hosts.google.host import ChangedMeanwhile, GoogleHost
from nastavnik_sheets.hosts.google.pace import Pace
from nastavnik_sheets.layout import layout
from tests.google.cells import set_raw
from tests.google.client import patient, session_of
from tests.google.emulator import quota
from tests.google.server import Fault, Service

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "data" / "google-429.jsonl.gz"
MEETINGS = [["Код", "Дата", "Тема"], ["В-001-3", date(2026, 9, 1), "первая"], ["В-002-1", date(2026, 9, 2), "вторая"]]
TOO_OFTEN = Fault(*quota("GET", "1"))
BROKEN = {"error": {"code": 500, "message": "Internal error encountered.", "status": "INTERNAL"}}


@pytest.fixture
def google() -> Iterator[Service]:
    with Service() as service:
        service.emulator.add("Школа", {"Встречи": MEETINGS}, file_id="k" * 44)
        yield service


def host(google: Service, budget: float = 300.0) -> tuple[GoogleHost, list[float]]:
    patience, slept = patient(budget)
    return GoogleHost("k" * 44, session=session_of(google), layout=layout, patience=patience, account="robot@x"), slept


def write(google: Service) -> list[float]:
    """Change one cell and add one row, as a command would."""
    made, slept = host(google)
    with made as opened:
        opened.write("Встречи", {(2, 3): "изменена", (4, 1): "В-003-7", (4, 2): date(2026, 9, 3), (4, 3): "третья"})
    return slept


def rows(google: Service) -> list[list[object]]:
    grid = google.emulator.books["k" * 44].titled("Встречи")
    return [
        [grid.cells[r, c].value for c in (0, 2)]
        for r in range(1, 10)
        if (r, 0) in grid.cells and grid.cells[r, 0].value
    ]


WANTED = [["В-001-3", "изменена"], ["В-002-1", "вторая"], ["В-003-7", "третья"]]


def once(number: int, fault: Fault) -> Callable[[int], Fault | None]:
    return lambda n: fault if n == number else None


def test_the_recorded_429_is_what_the_fault_is() -> None:
    assert RECORDED.is_file(), f"the recorded 429 are not at {RECORDED}: this test needs them"
    with gzip.open(RECORDED, "rt", encoding="utf-8") as stream:
        said = json.loads(json.loads(next(stream))["response"])
    assert quota("GET", "1074179254152") == (429, said)


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize("applied", [False, True], ids=["lost on the way there", "lost on the way back"])
@pytest.mark.parametrize("fault", ["429", "500", "503", "reset"])
def test_a_passing_trouble_is_waited_out_and_nothing_is_written_twice(
    google: Service, number: int, applied: bool, fault: str
) -> None:
    status = int(fault) if fault.isdigit() else 0
    google.before = once(number, Fault(status, TOO_OFTEN.body if status == 429 else BROKEN, applied=applied))
    slept = write(google)
    assert rows(google) == WANTED
    assert slept in ([2.0], [])


def test_an_answer_that_takes_too_long_is_asked_for_again(google: Service, monkeypatch) -> None:
    monkeypatch.setattr("nastavnik_sheets.hosts.google.client.TIMEOUT", (5.0, 0.2))
    google.before = once(4, Fault(slow=0.5))
    write(google)
    assert rows(google) == WANTED


def test_google_says_how_long_to_wait(google: Service) -> None:
    google.before = once(2, Fault(429, TOO_OFTEN.body, headers={"Retry-After": "17"}))
    assert write(google) == [17.0]


@pytest.mark.parametrize("number", range(1, 6))
def test_after_five_minutes_it_stops_cleanly(google: Service, number: int) -> None:
    google.before = lambda n: TOO_OFTEN if n >= number else None
    made, slept = host(google)
    with pytest.raises(NetworkError, match="ничего не потеряно") as stopped, made as opened:
        opened.write("Встречи", {(2, 3): "изменена"})
    assert stopped.value.exit_code == 5
    assert 150 < sum(slept) <= 300
    google.before = lambda _: None
    write(google)
    assert rows(google) == WANTED


@pytest.mark.parametrize(("status", "words"), [(401, "doctor"), (403, "robot@x"), (404, "ссылку")])
def test_what_does_not_pass_is_said_at_once(google: Service, status: int, words: str) -> None:
    google.before = lambda _: Fault(status, {"error": {"code": status, "message": "no", "status": "X"}})
    made, slept = host(google)
    with pytest.raises(HostError, match=words), made:
        pass
    assert slept == []
    assert len(google.sent) == 1 or status == 401


def test_a_usage_limit_in_older_words_is_waited_out(google: Service) -> None:
    body = {
        "error": {"code": 403, "message": "slow", "errors": [{"domain": "usageLimits", "reason": "rateLimitExceeded"}]}
    }
    google.before = once(2, Fault(403, body))
    assert write(google) == [2.0]


def test_a_cell_that_somebody_has_just_changed_stays_theirs(google: Service) -> None:
    def person(number: int) -> None:
        if number == 3:
            set_raw(google.emulator.books["k" * 44].titled("Встречи").at(1, 2), "их слово")

    google.before = person  # type: ignore[assignment]
    with pytest.raises(ChangedMeanwhile):
        write(google)
    assert rows(google) == [["В-001-3", "их слово"], MEETINGS[2][::2]]


@pytest.mark.parametrize("number", range(3, 7))
def test_rows_inserted_between_our_steps_do_no_harm(google: Service, number: int) -> None:
    def person(at: int) -> None:
        if at == number:
            google.emulator.books["k" * 44].titled("Встречи").insert(0, 1, 2)

    google.before = person  # type: ignore[assignment]
    write(google)
    assert sorted(rows(google)) == WANTED


def test_two_rows_with_one_code_are_told_apart_by_all_they_hold(google: Service) -> None:
    grid = google.emulator.books["k" * 44].titled("Встречи")
    set_raw(grid.at(2, 0), "В-001-3")
    made, _ = host(google)
    with made as opened:
        opened.write("Встречи", {(3, 3): "второй строке"})
    assert rows(google) == [["В-001-3", "первая"], ["В-001-3", "второй строке"]]


def test_what_is_large_goes_in_parts(google: Service) -> None:
    made, _ = host(google)
    with made as opened:
        opened.write("Встречи", {(2, 3 + n): "ж" * 40_000 for n in range(30)})
    sizes = [len(json.dumps(sent.body, ensure_ascii=False).encode()) for sent in google.sent if sent.body]
    assert len(sizes) >= 2
    assert max(sizes) < 1_600_000
    assert all(sent.body.get("valueInputOption", "RAW") == "RAW" for sent in google.sent if sent.body)


def test_our_own_pace_stays_below_googles() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(clock=lambda: now[0], sleep=sleep)
    for _ in range(200):
        pace.take("reading")
    assert 200 / (now[0] / 60) < 60
    assert slept
