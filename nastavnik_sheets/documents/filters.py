"""Filters of the templates: cases of names and posts, short names, dates, numbers in words, agreement in gender.

{{ наставник | дат }}, {{ руководитель.должность | род }}, {{ дата | прописью }}. What a person wrote on «Склонения»
wins over the machine. Leaves grammar to `wording`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import fold
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.wording import date_words, decline, decline_post, gender_of, normalise_name, plural, short_name
from nastavnik_sheets.wording.names import name_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nastavnik_sheets.service_sheets import WordCases
    from nastavnik_sheets.wording import Case, Gender

NAME = "ФИО"
CASES: dict[str, Case] = {"им": "nom", "род": "gen", "дат": "dat", "вин": "acc", "твор": "ins", "предл": "pre"}
_COLUMNS: dict[Case, str] = {
    "gen": "genitive",
    "dat": "dative",
    "acc": "accusative",
    "ins": "instrumental",
    "pre": "prepositional",
}
_GENDERS: dict[str, Gender] = {"м": "m", "ж": "f"}


class Post(str):
    """A post, to be declined as a post and not as a name."""

    __slots__ = ()


def filters(overrides: Iterable[WordCases] = (), *, declined: set[str] | None = None) -> dict[str, Callable[..., Any]]:
    """Return all filters by name; `overrides` are the rows of «Склонения».

    Names that the machine declined are added to `declined`, so that a person can be told which to look at.
    """
    known = {fold(row.text): row for row in overrides if row.text}
    by_case = {name: _case_filter(case, known, declined) for name, case in CASES.items()}
    return {
        **by_case,
        "кратко": short,
        "инициалы": initials_first,
        "по_имени": by_name,
        "дата": day_in_words,
        "цифрами": day_in_figures,
        "прописью": in_words,
        "согл": agreed,
        "число": counted,
        "по_умолчанию": fallback,
        "количество": len,
        "через": lambda parts, mark=", ": mark.join(shown(part) for part in parts),
        "с_большой": lambda text: shown(text)[:1].upper() + shown(text)[1:],
        "с_малой": lambda text: shown(text)[:1].lower() + shown(text)[1:],
        "заглавными": lambda text: shown(text).upper(),
    }


def _case_filter(case: Case, known: Mapping[str, WordCases], declined: set[str] | None) -> Callable[[Any], str]:
    memory: dict[tuple[str, str, bool], str] = {}

    def in_case(value: Any) -> str:
        name, gender, is_name = key = _name_of(value)
        if key not in memory:
            memory[key] = _declined(name, gender, is_name=is_name, case=case, known=known)
            if is_name and declined is not None and fold(name) not in known:
                declined.add(name)
        return memory[key]

    return in_case


def _declined(text: str, gender: str, *, is_name: bool, case: Case, known: Mapping[str, WordCases]) -> str:
    row = known.get(fold(text))
    written = getattr(row, _COLUMNS[case], None) if row and case in _COLUMNS else None
    if written:
        return str(written)
    if is_name:
        return decline(text, case, gender=_GENDERS.get(gender))
    return decline_post(text, case)


def _name_of(value: Any) -> tuple[str, str, bool]:
    """Return the text to decline, the gender if it is known, and whether the text is a name."""
    if isinstance(value, dict):
        return required_name(value), str(value.get("пол", "")), True
    text = str(value)
    return text, "", not isinstance(value, Post) and _looks_like_name(text)


def _looks_like_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words[:2])


def required_name(person: Mapping[str, Any]) -> str:
    """Return the full name of a person, or refuse: a document is never printed without a name."""
    name = str(person.get(NAME) or "").strip()
    if not name:
        whose = person.get("код") or person.get("должность") or "участника документа"
        raise Refused(f"В документе пустое имя: {whose}. Впишите ФИО в книгу и повторите.")
    return name


def shown(value: Any) -> str:
    """Return what a value prints as: a person as the full name, a date in words; nothing is an error."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return required_name(value) if NAME in value else str(value.get("название") or "")
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, list):
        return ", ".join(shown(part) for part in value)
    raise Refused(f"Шаблон печатает то, что нельзя напечатать ({type(value).__name__}): исправьте поле в шаблоне.")


def short(value: Any) -> str:
    """«Гаджиев С.-М.М.»"""
    return short_name(_name_of(value)[0], nbsp=True)


def initials_first(value: Any) -> str:
    """«С.-М.М. Гаджиев»"""
    return short_name(_name_of(value)[0], initials_first=True, nbsp=True)


def by_name(value: Any) -> str:
    """«Магомед Алиевич»: how a letter addresses a person; the whole name if its words cannot be told apart."""
    name = _name_of(value)[0]
    return " ".join(w.text for w in name_words(name) if w.role in {"first", "patronymic", "frozen"}) or name


def day_in_words(value: Any) -> str:
    """«12 января 2026 г.»; an unknown date is a line to write it on."""
    return date_words(value) if isinstance(value, date) else "«____» ______________ 20___ г."


def day_in_figures(value: Any) -> str:
    """«12.01.2026»; an unknown date is a line to write it on."""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else "__.__.20__"


def agreed(person: Any, male: str, female: str) -> str:
    """Return the word that fits the person's gender; when it is unknown, both: «ознакомлен(а)»."""
    name, gender, _ = _name_of(person)
    known = _GENDERS.get(gender) or gender_of(normalise_name(name))
    if known is not None:
        return male if known == "m" else female
    tail = female[len(male) :] if female.startswith(male) else f"/{female}"
    return f"{male}({tail})" if female.startswith(male) else f"{male}{tail}"


def counted(number: int, one: str, few: str, many: str) -> str:
    """«21 пара», «3 пары», «11 пар»"""
    return f"{number} {plural(number, one, few, many)}"


def fallback(value: Any, instead: str = "") -> Any:
    """Return the value, or what to print when it is empty."""
    return value if value not in ("", None, []) else instead


_UNITS = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_TENS = ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
_HUNDREDS = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]


def in_words(number: Any) -> str:
    """Return a whole number below a million in words («двадцать одна» is left to the template: the form is male)."""
    if not isinstance(number, int) or not 0 <= number < 1_000_000:
        return shown(number)
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = _below_thousand(thousands)
        head = head.removesuffix("один") + "одна" if head.endswith("один") else head
        head = head.removesuffix("два") + "две" if head.endswith("два") else head
        word = plural(thousands, "тысяча", "тысячи", "тысяч")
        return f"{head} {word} {_below_thousand(rest)}".strip() if rest else f"{head} {word}"
    return _below_thousand(number)


def _below_thousand(number: int) -> str:
    words = []
    if number >= 100:
        words.append(_HUNDREDS[number // 100 - 1])
        number %= 100
        if not number:
            return words[0]
    if number >= 20:
        words.append(_TENS[number // 10 - 2])
        number %= 10
        if not number:
            return " ".join(words)
    return " ".join([*words, _UNITS[number]])
