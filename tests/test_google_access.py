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
from tests.google.client import ROBOT, at_home
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
