"""What kind of file it is: mentees, mentors, both, meetings, answers, preferences or consents, by its headers alone.

An explicit word of the person wins. What cannot be told apart is refused with the choices named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.importing.headers import ANSWERS, CONSENTS, MEETINGS, MENTEES, MENTORS, PEOPLE, PREFERENCES, WHO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.importing.binding import Heading
    from nastavnik_sheets.importing.export import Export

WORDS = {
    MENTEES: "наставляемые",
    MENTORS: "наставники",
    PEOPLE: "участники",
    MEETINGS: "встречи",
    ANSWERS: "ответы",
    PREFERENCES: "предпочтения",
    CONSENTS: "согласия",
}
_CHOICES = frozenset({"first", "second", "third", "not_with"})
_ASKED_OF_ANYBODY = frozenset({"interests", "achievements", "organisation"})
_PAPER = frozenset({"kind", "signed_by", "given"})
_PARTIES = frozenset({"pair", "mentor", "mentee"})


def told_kind(word: str) -> str:
    """Return the kind a person named; UsageError lists the choices."""
    by_word = {fold(text): kind for kind, text in WORDS.items()} | {kind: kind for kind in WORDS}
    found = by_word.get(fold(word))
    if found is None:
        raise UsageError(f"«{word}» — не вид файла: укажите одно из слов {', '.join(WORDS.values())}.")
    return found


def kind_of(headings: Sequence[Heading], export: Export) -> tuple[str, str]:
    """Return the kind of a file and by what it was seen."""
    names = _names(headings)
    asked = sum(bool(h.questions) for h in headings)
    mentees, mentors = _own(headings, MENTEES, MENTORS), _own(headings, MENTORS, MENTEES)
    if names[CONSENTS] >= _PAPER:
        return CONSENTS, "есть вид согласия, кто подписал и дата"
    if names[PREFERENCES] & _CHOICES and asked < 2:
        return PREFERENCES, "есть столбцы с выбором"
    if _about_meetings(names[MEETINGS]) and len(names[MEETINGS]) > max(asked, mentees, mentors):
        return MEETINGS, "есть дата или вид встречи и её участники"
    if "role" in names[WHO] and (mentees or mentors or names[PEOPLE] or not asked):
        return PEOPLE, "роль указана в каждой строке"
    if mentees and not mentors:
        return MENTEES, "есть столбцы базы наставляемых"
    if mentors and not mentees:
        return MENTORS, "есть столбцы базы наставников"
    if asked and not mentees:
        return ANSWERS, "есть вопросы анкет"
    return _by_title(export)


def _names(headings: Sequence[Heading]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {group: set() for group in (*WORDS, WHO)}
    for heading in headings:
        for group, name in heading.places:
            names[group].add(name)
    return names


def _own(headings: Sequence[Heading], sheet: str, other: str) -> int:
    """Count the headers that only this base has; what both kinds of people may be asked tells nothing."""
    places = [dict(h.places) for h in headings]
    return sum(
        sheet in found and found[sheet] not in _ASKED_OF_ANYBODY and not {other, PEOPLE, WHO} & found.keys()
        for found in places
    )


def _about_meetings(names: set[str]) -> bool:
    return {"held", "kind"} <= names or bool({"held", "kind"} & names and names & _PARTIES) or len(names) >= 4


def _by_title(export: Export) -> tuple[str, str]:
    titles = fold(f"{export.sheet} {export.name}")
    mentees, mentors = "наставляем" in titles, "наставник" in titles
    if mentees != mentors:
        return (MENTEES if mentees else MENTORS), "по названию файла или листа"
    words = [word for kind, word in WORDS.items() if kind != PEOPLE]
    raise Refused(
        f"По заголовкам файла «{export.name}» не видно, что в нём: в первой строке нужны названия столбцов (ФИО, Класс,"
        " Дата встречи…). Проверьте, тот ли это файл. Если тот, назовите содержимое команде: import --as и одно из"
        f" слов {', '.join(words)}."
    )
