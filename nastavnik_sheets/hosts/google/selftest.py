"""The contract of hosts against a real Google Sheet of the user's, with a recording of what Google said.

The Sheet must be empty: its sheets are made anew before every promise, and it is left empty.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.contract import CONTRACT, GRIDS, Broken
from nastavnik_sheets.hosts.google import access
from nastavnik_sheets.hosts.google.host import GoogleHost

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import requests

    from nastavnik_sheets.hosts.google.client import Patience

STAND_IN = "selftest-spreadsheet-key-000000000000000000"
TITLE = "Проверка связи"
EMPTY = "Лист1"


class Recorder:
    """Writes every request with its answer, as `tests.google.replay` reads them; no headers, so no tokens.

    The Sheet's key, its title and the account are replaced.
    """

    def __init__(self, session: requests.Session, secrets: dict[str, str]) -> None:
        self.lines: list[dict[str, Any]] = []
        self.promise = "start"
        self._secrets = secrets
        session.hooks["response"].append(self._take)

    def hide(self, secret: str, stand_in: str) -> None:
        """Replace a text in everything that is saved."""
        if secret:
            self._secrets[secret] = stand_in

    def _take(self, answer: requests.Response, *_: Any, **__: Any) -> None:
        request = answer.request
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        self.lines.append(
            {"recording": self.promise, "step": len(self.lines), "method": request.method, "url": request.url,
             "body": body, "status": answer.status_code, "response": answer.text}
        )  # fmt: skip

    def save(self, path: Path) -> None:
        """Write the recording."""
        with gzip.open(path, "wt", encoding="utf-8") as out:
            for line in self.lines:
                out.write(self._hidden(json.dumps(line, ensure_ascii=False)) + "\n")

    def _hidden(self, text: str) -> str:
        for secret, stand_in in self._secrets.items():
            text = text.replace(secret, stand_in)
        return text


def run(
    key: str, path: Path, *, patience: Patience | None = None, tell: Callable[[int], None] = lambda _: None
) -> list[tuple[str, str]]:
    """Hold Google to the contract; return each promise with what was wrong, "" if nothing. Write the recording."""
    said = access.read_key(access.key_path())
    session = access.make_session(said)
    recorder = Recorder(session, {key: STAND_IN, access.account(said): "robot@example.org"})
    _guard_empty(key, session, recorder, patience)
    found = []
    try:
        for number, promise in enumerate(CONTRACT):
            words = (promise.__doc__ or promise.__name__).strip()
            tell(number)
            recorder.promise = promise.__name__
            _reset(key, session, patience, GRIDS)
            try:
                promise(lambda: GoogleHost(key, session=session, patience=patience))
            except Broken as broken:
                found.append((words, str(broken)))
            else:
                found.append((words, ""))
        recorder.promise = "end"
        _reset(key, session, patience, {EMPTY: []})
    finally:
        recorder.save(path)
    return found


def _guard_empty(key: str, session: requests.Session, recorder: Recorder, patience: Patience | None) -> None:
    with GoogleHost(key, session=session, patience=patience) as host:
        recorder.hide(host.name, TITLE)
        if any(cell is not None for title in host.sheets() for row in host.read(title) for cell in row):
            msg = (
                f"В таблице «{host.name}» что-то есть, а самопроверка делает её листы заново: заведите для неё новую "
                "пустую таблицу."
            )
            raise Refused(msg)


def _reset(key: str, session: requests.Session, patience: Patience | None, grids: Any) -> None:
    """Make the sheets anew: all that were there go, those of the contract come."""
    host = GoogleHost(key, session=session, patience=patience)
    with host:
        host.start_over(list(grids))
    with host:
        for title, grid in grids.items():
            host.replace(title, grid)
