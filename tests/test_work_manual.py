"""docs/work.md: its commands are commands, its sheets and documents are there, it explains every measure."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from nastavnik_sheets.cli import build_parser
from nastavnik_sheets.documents import catalogue
from nastavnik_sheets.terms import MEASURES

MANUAL = (Path(__file__).parents[1] / "docs" / "work.md").read_text(encoding="utf-8")


def test_every_command_of_the_manual_is_understood() -> None:
    commands = re.findall(r"^    \$ nastavnik (.+)$", MANUAL, re.MULTILINE)
    assert len(commands) == 10
    for command in commands:
        assert build_parser().parse_args(shlex.split(command)).run is not None


def test_every_kind_of_document_it_names_is_there() -> None:
    keys = {key for key, _, _ in catalogue()}
    assert {"plan_pupil", "plan_teacher", "attendance", "minutes", "order_reward"} <= keys


def test_every_measure_of_an_award_is_explained() -> None:
    table = MANUAL[MANUAL.index("| Что учитывается |") :]
    assert [measure for measure in MEASURES if measure not in table] == []
