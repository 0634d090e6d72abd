"""The gender a name shows: patronymic, then surname, then given name; otherwise unknown, never male by default."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from nastavnik_sheets.wording.names import Word, first_names, is_patronymic, name_words, yo_less
from nastavnik_sheets.wording.vocabulary import FILIATION, SONS, SURNAMES_LIKE_NOUNS

Gender = Literal["m", "f"]

_GENDERS: dict[str | None, Gender] = {"m": "m", "f": "f"}
_SURE_SURNAMES: tuple[tuple[re.Pattern[str], Gender], ...] = (
    (re.compile(r"[а-яё]{2}(?:[оеё]в|ск[ио]й|цк[ио]й)$"), "m"),
    (re.compile(r"[а-яё]{2}(?:[оеё]ва|ская|цкая)$"), "f"),
)
_LIKELY_SURNAMES: tuple[tuple[re.Pattern[str], Gender], ...] = (
    (re.compile(r"[а-яё]{3}[иы]н$|[а-яё]{3}[ыи]й$"), "m"),
    (re.compile(r"[а-яё]{3}[иы]на$|[а-яё]{3}[ая]я$"), "f"),
)
_MALE_FIRST = re.compile(
    r"^(?:абду[лрс]?|магомед)[а-яё]{2,}[^аяь]$(?<!ат)|"
    r"(?:[бдмп]улл?а|[дт]дин|бек|мурад|мирза|мурза|[гх]аджи|магомед|солтан|султан|г[еи]рей|гусе[йн]+|али|шапи|наби|ага)$",
)
_FEMALE_FIRST = re.compile(r"(?:ият|ижат|ханум|бика|г[ую]ль|кыз|патимат|зайнаб|меседу?|исат|ужат|изат|инат|анат)$")


@dataclass(frozen=True)
class Clue:
    """A gender and where it was seen; `sure` is false for a guess a person should look at."""

    gender: Gender | None
    source: str
    sure: bool


def gender_of(full_name: str) -> Gender | None:
    """«m», «f», or None when the name does not tell or its words disagree.

    Asks the patronymic (also оглы, кызы), the surname (-ов, -ова, -ин, -ина, -ский, -ская), the given
    name, in this order. A surname that is clearly of one gender beside a given name of the other is None.
    """
    return gender_clue(full_name).gender


def gender_clue(full_name: str) -> Clue:
    """The gender of a name with its source, for those who must tell a person about guesses."""
    words = name_words(full_name)
    patronymic = _patronymic_gender(words)
    if patronymic is not None:
        return Clue(patronymic, "отчество", sure=True)
    surname = _surname_clue(words)
    listed = _listed_gender(words)
    if surname.sure:
        agrees = listed in (None, surname.gender)
        return surname if agrees else Clue(None, "фамилия и имя разного рода", sure=False)
    if listed is not None:
        return Clue(listed, "имя", sure=surname.gender in (None, listed))
    guessed = _guessed_gender(words)
    if guessed is not None:
        return Clue(guessed, "имя", sure=False)
    return surname


def gender_witnesses(words: tuple[Word, ...]) -> dict[str, Gender]:
    """What each part of a name says of the gender, only where it says so surely."""
    surname = _surname_clue(words)
    said = {
        "фамилия": surname.gender if surname.sure else None,
        "имя": _listed_gender(words),
        "отчество": _patronymic_gender(words),
    }
    return {part: gender for part, gender in said.items() if gender is not None}


def _patronymic_gender(words: tuple[Word, ...]) -> Gender | None:
    for word in words:
        text = word.text.lower()
        tail = text.rpartition("-")[2]
        if tail in FILIATION:
            return "m" if tail in SONS else "f"
        if word.role == "patronymic" and is_patronymic(text):
            return "f" if text.endswith("а") else "m"
    return None


def _surname_clue(words: tuple[Word, ...]) -> Clue:
    surnames = [word.text.lower() for word in words if word.role == "surname"]
    pieces = [piece for surname in surnames for piece in reversed(surname.split("-"))]
    for patterns, sure in ((_SURE_SURNAMES, True), (_LIKELY_SURNAMES, False)):
        for piece in pieces:
            for pattern, gender in patterns:
                if piece not in SURNAMES_LIKE_NOUNS and pattern.search(piece):
                    return Clue(gender, "фамилия", sure=sure)
    return Clue(None, "", sure=False)


def _listed_gender(words: tuple[Word, ...]) -> Gender | None:
    """Gender by our list of given names; of a hyphenated one, by the last piece."""
    found: set[Gender] = set()
    for word in words:
        if word.role == "first":
            text = yo_less(word.text)
            known = first_names().get(text) or first_names().get(text.rpartition("-")[2])
            if known in _GENDERS:
                found.add(_GENDERS[known])
    return found.pop() if len(found) == 1 else None


def _guessed_gender(words: tuple[Word, ...]) -> Gender | None:
    """Gender by the ending of a given name, then by the dictionary of pymorphy3."""
    for word in words:
        text = word.text.lower().rpartition("-")[2]
        if word.role != "first" or yo_less(text) in first_names():
            continue
        if _FEMALE_FIRST.search(text):
            return "f"
        if _MALE_FIRST.search(text):
            return "m"
        return _dictionary_gender(text)
    return None


def _dictionary_gender(text: str) -> Gender | None:
    parses = morphology().parse(text)
    tags = [parse.tag for parse in parses if parse.is_known and {"Name", "nomn", "sing"} <= parse.tag.grammemes]
    genders = {str(tag.gender) for tag in tags}
    if genders == {"masc"} and not text.endswith(tuple("аяуюыио")):
        return "m"
    return "f" if genders == {"femn"} and text.endswith(tuple("аяь")) else None


@cache
def morphology() -> Any:
    """The pymorphy3 analyser, loaded once (about a second and 30 MB)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
