"""Why a person should look at the forms of a name before they are printed."""

import re
from collections.abc import Iterator

from nastavnik_sheets.wording.cases import decline
from nastavnik_sheets.wording.gender import Clue, Gender, gender_clue, gender_witnesses
from nastavnik_sheets.wording.names import Word, first_names, name_words, reading_trouble, yo_less
from nastavnik_sheets.wording.vocabulary import (
    CLASSIC_FEMALE_SOFT,
    FILIATION,
    FROZEN_PREFIXES,
    SURNAMES_LIKE_NOUNS,
    VARIABLE_IYA,
)

_USUAL_SURNAME = re.compile(
    r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|[бвгджзклмнпрстфхцчшщ]ый|ная|[иы]х|ко|швили|дзе|ян|у[кц]|юк|[еиоуыэю])$",
)
# Ending of a surname, whose it matters for ("m", "f", "mf"), what to look at.
_SURNAME_DOUBTS = (
    (r"[её]ц$|ец$", "m", "фамилия на -ец: проверьте беглую гласную и творительный падеж"),
    (r"[оеё]к$", "m", "фамилия на -ок, -ек: проверьте, выпадает ли гласная"),
    (r"[её]л$|[её]нь$|ель$|яц$|^лев$", "m", "проверьте, выпадает ли гласная в фамилии"),
    (r"[^оеи]ч$|[жшщ]$|^[^аеёиоуыэюя]*[аеёиоуыэюя][^аеёиоуыэюя]*ц$", "m",
     "окончание творительного падежа (-ом или -ем) зависит от ударения"),
    (r"[жшчщц]а$", "mf", "окончание творительного падежа (-ой или -ей) зависит от ударения"),
    (r"[жшчщ]ая$", "f", "окончание фамилии (-ой или -ей) зависит от ударения"),
    (r"ой$", "m", "фамилия на -ой: проверьте, склоняется ли она как прилагательное"),
    (r"[^сц]кий$|[^кснчщшжг]ий$", "m", "фамилия на -ий: проверьте, склоняется ли она как прилагательное"),
    (r"[аеёиоуыэюя]а$|ая$", "m", "фамилия на две гласные: проверьте, склоняется ли она"),
    (r"[^внаеёиоуыэюяжшчщц]а$|[^яа]я$", "mf", "фамилия на -а, -я: проверьте, склоняется ли она"),
    (r"[^иы]на$|[^оеё]ва$", "mf", "фамилия на -а: проверьте, склоняется ли она как существительное"),
    (r"ь$", "m", "фамилия на -ь: проверьте, склоняется ли она"),
)  # fmt: skip

_BY_SOURCE = {"отчество": "по отчеству", "фамилия": "по фамилии", "имя": "по имени"}


def doubts(full_name: str, *, gender: Gender | None = None) -> tuple[str, ...]:
    """Reasons in Russian why the forms of a name should be seen by a person; empty when none.

    They concern unreadable text, order of words, gender that is unknown or guessed, hyphens, and endings whose
    forms depend on stress or custom. `gender` is what a person stated, if anything.
    """
    trouble = reading_trouble(full_name)
    if trouble is not None:
        return (f"{trouble}: оставлено как есть",)
    words = name_words(full_name)
    clue = gender_clue(full_name)
    known = gender or clue.gender
    found = [
        *_order_doubts(words),
        *_gender_doubts(full_name, words, clue, gender),
        *(reason for word in words for reason in _word_doubts(word, known)),
    ]
    return tuple(dict.fromkeys(found))


def _order_doubts(words: tuple[Word, ...]) -> Iterator[str]:
    roles = [word.role for word in words]
    if len(words) == 1:
        yield "указано только одно слово"
    if "surname" in roles and roles[0] != "surname" and "initials" not in roles and words[0].text[0].isupper():
        yield "фамилия стоит не первой: проверьте порядок слов"
    if roles.count("first") > 1:
        yield "третье слово не похоже на отчество: проверьте его форму"
    has_filiation = any(word.text.lower().rpartition("-")[2] in FILIATION for word in words)
    if has_filiation and not any(word.role == "frozen" and word.text[0].isupper() for word in words):
        yield "перед «оглы» или «кызы» не видно имени отца: проверьте"
    if not has_filiation and any(word.role == "frozen" and word.text[0].isupper() for word in words):
        yield "в имени есть слова, которые оставлены без изменения: проверьте"


def _gender_doubts(full_name: str, words: tuple[Word, ...], clue: Clue, stated: Gender | None) -> Iterator[str]:
    witnesses = gender_witnesses(words)
    if clue.gender is not None and len(set(witnesses.values())) > 1:
        yield f"{', '.join(witnesses)} разного рода: проверьте, нет ли опечатки"
    if stated is not None:
        if clue.gender not in (None, stated) and clue.sure:
            yield f"указанный пол расходится с тем, что показывает {clue.source}"
        return
    if clue.gender is None:
        same = decline(full_name, "gen", gender="m") == decline(full_name, "gen", gender="f")
        why = clue.source or "пол по имени не определяется"
        yield f"{why}: укажите пол" if same else f"{why}: укажите пол, пока имя оставлено в именительном падеже"
        return
    if not clue.sure:
        yield f"пол определён предположительно, {_BY_SOURCE[clue.source]}: проверьте"
    roles = {word.role for word in words}
    if clue.source != "отчество" and "initials" not in roles:
        yield f"нет отчества: пол определён {_BY_SOURCE[clue.source]}"


def _word_doubts(word: Word, gender: Gender | None) -> Iterator[str]:
    if word.role == "surname":
        yield from _surname_doubts(word.text.lower(), gender)
    elif word.role == "first":
        yield from _first_doubts(word.text.lower(), gender)
    elif word.role == "patronymic" and "-" in word.text:
        yield "отчество через дефис: изменяется только последняя часть"


def _surname_doubts(lower: str, gender: Gender | None) -> Iterator[str]:
    *before, last = lower.split("-")
    if any(piece in FROZEN_PREFIXES or not _USUAL_SURNAME.search(piece) for piece in before):
        yield "двойная фамилия: проверьте, изменяется ли первая часть"
    for piece in (*(piece for piece in before if piece not in FROZEN_PREFIXES), last):
        for pattern, concerns, reason in _SURNAME_DOUBTS:
            if (gender or "m") in concerns and re.search(pattern, piece):
                yield f"{reason} («{piece}»)"
        if gender != "m" and piece in SURNAMES_LIKE_NOUNS:
            yield f"женская фамилия может склоняться как существительное или как прилагательное («{piece}»)"


def _first_doubts(lower: str, gender: Gender | None) -> Iterator[str]:
    if "-" in lower:
        part = "изменяется только последняя часть" if gender == "m" else "проверьте, изменяется ли первая часть"
        yield f"имя через дефис: {part}"
    last = lower.rpartition("-")[2]
    if gender == "f" and last.endswith("ь") and last not in CLASSIC_FEMALE_SOFT:
        yield "женское имя на -ь: справочники расходятся, склоняется ли оно"
    if last == "шота":
        yield "имя «Шота» по традиции не склоняется: проверьте"
    if last in VARIABLE_IYA:
        yield "имя на -ия: дательный падеж зависит от ударения"
    if gender == "m" and last.endswith(("ч", "щ", "ц", "ж", "ш")):
        yield "окончание творительного падежа имени (-ом или -ем) зависит от ударения"
    if gender == "m" and last.endswith("ек") and not last.endswith("бек"):
        yield "имя на -ек: гласная сохранена, проверьте"
    if last.endswith("а") and last[-2:-1] in tuple("аеёиоуыэюя") and yo_less(last) not in first_names():
        yield "имя на две гласные: проверьте, склоняется ли оно"
