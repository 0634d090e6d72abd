"""Who we are to Google: the key of a service account or a person's own permission, and the session made of it.

The file lies outside the project, for its owner alone; nothing of it but the account's address is ever shown.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from nastavnik_sheets.errors import HostError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import requests

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
VARIABLE = "NASTAVNIK_GOOGLE_KEY"
LOOPBACK = "NASTAVNIK_GOOGLE_EMULATOR"
"""An emulator on this very computer that answers in Google's place, for tests: http://127.0.0.1:PORT."""


def key_path() -> Path:
    """Return where the key is expected: NASTAVNIK_GOOGLE_KEY, or google.json in the folder of our settings."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "nastavnik" / "google.json"


def read_key(path: Path) -> dict[str, Any]:
    """Return the content of a key file. HostError if it is not there, readable by others, or no key."""
    if not path.is_file():
        msg = (f"Нет ключа для входа в Google: положите файл ключа в «{path}» или укажите его в переменной "
               f"{VARIABLE}.")  # fmt: skip
        raise HostError(msg)
    if inside := repository(path):
        msg = f"Ключ «{path}» лежит в хранилище кода «{inside}», откуда его легко опубликовать: перенесите его."
        raise HostError(msg)
    if os.name != "nt" and path.stat().st_mode & 0o077:
        msg = f"Ключ «{path}» могут прочитать другие пользователи компьютера. Закройте его: chmod 600 '{path}'"
        raise HostError(msg)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"Файл «{path}» не читается как ключ Google: скачайте ключ в формате JSON ещё раз."
        raise HostError(msg) from error
    if not isinstance(content, dict) or content.get("type") not in ("service_account", "authorized_user"):
        msg = f"Файл «{path}» — не ключ сервисного аккаунта и не разрешение пользователя Google: скачайте ключ заново."
        raise HostError(msg)
    return content


def repository(path: Path) -> Path | None:
    """Return the repository of code a file would lie in, None if it lies in none."""
    return next((folder for folder in path.resolve().parents if (folder / ".git").exists()), None)


def account(key: dict[str, Any]) -> str:
    """Return the address with which a Sheet has to be shared."""
    return str(key.get("client_email") or key.get("account") or "ваш аккаунт Google")


def make_session(key: dict[str, Any], *, scopes: Sequence[str] = (SCOPE,)) -> requests.Session:
    """Return a session that signs every request, for what `scopes` allow. HostError if the key cannot be used."""
    import requests
    from google.auth.exceptions import GoogleAuthError
    from google.auth.transport.requests import AuthorizedSession, Request
    from requests.adapters import HTTPAdapter

    asking = requests.Session()
    asking.mount("https://", HTTPAdapter(max_retries=3))
    try:
        session = AuthorizedSession(_credentials(key, list(scopes)), auth_request=Request(asking))  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, GoogleAuthError) as error:
        msg = "Ключ Google повреждён или неполон: скачайте его в формате JSON ещё раз."
        raise HostError(msg) from error
    if emulator := os.environ.get(LOOPBACK):
        lead_home(session, emulator)
        lead_home(asking, emulator)
    return session


def enter(session: Any) -> None:
    """Ask Google for a new token now. RefreshError or another GoogleAuthError if it gives none."""
    session.credentials.refresh(session._auth_request)


def lead_home(session: requests.Session, address: str) -> None:
    """Send to an emulator on this computer what is meant for Google; HostError if it is any other computer."""
    from requests.adapters import HTTPAdapter

    if urlsplit(address).hostname != "127.0.0.1":
        msg = f"{LOOPBACK} указывает не на этот компьютер: уберите её."
        raise HostError(msg)

    class Home(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            parts = urlsplit(request.url or "")
            request.url = address + parts.path + (f"?{parts.query}" if parts.query else "")
            return super().send(request, *args, **more)

    session.mount("https://", Home())


def _credentials(key: dict[str, Any], scopes: list[str]) -> Any:
    robot, person = _kinds()
    if key["type"] == "service_account":
        return robot.from_service_account_info(key, scopes=scopes)
    return person.from_authorized_user_info(key, scopes=scopes)


def _kinds() -> tuple[Any, Any]:
    """Return credentials that ask Google for nothing but a token: where their data may lie is of no use here."""
    from google.oauth2 import credentials, service_account

    class Robot(service_account.Credentials):
        def _maybe_start_regional_access_boundary_refresh(self, request: Any, url: str) -> None: ...

    class Person(credentials.Credentials):
        def _maybe_start_regional_access_boundary_refresh(self, request: Any, url: str) -> None: ...

    return Robot, Person
