"""How well two people fit: a tuple of parts, each worth points set on «Настройки» and able to say why.

A part gives the matrix of its shares 0…1 for all mentees and mentors at once, so that a thousand by five hundred take a
moment, and one sentence for a pair that is shown to people, which cites what both answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.pairing.choices import CHOICE_SHARES, chosen
from nastavnik_sheets.pairing.text import can_compare_sense, shared_words, similarity, topics_meant
from nastavnik_sheets.service_sheets import Synonym
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nastavnik_sheets.pairing.choices import Places
    from nastavnik_sheets.pairing.conditions import Field
    from nastavnik_sheets.workbook import Mentee, Mentor

ALIKE = 1 / 3
"""Likeness of texts from which on it is worth a sentence."""
NOTHING_COMMON = "форма подходит обоим; общих тем и пожеланий в анкетах нет"
MENTEE, MENTOR, BOTH = (True, False), (False, True), (True, True)


@dataclass(frozen=True)
class Part:
    """One part of the score: the setting that weighs it, its matrix, its sentence, and for whom it is."""

    weight: str
    shares: Callable[[Scorer], Any]
    reason: Callable[[Scorer, Mentee, Mentor], str | None]
    matters_to: tuple[bool, bool] = BOTH


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

        field = self.field
        names = field.form_names
        left = _groups([(field.book.status(m), m.wanted_form, field.known_forms(m)) for m in self.mentees])
        right = _groups([(field.book.status(m), m.forms, *self._barred_forms(m)) for m in self.mentors])
        numbers = np.full((len(self.mentees), len(self.mentors)), -1)
        for rows in left:
            for columns in right:
                form = field.form_of(self.mentees[rows[0]], self.mentors[columns[0]])
                if form is not None:
                    numbers[np.ix_(rows, columns)] = names.index(form)
        return names, numbers

    def _barred_forms(self, mentor: Mentor) -> tuple[tuple[str, ...], tuple[str, ...]]:
        field = self.field
        lacking = tuple(form for form in field.form_names if (mentor.code, form) in field.worker_barred)
        return field.known_forms(mentor), lacking

    @cached_property
    def meant(self) -> list[dict[str, str]]:
        """By row: topics that a mentee's own words mean, with the words."""
        return topics_meant([_request(m) for m in self.mentees], self.field.book[Synonym])

    @cached_property
    def by_sense(self) -> bool:
        """Whether texts are compared by sense: asked for and installed."""
        return self.field.book.settings.text_by_sense and can_compare_sense()

    @cached_property
    def alike(self) -> Any:
        """Likeness of requests and competences."""
        left, right = [_request(m) for m in self.mentees], [_competences(m) for m in self.mentors]
        return similarity(left, right, by_sense=self.by_sense)

    @cached_property
    def choices(self) -> tuple[Places, Places]:
        """The place of each two among the choices of the mentee, and of the mentor, after the group meeting."""
        return chosen(self.field.book)

    @cached_property
    def weighed(self) -> list[tuple[Part, Any]]:
        """The parts that count in this school, with the points they give to every two."""
        settings = self.field.book.settings
        weights = [(part, float(getattr(settings, part.weight))) for part in PARTS]
        return [(part, weight * part.shares(self)) for part, weight in weights if weight]

    def points(self) -> Any:
        """Return the matrix of scores, mentees × mentors, in tenths of a point."""
        return sum((points for _, points in self.weighed), _zeros(self)).round(1)

    def views(self) -> tuple[Any, Any]:
        """Return what every two are worth to the mentee alone and to the mentor alone."""
        mine = [points for part, points in self.weighed if part.matters_to[0]]
        theirs = [points for part, points in self.weighed if part.matters_to[1]]
        return sum(mine, _zeros(self)).round(1), sum(theirs, _zeros(self)).round(1)

    def reasons(self, mentee: Mentee, mentor: Mentor) -> str:
        """Return why these two fit, in sentences a parent may read."""
        said = [part.reason(self, mentee, mentor) for part, _ in self.weighed]
        return "; ".join(sentence for sentence in said if sentence) or NOTHING_COMMON


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

    shared = np.zeros((len(left), len(right)))
    having = _who_says(right)
    for word, rows in _who_says(left).items():
        if word in having:
            shared[np.ix_(rows, having[word])] += 1
    return shared / np.maximum([len(words) for words in left], 1).reshape(-1, 1)


def _who_says(people: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Return the positions of those who say each word."""
    found: dict[str, list[int]] = {}
    for position, words in enumerate(people):
        for word in words:
            found.setdefault(word, []).append(position)
    return found


def _topic_shares(scorer: Scorer) -> Any:
    return _overlap([m.topics or () for m in scorer.mentees], [m.topics or () for m in scorer.mentors])


def _topic_reason(_scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    common = [topic for topic in mentee.topics or () if topic in (mentor.topics or ())]
    if not common:
        return None
    if len(common) == len(mentee.topics or ()):
        return f"просит помощи: {_listed(common)} — наставник с этим помогает"
    return f"просит помощи: {_listed(mentee.topics or ())}; наставник помогает с частью этого: {_listed(common)}"


def _text_shares(scorer: Scorer) -> Any:
    import numpy as np

    meant = _overlap([list(meant) for meant in scorer.meant], [m.topics or () for m in scorer.mentors])
    return np.maximum(scorer.alike, meant)


def _text_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    meant = [f"«{word}» — это тема «{topic}»" for topic, word in scorer.meant[scorer.rows[mentee.code]].items()
             if topic in (mentor.topics or ()) and topic not in (mentee.topics or ())]  # fmt: skip
    if meant:
        return f"в запросе сказано {', '.join(meant)}, и наставник её указал"
    if scorer.alike[scorer.rows[mentee.code], scorer.columns[mentor.code]] < ALIKE:
        return None
    asked, offered = _short(mentee.request), _short(mentor.competences)
    if scorer.by_sense:
        return f"запрос «{asked}» по смыслу близок к тому, что умеет наставник: «{offered}»"
    common = shared_words(_request(mentee), _competences(mentor))
    return f"в запросе «{asked}» и у наставника — об одном: {_listed(common[:3])}" if common else None


def _form_shares(scorer: Scorer) -> Any:
    import numpy as np

    names, numbers = scorer.forms
    wishes = [names.index(m.wanted_form) if m.wanted_form in names else -2 for m in scorer.mentees]
    return (numbers == np.array(wishes, dtype=int).reshape(-1, 1)).astype(float)


def _form_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    fits = mentee.wanted_form and scorer.field.form_of(mentee, mentor) == mentee.wanted_form
    return f"форма «{mentee.wanted_form}» — как в анкете наставляемого" if fits else None


def _role_shares(scorer: Scorer) -> Any:
    wishes = [(m.wanted_role,) if m.wanted_role else () for m in scorer.mentees]
    return _overlap(wishes, [m.roles or () for m in scorer.mentors])


def _role_reason(_scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    fits = mentee.wanted_role and mentee.wanted_role in (mentor.roles or ())
    return f"оба указали ролевую модель «{mentee.wanted_role}»" if fits else None


def _time_shares(scorer: Scorer) -> Any:
    return _overlap([m.times or () for m in scorer.mentees], [m.times or () for m in scorer.mentors])


def _time_reason(_scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    common = [slot for slot in mentee.times or () if slot in (mentor.times or ())]
    return f"обоим удобно время: {_listed(common)}" if common else None


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
    years = f"{age} {plural(age, 'год', 'года', 'лет')}"
    genitive = plural(mentor.age_to or mentor.age_from or 0, "года", "лет", "лет")
    return f"возраст {years} — наставник готов работать с теми, кому {lowest}{highest}{genitive}"


def _mentee_choice_shares(scorer: Scorer) -> Any:
    return _choice_shares(scorer, scorer.choices[0])


def _mentor_choice_shares(scorer: Scorer) -> Any:
    return _choice_shares(scorer, scorer.choices[1])


def _choice_shares(scorer: Scorer, places: Places) -> Any:
    """Return half a share: the weight is for both having chosen each other first."""
    shares = _zeros(scorer)
    for (mentee, mentor), place in places.items():
        if mentee in scorer.rows and mentor in scorer.columns:
            shares[scorer.rows[mentee], scorer.columns[mentor]] = CHOICE_SHARES[place - 1] / 2
    return shares


def _mentee_choice_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    place = scorer.choices[0].get((mentee.code, mentor.code))
    return f"после встречи наставляемый назвал этого наставника {place}-м выбором" if place else None


def _mentor_choice_reason(scorer: Scorer, mentee: Mentee, mentor: Mentor) -> str | None:
    place = scorer.choices[1].get((mentee.code, mentor.code))
    return f"после встречи наставник назвал наставляемого {place}-м выбором" if place else None


def _waiting_shares(scorer: Scorer) -> Any:
    """Return a whole share in the row of whoever stayed without a mentor last year: it decides who, not with whom."""
    shares = _zeros(scorer)
    shares[[row for row, mentee in enumerate(scorer.mentees) if mentee.unpaired_before]] = 1
    return shares


def _waiting_reason(_scorer: Scorer, mentee: Mentee, _mentor: Mentor) -> str | None:
    return "в прошлом году остался без пары — теперь в первую очередь" if mentee.unpaired_before else None


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _short(text: str | None, limit: int = 60) -> str:
    one_line = " ".join((text or "").split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1].rstrip() + "…"


def _request(mentee: Mentee) -> str:
    return mentee.request or ""  # ticked topics have their own part


def _competences(mentor: Mentor) -> str:
    return " ".join((mentor.competences or "", mentor.interests or "", *(mentor.topics or ())))


PARTS: tuple[Part, ...] = (
    Part("weight_choice", _mentee_choice_shares, _mentee_choice_reason, MENTEE),
    Part("weight_choice", _mentor_choice_shares, _mentor_choice_reason, MENTOR),
    Part("weight_topics", _topic_shares, _topic_reason),
    Part("weight_text", _text_shares, _text_reason),
    Part("weight_form", _form_shares, _form_reason, MENTEE),
    Part("weight_role", _role_shares, _role_reason, MENTEE),
    Part("weight_time", _time_shares, _time_reason),
    Part("weight_age", _age_shares, _age_reason, MENTOR),
    Part("weight_waiting", _waiting_shares, _waiting_reason, MENTEE),
)
