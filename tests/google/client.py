"""The real client against the emulator: a key made on the spot, google-auth, requests, HTTP on the loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import HTTPAdapter

from nastavnik_sheets.hosts.google.access import lead_home, make_session
from nastavnik_sheets.hosts.google.client import Patience
from tests.google.discovery import complaints
from tests.google.emulator import Emulator
from tests.google.server import Service

ROBOT = "robot@emulated.iam.gserviceaccount.com"


@cache
def _pair() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def robot_key(service: Service) -> dict[str, Any]:
    """Return the key file of a service account that the emulator knows."""
    private, public = _pair(), _pair().public_key()
    service.public_key = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {"type": "service_account", "client_email": ROBOT, "private_key_id": "emulated",
            "private_key": text.decode(), "token_uri": f"{service.address}/token"}  # fmt: skip


def permission(service: Service, **more: str) -> dict[str, str]:
    """Return the file of a person's own permission that the emulator knows."""
    service.permission = {"client_id": "1-emulated.apps.googleusercontent.com", "client_secret": "GOCSPX-secret",
                          "refresh_token": "1//refresh-secret"}  # fmt: skip
    return {"type": "authorized_user", "account": "teacher@example.org", **service.permission, **more}


def session_of(service: Service) -> requests.Session:
    """Return the product's own session, with Google's addresses leading to the emulator."""
    session = make_session(robot_key(service))
    lead_home(session, service.address)
    return session


def patient(budget: float = 300.0) -> tuple[Patience, list[float]]:
    """Return patience that does not really sleep, and what it would have slept."""
    slept: list[float] = []
    return Patience(budget=budget, sleep=slept.append), slept


@contextmanager
def at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Run the emulator and set this user up as a school would: a key file, an address, folders of their own."""
    with Service() as service:
        key = folder / "key.json"
        key.write_text(json.dumps(robot_key(service)), encoding="utf-8")
        key.chmod(0o600)
        monkeypatch.setenv("NASTAVNIK_GOOGLE_KEY", str(key))
        monkeypatch.setenv("NASTAVNIK_GOOGLE_EMULATOR", service.address)
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        yield service


class KilledError(BaseException):
    """The power went off: nothing of ours runs any more."""


class Direct(HTTPAdapter):
    """Answers from an emulator in this very process, for interleavings by the thousand.

    `before(number, method, path, body)` acts as a person ahead of a request; `dies` is the number of the request at
    which the run is killed, `applied` whether Google had carried it out. If `judged`, Google's documents are asked
    about every request and answer; what they say is in `complaints`.
    """

    def __init__(self, emulator: Emulator) -> None:
        super().__init__()
        self.emulator, self.sent = emulator, 0
        self.before: Callable[[int, str, str, str], None] = lambda *_: None
        self.dies, self.applied = 0, False
        self.judged = False
        self.complaints: list[str] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        self.sent += 1
        body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
        path = (request.url or "").removeprefix("https://sheets.googleapis.com")
        self.before(self.sent, request.method or "", path, body)
        if self.sent == self.dies and not self.applied:
            raise KilledError
        status, answer = self.emulator.handle(request.method or "", path, body)
        if self.judged:
            self.complaints += complaints(request.method or "", path, json.loads(body or "null"), status, answer)
        if self.sent == self.dies:
            raise KilledError
        made = requests.Response()
        made.status_code, made.request, made.url = status, request, request.url or ""
        made._content = json.dumps(answer).encode()
        return made


def direct_session(emulator: Emulator) -> tuple[requests.Session, Direct]:
    """Return a session that reaches the emulator without any network, and what leads it there."""
    session, direct = requests.Session(), Direct(emulator)
    session.mount("https://", direct)
    return session, direct
