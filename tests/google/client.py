"""The real client against the emulator: a key made on the spot, google-auth, requests, HTTP on the loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from nastavnik_sheets.hosts.google.access import lead_home, make_session
from nastavnik_sheets.hosts.google.client import Patience
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
