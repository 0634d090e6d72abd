"""What is wrong with access to Google, step by step, in words that say what to do.

Shows the account's address and the number of the key, never anything else of it.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts.google import access, state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import requests

OLD, SKEW = timedelta(days=90), timedelta(minutes=5)


@dataclass(frozen=True)
class Sign:
    """One thing looked at: `well` is whether it is in order, None for advice."""

    what: str
    well: bool | None = True


def examine(key: str | None) -> Iterator[Sign]:
    """Look at everything access needs, in order; stop where going on makes no sense. `key` is a Sheet's."""
    if find_spec("gspread") is None:
        yield Sign("Не установлено дополнение: pip install nastavnik-sheets[google].", well=False)
        return
    path = access.key_path()
    try:
        said = access.read_key(path)
        session = access.make_session(said)
    except NastavnikError as error:
        yield Sign(str(error), well=False)
        return
    yield from _key(path, said)
    skew = _skew(session)
    if skew is not None and abs(skew) > SKEW:
        minutes, way = round(abs(skew).total_seconds() / 60), "спешат" if skew > timedelta(0) else "отстают"
        yield Sign(f"Часы компьютера {way} на {minutes} мин: поставьте точное "
                   "время, иначе Google не примет ключ.", well=False)  # fmt: skip
    entered = _enter(session)
    yield entered
    if entered.well and key is not None:
        yield from _sheet(key)


def _key(path: Path, said: dict[str, Any]) -> Iterator[Sign]:
    number = str(said.get("private_key_id", ""))[:8]
    kind = "сервисный аккаунт" if said["type"] == "service_account" else "разрешение пользователя"
    yield Sign(f"Ключ: {path} ({kind}{f', ключ {number}…' if number else ''}).")
    yield Sign(f"Открывайте таблицы с правом изменять для: {access.account(said)}.")
    age = timedelta(seconds=time.time() - path.stat().st_mtime)
    if age > OLD:
        yield Sign(f"Ключу {age.days} дней: выпустите новый, а этот отзовите.", well=None)
    if os.name == "nt":
        yield Sign("Проверьте сами, что файл ключа не открыт другим пользователям компьютера.", well=None)


def _skew(session: requests.Session) -> timedelta | None:
    """Return how far our clock is ahead of Google's, None if that cannot be told."""
    import requests
    from requests.adapters import HTTPAdapter

    plain = requests.Session()
    adapter = session.get_adapter("https://sheets.googleapis.com/")
    plain.mount("https://", adapter if isinstance(adapter, HTTPAdapter) else HTTPAdapter())
    try:
        answer = plain.get("https://sheets.googleapis.com/$discovery/rest?version=v4", timeout=(5, 20))
        return datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        return None


def _enter(session: Any) -> Sign:
    from google.auth.exceptions import GoogleAuthError, RefreshError

    from nastavnik_sheets.hosts.google.client import no_entry

    try:
        access.enter(session)
    except RefreshError as error:
        return Sign(str(no_entry(error)), well=False)
    except GoogleAuthError:
        return Sign("До Google не достучаться: проверьте интернет и не закрыт ли он для этой программы.", well=False)
    return Sign("Google принял ключ.")


def _sheet(key: str) -> Iterator[Sign]:
    from nastavnik_sheets.hosts.google.opening import connected

    try:
        with connected(key) as host:
            yield Sign(f"Таблица «{host.name}» открывается, листов: {len(host.sheets())}. Читать можно; право изменять "
                       "видно только при записи.")  # fmt: skip
    except NastavnikError as error:
        yield Sign(str(error), well=False)
        return
    if not state.permitted(key):
        yield Sign(f"Закон об этой таблице ещё не прочитан: nastavnik google allow google:{key}.", well=None)
