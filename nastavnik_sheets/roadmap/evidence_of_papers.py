"""What the register of documents, events, programmes, rewards and monitorings say of the roadmap.

A paper or an event that is not written down may still have been: nothing found is nothing said.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring.history import SAME_ROUND
from nastavnik_sheets.roadmap.layout import DONE, NOT_BEGUN, UNDER_WAY
from nastavnik_sheets.roadmap.looks import Evidence, Look
from nastavnik_sheets.service_sheets import LogRow, Measurement
from nastavnik_sheets.year_sheets import Award, Curator, Event, IndicatorRow, OrderRow, Practice, Programme, Request

if TYPE_CHECKING:
    from collections.abc import Callable


def _plain(*texts: str | None) -> str:
    return " ".join(" ".join(text or "" for text in texts).lower().replace("ё", "е").split())


def _paper(look: Look, pattern: str) -> Evidence | None:
    """The last document of the register whose kind or title fits."""
    rows = [row for row in look.book[OrderRow] if row.issued and look.since <= row.issued <= look.today]
    fitting = [row for row in rows if re.search(pattern, _plain(row.kind, row.title))]
    if not fitting:
        return None
    row = max(fitting, key=lambda r: (r.issued or look.today, r.row))
    words = f"№ {row.number or '?'} от {row.issued:%d.%m.%Y}"
    return Evidence(DONE, words, OrderRow, row.row, certain=False, proof=f"{row.kind or 'документ'} {words}")


def _event(look: Look, pattern: str) -> Evidence | None:
    """The events of a kind: held, or appointed."""
    events = (e for e in look.book[Event] if e.held is not None and e.held >= look.since)
    rows = [e for e in events if re.search(pattern, _plain(e.kind, e.title))]
    if not rows:
        return None
    held = [event for event in rows if event.held is not None and event.held <= look.today]
    last = max(held or rows, key=lambda event: (event.held or look.today, event.row))
    state, word = (DONE, "прошло") if held else (UNDER_WAY, "назначено на")
    words = f"{word} {last.held:%d.%m.%Y}"
    name = last.title or last.kind or "событие"
    return Evidence(state, words, Event, last.row, certain=False, proof=f"{name}, {last.held:%d.%m.%Y}")


def _curators(look: Look) -> Evidence | None:
    ordered = _paper(look, r"координатор|куратор")
    if ordered is not None:
        return ordered
    named = sum(bool(row.full_name) for row in look.book[Curator])
    return Evidence(UNDER_WAY, f"кураторов записано: {named}", Curator, certain=False) if named else None


def _programmes(look: Look) -> Evidence | None:
    rows = [row for row in look.book[Programme] if row.title]
    approved = sum(row.approved is not None and row.approved <= look.today for row in rows)
    if not approved:
        return None
    state = DONE if approved == len(rows) else UNDER_WAY
    words = f"утверждено программ: {approved} из {len(rows)}"
    return Evidence(state, words, Programme, certain=False, proof=f"лист «Программы»: {approved}")


def _wishes(look: Look) -> Evidence | None:
    count = sum("предварительн" in _plain(row.kind) for row in look.book[Request])
    return Evidence(UNDER_WAY, f"запросов: {count}", Request, certain=False) if count else None


def _materials(look: Look) -> Evidence | None:
    count = sum(bool(re.search(r"методическ|школы наставник", _plain(row.kind))) for row in look.book[Practice])
    if not count:
        return None
    return Evidence(DONE, f"материалов: {count}", Practice, certain=False, proof=f"лист «Практики»: {count}")


def _monitored(look: Look) -> Evidence:
    """The monitoring taken within the action's time."""
    since = (look.action.start or look.today) - SAME_ROUND
    taken = [row.taken for row in look.book[Measurement] if row.taken is not None and since <= row.taken <= look.today]
    if not taken:
        return Evidence(NOT_BEGUN, "мониторинг не проведён", Measurement)
    words = f"мониторинг {max(taken):%d.%m.%Y}"
    return Evidence(DONE, words, Measurement, proof=words)


def _influence(look: Look) -> Evidence:
    """The monitoring, and values before and after."""
    rows = [row for row in look.book[IndicatorRow] if row.part == "влияние"]
    after = sum(row.after is not None for row in rows)
    found = _monitored(look)
    words = f"{found.words}; значений после программы: {after} из {len(rows)}"
    state = UNDER_WAY if found.state == DONE and not after else found.state
    return Evidence(state, words, IndicatorRow, proof=found.proof)


def _rewarded(look: Look) -> Evidence | None:
    ordered = _paper(look, r"поощрени|награжд")
    if ordered is not None:
        return ordered
    given = sum(row.given is not None and row.given <= look.today for row in look.book[Award])
    return Evidence(UNDER_WAY, f"поощрений: {given}, приказа в реестре нет", Award, certain=False) if given else None


def _contest(look: Look) -> Evidence | None:
    held = _event(look, r"конкурс")
    if held is not None:
        return held
    winners = [row for row in look.book[Award] if "конкурс" in _plain(row.kind)]
    if not winners:
        return None
    words = f"победителей: {len(winners)}"
    return Evidence(DONE, words, Award, winners[0].row, certain=False, proof=f"лист «Поощрения»: {words}")


def _published(look: Look) -> Evidence | None:
    days = [row.when for row in look.book[LogRow] if row.command == "publish" and row.when is not None]
    if not days:
        return None
    return Evidence(DONE, "страница для сайта сделана", LogRow, certain=False, proof="страница для сайта")


LOOKS: dict[str, Callable[[Look], Evidence | None]] = {
    "приказ о внедрении": partial(_paper, pattern=r"о внедрении|приказ о внедрени"),
    "назначение кураторов": _curators,
    "Положение о наставничестве": partial(_paper, pattern=r"положени"),
    "предварительные запросы": _wishes,
    "административное совещание": partial(_event, pattern=r"совещани"),
    "банк программ": _programmes,
    "педагогический совет": partial(_event, pattern=r"педагогическ\w* совет|педсовет"),
    "родительские собрания": partial(_event, pattern=r"родительск\w* собрани"),
    "ученическая конференция": partial(_event, pattern=r"ученическ\w* конференци"),
    "классные часы": partial(_event, pattern=r"классн\w* час"),
    "информирование на сайте": _published,
    "выявление желающих": partial(_event, pattern=r"выявлени\w* желающ"),
    "круглый стол с наставниками": partial(_event, pattern=r"кругл\w* стол"),
    "методические материалы": _materials,
    "Школа наставников": partial(_paper, pattern=r"школ\w* наставник"),
    "групповая встреча": partial(_event, pattern=r"группов\w* встреч"),
    "мониторинг качества": _monitored,
    "мониторинг влияния": _influence,
    "приказ о поощрении": _rewarded,
    "благодарности партнёрам": partial(_paper, pattern=r"благодарств\w* письмо партн"),
    "приказ об итоговом мероприятии": partial(_paper, pattern=r"итогов\w* мероприяти"),
    "итоговое мероприятие": partial(_event, pattern=r"итогов\w* мероприяти"),
    "публикация результатов": _published,
    "конкурс": _contest,
}
"""By the word of «Считать как»."""
