"""Modules import downwards: no two of them need each other, and facts know nothing of the rules that use them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "nastavnik_sheets"
SOURCES = {".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts): p for p in PACKAGE.rglob("*.py")}
MODULES = {name.removesuffix(".__init__"): path for name, path in SOURCES.items()}


class _Imports(ast.NodeVisitor):
    """Collects what a module imports when it runs, also inside functions; not what only the type checker reads."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        if "TYPE_CHECKING" not in ast.unparse(node.test):
            self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for one in node.names:
            inside = f"{node.module}.{one.name}"
            self.found.add(inside if inside in MODULES else str(node.module))


def _imports(name: str) -> set[str]:
    seen = _Imports()
    seen.visit(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    return (seen.found & MODULES.keys()) - {name}


GRAPH = {name: _imports(name) for name in MODULES}
ASKED_BACK = ("nastavnik_sheets.commands.shortcuts", "nastavnik_sheets.ribbon")
"""The icons read which clicks need nothing but a workbook; the click runs the command line, which has the icons."""


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return what cannot be put in an order in which each needs only what stands before it."""
    left = {name: set(needs) for name, needs in graph.items()}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    while free := [name for name in left if not any(name in needs for needs in left.values())]:
        for name in free:
            del left[name]
    return [sorted(left)] if left else []


def test_a_circle_is_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


def test_no_two_modules_need_each_other():
    icons, clicks = ASKED_BACK
    assert circles({**GRAPH, icons: GRAPH[icons] - {clicks}}) == []


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n.startswith("nastavnik_sheets.facts")))
def test_facts_know_no_rules(name):
    above = ("rules", "check", "flags", "commands", "cli", "monitoring", "roadmap", "documents", "pairing")
    assert not [one for one in GRAPH[name] if one.split(".")[1] in above]


def test_rules_are_asked_only_by_what_reports_them():
    rules = {name for name in MODULES if name.startswith("nastavnik_sheets.rules")}
    asking = {name.split(".")[1] for name, needs in GRAPH.items() if needs & rules}
    assert asking == {"rules", "check", "fixes", "reminding", "commands"}
