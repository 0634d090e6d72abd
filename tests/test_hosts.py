"""Every host keeps the contract of `hosts/contract.py`: memory, files, open workbooks, Google Sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings
from excel_manners import page, start
from office import office

from nastavnik_sheets.hosts import Host, open_host
from nastavnik_sheets.hosts.contract import CONTRACT, GRIDS, Broken, expect, workbook_bytes
from nastavnik_sheets.hosts.google.host import GoogleHost
from nastavnik_sheets.hosts.libreoffice import activate
from nastavnik_sheets.hosts.memory import MemoryHost
from tests.google.client import session_of
from tests.google.server import Service

Opened = Callable[[], Host]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.Engine]:
    """Return xlwings working on a LibreOffice of our own."""
    with office(tmp_path_factory.mktemp("office")) as context:
        yield activate(context)


@pytest.fixture(params=["memory", "file", "google", "live", "excel"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Return a function that opens the same workbook anew, as a later run would."""
    if request.param == "memory":
        host = MemoryHost(GRIDS)  # type: ignore[arg-type]
        yield lambda: host
        return
    if request.param == "google":
        with Service() as service:
            book, session = service.emulator.add("книга", GRIDS), session_of(service)
            yield lambda: GoogleHost(book.id, session=session)
        return
    path = tmp_path / "книга.xlsx"
    if request.param == "excel":
        before = xlwings.engines.active
        start(path, [page(title, rows) for title, rows in GRIDS.items()])
        yield lambda: open_host(f"excel:{path}")
        xlwings.engines.active = before
        return
    path.write_bytes(workbook_bytes(GRIDS))
    if request.param == "file":
        yield lambda: open_host(path)
        return
    (app,) = request.getfixturevalue("engine").apps
    book = app.books.open(path)
    yield lambda: open_host(f"excel:{path}")
    book.close()


@pytest.mark.parametrize("promise", CONTRACT, ids=lambda one: one.__name__)
def test_the_host_keeps_its_promise(opened: Opened, promise: Callable[[Opened], None]) -> None:
    promise(opened)


@pytest.mark.parametrize(("found", "wanted"), [(True, 1), (1.0, 1), ("5", 5), (None, "")])
def test_the_contract_tells_alike_from_equal(found: object, wanted: object) -> None:
    with pytest.raises(Broken):
        expect(found, wanted)
