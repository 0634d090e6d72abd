"""What stops an exchange before anything is written, and what the snapshot gives away."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.sync import guards, snapshot


def table(count: int, **row: str | None) -> dict[str, dict[str, str | None]]:
    return {f"В-{n:03d}-0": {"тема": f"т{n}", "вид": "в", **row} for n in range(count)}


def stops(base, side) -> list[str]:
    return guards.mass_changes(base, side, title_of=str.upper, where="в Google")


def test_ordinary_work_is_not_stopped() -> None:
    base = table(100)
    side = {code: dict(row) for code, row in table(120).items() if code not in list(base)[:4]}
    side["В-010-0"]["тема"] = "другая"
    assert stops(base, side) == []


def test_many_vanished_rows_stop_the_run() -> None:
    base = table(20)
    assert stops(base, dict(list(base.items())[:14])) == ["в Google исчезло строк: 6 из 20"]


def test_a_few_vanished_rows_of_a_small_sheet_are_questions_only() -> None:
    base = table(6)
    assert stops(base, dict(list(base.items())[:2])) == []


def test_an_emptied_column_stops_the_run() -> None:
    assert stops(table(5), table(5, вид=None)) == ["в Google опустел столбец «ВИД»"]


def test_a_column_that_two_rows_used_may_become_empty() -> None:
    assert stops(table(2), table(2, вид=None)) == []


def test_a_column_pasted_over_stops_the_run() -> None:
    base = table(40)
    shifted = {code: {"тема": f"т{n + 1}", "вид": "в"} for n, code in enumerate(base)}
    assert stops(base, shifted) == ["в Google изменено ячеек: 40 из 80"]


def test_a_snapshot_survives_the_disk_and_holds_no_value(tmp_path) -> None:
    path = tmp_path / "s" / "снимок.json"
    fresh = snapshot.new_snapshot(today=date(2026, 11, 1))
    hashes = fresh.hashed("meetings", {"В-001-3": {"тема": "Секретная тема", "вид": None}})
    kept = snapshot.Snapshot(fresh.key, {"meetings": hashes}, {"pairs": frozenset({"ПР-001-3"})}, fresh.law)
    snapshot.save(path, kept)
    assert snapshot.load(path) == kept
    assert "Секретная" not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0


def test_equal_values_in_two_cells_and_under_two_keys_have_different_hashes() -> None:
    one, other = (snapshot.new_snapshot(today=date(2026, 11, 1)) for _ in range(2))
    cells = {"а": {"x": "да", "y": "да"}, "б": {"x": "да"}}
    found = [
        h for s in (one, other) for sheet in ("p", "q") for row in s.hashed(sheet, cells).values() for h in row.values()
    ]
    assert len(set(found)) == 12
    assert one.hashed("p", cells) == one.hashed("p", cells)


def test_there_is_no_snapshot_before_the_first_run(tmp_path) -> None:
    assert snapshot.load(tmp_path / "нет.json") is None


@pytest.mark.parametrize("content", ["", "[]", '{"version": 9}', '{"version": 1, "key": "zz"}'])
def test_a_damaged_snapshot_is_named_and_not_guessed(tmp_path, content) -> None:
    path = tmp_path / "снимок.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(HostError, match="удалите его"):
        snapshot.load(path)
