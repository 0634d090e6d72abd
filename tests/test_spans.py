"""Numbers of rows in a few words."""

from __future__ import annotations

from nastavnik_sheets.spans import spans


def test_neighbours_are_a_span_and_the_order_does_not_matter() -> None:
    assert spans([8, 2, 3, 4, 5, 3]) == "2–5, 8"
    assert spans([2, 3, 9], letters="B") == "B2–B3, B9"
    assert spans([7]) == "7"


def test_of_many_spans_only_the_first_are_shown() -> None:
    assert spans(range(1, 40, 2)) == "1, 3, 5, 7, 9, 11 и другие"
