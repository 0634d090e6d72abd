"""What the README and the manuals tell people to type is what the program understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from nastavnik_sheets.cli import build_parser
from nastavnik_sheets.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:`|^\s*\$ )nastavnik ([^`\n]+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def commands() -> list[tuple[str, str]]:
    found = [
        (page.name, words.strip()) for page in PAGES for words in COMMAND.findall(page.read_text(encoding="utf-8"))
    ]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("page", "words"), commands())
def test_every_command_of_the_manual_is_understood(page: str, words: str) -> None:
    parser = build_parser()
    try:
        parser.parse_args(shlex.split(words))
    except UsageError as error:
        if not str(error).startswith("Не указано"):  # «nastavnik check» in a sentence names the command alone
            raise


def test_the_manual_has_commands_to_test() -> None:
    assert len(commands()) > 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_manual_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
