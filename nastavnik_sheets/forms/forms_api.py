"""Answers straight from Google Forms, where a person's own permission allows it: the same table as the linked sheet.

A response keeps its id when it is edited and comes with a later time, so the newest answer of a person wins as on the
sheet. Reading goes back a day before the newest answer the workbook knows; while a row waits on «Поступления», all is
read, so that its decision can be carried out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import fold
from nastavnik_sheets.errors import HostError, UsageError
from nastavnik_sheets.importing.export import Export
from nastavnik_sheets.importing.survey import trace_of
from nastavnik_sheets.service_sheets import Arrival
from nastavnik_sheets.year_sheets import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.google.client import Client

SCOPES = (
    "https://www.googleapis.com/auth/forms.body.readonly",
    "https://www.googleapis.com/auth/forms.responses.readonly",
)
ADDRESS = "https://forms.googleapis.com/v1/forms"
OVERLAP = timedelta(days=1)
PAGE = 5000
_LINK = re.compile(r"https?://docs\.google\.com/forms/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]{20,})(?:[/?#].*)?")
_CODE = re.compile(r"\[(ВП-\d{3,6}-\d)\]\s*$")


def is_form(address: str) -> bool:
    """Whether an address means a Google Form."""
    return "docs.google.com/forms/" in address


def form_id(address: str) -> str:
    """Return the id of a form from the link of its editor. UsageError for the link people answer by."""
    found = _LINK.fullmatch(address.strip())
    if found is None:
        raise UsageError("Нужна ссылка из редактора формы (…/forms/d/…/edit), а не та, по которой отвечают.")
    return found[1]


def connect_to_forms() -> Client:
    """Return a client that may read forms and responses with this user's permission."""
    from nastavnik_sheets.hosts.google import access
    from nastavnik_sheets.hosts.google.client import connect

    key = access.read_key(access.key_path())
    return connect(access.make_session(key, scopes=SCOPES), account=access.account(key))


def read_form(address: str, book: Book, client: Client) -> Export:
    """Return the answers of a form as a table. HostError if the form or its answers may not be read."""
    at = f"{ADDRESS}/{form_id(address)}"
    try:
        form = client.request("get", at).json()
        columns = list(_columns(form))
        name = str(form.get("info", {}).get("title") or form.get("info", {}).get("documentTitle") or "Google Форма")
        asked = frozenset(code for _, _, code in columns if code)
        responses = list(_responses(client, at, since=_since(book, asked, name)))
    except HostError as error:
        raise HostError(f"Ответы формы Google не прочитаны. {error}") from error
    headers = ("Отметка времени", *(header for _, header, _ in columns))
    rows = tuple((_moment(one), *(_answer(one, key) for key, _, _ in columns)) for one in responses)
    return Export(name, headers, rows, tuple(range(2, len(rows) + 2)), name, asked=asked)


def _columns(form: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield every question: its id in Google, a header, our code if its help text holds one."""
    for item in form.get("items", []):
        title = " ".join(str(item.get("title", "")).split())
        found = _CODE.search(item.get("description", ""))
        code = found[1] if found else ""
        if question := item.get("questionItem", {}).get("question"):
            yield question["questionId"], f"{code}. {title}" if code else title, code
        for row in item.get("questionGroupItem", {}).get("questions", []):
            line = row.get("rowQuestion", {}).get("title", "")
            yield row["questionId"], f"{title} [{line}]", ""


def _responses(client: Client, at: str, *, since: datetime | None) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {"pageSize": PAGE}
    if since:
        asked["filter"] = f"timestamp >= {since.strftime('%Y-%m-%dT%H:%M:%SZ')}"
    while True:
        page = client.request("get", f"{at}/responses", params=asked).json()
        yield from page.get("responses", [])
        if not page.get("nextPageToken"):
            return
        asked = {**asked, "pageToken": page["nextPageToken"]}


def _since(book: Book, asked: frozenset[str], name: str) -> datetime | None:
    """Return from when to read, None for all answers."""
    if any(fold(arrival.file or "") == fold(name) for arrival in book[Arrival]):
        return None
    traces = [trace_of(answer.source) for answer in book[Answer] if answer.question in asked]
    moments = [trace.moment for trace in traces if trace and trace.moment]
    return (max(moments).astimezone() - OVERLAP).astimezone(UTC) if moments else None


def _moment(response: dict[str, Any]) -> datetime:
    """Return when a response was last submitted, by the clock of this computer, as the linked sheet has it."""
    text = response.get("lastSubmittedTime") or response["createTime"]
    return datetime.fromisoformat(_microseconds(text)).astimezone().replace(tzinfo=None, microsecond=0)


def _microseconds(text: str) -> str:
    """Return the time with no more than six digits after the point: Google sends nine."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text)


def _answer(response: dict[str, Any], key: str) -> str | None:
    given = response.get("answers", {}).get(key, {}).get("textAnswers", {}).get("answers", [])
    return "\n".join(str(one.get("value", "")) for one in given) or None
