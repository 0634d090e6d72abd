"""The sheet «Поступления» as a desk: questions laid out for a person, and the decisions taken on them.

A question is known by the print of its row, not by the place in the file, so a sorted or renamed file asks nothing
twice. «Не переносить» stays on the sheet: it is the memory of the decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold, tidy
from nastavnik_sheets.service_sheets import Arrival

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan

THE_SAME, NEW_PERSON, TAKE, NOT = "это он", "новый человек", "взять из анкеты", "не переносить"


class Desk:
    """Questions of one import, of one file or several; `begin` says which is being read."""

    def __init__(self, book: Book) -> None:
        self._before = {a.digest: a for a in book[Arrival] if a.digest}
        self._strangers = [a for a in book[Arrival] if not a.digest]
        self._asked: dict[str, Arrival] = {}
        self._settled: set[str] = set()
        self._file = ""
        self._files: set[str] = set()

    def begin(self, file: str) -> None:
        """Begin with a file: what is asked from now on is about its rows."""
        self._file = tidy(file)[:200]
        self._files.add(fold(self._file))

    def decision(self, digest: str) -> str | None:
        """Return what a person decided about a row or a difference."""
        found = self._before.get(digest)
        return found.decision if found else None

    def candidate(self, digest: str) -> str:
        """Return the code of the participant that the question named."""
        found = self._before.get(digest)
        return (found.candidate if found else None) or ""

    def settle(self, digest: str) -> None:
        """Take a question off the sheet: it has been answered and carried out, or answered itself."""
        self._settled.add(digest)

    def ask(
        self,
        digest: str,
        question: str,
        *,
        number: int,
        name: str = "",
        birth: date | None = None,
        candidate: str = "",
        candidate_name: str = "",
    ) -> bool:
        """Lay out a question; False if a person has said already not to take the row."""
        if self.decision(digest) == NOT:
            return False
        self._asked[digest] = Arrival(
            file=self._file,
            file_row=number,
            full_name=name or None,
            birth_date=birth,
            question=question,
            candidate=candidate or None,
            candidate_name=candidate_name or None,
            digest=digest,
        )
        return True

    def lay_out(self, plan: Plan) -> int:
        """Put the sheet in place if it changes; return how many questions wait for a decision."""
        kept = [a for old in self._before.values() if (a := self._now(old)) is not None]
        new = [replace(a, code=plan.new_code("ПО")) for digest, a in self._asked.items() if digest not in self._before]
        arrivals = [*self._strangers, *kept, *new]
        if arrivals != plan.book[Arrival]:
            plan.replace(Arrival, arrivals)
        return sum(a.decision is None for a in arrivals)

    def _now(self, old: Arrival) -> Arrival | None:
        digest = old.digest or ""
        if digest in self._asked:
            return replace(self._asked[digest], code=old.code, decision=old.decision)
        if digest in self._settled:
            return None
        stale = old.decision is None and fold(old.file or "") in self._files
        return None if stale else old
