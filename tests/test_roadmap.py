"""The roadmap: everything of the source roadmap is in it, and its steps keep their order for any programme."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from nastavnik_sheets.roadmap import actions, rescheduled
from nastavnik_sheets.year_sheets import RoadmapAction

SEED = Path(__file__).parents[2] / "shared" / "seed" / "school-roadmap-and-regulation.txt"
START, END = date(2027, 9, 1), date(2028, 5, 31)

CHAINS = (
    ("1.3.1", "1.3.1"),
    ("2.1.4", "2.1.1", "2.2.1", "4.1.1"),
    ("2.1.2", "2.2.2", "5.1.1"),
    ("2.1.3", "2.2.1"),
    ("3.1.3", "3.1.1", "3.2.1", "4.1.1", "4.2.2", "5.1.1"),
    ("3.1.2", "3.2.2", "5.1.1"),
    ("1.3.2", "1.3.3"),
    ("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.2.1", "6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.1.5", "7.1.1", "7.2.1"),
    ("6.1.3", "5.2.2", "6.2.1", "7.1.3", "7.2.2"),
    ("7.2.5", "7.2.1", "7.2.4"),
    ("7.2.3", "7.2.4"),
)


@pytest.fixture(scope="module")
def seed() -> str:
    assert SEED.is_file(), f"положите рядом с проектом папку shared: не найден {SEED}"
    text = SEED.read_text(encoding="utf-8")
    return " ".join(text[: text.index("ПОЛОЖЕНИЕ")].split())


def numbered(rows: list[RoadmapAction]) -> dict[str, RoadmapAction]:
    return {(row.content or "").split(" ", 1)[0].rstrip("."): row for row in rows}


def letters(text: str) -> str:
    return re.sub(r"[^а-я]", "", text.lower().replace("ё", "е"))


def likeness(item: str, text: str) -> float:
    ours = letters(text)[:48]
    return fuzz.ratio(letters(item)[: len(ours)], ours)


def test_every_numbered_item_of_the_source_roadmap_has_its_row(seed: str) -> None:
    rows = actions(START, END)
    ours = [re.sub(r"^[\d.]+ ", "", row.content or "") for row in rows] + [row.stage_title or "" for row in rows]
    items = re.findall(r"(?<!\d)\d\. ?([А-ЯЁ].*?)(?= \d\. ?[А-ЯЁ]|$)", seed)
    assert len(items) == 51 + 7, "51 пункт содержания и 7 этапов"
    lost = [item[:80] for item in items if max(likeness(item, text) for text in ours) < 70]
    assert lost == []


def test_every_action_of_the_source_roadmap_is_there(seed: str) -> None:
    words = {word[:5] for word in re.findall(r"[а-я]+", seed.lower().replace("ё", "е"))}
    titles = {row.action for row in actions(START, END)}
    assert len(titles) == 16
    strange = {
        w for t in titles for w in re.findall(r"[а-я]+", (t or "").lower().replace("ё", "е")) if w[:5] not in words
    }
    assert strange <= {"школе"}


def test_the_unnumbered_item_of_the_source_is_there_too(seed: str) -> None:
    assert "Анкетирование. Форматы анкет обратной связи" in seed
    assert "Анкетирование. Форматы анкет обратной связи" in (numbered(actions(START, END))["6.2.1"].content or "")


def test_stages_and_items_are_numbered_without_gaps() -> None:
    rows = actions(START, END)
    assert [row.code.split("-")[1] for row in rows] == [f"{n:03d}" for n in range(1, 53)]
    assert sorted({row.stage for row in rows}) == [1, 2, 3, 4, 5, 6, 7]
    last: dict[str, int] = {}
    for number in numbered(rows):
        place, item = number.rsplit(".", 1)
        assert int(item) == last.get(place, 0) + 1
        last[place] = int(item)


def test_the_order_of_the_ministry_is_called_by_its_right_name() -> None:
    text = " ".join(f"{row.content} {row.action}" for row in actions(START, END))
    assert "Распоряжения Министерства просвещения" in text
    assert "№ Р-145" in text
    assert "остановлени" not in text


def test_contradictions_of_the_source_are_named_in_the_notes() -> None:
    rows = numbered(actions(START, END))
    for number in ("1.3.3", "2.2.1", "3.2.1", "4.1.1", "5.1.1", "5.2.1", "5.2.2", "6.2.1", "7.1.1"):
        assert "исходной карт" in (rows[number].note or ""), number


def test_dates_of_the_source_year_stay_where_they_did_not_contradict() -> None:
    rows = numbered(actions(date(2023, 9, 1), date(2024, 5, 31)))
    months = {number: (rows[number].start.month, rows[number].end.month) for number in rows}  # type: ignore[union-attr]
    assert months["1.1.1"] == months["1.2.1"] == months["1.2.5"] == (4, 4)
    assert months["1.4.1"] == (4, 5)
    assert months["2.1.1"] == months["3.1.2"] == (6, 6)
    assert months["3.1.3"] == (5, 5)
    assert months["6.1.1"] == months["6.1.2"] == (9, 9)


@given(
    start=st.dates(date(2020, 1, 1), date(2080, 1, 1)),
    length=st.integers(90, 366),
    preparation=st.none() | st.integers(0, 400),
)
def test_steps_keep_their_order_for_any_programme(start: date, length: int, preparation: int | None) -> None:
    not_before = None if preparation is None else start - timedelta(days=preparation)
    rows = numbered(actions(start, start + timedelta(days=length), not_before=not_before))
    for row in rows.values():
        assert row.start <= row.end  # type: ignore[operator]
        assert not_before is None or not_before <= row.start  # type: ignore[operator]
    for chain in CHAINS:
        for one, other in pairwise(chain):
            assert rows[one].end <= rows[other].end, (one, other)  # type: ignore[operator]
            assert rows[one].start <= rows[other].start, (one, other)  # type: ignore[operator]


def test_with_a_full_preparation_each_step_ends_before_the_next_begins() -> None:
    rows = numbered(actions(START, END))
    for chain in CHAINS:
        for one, other in pairwise(chain):
            if one not in {other, "6.1.3", "7.1.1", "7.1.3", "1.3.2", "7.2.1", "7.2.5"}:
                assert rows[one].end <= rows[other].start, (one, other)  # type: ignore[operator]
    assert rows["6.1.1"].start == START
    assert rows["5.2.1"].end < START  # type: ignore[operator]


def test_another_programme_year_moves_what_is_not_done() -> None:
    rows = actions(START, END)
    rows[0] = RoadmapAction(**{**vars(rows[0]), "state": "выполнено"})
    own = RoadmapAction(code="ДК-099-5", stage=6, content="Своё мероприятие", start=START, end=END)
    moved = rescheduled([*rows, own], START + timedelta(days=365), END + timedelta(days=365))
    assert [row.code for row in moved] == [row.code for row in rows[1:]]
    assert rescheduled([*rows, own], START, END) == []
