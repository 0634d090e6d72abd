"""`google doctor`, `google selftest` and the words for what is wrong with access."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from nastavnik_sheets.cli import main
from tests.google.client import ROBOT, at_home, permission
from tests.google.replay import replay
from tests.google.server import Fault, Service


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with at_home(tmp_path, monkeypatch) as service:
        yield service


def doctor(capsys, *more: str) -> tuple[int, str]:
    code = main(["google", "doctor", *more])
    return code, capsys.readouterr().out


def test_the_doctor_says_whom_to_share_with(google: Service, capsys) -> None:
    key = google.emulator.add("Обмен").id
    code, said = doctor(capsys, f"google:{key}")
    assert code == 0
    assert ROBOT in said
    assert "«Обмен» открывается" in said
    assert "PRIVATE" not in said


def test_the_doctor_names_a_key_that_others_may_read(google: Service, tmp_path: Path, capsys) -> None:
    (tmp_path / "key.json").chmod(0o644)
    code, said = doctor(capsys)
    assert code == 4
    assert "chmod 600" in said


def test_the_doctor_names_a_key_that_lies_among_code(google: Service, tmp_path: Path, capsys) -> None:
    (tmp_path / ".git").mkdir()
    code, said = doctor(capsys)
    assert code == 4
    assert "хранилище кода" in said


def test_the_doctor_names_a_missing_and_a_broken_key(google: Service, tmp_path: Path, capsys) -> None:
    (tmp_path / "key.json").write_text("{}", encoding="utf-8")
    assert "не ключ сервисного аккаунта" in doctor(capsys)[1]
    (tmp_path / "key.json").unlink()
    assert "Нет ключа" in doctor(capsys)[1]


def test_the_doctor_advises_to_change_an_old_key(google: Service, tmp_path: Path, capsys) -> None:
    long_ago = time.time() - 120 * 86_400
    os.utime(tmp_path / "key.json", (long_ago, long_ago))
    code, said = doctor(capsys)
    assert code == 0
    assert "Ключу 120 дней" in said


def test_the_doctor_names_a_revoked_key_and_a_wrong_clock(google: Service, capsys) -> None:
    google.token_error = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    google.clock = lambda: formatdate(time.time() - 3600, usegmt=True)
    code, said = doctor(capsys)
    assert code == 4
    assert "отозван" in said
    assert "спешат на 60 мин" in said


@pytest.mark.parametrize(("status", "words"), [(403, f"откройте её для {ROBOT}"), (404, "проверьте ссылку и доступ")])
def test_the_doctor_explains_a_sheet_that_does_not_open(google: Service, capsys, status: int, words: str) -> None:
    key = google.emulator.add("Чужая").id
    if status == 403:
        google.emulator.books[key].forbidden = True
    else:
        del google.emulator.books[key]
    code, said = doctor(capsys, f"google:{key}")
    assert code == 4
    assert words in said


def test_the_self_test_passes_and_records_what_replay_reads(google: Service, tmp_path: Path, capsys) -> None:
    key = google.emulator.add("Секретная школа", {"Лист1": []}).id
    out = tmp_path / "запись.jsonl.gz"
    assert main(["google", "selftest", f"google:{key}", "--out", str(out)]) == 0
    assert "обещаний: 13 из 13" in capsys.readouterr().out
    text = gzip.decompress(out.read_bytes()).decode()
    for secret in (key, "Секретная школа", ROBOT, "Bearer", "PRIVATE", 'emulated"'):
        assert secret not in text
    total, differences = replay(out)
    assert total == len(text.splitlines()) > 30
    assert differences == []
    assert google.emulator.books[key].titles == ["Лист1"]


def test_the_self_test_touches_no_sheet_that_holds_anything(google: Service, tmp_path: Path, capsys) -> None:
    key = google.emulator.add("Школа", {"Лист1": [["важное"]]}).id
    assert main(["google", "selftest", f"google:{key}", "--out", str(tmp_path / "x.gz")]) == 3
    assert {sent.method for sent in google.sent} == {"GET"}


def test_the_key_never_reaches_messages_or_the_log(google: Service, tmp_path: Path, capsys) -> None:
    key = google.emulator.add("Школа").id
    main(["google", "allow", f"google:{key}"])
    google.before = lambda _: Fault(400, {"error": {"code": 400, "message": "odd", "status": "INVALID_ARGUMENT"}})
    assert main(["check", f"google:{key}"]) == 1
    said = capsys.readouterr()
    secret = json.loads((tmp_path / "key.json").read_text(encoding="utf-8"))["private_key"].splitlines()[1]
    log = (tmp_path / "state" / "nastavnik" / "trouble.log").read_text(encoding="utf-8")
    for place in (said.out, said.err, log):
        assert secret not in place
        assert "emulated-token" not in place


SECRETS = ("GOCSPX-secret", "1//refresh-secret", "old-token")
REVOKED = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
PAST, FUTURE = "2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z"


def permit(google: Service, folder: Path, *, mode: int = 0o600, **more: str) -> str:
    """Put a person's permission in place of the key of the robot; return the address of a Sheet."""
    path = folder / "key.json"
    path.write_text(json.dumps(permission(google, **more)), encoding="utf-8")
    path.chmod(mode)
    key = google.emulator.add("Книга", {"Лист1": [["важное"]]}).id
    main(["google", "allow", f"google:{key}"])
    return f"google:{key}"


@pytest.mark.parametrize("more", [{}, {"token": "old-token", "expiry": PAST}])
def test_a_permission_of_a_person_gets_one_token_a_run(google: Service, tmp_path: Path, more: dict[str, str]) -> None:
    address = permit(google, tmp_path, **more)
    main(["check", address])
    assert google.token_requests == 1
    assert google.sent
    assert all(sent.path.startswith("/v4/") for sent in google.sent)


def test_a_token_that_is_still_good_is_used_and_one_that_google_has_dropped_is_renewed(
    google: Service, tmp_path: Path
) -> None:
    address = permit(google, tmp_path, token="emulated", expiry=FUTURE)
    main(["check", address])
    assert (google.token_requests, bool(google.sent)) == (0, True)
    address = permit(google, tmp_path, token="old-token", expiry=FUTURE)
    google.sent.clear()
    main(["check", address])
    assert (google.token_requests, bool(google.sent)) == (1, True)


@pytest.mark.parametrize(
    ("answer", "words"),
    [(REVOKED, "отозвано или истекло: получите его заново"),
     ({"error": "invalid_scope", "error_description": "Some requested scopes were invalid."}, "не на таблицы"),
     ({"error": "invalid_client", "error_description": "Unauthorized"}, "Войти в Google не удалось")],
)  # fmt: skip
def test_a_permission_that_google_does_not_take_is_one_sentence(
    google: Service, tmp_path: Path, capsys, answer: dict[str, str], words: str
) -> None:
    address = permit(google, tmp_path)
    google.token_error = answer
    capsys.readouterr()
    assert main(["check", address]) == 4
    said = capsys.readouterr().err
    assert words in said
    assert len(said.strip().splitlines()) == 1
    assert not google.sent
    code, words_of_doctor = doctor(capsys)
    assert code == 4
    assert words in words_of_doctor


def test_a_permission_others_may_read_and_one_without_its_half_are_refused(
    google: Service, tmp_path: Path, capsys
) -> None:
    address = permit(google, tmp_path, mode=0o640)
    assert main(["check", address]) == 4
    assert "chmod 600" in capsys.readouterr().err
    (tmp_path / "key.json").write_text('{"type": "authorized_user", "client_id": "1"}', encoding="utf-8")
    (tmp_path / "key.json").chmod(0o600)
    assert main(["check", address]) == 4
    assert "повреждён или неполон" in capsys.readouterr().err
    assert google.token_requests == 0


def test_nothing_of_a_permission_reaches_messages_files_or_the_log(
    google: Service, tmp_path: Path, capsys, caplog
) -> None:
    address = permit(google, tmp_path, token="old-token", expiry=PAST)
    caplog.set_level("DEBUG")
    before = (tmp_path / "key.json").read_bytes()
    main(["check", address])
    doctor(capsys, address)
    google.before = lambda _: Fault(400, {"error": {"code": 400, "message": "odd", "status": "INVALID_ARGUMENT"}})
    assert main(["check", address]) == 1
    said = capsys.readouterr()
    files = [
        path.read_text(encoding="utf-8", errors="replace") for path in (tmp_path / "state").rglob("*") if path.is_file()
    ]
    assert any("Traceback" in text or "APIError" in text for text in files)
    for place in (said.out, said.err, *files):
        for secret in (*SECRETS, 'emulated"', "Bearer"):
            assert secret not in place
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("nastavnik")]
    assert not any(secret in text for secret in SECRETS for text in ours)
    assert (tmp_path / "key.json").read_bytes() == before
    assert (tmp_path / "key.json").stat().st_mode & 0o077 == 0
