"""Accepted nominations become rows of «Поощрения»; who has no right to one any more is refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.awarding.measures import Evidence, nominees
from nastavnik_sheets.awarding.nominating import criteria_of, is_given, judged, obstacle
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.stopped import WHY
from nastavnik_sheets.pairing.proposal import ACCEPT
from nastavnik_sheets.year_sheets import Award, Nomination

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.awarding.measures import Nominee
    from nastavnik_sheets.book import Book

BASIS = "за вклад в наставничество"


def awards(book: Book, *, today: date) -> list[Award]:
    """Return the rows that the accepted nominations make; all or none."""
    evidence, made, wrong = Evidence(book, today), [], []
    for row in book[Nomination]:
        code = row.pair or row.person or ""
        if row.decision != ACCEPT or not row.award or is_given(book, row.award, code):
            continue
        nominee = _nominee(book, row)
        reason = obstacle(evidence, row.award, nominee) if nominee else "в книге больше нет такой пары или наставника"
        if nominee is None or reason:
            wrong.append(f"{row.award}, {code if reason == WHY else row.full_name or code}: {reason}")
            continue
        basis = row.comment or _basis(evidence, row.award, nominee)
        made.append(Award(code="", person=row.person, pair=row.pair, kind=row.award, basis=basis, given=today))
    if wrong:
        raise Refused(f"Поощрения не записаны. {'; '.join(wrong)}. Исправьте решения на листе «Номинации».")
    return made


def _nominee(book: Book, row: Nomination) -> Nominee | None:
    if row.pair:
        pair = book.pairs.get(row.pair)
        return nominees([pair], by_pair=True)[0] if pair else None
    own = [pair for pair in book.pairs.values() if pair.mentor == row.person and row.person]
    return nominees(own, by_pair=False)[0] if own else None


def _basis(evidence: Evidence, award: str, nominee: Nominee) -> str:
    """Return what for, in words for a diploma: what was reached in full."""
    criteria = criteria_of(evidence.book).get(award, [])
    full = [row.measure for row in criteria if judged(evidence, [row], nominee).points >= (row.weight or 0) > 0]
    said = [_PRAISE[measure] for measure in full if measure in _PRAISE]
    return f"{BASIS}: {', '.join(said)}" if said else BASIS


_PRAISE = {
    "встречи по плану": "все намеченные встречи",
    "встречи без пауз": "постоянство",
    "задания плана": "выполненный план развития",
    "Школа наставников": "учёбу в Школе наставников",
    "практики": "материалы для коллег",
    "события": "участие в делах программы",
    "наставляемые": "помощь нескольким наставляемым",
    "завершённые пары": "доведённую до конца работу",
}
