"""Options of the suite and what several modules start from: expected files, a LibreOffice of one's own.

`pytest --update-golden` writes the expected documents and tables anew; read the diff.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import xlwings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files of tests/golden/ anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden/."""
    folder: Path = request.config.rootpath / "tests" / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: run pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """A command switches the garbage collector off for its short process; the process of the tests is long."""
    yield
    gc.enable()


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start a LibreOffice for the tests of a module, reached by xlwings too; give its component context."""
    from office import office

    from nastavnik_sheets.hosts.libreoffice import activate

    with office(tmp_path_factory.mktemp("office")) as context:
        activate(context)
        yield context


@pytest.fixture(scope="module")
def app(context: Any) -> xlwings.App:
    """Give the LibreOffice of `context` as xlwings sees it."""
    from nastavnik_sheets.hosts.libreoffice import activate

    (app,) = activate(context).apps
    return app


@pytest.fixture
def document(context: Any, book: Path) -> Iterator[Any]:
    """Open the workbook of the module's fixture `book` in LibreOffice; give its document of UNO."""
    from buttons_support import opened

    document = opened(context, book)
    yield document
    document.close(True)
