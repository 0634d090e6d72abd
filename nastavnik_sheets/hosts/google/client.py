"""Requests to Google with bounded patience, and Google's refusals in words that say what to do.

Reading is repeated here; writing is not: after any doubt the caller reads again before it writes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from nastavnik_sheets.errors import HostError, NetworkError
from nastavnik_sheets.hosts.google.pace import Pace
from nastavnik_sheets.hosts.google.packing import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TIMEOUT = (5.0, 60.0)
"""Seconds to wait for a connection and for an answer."""
PASSING = frozenset({408, 429, 500, 502, 503, 504})
USAGE = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 64.0


class Doubt(Exception):  # noqa: N818  (it is a state, not a fault)
    """A write that may or may not have been carried out; `wait` is what Google asked for, in seconds, or 0."""

    def __init__(self, wait: float) -> None:
        super().__init__("write in doubt")
        self.wait = wait


@dataclass
class Patience:
    """How long one run waits for Google in all: 2, 4, 8… up to 64 seconds at a time, or as long as Google asks."""

    budget: float = 300.0
    sleep: Callable[[float], None] = time.sleep
    waited: float = 0.0
    _next: float = field(default=_FIRST_WAIT, repr=False)

    def wait(self, asked: float) -> None:
        """Sleep before another try. NetworkError if that would be longer than the budget."""
        pause = asked or self._next
        if self.waited + pause > self.budget:
            msg = "Google не отвечает или просит подождать дольше пяти минут; ничего не потеряно, повторите позже."
            raise NetworkError(msg)
        self.waited += pause
        self._next = min(self._next * 2, _LONGEST_WAIT)
        self.sleep(pause)

    def rest(self) -> None:
        """Begin with short pauses again after a success."""
        self._next = _FIRST_WAIT


class Client(HTTPClient):
    """gspread's client with our patience; `account` is whom a Sheet has to be shared with."""

    def __init__(self, session: requests.Session, *, account: str, patience: Patience) -> None:
        super().__init__(cast("Any", None), session)
        self.set_timeout(TIMEOUT)
        self.patience, self._account = patience, account
        self._pace = Pace(sleep=patience.sleep)

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Any = None,
    ) -> requests.Response:
        """Send a request; reading is repeated while the trouble may pass, a doubtful write is a `Doubt`."""
        if json is not None:  # gspread would escape every Russian letter into six bytes
            data = encoded(json)
            headers = {**(headers or {}), "Content-Type": "application/json; charset=utf-8"}
        while True:
            self._pace.take("reading" if method.upper() == "GET" else "writing")
            try:
                answer: requests.Response = super().request(method, endpoint, params, data, None, files, headers)
            except (APIError, requests.RequestException, GoogleAuthError) as error:
                asked = self._asked(error)
            else:
                self.patience.rest()
                return answer
            if method.upper() != "GET":
                raise Doubt(asked)
            self.patience.wait(asked)

    def _asked(self, error: Exception) -> float:
        """Return how long Google asks to wait if the trouble may pass; raise what cannot."""
        if isinstance(error, RefreshError):
            raise no_entry(error) from error
        if isinstance(error, requests.ConnectionError | requests.Timeout | TransportError):
            return 0.0
        if not isinstance(error, APIError):
            raise error
        if error.response.status_code not in PASSING and not _is_usage(error):
            raise self._refusal(error) from error
        return _seconds(error.response.headers.get("Retry-After"))

    def _refusal(self, error: APIError) -> Exception:
        status, said = error.response.status_code, str(error.error.get("message", ""))
        if status == 401:
            return HostError("Google не признал ключ: проверьте его командой «google doctor».")
        if status == 403 and "has not been used" in said:
            return HostError("В проекте Google выключен Google Sheets API: включите его в консоли Google Cloud.")
        if status == 403:
            return HostError(f"К таблице Google нет доступа: откройте её для {self._account} с правом изменять.")
        if status == 404:
            return HostError("Такой таблицы Google нет, или она не открыта для "
                             f"{self._account}: проверьте ссылку и доступ.")  # fmt: skip
        if status == 400 and "protected" in said:
            return HostError(f"В таблице Google есть защищённые ячейки: разрешите их менять для {self._account}.")
        if status == 400 and "above the limit" in said:
            return HostError("В таблице Google кончилось место: в ней не больше 10 миллионов ячеек, считая пустые. "
                             "Удалите в ней лишние листы, строки и столбцы и повторите.")  # fmt: skip
        return error


def _is_usage(error: APIError) -> bool:
    """Whether a 403 only means that we ask too often, in the words of Google's older interfaces."""
    reasons = {str(one.get("reason")) for one in (error.error.get("errors") or error.error.get("details") or ())}
    return error.response.status_code == 403 and bool(reasons & USAGE)


def no_entry(error: Exception) -> HostError:
    """Return why Google did not take a key or a person's permission."""
    if "expired or revoked" in str(error):
        return HostError("Разрешение пользователя Google отозвано или истекло: получите его заново.")
    if "scopes were" in str(error) or "invalid_scope" in str(error):
        return HostError("Разрешение Google выдано не на таблицы: получите его заново с правом spreadsheets.")
    if "invalid_grant" in str(error):
        return HostError("Google не принял ключ: он отозван, или часы компьютера идут неверно; проверьте время "
                         "или скачайте новый ключ.")  # fmt: skip
    return HostError("Войти в Google не удалось: скачайте ключ ещё раз и проверьте его командой «google doctor».")


def _seconds(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0


def connect(session: requests.Session, *, account: str = "", patience: Patience | None = None) -> Client:
    """Return a client over a session."""
    return Client(session, account=account, patience=patience or Patience())
