"""Google Sheets v4 and Drive v3 in memory: `handle(method, url, body) -> (status, answer)`.

It knows what recordings of Google's answers or Google's own documents show, and answers 501 to everything else.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.google import csvs, loosely, masks, requests, values
from tests.google.books import Spreadsheet
from tests.google.cells import EPOCH, UnprovenError, set_raw
from tests.google.grids import Grid
from tests.google.values import RejectedError

Answer = tuple[int, Any]
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
UPLOAD = "/upload/drive/v2/files/"
MOMENT = "2026-11-01T00:00:00.000Z"


class Emulator:
    """Files by id; `invent(kind)` makes the ids that Google would make."""

    def __init__(self, invent: Callable[[str], Any] | None = None) -> None:
        self.books: dict[str, Spreadsheet] = {}
        self.spent_by = ""
        """The number of the project that has asked too often: everything is answered 429."""
        self.times: dict[str, tuple[str, str]] = {}
        self._numbers = itertools.count(100_001)
        self.invent = invent or self._invented

    def _invented(self, kind: str) -> Any:
        number = next(self._numbers)
        return {"sheetId": number, "protectedRangeId": number, "namedRangeId": str(number)}.get(
            kind, f"emulated-spreadsheet-{number:024d}"
        )

    def add(self, title: str, grids: dict[str, list[list[Any]]] | None = None, *, file_id: str = "") -> Spreadsheet:
        """Put a spreadsheet into the Drive, with bare values in its sheets."""
        book = Spreadsheet(file_id or self.invent("id"), title)
        for number, (name, rows) in enumerate((grids or {"Sheet1": []}).items()):
            size = max(1000, len(rows)), max([26, *map(len, rows)])
            grid = Grid(number and self.invent("sheetId"), name, *size)
            book.grids.append(grid)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    enter(grid, r, c, value)
        self.books[book.id] = book
        return book

    def handle(self, method: str, url: str, body: str | None = None) -> Answer:
        """Answer one request; the body and the answer are JSON."""
        parts = urlsplit(url)
        path = parts.path
        if self.spent_by:
            return quota(method, self.spent_by)
        try:
            if path.startswith("/v4/spreadsheets"):
                return 200, self._sheets(method, path.removeprefix("/v4/spreadsheets"), parts.query, body)
            if path.startswith("/drive/v3/files"):
                return self._drive(method, path.removeprefix("/drive/v3/files"), dict(parse_qsl(parts.query)), body)
            if path.startswith(UPLOAD) and method == "PUT":
                return 200, csvs.imported(self._book(path.removeprefix(UPLOAD)), body or "")
        except MissingError:
            return error(404, "Requested entity was not found.", "NOT_FOUND")
        except ForbiddenError:
            return error(403, "The caller does not have permission", "PERMISSION_DENIED")
        except RejectedError as rejected:
            return error(400, str(rejected), "INVALID_ARGUMENT", rejected.details)
        except UnprovenError as unproven:
            return error(501, f"Not proven by any recording or document: {unproven}", "NOT_IMPLEMENTED")
        except Exception as strange:  # noqa: BLE001  (what was asked so is in no recording that this was made from)
            return error(501, f"Not proven: {type(strange).__name__} {strange}", "NOT_IMPLEMENTED")
        return error(501, f"Not proven: {method} {path}", "NOT_IMPLEMENTED")

    def _book(self, file_id: str) -> Spreadsheet:
        book = self.books.get(file_id)
        if book is None:
            raise MissingError
        if book.forbidden:
            raise ForbiddenError
        return book

    def _sheets(self, method: str, path: str, query: str, body: str | None) -> Any:
        copying = re.fullmatch(r"/([^/:]+)/sheets/(\d+):copyTo", path)
        if copying and method == "POST":
            return self._sheet_copied(self._book(copying[1]), int(copying[2]), json.loads(body or "{}"))
        match = re.fullmatch(r"/([^/:]+)(:batchUpdate|/values(?::(\w+)|/(.+?)(?::(append|clear))?))?", path)
        if not match:
            raise UnprovenError(f"{method} {path}")
        file_id, tail, many, text, act = match.groups()
        book, pairs, said = self._book(file_id), parse_qsl(query), json.loads(body) if body else {}
        if tail is None and method == "GET":
            self._settle_ids(book)
            return _described(book, pairs)
        if tail == ":batchUpdate" and method == "POST":
            asked = loosely.read(said["requests"])
            return {"spreadsheetId": book.id, "replies": requests.apply(book, asked, self.invent)}
        return _values(book, method, (many or "", unquote(text or ""), act or ""), pairs, said)

    def _settle_ids(self, book: Spreadsheet) -> None:
        """Give their ids to sheets that nobody has been told about yet."""
        for grid in book.grids:
            grid.id = self.invent("sheetId") if grid.id is None else grid.id

    def _sheet_copied(self, book: Spreadsheet, sheet_id: int, said: dict[str, Any]) -> Any:
        source = book.numbered(sheet_id)
        if source is None:
            raise MissingError
        return requests.copied_to(self._book(said["destinationSpreadsheetId"]), source, self.invent)

    def _drive(self, method: str, path: str, query: dict[str, str], body: str | None) -> Answer:
        match = re.fullmatch(r"(?:/([^/]+)(?:/(\w+))?)?", path)
        file_id, act = match.groups() if match else ("", "?")
        if file_id is None:
            return 200, self._created(json.loads(body or "{}")) if method == "POST" else self._listed(query)
        book = self._book(file_id)
        if (method, act) == ("GET", None):
            return 200, masks.pick(self._file(book), masks.parse(query.get("fields", "kind,id,name,mimeType")))
        if (method, act) == ("DELETE", None):
            del self.books[file_id]
            return 204, ""
        if (method, act) == ("POST", "copy"):
            return 200, self._copied(book, json.loads(body or "{}"))
        if (method, act) == ("GET", "comments"):
            return 200, {"comments": []}
        if (method, act, query.get("mimeType")) == ("GET", "export", "text/csv"):
            return 200, csvs.exported(book.grids[0])
        raise UnprovenError(f"{method} drive {act}")

    def _file(self, book: Spreadsheet) -> dict[str, Any]:
        created, modified = self.times.get(book.id, (MOMENT, MOMENT))
        return {"kind": "drive#file", "id": book.id, "name": book.title, "mimeType": SPREADSHEET,
                "createdTime": created, "modifiedTime": modified}  # fmt: skip

    def _brief(self, book: Spreadsheet) -> dict[str, Any]:
        return masks.pick(self._file(book), masks.parse("kind,id,name,mimeType"))

    def _created(self, said: dict[str, Any]) -> dict[str, Any]:
        return self._brief(self.add(said.get("name") or "Untitled"))

    def _copied(self, book: Spreadsheet, said: dict[str, Any]) -> dict[str, Any]:
        import copy

        made = copy.deepcopy(book)
        made.id, made.title = self.invent("id"), said.get("name") or f"Copy of {book.title}"
        self.books[made.id] = made
        return self._brief(made)

    def _listed(self, query: dict[str, str]) -> dict[str, Any]:
        named = re.search(r'name = "(.*)"', query.get("q", ""))
        found = [b for b in reversed(self.books.values()) if named is None or b.title == named[1]]
        answer = {"kind": "drive#fileList", "files": [self._file(book) for book in found]}
        return masks.pick(answer, masks.parse(query.get("fields", "kind,files(kind,id,name,mimeType)")))


def enter(grid: Grid, row: int, column: int, value: Any) -> None:
    """Put a value into a cell as somebody at the keyboard would have left it: a date shows as a date."""
    if isinstance(value, date):
        set_raw(grid.at(row, column), (value - EPOCH).days)
        grid.at(row, column).format["numberFormat"] = {"type": "DATE", "pattern": "dd.mm.yyyy"}
    elif value is not None:
        set_raw(grid.at(row, column), value)


class MissingError(Exception):
    """There is no such file."""


class ForbiddenError(Exception):
    """The file is not shared with the account."""


def error(code: int, message: str, status: str, details: list[dict[str, Any]] | None = None) -> Answer:
    """Return an error as Google words it."""
    said: dict[str, Any] = {"code": code, "message": message, "status": status}
    return code, {"error": {**said, "details": details} if details else said}


def quota(method: str, project: str) -> Answer:
    """Return the answer to a user who asks too often; that for writing is worded like the recorded one for reading."""
    kind = "Read" if method == "GET" else "Write"
    message = (f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per user' of "
               f"service 'sheets.googleapis.com' for consumer 'project_number:{project}'.")  # fmt: skip
    known = {
        "service": "sheets.googleapis.com", "consumer": f"projects/{project}",
        "quota_limit": f"{kind}RequestsPerMinutePerUser",
        "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
    }  # fmt: skip
    told = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com", "metadata": known}  # fmt: skip
    return error(429, message, "RESOURCE_EXHAUSTED", [told])


def _described(book: Spreadsheet, pairs: list[tuple[str, str]]) -> Any:
    query = dict(pairs)
    mask = masks.parse(query.get("fields", ""))
    areas = []
    for name, text in pairs:
        if name == "ranges":
            grid, area = values.locate(book, text)
            areas.append((grid, grid.rect(area)))
    with_data = masks.wants(mask, "sheets", "data") if mask else query.get("includeGridData", "").lower() == "true"
    return book.described(mask, areas, with_data=with_data)


def _values(
    book: Spreadsheet, method: str, call: tuple[str, str, str], pairs: list[tuple[str, str]], said: dict[str, Any]
) -> Any:
    many, text, act = call
    query = dict(pairs)
    if (method, many) == ("GET", "batchGet"):
        found = [values.get(book, wanted, query) for name, wanted in pairs if name == "ranges"]
        return {"spreadsheetId": book.id, "valueRanges": found}
    if (method, many) == ("POST", "batchUpdate"):
        return values.batch_update(book, said)
    if (method, many) == ("POST", "batchClear"):
        return values.batch_clear(book, said)
    if (method, act) == ("GET", "") and text:
        return values.get(book, text, query)
    if (method, act) == ("PUT", "") and text:
        return values.update(book, text, said, query)
    if (method, act) == ("POST", "clear"):
        return values.clear(book, text)
    if (method, act) == ("POST", "append"):
        return values.append(book, text, said, query)
    raise UnprovenError(f"{method} values {many}{act}")
