"""Microsoft's Open XML SDK validator finds nothing in our work that the source had not.

A sample of the real workbooks, those with tables among them; `benchmarks/xlsx_validate.py` takes them all.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sdk_validator import findings, new_findings
from test_xlsx_corpus import GOOD, WITH_TABLES
from test_xlsx_whole import WORKS as SMALL_WORKS
from test_xlsx_whole import grown
from xlsx_support import make_book, save, sheet
from xlsx_works import WORKS, replace

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts import open_host

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = sorted({*WITH_TABLES, *GOOD[::3]})


def test_the_validator_sees_a_fault(tmp_path):
    good = save(tmp_path, make_book(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')), "good.xlsx")
    bad = save(tmp_path, make_book(sheet('<row r="1"><c r="A1" s="99"><v>1</v></c></row>')), "bad.xlsx")
    assert not findings(good)
    assert findings(bad)


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_all_works_together_bring_no_finding(path: Path, tmp_path):
    results = [tmp_path / f"{name}{path.suffix}" for name in ("все", "замена")]
    for result, works in zip(results, ([one for one in WORKS if one is not replace], [replace]), strict=True):
        result.write_bytes(path.read_bytes())
        for work in works:
            with suppress(NastavnikError), open_host(result) as host:
                work(host)
    assert results[0].read_bytes() != path.read_bytes()
    assert new_findings(path, [one for one in results if one.read_bytes() != path.read_bytes()]) == {}


@pytest.mark.parametrize("work", SMALL_WORKS)
def test_our_own_sheets_are_as_clean_as_before(work, tmp_path):
    source, act = SMALL_WORKS[work]
    before = save(tmp_path, source(), "было.xlsx")
    after = save(tmp_path, grown(tmp_path, act, source()), "стало.xlsx")
    assert new_findings(before, [after]) == {}
