"""All forms in which the words of a name may stand in a text: cases, both genders in doubt, short names, «ё» as «е».

Leaves declining to `wording`, finding to `mentions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast

from nastavnik_sheets.wording import decline, gender_of
from nastavnik_sheets.wording.names import name_words, yo_less

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nastavnik_sheets.wording import Case, Gender

CASES = ("nom", "gen", "dat", "acc", "ins", "pre")
_FAMILY = ("ов", "ев", "ёв", "ин", "ын")


@dataclass(frozen=True)
class Forms:
    """Every form of the words of one name; `family` are the plural forms of the surname, who is meant is in doubt."""

    surname: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    patronymic: frozenset[str] = frozenset()
    short: frozenset[str] = field(default=frozenset())


@cache
def forms_of(full_name: str, gender: str | None = None) -> Forms:
    """Return all forms of a name; words that are no name give nothing."""
    words = name_words(full_name)
    known = cast("Gender | None", gender or gender_of(full_name))
    found: dict[str, set[str]] = {"surname": set(), "first": set(), "patronymic": set()}
    both: tuple[Gender, ...] = ("m", "f")
    for one in (known,) if known else both:
        for case in CASES:
            declined = decline(full_name, cast("Case", case), gender=one).split()
            if len(declined) == len(words):
                for word, text in zip(words, declined, strict=True):
                    found.setdefault(word.role, set()).add(text)
    surname = found["surname"]
    nominative = [word.text for word in words if word.role == "surname"]
    return Forms(
        frozenset(surname),
        frozenset(_family(nominative)) - surname,
        frozenset(found["first"]),
        frozenset(found["patronymic"]),
        frozenset(_short([word.text for word in words if word.role == "first"], known)),
    )


def _family(surnames: Iterable[str]) -> set[str]:
    """Return the plural of a surname: Ивановы, Ивановых; one on -ский is left out, its plural names a place as well."""
    found = set()
    for surname in surnames:
        stem = surname.removesuffix("а")
        if stem.endswith(_FAMILY):
            found |= {stem + ending for ending in ("ы", "ых", "ым", "ыми")}
    return found


def _short(firsts: Iterable[str], gender: Gender | None) -> set[str]:
    found: set[str] = set()
    for first in firsts:
        for one in short_names().get(yo_less(first), ()):
            for case in CASES:
                name = f"Иванов {one}" if gender != "f" else f"Иванова {one}"
                found.add(decline(name, cast("Case", case), gender=gender or "m").split()[-1])
    return found


@cache
def short_names() -> dict[str, tuple[str, ...]]:
    """Return the short forms by full given name, in small letters without «ё»."""
    lines = (line.split(":") for line in _SHORT.strip().splitlines())
    return {yo_less(full): tuple(short.split()) for fulls, short in lines for full in fulls.split()}


_SHORT = """
Александр: Саша Саня Шура Алекс Сашка
Александра: Саша Саня Шура Сашка
Алексей: Лёша Лёха Алёша
Анастасия: Настя Ася Стася Настенька
Анатолий: Толя Толик
Андрей: Андрюша Андрюха
Анна: Аня Анечка Анюта Нюра
Антон: Антоша Тоша
Артём Артемий: Тёма
Борис: Боря
Вадим: Вадик
Валентин: Валя Валик
Валентина: Валя
Валерий: Валера
Валерия: Лера Валера
Варвара: Варя
Василий: Вася
Вера: Верочка
Виктор: Витя
Виктория: Вика
Виталий: Виталик
Владимир: Вова Володя
Владислав: Влад Владик Слава
Вячеслав Станислав Ростислав Ярослав: Слава Славик
Галина: Галя
Геннадий: Гена
Георгий Егор: Гоша Жора Егорка
Григорий: Гриша
Дарья: Даша
Денис: Дениска
Дмитрий: Дима Митя Димка
Евгений Евгения: Женя
Екатерина: Катя Катюша
Елена: Лена Алёна Леночка
Елизавета: Лиза
Иван: Ваня Ванька Ванечка
Игорь: Игорёк
Ирина: Ира Ирочка
Кирилл: Кирюша
Константин: Костя
Ксения: Ксюша
Лариса: Лара
Лев: Лёва
Леонид: Лёня
Любовь: Люба
Людмила: Люда Мила Люся
Максим: Макс Максимка
Маргарита: Рита Марго
Марина: Мариша
Мария: Маша Маруся Машенька
Михаил: Миша Мишка
Надежда: Надя
Наталья Наталия: Наташа Ната
Никита: Никитка
Николай: Коля
Оксана: Ксана
Олег: Олежка
Ольга: Оля Оленька
Павел: Паша Павлик
Пётр: Петя Петька
Полина: Поля
Роман: Рома
Светлана: Света
Семён: Сёма
Сергей: Серёжа Серёга
София Софья: Соня
Степан: Стёпа
Тамара: Тома
Татьяна: Таня Танюша
Тимофей: Тима Тимоша
Ульяна: Уля
Фёдор: Федя
Юлия: Юля
Юрий: Юра
Яков: Яша
Патимат: Патя Патишка
Зайнаб: Зайка
Магомед Мухаммад Магомедрасул: Мага
Хадижат: Хадя
Рамазан: Рамик
Залина: Зала
Аминат: Амина
"""
