"""How alike two free texts are: shared pieces of words, and words that the school says mean a topic.

Character 3–5-grams weighed by rarity (TF-IDF, cosine) need no dictionary and forgive endings and typos; the sheet
«Синонимы» adds what spelling cannot show. Text only adds points; it never excludes anybody.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.service_sheets import Synonym

_WORD = re.compile(r"[a-zа-я0-9]{3,}")


def grams(text: str) -> Counter[str]:
    """Return the 3- to 5-letter pieces of the words of a text, with word ends marked."""
    pieces: Counter[str] = Counter()
    for word in _WORD.findall(fold(text)[:2000]):
        marked = f" {word} "
        for size in (3, 4, 5):
            pieces.update(marked[i : i + size] for i in range(len(marked) - size + 1))
    return pieces


def similarity(left: Sequence[str], right: Sequence[str]) -> Any:
    """Return the matrix of likeness 0…1 of every left text to every right one (numpy, len(left) × len(right))."""
    counted = [grams(text) for text in (*left, *right)]
    spread = Counter(piece for pieces in counted for piece in pieces)
    shared = {piece: n for n, piece in enumerate(p for p, count in spread.items() if count > 1)}
    rarity = {piece: 1 + math.log(len(counted) / spread[piece]) for piece in shared}
    vectors = _vectors(counted, shared, rarity)
    return (vectors[: len(left)] @ vectors[len(left) :].T).toarray()


def _vectors(counted: Sequence[Counter[str]], shared: dict[str, int], rarity: dict[str, float]) -> Any:
    """Return one row of unit length a text; the length counts pieces that nobody shares, too."""
    from scipy.sparse import csr_array

    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for pieces in counted:
        lonely = 1 + math.log(max(len(counted), 1))
        weights = {p: (1 + math.log(n)) * rarity.get(p, lonely) for p, n in pieces.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        for piece, weight in weights.items():
            if piece in shared:
                columns.append(shared[piece])
                values.append(weight / length)
        starts.append(len(values))
    return csr_array((values, columns, starts), shape=(len(counted), max(len(shared), 1)))


def topics_meant(text: str, synonyms: Iterable[Synonym]) -> dict[str, str]:
    """Return the topics that words of a text mean, each with the word that says so."""
    folded = " " + fold(text)
    found: dict[str, str] = {}
    for synonym in synonyms:
        if synonym.word and synonym.topic and f" {fold(synonym.word)}" in folded:
            found.setdefault(synonym.topic, synonym.word)
    return found
