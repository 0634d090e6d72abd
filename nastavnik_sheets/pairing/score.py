"""How well two people fit: a tuple of parts, each worth points set on «Настройки» and able to say why.

A part gives the matrix of its shares 0…1 for all mentees and mentors at once, so that a thousand by five hundred take a
moment, and one sentence for a pair that is shown to people, which cites what both answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.pairing.text import similarity, topics_meant
from nastavnik_sheets.rules.ages import age_on
from nastavnik_sheets.rules.facts import MENTEE_ROLE
from nastavnik_sheets.service_sheets import Synonym
from nastavnik_sheets.workbook import Preference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nastavnik_sheets.pairing.conditions import Field
    from nastavnik_sheets.workbook import Mentee, Mentor

ALIKE = 0.12
"""Likeness of texts from which on it is worth a sentence; full points from three times as much."""
CHOICE_SHARES = (1.0, 0.6, 0.3)


@dataclass(frozen=True)
class Part:
    """One part of the score: the setting that weighs it, its matrix and its sentence."""

    weight: str
    shares: Callable[[Scorer], Any]
    reason: Callable[[Scorer, Mentee, Mentor], str | None]


@dataclass(frozen=True)
class Scorer:
    """The people of a round and what the parts share."""

    field: Field

    @property
    def mentees(self) -> Sequence[Mentee]:
        """The mentees who seek, in the order of the matrices' rows."""
        return self.field.mentees

    @property
    def mentors(self) -> Sequence[Mentor]:
        """The mentors with places, in the order of the matrices' columns."""
        return self.field.mentors

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each mentee in the matrices, by code."""
        return {m.code: n for n, m in enumerate(self.mentees)}

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of each mentor in the matrices, by code."""
        return {m.code: n for n, m in enumerate(self.mentors)}

    @cached_property
    def forms(self) -> tuple[list[str], Any]:
        """Names of forms, and the matrix of the form each two would work in by its number; -1 is none."""
        import numpy as np

        names: list[str] = []
        left = _groups([(self.field.book.status(m), m.wanted_form) for m in self.mentees])
        right = _groups([(self.field.book.status(m), m.forms) for m in self.mentors])
        numbers = np.full((len(self.mentees), len(self.mentors)), -1)
        for rows in left:
            for columns in right:
                form = self.field.form_of(self.mentees[rows[0]], self.mentors[columns[0]])
                if form is not None:
                    if form not in names:
                        names.append(form)
                    numbers[np.ix_(rows, columns)] = names.index(form)
        return names, numbers

    @cached_property
    def synonyms(self) -> list[Synonym]:
        """Words that mean topics."""
        return self.field.book[Synonym]

    @cached_property
    def meant(self) -> dict[str, dict[str, str]]:
        """By code: topics that a mentee's own words mean though he did not tick them."""
        return {m.code: topics_meant(m.request or "", self.synonyms) for m in self.mentees}

    @cached_property
    def alike(self) -> Any:
        """Likeness of requests and competences."""
        return similarity([_request(m) for m in self.mentees], [_competences(m) for m in self.mentors])

    @cached_property
    def choices(self) -> dict[tuple[str, str], tuple[float, str]]:
        """(mentee, mentor) → share and sentence of what they chose after the group meeting."""
        return _choices(self.field)

    def points(self) -> Any:
        """Return the matrix of scores, mentees × mentors."""
        settings = self.field.book.settings
        parts = [getattr(settings, part.weight) * part.shares(self) for part in PARTS if getattr(settings, part.weight)]
        return sum(parts[1:], parts[0]) if parts else _zeros(self)

    def reasons(self, mentee: Mentee, mentor: Mentor) -> str:
        """Return why these two fit, in sentences a parent may read."""
        settings = self.field.book.settings
        said = [part.reason(self, mentee, mentor) for part in PARTS if getattr(settings, part.weight)]
        return "; ".join(sentence for sentence in said if sentence) or "условия формы соблюдены, общих ответов нет"


def _groups(keys: Sequence[object]) -> list[list[int]]:
    """Return the positions of equal keys together."""
    groups: dict[object, list[int]] = {}
    for position, key in enumerate(keys):
        groups.setdefault(key, []).append(position)
    return list(groups.values())


def _zeros(scorer: Scorer) -> Any:
    import numpy as np

    return np.zeros((len(scorer.mentees), len(scorer.mentors)))


def _overlap(left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> Any:
    """Return how much of what each left one wants each right one has, 0…1; wanting nothing is 0."""
    import numpy as np

    number = {word: n for n, word in enumerate(sorted({w for words in (*left, *right) for w in words}))}
    wants, has = (np.zeros((len(side), len(number) or 1)) for side in (left, right))
    for side, people in ((wants, left), (has, right)):
        for row, words in enumerate(people):
            side[row, [number[word] for word in words]] = 1
    return (wants @ has.T) / np.maximum(wants.sum(axis=1, keepdims=True), 1)


def _topic_shares(scorer: Scorer) -> Any:
    return _overlap([m.topics or () for m in scorer.mentees], [m.topics or () for m in scorer.mentors])


def _topic_reason(_scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    common = [topic for topic in mentee.topics or () if topic in (mentor.topics or ())]
    if not common:
        return None
    return f"просит помочь: {_quoted(mentee.topics or ())}; наставник берётся за {_quoted(common)}"


def _text_shares(scorer: Scorer) -> Any:
    import numpy as np

    meant = _overlap([list(scorer.meant[m.code]) for m in scorer.mentees], [m.topics or () for m in scorer.mentors])
    return np.maximum(np.minimum(scorer.alike / (3 * ALIKE), 1), meant)


def _text_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    meant = [f"«{word}» — тема «{topic}»" for topic, word in scorer.meant[mentee.code].items()
             if topic in (mentor.topics or ()) and topic not in (mentee.topics or ())]  # fmt: skip
    if meant:
        return f"в запросе сказано: {', '.join(meant)}"
    if scorer.alike[scorer.rows[mentee.code], scorer.columns[mentor.code]] < ALIKE:
        return None
    return f"запрос «{_short(mentee.request)}» близок к компетенциям «{_short(mentor.competences)}»"


def _form_shares(scorer: Scorer) -> Any:
    import numpy as np

    names, numbers = scorer.forms
    wishes = [names.index(m.wanted_form) if m.wanted_form in names else -2 for m in scorer.mentees]
    return (numbers == np.array(wishes, dtype=int).reshape(-1, 1)).astype(float)


def _form_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    fits = mentee.wanted_form and scorer.field.form_of(mentee, mentor) == mentee.wanted_form
    return f"форма «{mentee.wanted_form}», как хотел наставляемый" if fits else None


def _role_shares(scorer: Scorer) -> Any:
    wishes = [(m.wanted_role,) if m.wanted_role else () for m in scorer.mentees]
    return _overlap(wishes, [m.roles or () for m in scorer.mentors])


def _role_reason(_scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    return f"ролевая модель «{mentee.wanted_role}»" if mentee.wanted_role in (mentor.roles or ()) else None


def _time_shares(scorer: Scorer) -> Any:
    return _overlap([m.times or () for m in scorer.mentees], [m.times or () for m in scorer.mentors])


def _time_reason(_scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    common = [slot for slot in mentee.times or () if slot in (mentor.times or ())]
    return f"обоим удобно: {', '.join(common)}" if common else None


def _age_shares(scorer: Scorer) -> Any:
    import numpy as np

    ages = np.array([_age(scorer, m) for m in scorer.mentees], dtype=float).reshape(-1, 1)
    asked = np.array([m.age_from is not None or m.age_to is not None for m in scorer.mentors], dtype=bool)
    lowest = np.array([m.age_from or 0 for m in scorer.mentors], dtype=float)
    highest = np.array([m.age_to or 200 for m in scorer.mentors], dtype=float)
    return ((ages >= lowest) & (ages <= highest) & asked).astype(float)


def _age(scorer: Scorer, mentee: Mentee) -> int:
    return age_on(mentee.birth_date, scorer.field.today) if mentee.birth_date else -1


def _age_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    age = _age(scorer, mentee)
    if age < 0 or (mentor.age_from is None and mentor.age_to is None):
        return None
    if not (mentor.age_from or 0) <= age <= (mentor.age_to or 200):
        return None
    lowest = f"от {mentor.age_from} " if mentor.age_from else ""
    highest = f"до {mentor.age_to} " if mentor.age_to else ""
    return f"возраст {age} — наставник хотел {lowest}{highest}лет".replace("  ", " ")


def _choice_shares(scorer: Scorer) -> Any:
    shares = _zeros(scorer)
    for (mentee, mentor), (share, _) in scorer.choices.items():
        if mentee in scorer.rows and mentor in scorer.columns:
            shares[scorer.rows[mentee], scorer.columns[mentor]] = share
    return shares


def _choice_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    return scorer.choices.get((mentee.code, mentor.code), (0.0, None))[1]


def _choices(field: Field) -> dict[tuple[str, str], tuple[float, str]]:
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for preference in field.book[Preference]:
        chosen = (preference.first, preference.second, preference.third)
        for place, (other, share) in enumerate(zip(chosen, CHOICE_SHARES, strict=True), start=1):
            if other and preference.person:
                by_mentee = preference.role == MENTEE_ROLE
                key = (preference.person, other) if by_mentee else (other, preference.person)
                who = MENTEE_ROLE if by_mentee else "наставник"
                before, said = found.get(key, (0.0, ""))
                sentence = f"после встречи {who} назвал {place}-м выбором"
                found[key] = (before + share / 2, f"{said}; {sentence}" if said else sentence)
    return found


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"«{word}»" for word in words)


def _short(text: str | None, limit: int = 60) -> str:
    one_line = " ".join((text or "").split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1].rstrip() + "…"


def _request(mentee: Mentee) -> str:
    return mentee.request or ""  # ticked topics have their own part


def _competences(mentor: Mentor) -> str:
    return " ".join((mentor.competences or "", mentor.interests or "", *(mentor.topics or ())))


PARTS: tuple[Part, ...] = (
    Part("weight_choice", _choice_shares, _choice_reason),
    Part("weight_topics", _topic_shares, _topic_reason),
    Part("weight_text", _text_shares, _text_reason),
    Part("weight_form", _form_shares, _form_reason),
    Part("weight_role", _role_shares, _role_reason),
    Part("weight_time", _time_shares, _time_reason),
    Part("weight_age", _age_shares, _age_reason),
)
