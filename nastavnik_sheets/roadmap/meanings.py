"""What an action of the roadmap is: the words of the list «Мероприятия карты», their phase, and how to know them.

A row says its meaning in «Считать как»; a row that does not is known by its words, so a school may word its actions
as it likes. Phases follow each other: data, bases, selection, pairs, work, results.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik_sheets.year_sheets import RoadmapAction

PREPARING, COLLECTING, BASES, SELECTING, PAIRING, WORKING, FINISHING = range(7)
MENTEES, MENTORS = "наставляемые", "наставники"
OTHER = "другое"
"""What a person chooses for a row that the program should not judge."""


@dataclass(frozen=True)
class Meaning:
    """One meaning: its word on «Списки», its phase, whom it is about, and the words by which it is known."""

    word: str
    phase: int | None
    words: str
    side: str = ""


def _both(word: str, phase: int, words: str) -> tuple[Meaning, Meaning]:
    """Return the meaning for mentees and for mentors."""
    return (
        Meaning(f"{word} наставляемых", phase, rf"{words}.*наставляем", MENTEES),
        Meaning(f"{word} наставников", phase, rf"{words}.*наставник", MENTORS),
    )


MEANINGS: tuple[Meaning, ...] = (
    Meaning("изучение материалов", PREPARING, r"изучени|ознакомление с шаблон|системных папок"),
    Meaning("приказ о внедрении", PREPARING, r"приказ\w*.*внедрени"),
    Meaning("назначение кураторов", PREPARING, r"назначени\w* (координатор|куратор)"),
    Meaning("Положение о наставничестве", PREPARING, r"положени\w* о наставничестве"),
    Meaning("Целевая модель", PREPARING, r"(утвержд|разработ)\w*.*целевой модели"),
    Meaning("Дорожная карта", PREPARING, r"(утвержд|разработ)\w*.*дорожной карты"),
    Meaning("предварительные запросы", None, r"предварительн\w* запрос"),
    Meaning("административное совещание", PREPARING, r"совещани"),
    Meaning("банк программ", PREPARING, r"банк\w* программ"),
    Meaning("педагогический совет", PREPARING, r"педагогическ\w* совет|педсовет"),
    Meaning("родительские собрания", PREPARING, r"родительск\w* собрани"),
    Meaning("ученическая конференция", PREPARING, r"ученическ\w* конференци"),
    Meaning("классные часы", PREPARING, r"классн\w* час"),
    Meaning("информирование на сайте", PREPARING, r"информировани\w* на сайте"),
    Meaning("информирование внешней среды", PREPARING, r"внешн\w* сред"),
    Meaning("сведения о наставляемых", COLLECTING, r"дополнительн\w* информаци|личных дел", MENTEES),
    Meaning("выявление желающих", COLLECTING, r"(выявлени|желающ)\w*.*роли наставляем|выявлени\w* желающ", MENTEES),
    Meaning("круглый стол с наставниками", COLLECTING, r"кругл\w* стол", MENTORS),
    *_both("согласия", COLLECTING, r"согласи[йея]"),
    Meaning("анкета предпочтений", PAIRING, r"предпочита|предпочтени"),
    Meaning("сопоставление анкет", PAIRING, r"сопоставлени|подбор (пар|наставник|кандидат)"),
    Meaning("соединение в пары", PAIRING, r"соединени|формировани\w* (наставническ\w* )?(пар|групп)"),
    Meaning("промежуточные анкеты", WORKING, r"промежуточн\w* (оценк|анкет|мониторинг|замер)"),
    *_both("анкеты", COLLECTING, r"анкет"),
    Meaning("база наставляемых: педагоги", BASES, r"баз\w*.*наставляем.*(педагог|учител)", MENTEES),
    Meaning("база наставляемых: обучающиеся", BASES, r"баз\w*.*наставляем.*(обучающ|учени)", MENTEES),
    Meaning("отбор наставников", SELECTING, r"анализ\w* баз\w* наставник|(отбор|выбор|выявлени)\w* наставник", MENTORS),
    Meaning("база наставников: педагоги", BASES, r"баз\w*.*наставник.*(педагог|учител)", MENTORS),
    Meaning("база наставников: обучающиеся", BASES, r"баз\w*.*наставник.*(обучающ|учени)", MENTORS),
    *_both("база", BASES, r"баз"),
    Meaning("методические материалы", SELECTING, r"методическ\w* материал", MENTORS),
    Meaning("Школа наставников", SELECTING, r"приказ\w*.*школ\w* наставник", MENTORS),
    Meaning("обучение наставников", SELECTING, r"обучени\w* наставник|заняти\w*.*школ\w* наставник", MENTORS),
    Meaning("групповая встреча", PAIRING, r"группов\w* встреч"),
    Meaning("приказ о парах", PAIRING, r"приказ\w*.*(пар|групп)"),
    Meaning("индивидуальные планы", WORKING, r"план\w* индивидуальн|индивидуальн\w* (план|траектори)|\bипр\b"),
    Meaning("сопровождение без пары", None, r"не сформировавш|без пары"),
    Meaning("организационная встреча", WORKING, r"организационн\w*,? встреч|перв\w*,? .*встреч"),
    Meaning("пробная встреча", WORKING, r"пробн"),
    Meaning("встреча-планирование", WORKING, r"встреч\w*[ -]+планировани"),
    Meaning("регулярные встречи", WORKING, r"регулярн\w* встреч"),
    Meaning("заключительная встреча", WORKING, r"заключительн\w* встреч"),
    Meaning("мониторинг удовлетворённости", FINISHING, r"удовлетвор"),
    Meaning("мониторинг качества", FINISHING, r"мониторинг\w* качеств"),
    Meaning("мониторинг влияния", FINISHING, r"(мониторинг|оценк)\w*.*влияни"),
    Meaning("приказ о поощрении", FINISHING, r"поощрени|награждени"),
    Meaning("благодарности партнёрам", FINISHING, r"благодарств\w*.*партн"),
    Meaning("приказ об итоговом мероприятии", FINISHING, r"приказ\w*.*итогов\w* мероприяти"),
    Meaning("итоговое мероприятие", FINISHING, r"итогов\w* мероприяти"),
    Meaning("публикация результатов", FINISHING, r"публикаци"),
    Meaning("конкурс", FINISHING, r"конкурс"),
)
"""In the order in which a row's words are tried: the narrower before the wider."""

_BY_WORD = {meaning.word: meaning for meaning in MEANINGS}
_PATTERNS = tuple((re.compile(meaning.words), meaning) for meaning in MEANINGS)
_SIDE_OF_STAGE = {2: MENTEES, 3: MENTORS}
_PHASE_OF_STAGE = {4: SELECTING, 5: PAIRING, 6: WORKING, 7: FINISHING}


def words() -> tuple[str, ...]:
    """Return the values of the list «Мероприятия карты»."""
    return (*_BY_WORD, OTHER)


def meaning_of(action: RoadmapAction) -> Meaning | None:
    """Return which action a row is: as «Считать как» says, else by its content, helped by its title."""
    if action.meaning == OTHER:
        return None
    if action.meaning in _BY_WORD:
        return _BY_WORD[action.meaning]
    return _known(action.content) or _known(f"{action.content} {action.action}")


def _known(text: str | None) -> Meaning | None:
    plain = " ".join((text or "").lower().replace("ё", "е").split())
    return next((meaning for pattern, meaning in _PATTERNS if pattern.search(plain)), None)


def phase_of(action: RoadmapAction) -> tuple[int, str] | None:
    """Return the phase of an action and whom it is about; a row that nothing explains has the phase of its stage."""
    if action.meaning == OTHER:
        return None
    found = meaning_of(action)
    if found is not None:
        return None if found.phase is None else (found.phase, found.side)
    side = _SIDE_OF_STAGE.get(action.stage or 0, "")
    if side and "сбор" in (action.action or "").lower():
        return COLLECTING, side
    phase = _PHASE_OF_STAGE.get(action.stage or 0)
    return None if phase is None else (phase, side)
