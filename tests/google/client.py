"""The real client against the emulator: a key made on the spot, google-auth, requests, HTTP on the loopback."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import HTTPAdapter

from nastavnik_sheets.hosts.google.access import make_session
from nastavnik_sheets.hosts.google.client import Patience
from tests.google.server import Service

ROBOT = "robot@emulated.iam.gserviceaccount.com"


class _Loopback(HTTPAdapter):
    """Sends what is meant for Google to the emulator."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        assert parts.hostname in ("sheets.googleapis.com", "www.googleapis.com")
        request.url = self._address + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **kwargs)


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


def session_of(service: Service) -> requests.Session:
    """Return the product's own session, with Google's addresses leading to the emulator."""
    session = make_session(robot_key(service))
    session.mount("https://", _Loopback(service.address))
    return session


def patient(budget: float = 300.0) -> tuple[Patience, list[float]]:
    """Return patience that does not really sleep, and what it would have slept."""
    slept: list[float] = []
    return Patience(budget=budget, sleep=slept.append), slept
