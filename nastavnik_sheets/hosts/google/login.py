"""A person's own permission for Google: asked in the browser, answered to this computer, kept as a key file.

Leaves to `access` where the key lies and how a session is made of it.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError, NetworkError, Refused
from nastavnik_sheets.hosts.google.access import SCOPE, key_path, repository

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 300
"""Seconds a person has to answer in the browser."""
SAID = "Разрешение получено. Вернитесь в окно программы."
PROMPT = "Откройте в браузере и разрешите доступ: {url}"


def ask(client: Path) -> Path:
    """Ask a person for access to Sheets through the client file of a Google project; return where the key lies.

    Refused if there is a key already or its place is a repository; HostError if the file is no client of a desktop
    application or Google grants nothing; NetworkError if nobody answers in time.
    """
    place = key_path()
    if place.exists():
        raise Refused(f"Ключ Google уже есть: «{place}». Уберите его, если хотите войти иначе.")
    if inside := repository(place):
        raise Refused(f"«{place}» лежит в хранилище кода «{inside}»: выберите для ключа другое место.")
    _keep(place, _permission(client))
    return place


def _permission(client: Path) -> dict[str, object]:
    from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
    from oauthlib.oauth2 import OAuth2Error
    from requests import RequestException

    if not client.is_file():
        raise HostError(f"Файла «{client}» нет: назовите файл клиента, скачанный в консоли Google Cloud.")
    try:
        flow = InstalledAppFlow.from_client_secrets_file(str(client), [SCOPE])
    except (OSError, ValueError) as error:
        msg = f"Файл «{client}» — не клиент Google для приложения на компьютере: скачайте его в консоли Google Cloud."
        raise HostError(msg) from error
    try:
        with redirect_stdout(sys.stderr):  # the answer of a command is all that stands on stdout
            granted = flow.run_local_server(host="127.0.0.1", port=0, timeout_seconds=PATIENCE, success_message=SAID,
                                            authorization_prompt_message=PROMPT)  # fmt: skip
    except (WSGITimeoutError, RequestException) as error:
        raise NetworkError("Разрешение не получено: никто не ответил в браузере, или нет сети; повторите.") from error
    except (OAuth2Error, ValueError, Warning) as error:
        raise HostError("Google не дал разрешения на таблицы: повторите и согласитесь.") from error
    return {"type": "authorized_user", **json.loads(granted.to_json())}


def _keep(place: Path, permission: dict[str, object]) -> None:
    """Write the key for its owner alone, from the first byte on."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(permission, file)
    except OSError as error:
        raise HostError(f"Разрешение не записать в «{place}»: проверьте место и права.") from error
