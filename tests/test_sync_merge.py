"""Merging two sides of a table: nothing lost, twice is once, sides may be swapped; and the cases by name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik_sheets.sync import HERE, THERE, Merged, Place, merge
from nastavnik_sheets.sync.merge import WHOLE_ROW

CODES, COLUMNS, VALUES = ["В-001-3", "В-002-1", "В-003-4"], ["дата", "тема", "вид"], [None, "а", "б", "в"]
rows = st.fixed_dictionaries({}, optional={c: st.sampled_from(VALUES) for c in COLUMNS})
tables = st.dictionaries(st.sampled_from(CODES), rows, max_size=3)
places = st.sampled_from([Place(code, c) for code in CODES for c in [*COLUMNS, WHOLE_ROW]])
decisions = st.dictionaries(places, st.sampled_from([HERE, THERE]), max_size=6)

OTHER = {HERE: THERE, THERE: HERE}


def filled(table):
    return {code: {c: v for c, v in row.items() if v is not None} for code, row in table.items()}


def written(table, cells, new=(), dropped=()):
    """The table after somebody wrote what the merge said."""
    made = {code: dict(row) for code, row in table.items() if code not in dropped}
    for code in new:
        made[code] = {}
    for place, value in cells.items():
        if place.code in made:
            made[place.code][place.column] = value
    return made


def both_written(merged: Merged, ours, theirs):
    return (
        written(ours, merged.to_ours, merged.new_ours, merged.drop_ours),
        written(theirs, merged.to_theirs, merged.new_theirs, merged.drop_theirs),
    )


def swapped(merged: Merged) -> Merged:
    return Merged(
        merged.to_theirs, merged.to_ours, merged.new_theirs, merged.new_ours, merged.conflicts, merged.gone_there,
        merged.gone_here, merged.drop_theirs, merged.drop_ours, merged.base,
    )  # fmt: skip


@given(tables, tables, tables, decisions)
def test_sides_may_be_swapped(base, ours, theirs, decided) -> None:
    there = merge(base, theirs, ours, decisions={place: OTHER[side] for place, side in decided.items()})
    here = merge(base, ours, theirs, decisions=decided)
    assert filled(here.base) == filled(there.base)
    assert here == swapped(there)


@given(tables, tables, tables)
def test_twice_is_once(base, ours, theirs) -> None:
    first = merge(base, ours, theirs)
    ours_after, theirs_after = both_written(first, ours, theirs)
    second = merge(first.base, ours_after, theirs_after)
    assert second.settled
    assert second.conflicts == first.conflicts
    assert (second.gone_here, second.gone_there) == (first.gone_here, first.gone_there)


@given(tables, tables, tables)
def test_nothing_that_somebody_typed_is_lost(base, ours, theirs) -> None:
    """A value that differs from the base is still on at least the side it was typed on; rows are never dropped."""
    merged = merge(base, ours, theirs)
    ours_after, theirs_after = both_written(merged, ours, theirs)
    for side, after in ((ours, ours_after), (theirs, theirs_after)):
        for code, row in side.items():
            assert code in after
            for column, value in row.items():
                if value != base.get(code, {}).get(column):
                    assert after[code].get(column) == value
    assert not merged.drop_ours
    assert not merged.drop_theirs


@given(tables, tables, tables)
def test_after_a_merge_the_sides_differ_only_where_there_is_a_question(base, ours, theirs) -> None:
    merged = merge(base, ours, theirs)
    ours_after, theirs_after = both_written(merged, ours, theirs)
    asked_rows = {*merged.gone_here, *merged.gone_there, *(p.code for p in merged.conflicts if p.code not in base)}
    for code in {*ours_after, *theirs_after} - asked_rows:
        for column in COLUMNS:
            if Place(code, column) not in merged.conflicts:
                assert ours_after[code].get(column) == theirs_after[code].get(column)


@given(tables, tables)
def test_a_side_that_nobody_touched_gets_everything_and_gives_nothing(base, ours) -> None:
    merged = merge(base, ours, base)
    assert not merged.to_ours
    assert not merged.conflicts
    assert not merged.gone_there


@settings(max_examples=300)
@given(tables, tables, tables, st.randoms(use_true_random=False))
def test_a_run_killed_anywhere_is_finished_by_the_next_one(base, ours, theirs, chance) -> None:
    """Any part of the writing may have happened; the snapshot moves last, so the next run begins from the old one."""
    whole = merge(base, ours, theirs)
    ours_done, theirs_done = both_written(whole, ours, theirs)

    def part(cells):
        return {place: value for place, value in cells.items() if chance.random() < 0.5}

    ours_half = written(ours, {p: v for p, v in part(whole.to_ours).items() if p.code in ours})
    theirs_half = written(theirs, {p: v for p, v in part(whole.to_theirs).items() if p.code in theirs})
    for code in whole.new_theirs:
        if chance.random() < 0.5:
            theirs_half[code] = dict(theirs_done[code])
    again = merge(base, ours_half, theirs_half)
    ours_end, theirs_end = both_written(again, ours_half, theirs_half)
    assert (filled(ours_end), filled(theirs_end)) == (filled(ours_done), filled(theirs_done))
    assert again.conflicts == whole.conflicts


@given(tables, tables, tables, st.sampled_from([HERE, THERE]))
def test_when_everything_is_decided_nothing_stays_open(base, ours, theirs, side) -> None:
    every = {Place(code, c): side for code in CODES for c in [*COLUMNS, WHOLE_ROW]}
    merged = merge(base, ours, theirs, decisions=every)
    assert merged.conflicts == merged.gone_here == merged.gone_there == []
    ours_after, theirs_after = both_written(merged, ours, theirs)
    assert filled(ours_after) == filled(theirs_after) == filled(merged.base)


A = "В-001-3"
CASES = {
    "nobody changed anything": ({A: {"тема": "а"}}, {A: {"тема": "а"}}, {A: {"тема": "а"}}, {}),
    "changed there": ({A: {"тема": "а"}}, {A: {"тема": "а"}}, {A: {"тема": "б"}}, {"to_ours": {(A, "тема"): "б"}}),
    "changed here": ({A: {"тема": "а"}}, {A: {"тема": "б"}}, {A: {"тема": "а"}}, {"to_theirs": {(A, "тема"): "б"}}),
    "changed to the same": ({A: {"тема": "а"}}, {A: {"тема": "б"}}, {A: {"тема": "б"}}, {}),
    "changed differently": ({A: {"тема": "а"}}, {A: {"тема": "б"}}, {A: {"тема": "в"}}, {"conflicts": [(A, "тема")]}),
    "blanked there": ({A: {"тема": "а"}}, {A: {"тема": "а"}}, {A: {"тема": None}}, {"to_ours": {(A, "тема"): None}}),
    "blanked here, changed there": (
        {A: {"тема": "а"}}, {A: {}}, {A: {"тема": "в"}}, {"conflicts": [(A, "тема")]}),
    "different cells of one row": (
        {A: {"тема": "а", "вид": "а"}}, {A: {"тема": "б", "вид": "а"}}, {A: {"тема": "а", "вид": "в"}},
        {"to_theirs": {(A, "тема"): "б"}, "to_ours": {(A, "вид"): "в"}}),
    "new row here": ({}, {A: {"тема": "а"}}, {}, {"to_theirs": {(A, "тема"): "а"}, "new_theirs": [A]}),
    "new row there": ({}, {}, {A: {"тема": "а"}}, {"to_ours": {(A, "тема"): "а"}, "new_ours": [A]}),
    "an empty new row is a row": ({}, {A: {}}, {}, {"new_theirs": [A]}),
    "row gone there": ({A: {"тема": "а"}}, {A: {"тема": "а"}}, {}, {"gone_there": [A]}),
    "row gone here": ({A: {"тема": "а"}}, {}, {A: {"тема": "а"}}, {"gone_here": [A]}),
    "row gone there, changed here": ({A: {"тема": "а"}}, {A: {"тема": "б"}}, {}, {"gone_there": [A]}),
    "row gone on both sides": ({A: {"тема": "а"}}, {}, {}, {}),
    "first meeting, one side fuller": (
        {}, {A: {"тема": "а"}}, {A: {"тема": "а", "вид": "в"}}, {"to_ours": {(A, "вид"): "в"}}),
    "one code, two different things": (
        {}, {A: {"тема": "а", "дата": "а"}}, {A: {"тема": "б", "вид": "в"}}, {"conflicts": [(A, "тема")]}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_named_case(name: str) -> None:
    base, ours, theirs, expected = CASES[name]
    merged = merge(base, ours, theirs)
    found = {
        field: getattr(merged, field)
        for field in ("to_ours", "to_theirs", "new_ours", "new_theirs", "conflicts", "gone_here", "gone_there")
        if getattr(merged, field)
    }
    assert found == expected


@pytest.mark.parametrize(
    ("side", "ours_after", "theirs_after"),
    [(HERE, {"тема": "б"}, {"тема": "б"}), (THERE, {"тема": "в"}, {"тема": "в"})],
)
def test_a_decision_settles_a_conflict(side, ours_after, theirs_after) -> None:
    ours, theirs = {A: {"тема": "б"}}, {A: {"тема": "в"}}
    merged = merge({A: {"тема": "а"}}, ours, theirs, decisions={Place(A, "тема"): side})
    assert both_written(merged, ours, theirs) == ({A: ours_after}, {A: theirs_after})
    assert merged.base == {A: ours_after}


def test_a_row_gone_there_comes_back_or_is_let_go_as_decided() -> None:
    base = {A: {"тема": "а"}}
    back = merge(base, base, {}, decisions={Place(A, WHOLE_ROW): HERE})
    assert back.new_theirs == [A]
    assert back.to_theirs == {Place(A, "тема"): "а"}
    assert merge(base, base, {}, decisions={Place(A, WHOLE_ROW): THERE}).drop_ours == [A]


def test_a_decision_about_a_cell_that_is_no_conflict_changes_nothing() -> None:
    merged = merge({A: {"тема": "а"}}, {A: {"тема": "а"}}, {A: {"тема": "б"}}, decisions={Place(A, "тема"): HERE})
    assert merged.to_ours == {Place(A, "тема"): "б"}
