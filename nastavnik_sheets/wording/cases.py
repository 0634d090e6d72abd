"""Full names in any case: pytrovich, corrected where its rules and the norm part.

Norms: «Правила русской орфографии и пунктуации» (2006) §71; Л. П. Калакуцкая «Фамилии. Имена.
Отчества» (1994); А. В. Суперанская «Словарь русских личных имён». What is corrected and why is
listed in `benchmarks/wording.md`. Doubtful forms are named by `doubts`.
"""

import re
from functools import cache
from typing import Any, Literal

from nastavnik_sheets.wording.gender import Gender, gender_of
from nastavnik_sheets.wording.names import Word, first_names, name_words, normalise_name
from nastavnik_sheets.wording.vocabulary import (
    FEMALE_TITLES,
    FOREIGN_IN,
    FREEZING_TAILS,
    FROZEN_FEMALE_SOFT,
    FROZEN_PREFIXES,
    FROZEN_SURNAMES,
    STRESSED_A,
    STRESSED_IYA,
    STRESSED_PATRONYMICS,
    SURNAMES_LIKE_NOUNS,
)

Case = Literal["nom", "gen", "dat", "acc", "ins", "pre"]
_OBLIQUE: tuple[Case, ...] = ("gen", "dat", "acc", "ins", "pre")

# Endings in the order gen, dat, acc, ins, pre, after a number of letters to cut.
_Paradigm = tuple[int, str]
_FROZEN = (0, "    ")
_HARD = (0, "а у а ом е")
_HARD_SIBILANT = (0, "а у а ем е")
_SOFT = (1, "я ю я ем е")
_VOWEL_A = (1, "ы е у ой е")
_VOWEL_A_VELAR = (1, "и е у ой е")
_VOWEL_A_SIBILANT = (1, "и е у ей е")
_VOWEL_A_TS = (1, "ы е у ей е")
_THIRD = (1, "и и ь ью и")

_VOWELS = re.compile("[аеёиоуыэюя]")

_FLEETING: dict[str, _Paradigm] = {
    "заяц": (2, "йца йцу йца йцем йце"),
    "лев": (2, "ьва ьву ьва ьвом ьве"),
    "соловей": (2, "ья ью ья ьем ье"),
    "муравей": (2, "ья ью ья ьем ье"),
    "воробей": (2, "ья ью ья ьем ье"),
    "перец": (2, "ца цу ца цем це"),
    "палец": (2, "ьца ьцу ьца ьцем ьце"),
    "долгопалец": (2, "ьца ьцу ьца ьцем ьце"),
    **dict.fromkeys(("орёл", "орел", "козёл", "козел", "осёл", "котёл", "котел", "дятел"), (2, "ла лу ла лом ле")),
}
"""Surnames that are common nouns whose vowel goes: Заяц — Зайца, Орёл — Орла."""
_STRESSED_SIBILANT = re.compile(
    r"ач$|аш$|(?<!келд)ыш$|^(?:кузьмич|фомич|ильич|лукич|кирпич|москвич|кулеш|лемеш|кулиш|хрущ|борщ|плющ|клещ|лещ|ерш|ёрш|"
    r"ключ|сыч|кулич|клыч)$",
)


def decline(full_name: str, case: Case, *, gender: Gender | None = None) -> str:
    """The name in a case: «Гаджиева Саид-Магомеда Магомедовича» for "gen".

    "nom" gives the normalised name. Initials, «оглы», particles and indeclinable names keep one
    form. Without `gender` it is taken from the name (`gender_of`); when that does not tell and the
    two genders differ in form, the name stays in the nominative and `doubts` says so. A text
    that is not a name comes back untouched.
    """
    if case == "nom":
        return normalise_name(full_name)
    if case not in _OBLIQUE:
        raise ValueError(f"no such case: {case}")
    words = name_words(full_name)
    if not words:
        return full_name
    gender = gender or gender_of(full_name)
    if gender is not None:
        return _declined(words, case, gender)
    male, female = _declined(words, case, "m"), _declined(words, case, "f")
    return male if male == female else normalise_name(full_name)


def _declined(words: tuple[Word, ...], case: Case, gender: Gender) -> str:
    return " ".join(_word(word, case, gender) for word in words)


def _word(word: Word, case: Case, gender: Gender) -> str:
    match word.role:
        case "surname":
            return _surname(word.text, case, gender)
        case "first":
            return _first(word.text, case, gender)
        case "patronymic":
            return _patronymic(word.text, case, gender)
    return word.text


def _surname(text: str, case: Case, gender: Gender) -> str:
    pieces = text.split("-")
    if len(pieces) > 1 and pieces[-1].lower() in FREEZING_TAILS:
        return text
    *before, last = pieces
    heads = [p if p.lower() in FROZEN_PREFIXES else _surname_piece(p, case, gender) for p in before]
    return "-".join([*heads, _surname_piece(last, case, gender)])


def _surname_piece(text: str, case: Case, gender: Gender) -> str:
    lower = text.lower()
    if lower in FROZEN_SURNAMES:
        return text
    if lower[-2:] in {"жа", "ша", "ча", "ща", "ца"}:
        return _ended(text, _sibilant_a(lower), case)
    own = _male_surname(lower) if gender == "m" else _female_surname(lower)
    if own is not None:
        return _ended(text, own, case)
    return _by_pytrovich("LASTNAME", text, case, gender)


def _sibilant_a(lower: str) -> _Paradigm:
    """Кваша — Квашей, but Лапша — Лапшой: the stress decides, the stressed ones are listed."""
    if lower.endswith("ца"):
        return _VOWEL_A if lower in STRESSED_A else _VOWEL_A_TS
    return _VOWEL_A_VELAR if lower in STRESSED_A else _VOWEL_A_SIBILANT


def _male_surname(lower: str) -> _Paradigm | None:
    """Paradigms of men's surnames that pytrovich gets wrong; None leaves it to pytrovich."""
    one_syllable = len(_VOWELS.findall(lower)) == 1
    if lower in _FLEETING:
        return _FLEETING[lower]
    if lower.endswith("ец"):
        return _ets(lower, one_syllable=one_syllable)
    if re.search("[нв]$", lower) and _is_not_possessive(lower, one_syllable=one_syllable):
        return _HARD
    if re.search("[эяюё]й$", lower) or (one_syllable and re.search("[ои]й$", lower)):
        return _SOFT
    if re.search("[её]нок$|инок$", lower):
        return (2, "ка ку ка ком ке")
    if re.search("[гкхжшчщ]ой$", lower):
        return (2, "ого ому ого им ом")
    if re.search("[лр]их$", lower) or (one_syllable and re.search("[иы]х$", lower)) or _STRESSED_SIBILANT.search(lower):
        return _HARD
    if re.search("[аеёиоуыэюя]а$", lower):
        return _FROZEN
    return _velar_or_hard_a(lower)


def _is_not_possessive(lower: str, *, one_syllable: bool) -> bool:
    """A surname on -н, -в that is no Russian -ин, -ов: Шином, Дарвином, Коэном, Камалутдином."""
    russian = re.search("[иы]н$|[оеё]в$", lower)
    return (
        not russian
        or (one_syllable and lower[-1] == "н")
        or lower in FOREIGN_IN
        or lower in first_names()
        or lower.endswith("тдин")
    )


def _ets(lower: str, *, one_syllable: bool) -> _Paradigm:
    """-ец: the vowel goes (Кравца, Коломийца, Стрельца) unless two consonants stand before (Кузнеца)."""
    before = lower[:-2]
    if lower in {"хейфец", "кобец"}:
        return _HARD_SIBILANT
    if one_syllable or re.search("[^аеёиоуыэюяьй]{2}$|ь.$", before):
        return _HARD
    instrumental = "ем" if re.search("(?:н|м|оп|а|и|е)$", before) else "ом"
    stem = "йц" if _VOWELS.search(before[-1:]) else "ц"
    stem = "ьц" if before.endswith("л") else stem
    return (2, " ".join(stem + ending for ending in f"а у а {instrumental} е".split()))


def _female_surname(lower: str) -> _Paradigm | None:
    """Paradigms of women's surnames that pytrovich gets wrong; None leaves it to pytrovich."""
    if re.search("[жшчщ]ая$", lower):
        stressed = lower in {"большая", "чужая", "меньшая"}
        return (2, "ой ой ую ой ой" if stressed else "ей ей ую ей ей")
    noun_like_na = lower.endswith("на") and not re.search("[иы]на$", lower)
    if lower in SURNAMES_LIKE_NOUNS or noun_like_na:
        return _VOWEL_A
    return _velar_or_hard_a(lower)


def _velar_or_hard_a(lower: str) -> _Paradigm | None:
    """Рева, Кива, Богода, which pytrovich keeps frozen and the norm does not."""
    return _VOWEL_A if lower in {"рева", "кива", "богода"} else None


def _first(text: str, case: Case, gender: Gender) -> str:
    """A given name; of a man's hyphenated one only the last piece changes (Саид-Магомеда)."""
    *before, last = text.split("-")
    if gender == "f" and last.lower() not in FEMALE_TITLES:
        before = [_first_piece(piece, case, gender) for piece in before]
    return "-".join([*before, _first_piece(last, case, gender)])


def _first_piece(text: str, case: Case, gender: Gender) -> str:
    own = _first_paradigm(text.lower(), gender)
    return _by_pytrovich("FIRSTNAME", text, case, gender) if own is None else _ended(text, own, case)


def _first_paradigm(lower: str, gender: Gender) -> _Paradigm | None:
    """Paradigms of given names that pytrovich gets wrong; None leaves it to pytrovich."""
    short = len(_VOWELS.findall(lower)) == (2 if lower.endswith("ия") else 1)
    if lower[-2:] in {"жа", "ша", "ча", "ща", "ца"}:
        return _sibilant_a(lower)
    if re.search("[аеёиоуыэюя]а$", lower):
        return _FROZEN
    if lower.endswith("ия") and lower not in STRESSED_IYA:
        return (1, "и е ю ей е") if short else (1, "и и ю ей и")
    if gender == "f":
        return _THIRD if lower.endswith("ь") and lower not in FROZEN_FEMALE_SOFT else None
    if lower.endswith("ий") and short:
        return _SOFT
    if lower.endswith("ек"):
        return _HARD
    return _HARD_SIBILANT if lower.endswith(("ц", "ч", "щ")) else None


def _patronymic(text: str, case: Case, gender: Gender) -> str:
    """A patronymic; only its last piece changes (Саид-Магомедовича)."""
    *before, last = text.split("-")
    if gender == "m" and last.lower().endswith(("ич", "ыч")):
        stressed = last.lower() in STRESSED_PATRONYMICS
        declined = _ended(last, _HARD if stressed else _HARD_SIBILANT, case)
    else:
        declined = _by_pytrovich("MIDDLENAME", last, case, gender)
    return "-".join([*before, declined])


def _ended(text: str, paradigm: _Paradigm, case: Case) -> str:
    cut, endings = paradigm
    ending = endings.split(" ")[_OBLIQUE.index(case)]
    return (text[:-cut] if cut else text) + ending


def _by_pytrovich(part: str, text: str, case: Case, gender: Gender) -> str:
    maker, parts, genders, cases = _pytrovich()
    return str(maker.make(parts[part], genders[gender], cases[case], text))


@cache
def _pytrovich() -> tuple[Any, dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The library pytrovich and its enumerations by our keys, loaded once."""
    from pytrovich import Case as Cases
    from pytrovich import Gender as Genders
    from pytrovich import NamePart, PetrovichDeclinationMaker

    names = dict(zip(_OBLIQUE, ("GENITIVE", "DATIVE", "ACCUSATIVE", "INSTRUMENTAL", "PREPOSITIONAL"), strict=True))
    return (
        PetrovichDeclinationMaker(),
        {part.name: part for part in NamePart},
        {"m": Genders.MALE, "f": Genders.FEMALE},
        {case: Cases[name] for case, name in names.items()},
    )
