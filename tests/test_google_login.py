"""A person's own permission for Google: the browser answers this computer, the key lies for its owner alone."""

from __future__ import annotations

import json
import threading
import urllib.request
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from nastavnik_sheets.cli import main

SCOPE = "https://www.googleapis.com/auth/spreadsheets"


@pytest.fixture
def google(monkeypatch):
    """A token endpoint on this computer; returns its address and what was asked of it."""
    asked = []

    class Tokens(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            body = json.dumps({"access_token": "знак", "refresh_token": "долгий", "expires_in": 3600,
                               "token_type": "Bearer", "scope": SCOPE}).encode()  # fmt: skip
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    server = HTTPServer(("127.0.0.1", 0), Tokens)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(tmp_path, google, monkeypatch):
    path = tmp_path / "клиент.json"
    path.write_text(json.dumps({"installed": {
        "client_id": "school.apps", "client_secret": "client-secret-word", "auth_uri": f"{google[0]}/auth",
        "token_uri": f"{google[0]}/token", "redirect_uris": ["http://127.0.0.1"],
    }}), encoding="utf-8")  # fmt: skip
    monkeypatch.setenv("NASTAVNIK_GOOGLE_KEY", str(tmp_path / "настройки" / "google.json"))
    return path


def browser(monkeypatch, **answer):
    """Let a person answer the question of Google: the browser comes back with these words."""
    seen = []

    class Person:
        def open(self, url, **_):
            question = parse_qs(urlsplit(url).query)
            seen.append(question)
            words = "&".join(f"{k}={v}" for k, v in {"state": question["state"][0], **answer}.items())
            back = f"{question['redirect_uri'][0]}?{words}"
            threading.Thread(target=lambda: urllib.request.urlopen(back).read(), daemon=True).start()
            return True

    monkeypatch.setattr(webbrowser, "get", lambda *_: Person())
    return seen


def test_a_permission_is_kept_for_its_owner_alone_and_asks_for_sheets_only(
    tmp_path, client, google, monkeypatch, capsys
):
    seen = browser(monkeypatch, code="kod")
    assert main(["google", "login", str(client)]) == 0
    place = tmp_path / "настройки" / "google.json"
    kept = json.loads(place.read_text(encoding="utf-8"))
    assert (kept["type"], kept["refresh_token"], kept["client_id"]) == ("authorized_user", "долгий", "school.apps")
    assert place.stat().st_mode & 0o777 == 0o600
    assert seen[0]["scope"] == [SCOPE]
    assert urlsplit(seen[0]["redirect_uri"][0]).hostname == "127.0.0.1"
    assert google[1][0]["code"] == ["kod"]
    said = capsys.readouterr()
    assert str(place) in said.out
    assert "Откройте в браузере" in said.err
    assert "Откройте в браузере" not in said.out
    assert not any(word in said.out + said.err for word in ("долгий", "знак", "client-secret-word"))


def test_a_second_key_is_not_written_over_the_first(client, monkeypatch, capsys):
    browser(monkeypatch, code="kod")
    assert main(["google", "login", str(client)]) == 0
    assert main(["google", "login", str(client)]) == 3
    assert "уже есть" in capsys.readouterr().err


def test_a_person_who_says_no_leaves_no_key(tmp_path, client, monkeypatch, capsys):
    browser(monkeypatch, error="access_denied")
    assert main(["google", "login", str(client)]) == 4
    assert "не дал разрешения" in capsys.readouterr().err
    assert not (tmp_path / "настройки").exists()


def test_nobody_answers_and_a_file_that_is_no_client(tmp_path, client, monkeypatch, capsys):
    monkeypatch.setattr("nastavnik_sheets.hosts.google.login.PATIENCE", 0.2)
    monkeypatch.setattr(webbrowser, "get", lambda *_: type("Nobody", (), {"open": lambda *_a, **_k: True})())
    assert main(["google", "login", str(client)]) == 5
    assert "не получено" in capsys.readouterr().err
    strange = tmp_path / "чужой.json"
    strange.write_text("{}", encoding="utf-8")
    assert main(["google", "login", str(strange)]) == 4
    assert "не клиент Google" in capsys.readouterr().err
    assert main(["google", "login", str(tmp_path / "нет.json")]) == 4
    assert "нет.json» нет" in capsys.readouterr().err


def test_the_key_does_not_go_into_a_repository(tmp_path, client, monkeypatch, capsys):
    (tmp_path / "проект" / ".git").mkdir(parents=True)
    monkeypatch.setenv("NASTAVNIK_GOOGLE_KEY", str(tmp_path / "проект" / "google.json"))
    assert main(["google", "login", str(client)]) == 3
    assert "хранилище кода" in capsys.readouterr().err
