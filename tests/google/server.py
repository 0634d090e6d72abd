"""The emulator over HTTP on the loopback, with a token endpoint, faults and a person who edits between requests."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

from tests.google.discovery import complaints
from tests.google.emulator import Emulator

AUDIENCE = "https://oauth2.googleapis.com/token"
"""Whom a service account speaks to in its signed request for a token, wherever that is sent."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a request: `applied` if Google had done the work before the answer was lost."""

    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    applied: bool = False
    slow: float = 0

    @property
    def resets(self) -> bool:
        """Whether the connection is cut instead of an answer."""
        return self.status == 0 and not self.slow


@dataclass
class Sent:
    """A request as it came over the wire."""

    method: str
    path: str
    body: Any


def sampled(value: Any) -> Any:
    """Return a body with long lists cut: what a thousand rows look like, eight show."""
    if isinstance(value, dict):
        return {name: sampled(one) for name, one in value.items()}
    return [sampled(one) for one in value[:8]] if isinstance(value, list) else value


class Service:
    """Google on 127.0.0.1: `before(number)` is called ahead of every API request and may return a Fault."""

    def __init__(self, emulator: Emulator | None = None) -> None:
        self.emulator = emulator or Emulator()
        self.sent: list[Sent] = []
        self.before: Callable[[int], Fault | None] = lambda _: None
        self.public_key: Any = None
        self.token_error: dict[str, str] | None = None
        self.permission: dict[str, str] = {}
        """What a person has permitted: client_id, client_secret and refresh_token as their file holds them."""
        self.token_requests = 0
        self.complaints: list[str] = []
        """What Google's documents say against requests of ours and answers of the emulator."""
        self.clock: Callable[[], str] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(poll_interval=0.02), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)
        assert self.complaints == [], self.complaints[:3]

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, method: str, path: str, body: str) -> tuple[int, Any, dict[str, str]] | None:
        """Return status, answer and headers; None cuts the connection."""
        with self._lock:
            self.sent.append(Sent(method, path, json.loads(body) if body else None))
            self.complaints += complaints(method, path, sampled(self.sent[-1].body), 0, None)
            fault = self.before(len(self.sent))
            done = (
                self.emulator.handle(method, path, body) if fault is None or fault.applied or fault.slow else (0, None)
            )
        if done[0] == 200:
            self.complaints += complaints(method, path, None, 200, sampled(done[1]))
        if fault is None:
            return *done, {}
        if fault.slow:
            time.sleep(fault.slow)
            return *done, {}
        return None if fault.resets else (fault.status, fault.body, fault.headers)

    def token(self, body: str) -> tuple[int, Any]:
        """Give a token as oauth2.googleapis.com does, for a signed assertion or for a person's permission.

        The signature is checked; a permission is the grant refresh_token of RFC 6749, section 6.
        """
        self.token_requests += 1
        if self.token_error:
            return 400, self.token_error
        from google.auth import jwt

        said = {name: values[0] for name, values in parse_qs(body).items()}
        if said.get("grant_type") == "refresh_token":
            if {name: said.get(name) for name in ("client_id", "client_secret", "refresh_token")} != self.permission:
                return 400, {"error": "invalid_grant", "error_description": "Bad Request"}
            claims = said
        else:
            claims = jwt.decode(said["assertion"].encode(), certs=self.public_key, audience=AUDIENCE)
        if claims["scope"] != "https://www.googleapis.com/auth/spreadsheets":
            return 400, {"error": "invalid_scope", "error_description": claims["scope"]}
        return 200, {"access_token": "emulated", "expires_in": 3600, "token_type": "Bearer"}


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"
    timeout = 10

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/token" and self.command == "POST":
            self._say(*self.service.token(body), {})
            return
        if self.headers.get("Authorization") != "Bearer emulated":
            self._say(401, {"error": {"code": 401, "message": "no token", "status": "UNAUTHENTICATED"}}, {})
            return
        answer = self.service.answer(self.command, self.path, body)
        if answer is None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        self._say(*answer)

    do_GET = do_POST = do_PUT = do_DELETE = _serve

    def _say(self, status: int, answer: Any, headers: dict[str, str]) -> None:
        content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        try:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # the client did not wait for a slow answer
            self.close_connection = True

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return what Google's clock shows."""
        return self.service.clock() if self.service.clock else super().date_time_string(timestamp)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
