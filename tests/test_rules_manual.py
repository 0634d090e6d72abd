"""The manual of rules is made from the rules, every rule has a line and a planted mistake, and rules are quick."""

from __future__ import annotations

import re
from pathlib import Path

import test_rules_consents
import test_rules_meetings
import test_rules_pairs
import test_rules_people
import test_rules_withdrawal
import test_rules_year
from rule_books import book_of, school
from rule_school import TODAY

from nastavnik_sheets.check import check
from nastavnik_sheets.facts.consents_manual import requirements_manual
from nastavnik_sheets.rules.catalogue import RULES, rules_manual

DOCS = Path(__file__).parents[1] / "docs"
SUITES = (
    test_rules_people,
    test_rules_consents,
    test_rules_pairs,
    test_rules_meetings,
    test_rules_withdrawal,
    test_rules_year,
)
NAMED_IN_TESTS = {"adult_confirms_consent", "age_limits_in_order", "code_is_not_lost", "roles_are_not_mutual"}
"""Rules whose mistakes show at more than one cell, or need more than one change: they have tests of their own."""


def test_the_manual_of_rules_is_what_the_rules_say() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == rules_manual()


def test_the_table_of_consents_is_what_the_code_requires() -> None:
    assert (DOCS / "consents.md").read_text(encoding="utf-8") == requirements_manual()


def test_every_rule_has_a_russian_sentence_and_a_name_of_its_own() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
    for rule in RULES:
        sentence = " ".join((rule.__doc__ or "").split())
        assert re.match("[А-ЯЁ«0-9]", sentence), rule.__name__
        assert sentence.endswith("."), rule.__name__


def test_every_rule_has_a_planted_mistake() -> None:
    planted = {case.rule for suite in SUITES for case in suite.CASES} | NAMED_IN_TESTS
    assert {rule.__name__ for rule in RULES} - planted == set()


def test_messages_name_nobody() -> None:
    """Names and birth dates are personal: «Что не так» may be shown to others."""
    records = school()
    people = [getattr(person, "full_name", None) for rows in records.values() for person in rows]
    surnames = {name.split()[0] for name in people if name}
    for case in (case for suite in SUITES for case in suite.CASES):
        for finding in check(book_of(case.records), today=case.today):
            assert not any(surname in finding.message + finding.cure for surname in surnames), finding


def test_the_school_is_checked_with_no_rule_left_out() -> None:
    assert check(book_of(school()), today=TODAY, rules=RULES) == []
