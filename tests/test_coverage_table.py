"""docs/coverage.md: every line of the source has its place in the product, and every place named there exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from nastavnik_sheets.cli import build_parser
from nastavnik_sheets.documents import catalogue
from nastavnik_sheets.lists import initial_lists
from nastavnik_sheets.rules.catalogue import RULES
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.settings import in_order
from nastavnik_sheets.workbook import RECORD_TYPES

ROOT = Path(__file__).parents[1]
SEED = ROOT.parent / "shared" / "seed" / "school-roadmap-and-regulation.txt"
TABLE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("|")]
PLACES = [row[-1] for row in ROWS if not set(row[-1]) <= set("-") and row[-1] != "Где в программе"]


@pytest.fixture(scope="module")
def seed() -> str:
    assert SEED.is_file(), f"положите рядом с проектом папку shared: не найден {SEED}"
    return SEED.read_text(encoding="utf-8")


def letters(text: str) -> str:
    return re.sub(r"[^а-я]", "", text.lower().replace("ё", "е"))


def nearest(line: str, rows: list[str]) -> float:
    """How well the best row repeats the beginning of a line of the source."""
    start = letters(line)[:60]
    return max(fuzz.partial_ratio(start, letters(row)) for row in rows)


def regulation_lines(text: str) -> list[tuple[str, str]]:
    """Every clause and bullet with the number of its clause or section, without leads that only introduce a list."""
    found: list[tuple[str, str]] = []
    place = ""
    for line in text[text.index("ПОЛОЖЕНИЕ") :].splitlines():
        clean = re.sub(r"\[bookmark[^\]]*\]", "", line).strip().lstrip("·•, ").strip()
        if section := re.match(r"(\d{1,2})\. ?[А-ЯЁ]", clean):
            place = section[1]
        elif clause := re.match(r"(\d\.\d{1,2})\.? ?(.*)", clean):
            place = clause[1]
            if not clean.rstrip().endswith(":"):
                found.append((place, clause[2]))
        elif place and len(letters(clean)) > 10 and not clean.endswith(":") and not clean.startswith("определяющих"):
            found.append((place, clean))
    return found


def test_every_item_of_the_source_roadmap_has_its_row(seed: str) -> None:
    roadmap = " ".join(seed[: seed.index("ПОЛОЖЕНИЕ")].split())
    items = re.findall(r"(?<!\d)\d\. ?([А-ЯЁ].*?)(?= \d\. ?[А-ЯЁ]|$)", roadmap)
    items.append("Анкетирование. Форматы анкет обратной связи для промежуточной оценки")
    mine = [row[0] for row in ROWS if len(row) == 2]
    stages = re.findall(r"^### Этап \d\. (.*)$", TABLE, re.MULTILINE)
    assert len(items) == 51 + 7 + 1
    assert [item[:60] for item in items if nearest(item, [*mine, *stages]) < 75] == []


def test_every_clause_duty_right_and_document_of_the_regulation_has_its_row(seed: str) -> None:
    lines = regulation_lines(seed)
    assert len(lines) > 95
    by_place: dict[str, list[str]] = {}
    for row in ROWS:
        if len(row) == 3:
            by_place.setdefault(row[0], []).append(row[1])
    lost = [(place, text[:60]) for place, text in lines if nearest(text, by_place.get(place, [""])) < 70]
    assert lost == []
    counted = Counter(place for place, _ in lines)
    assert {p: n for p, n in counted.items() if len(by_place[p]) < n} == {}, "рядов не меньше, чем строк источника"


def test_no_place_is_empty_and_none_says_later() -> None:
    assert len(PLACES) > 150
    assert [place for place in PLACES if not re.search(r"`|«|\]\(", place) or "позже" in place.lower()] == []


def test_every_command_document_and_rule_of_the_table_exists() -> None:
    parser = build_parser()
    commands = next(a.choices for a in parser._actions if a.dest == "command")
    kinds, rules = {key for key, _, _ in catalogue()}, {rule.__name__ for rule in RULES}
    strange = []
    for word in re.findall(r"`([^`]+)`", " ".join(PLACES)):
        kind, _, name = word.partition(": ")
        known = name in rules if kind == "check" and name else word in kinds or word.split()[0] in commands
        if not known:
            strange.append(word)
    assert strange == []


def test_every_sheet_column_and_value_in_quotes_exists() -> None:
    sheets = [sheet_of(record) for record in RECORD_TYPES]
    known = {sheet.title for sheet in sheets} | {column.title for sheet in sheets for column in sheet.columns}
    known |= {value for entry in initial_lists() for value in (entry.list_name, entry.value) if value}
    known |= {line.title for line, _ in in_order()} | {"Документы", "Персонифицированный учёт"}
    used = set(re.findall(r"«([^«»]+)»", " ".join(PLACES)))
    assert {word for word in used if word not in known} == set()


def test_its_links_lead_somewhere() -> None:
    assert [link for link in re.findall(r"\]\(([^)]+)\)", TABLE) if not (ROOT / "docs" / link).exists()] == []
