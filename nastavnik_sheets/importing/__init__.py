"""Questionnaire answers, lists of participants and reports of meetings: from a file people hand in into the book.

    export = read_export(Path("Анкета (Ответы).xlsx"))
    result = import_file(book, export, today=date(2026, 9, 1))
    print(result.preview.as_text())
    result.plan.apply(host)

`export` reads the file, `headers` and `binding` say which column goes where, `recognition` who a row is about,
`settling` what an answer may do to a cell; `participants`, `survey`, `meetings`, `preferences` and `consents`
make the rows.
"""

from nastavnik_sheets.importing.export import Export, read_export
from nastavnik_sheets.importing.intake import Difference
from nastavnik_sheets.importing.preview import Preview
from nastavnik_sheets.importing.result import Importing, ImportResult, import_file

__all__ = ["Difference", "Export", "ImportResult", "Importing", "Preview", "import_file", "read_export"]
