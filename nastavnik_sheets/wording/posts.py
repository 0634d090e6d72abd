"""Posts in any case: the head word is inflected, what depends on it is left alone.

Standard school posts have fixed forms in `posts.tsv`; the rest goes over pymorphy3. Names of people
are in `cases`.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from nastavnik_sheets.wording.cases import Case
from nastavnik_sheets.wording.gender import morphology
from nastavnik_sheets.wording.names import yo_less
from nastavnik_sheets.wording.vocabulary import FROZEN_POST_PIECES

MAX_LENGTH = 500
"""Letters; the longest official posts are about 200."""

_CASES: tuple[Case, ...] = ("nom", "gen", "dat", "acc", "ins", "pre")
_GRAMMEMES = {"gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt", "pre": "loct"}
_FOREIGN_MARKS = re.compile(r"[{}<>$\\|]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ABBREVIATED = re.compile(r"(?:и\.\s?о\.|вр\.?\s?и\.\s?о\.|врио(?!\w)|ио(?!\w)|зам\.|зав\.|пом\.)", re.IGNORECASE)
"""Shortened nouns: «и.о. директора» keeps one form."""
_SHORT_ADJECTIVE = re.compile(r"\s*(?:гл|ст|мл|вед)\.\s*", re.IGNORECASE)
_JOINT = re.compile(r"\s*[,;/]\s*|\s+и\s+|\s+[–—-]\s+|\s*\(")
_RUSSIAN_WORD = re.compile(r"(?:[A-Za-z]+-)?[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")


def decline_post(title: str, case: Case) -> str:
    """The post in a case: «заместителя директора по воспитательной работе» for "gen".

    Capitals, quotes and everything after the head word are kept. Several posts joined by a comma or
    «и» are each inflected. Text with no head word we know, or that is no post at all, comes back untouched:
    `post_doubts` tells.
    """
    if case not in _CASES:
        raise ValueError(f"no such case: {case}")
    if case == "nom" or _trouble(title) is not None:
        return title
    first, *others = _parts(title)
    opened = [part for part in others if _starts_a_post(part)]
    declined = [_declined_part(part, case) if part in opened else None for part in others]
    rest = [form or part for form, part in zip(declined, others, strict=True)]
    return "".join([_declined_part(first, case) or first, *rest])


def post_doubts(title: str) -> tuple[str, ...]:
    """Reasons in Russian why the forms of a post should be seen by a person; empty when none."""
    trouble = _trouble(title)
    if trouble is not None:
        return (f"{trouble}: оставлено как есть",)
    if _ABBREVIATED.match(title.strip()):
        return ()
    if _in_table(title.strip()) is not None:
        return ()
    head = _head(title)
    if head is None:
        return ("не удалось найти главное слово должности: оставлено как есть",)
    unknown = [word for word in head if not _is_known(word)]
    if unknown:
        return (f"слово «{unknown[0]}» не найдено в словаре: проверьте формы",)
    return () if _names_a_person(head[-1]) else (f"слово «{head[-1]}» не похоже на должность: проверьте формы",)


def _trouble(title: str) -> str | None:
    if not title.strip():
        return "должность не указана"
    if len(title) > MAX_LENGTH:
        return f"слишком длинно для должности: {len(title)} знаков"
    if _FOREIGN_MARKS.search(title):
        return "в должности есть посторонние знаки"
    if re.search(r"[А-Яа-яЁё][A-Za-z]|[A-Za-z][А-Яа-яЁё]", title):
        return "в одном слове смешаны русские и латинские буквы"
    return None


def _parts(title: str) -> list[str]:
    """The title cut before each joint that may open another post; quoted names stay whole."""
    cuts = [found.end() for found in _JOINT.finditer(title) if not _in_quotes(title[: found.start()])]
    edges = [0, *cuts, len(title)]
    return [title[start:end] for start, end in pairwise(edges)]


def _in_quotes(before: str) -> bool:
    opened = before.count("«") + before.count("“") - before.count("»") - before.count("”")
    return opened > 0 or before.count('"') % 2 == 1


@cache
def _table() -> dict[str, dict[str, str]]:
    """Fixed forms of standard posts by their nominative in small letters."""
    text = resources.files("nastavnik_sheets.wording").joinpath("posts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {yo_less(row[0]): dict(zip(_CASES, row, strict=True)) for row in rows}


def _in_table(part: str) -> str | None:
    """The longest standard post the text begins with, ending at a word's end."""
    text = yo_less(part).replace("\u00a0", " ")
    ends = [found.end() for found in re.finditer(r"[\w)](?![\w-])", text)]
    return next((text[:end] for end in reversed(ends) if text[:end] in _table()), None)


def _declined_part(part: str, case: Case) -> str | None:
    """One post in a case; None when its head word is not found."""
    if _ABBREVIATED.match(part.lstrip()):
        return part
    standard = _in_table(part)
    if standard is not None:
        return _like(part[: len(standard)], _table()[standard][case]) + part[len(standard) :]
    spans = _head_spans(part)
    if spans is None:
        return None
    for start, end in reversed(spans):
        word = _inflected(part[start:end], case, is_head=(start, end) == spans[-1])
        part = part[:start] + word + part[end:]
    return part


def _starts_a_post(part: str) -> bool:
    """Whether a part after a comma or «и» is a post of its own, not a continuation («физики и химии»)."""
    if _ABBREVIATED.match(part) or _in_table(part) is not None:
        return True
    head = _head(part)
    if head is None or head[0].lower().endswith("ой"):  # «и мировой культуры» is a genitive
        return False
    return all(_is_known(word) for word in head) and _names_a_person(head[-1])


def _names_a_person(word: str) -> bool:
    noun = _noun(word)
    return _adjective(word) is not None or (noun is not None and noun.tag.animacy == "anim")


def _head(part: str) -> tuple[str, ...] | None:
    spans = _head_spans(part)
    return None if spans is None else tuple(part[start:end] for start, end in spans)


def _head_spans(part: str) -> list[tuple[int, int]] | None:
    """Places of the words to inflect: agreeing adjectives and the head noun; None when not found."""
    found: list[tuple[int, int]] = []
    words = list(_leading_words(part))
    for index, (start, end) in enumerate(words):
        word = part[start:end]
        following = part[slice(*words[index + 1])] if index + 1 < len(words) else ""
        if _is_adverb(word) and not found:
            continue
        adjective = _adjective(word)
        if adjective is not None and _continues(adjective, following):
            found.append((start, end))
            continue
        is_head = adjective is not None or _noun(word) is not None
        return [*found, (start, end)] if is_head else None
    return None


def _leading_words(part: str) -> Iterator[tuple[int, int]]:
    """Russian words from the start up to the first digit, quote, bracket or other sign."""
    short = _SHORT_ADJECTIVE.match(part)
    position = short.end() if short else 0
    while found := re.compile(r"\s*").match(part, position):
        word = _RUSSIAN_WORD.match(part, found.end())
        if word is None:
            return
        yield word.span()
        position = word.end()


def _continues(adjective: Any, following: str) -> bool:
    """Whether the next word carries the phrase on: it agrees with the adjective in the nominative."""
    for parse in (_adjective(following), _noun(following)) if following else ():
        if parse is not None and parse.tag.gender in {adjective.tag.gender, None, "ms-f"}:
            return True
    return False


@cache
def _parses(word: str) -> tuple[Any, ...]:
    return tuple(parse for parse in morphology().parse(word) if {"nomn", "sing"} <= parse.tag.grammemes)


def _adjective(word: str) -> Any | None:
    parses = (p for p in _parses(word.lower()) if "Fixd" not in p.tag.grammemes)
    return next((p for p in parses if p.tag.POS in {"ADJF", "PRTF"}), None)


def _noun(word: str) -> Any | None:
    """The animate reading of a noun; any other nominative reading when there is none."""
    last = word.lower().rpartition("-")[2]
    nouns = [p for p in _parses(last) if p.tag.POS == "NOUN" and p.tag.gender != "neut"]
    nouns = [p for p in nouns if not {"Name", "Surn", "Patr", "Geox"} & p.tag.grammemes]
    return next((p for p in nouns if p.tag.animacy == "anim"), next(iter(nouns), None))


def _is_adverb(word: str) -> bool:
    return word.lower().endswith(("о", "е")) and "ADVB" in {p.tag.POS for p in morphology().parse(word.lower())}


def _is_known(word: str) -> bool:
    pieces = word.lower().split("-")
    return all(p in FROZEN_POST_PIECES or p in _table() or p.isascii() or morphology().word_is_known(p) for p in pieces)


def _inflected(word: str, case: Case, *, is_head: bool) -> str:
    """A word in a case with all its hyphened pieces that name a person."""
    pieces = word.split("-")
    return "-".join(
        piece if index < len(pieces) - 1 and _stays(piece) else _inflected_piece(piece, case, is_head=is_head)
        for index, piece in enumerate(pieces)
    )


def _stays(piece: str) -> bool:
    noun = _noun(piece)
    return piece.lower() in FROZEN_POST_PIECES or noun is None or noun.tag.animacy != "anim"


def _inflected_piece(piece: str, case: Case, *, is_head: bool) -> str:
    """Posts are people: the accusative of a masculine word that is like the genitive, animate or not."""
    noun, adjective = _noun(piece), _adjective(piece)
    parse = (noun or adjective) if is_head and adjective is None else (adjective or noun)
    if parse is None:
        return piece
    grammeme = _GRAMMEMES[case]
    if case == "acc" and parse.tag.gender == "masc" and not piece.lower().endswith(("а", "я")):
        grammeme = "gent"
    inflected = parse.inflect({"sing", grammeme})
    return piece if inflected is None else _like(piece, _with_yo(parse, inflected))


def _with_yo(parse: Any, inflected: Any) -> str:
    """The dictionary writes ё; the form follows the word as typed."""
    word = str(inflected.word)
    return word if "ё" in str(parse.word) or "ё" not in word else word.replace("ё", "е")


def _like(sample: str, word: str) -> str:
    """The word with the capitals of the sample."""
    if sample.isupper() and len(sample) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if sample[0].isupper() else word
