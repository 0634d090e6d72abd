"""Dates in words, forms after numbers, no-break spaces and hyphens: what documents need when they print.

Applied to finished text, after declension: names must be declined with plain hyphens.
"""

import re
from datetime import date

from nastavnik_sheets.wording.vocabulary import MONTHS, MONTHS_NAMED

NBSP = "\u00a0"
NB_HYPHEN = "\u2011"

_LONGEST_UNBROKEN = 20
"""Letters; a longer hyphenated word (учебно-воспитательной) may break, or lines get too loose."""

_GLUED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=№)[ ]?(?=\d)",
        rf"(?<=\d)[ ](?=(?:{'|'.join(MONTHS)})\b)",
        r"(?<=\d)[ ](?=гг?\.|г\b\.?)",
        r"(?<=\d)[ ](?=[«\"][А-ЯЁа-яё][»\"])",
        r"(?<=\d)[ ](?=(?:класс|курс)[а-яё]*\b)",
        r"(?<=\d[ \u00a0][«\"][А-ЯЁа-яё][»\"])[ ](?=класс)",
        r"(?<=[А-ЯЁ]\.)[ ](?=[А-ЯЁ]\.)",
        r"(?<=[А-ЯЁ]\.)[ ](?=[А-ЯЁ][а-яё])",
        r"(?<=[а-яё])[ ](?=[А-ЯЁ]\.(?:[ \u00a0-]?[А-ЯЁ]\.))",
        r"(?<=\b(?:ст|чч|пп|гл|ул|пр|им)\.)[ ](?=[\dА-ЯЁ])",
        r"(?<=\b[пчгсд]\.)[ ](?=[\dА-ЯЁ])",
        r"(?<=\d)[ ](?=%)",
    )
)
_HYPHENATED = re.compile(r"(?<![\w@/-])[А-Яа-яЁё\d.]+(?:-[А-Яа-яЁё\d.]+)+(?![\w@/-])")


def date_words(day: date) -> str:
    """«12 января 2026 г.» with no-break spaces after the day and before «г.»."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}{NBSP}г."


def month_words(month: date) -> str:
    """«ноябрь 2026 года» with a no-break space before the year."""
    return f"{MONTHS_NAMED[month.month - 1]}{NBSP}{month.year} года"


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form that fits the number: for 21 of «пара, пары, пар» it is «пара»; the number is not printed."""
    last_two = abs(number) % 100
    if 11 <= last_two <= 14:
        return many
    if last_two % 10 == 1:
        return one
    return few if 2 <= last_two % 10 <= 4 else many


def typography(text: str) -> str:
    """The text with no-break spaces and hyphens where Russian typesetting wants them.

    Glues «№ 12», «12 января», «2026 г.», «7 «А» класс», initials with the surname, «ст. 351.8»,
    «100 %», and hyphenated words of up to 20 letters («педагог-психолог», «С.-М.М.»). Twice is once.
    """
    for pattern in _GLUED:
        text = pattern.sub(NBSP, text)
    return _HYPHENATED.sub(_unbroken, text)


def _unbroken(found: re.Match[str]) -> str:
    word = found.group()
    return word.replace("-", NB_HYPHEN) if len(word) <= _LONGEST_UNBROKEN else word
