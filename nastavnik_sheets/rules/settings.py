"""The sheet «Настройки»: periods, contingents, limits, weights, and who signs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import ERROR, HINT, fold
from nastavnik_sheets.facts import day
from nastavnik_sheets.flags import setting_flag
from nastavnik_sheets.rules.outliers import repeats
from nastavnik_sheets.service_sheets import SettingRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

YEAR = timedelta(days=366)
WEIGHTS = ("weight_topics", "weight_text", "weight_form", "weight_role", "weight_time", "weight_age", "weight_choice")
CONTINGENTS = ("pupils_10_19", "pupils_15_19", "young_teachers")
SIGNERS = ("school_full", "director", "coordinator")


def setting_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Каждая настройка стоит на листе один раз."""
    yield from repeats(book[SettingRow], "title", "такая настройка уже есть", lambda s: s.title and fold(s.title))


def programme_period_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Окончание программы позже начала; программа идёт не дольше календарного года (п. 5.4)."""
    start, end = book.settings.programme_start, book.settings.programme_end
    if start is None or end is None:
        return
    if end <= start:
        message = f"окончание {day(end)}, а начало {day(start)}"
        yield setting_flag("programme_end", message, cure="сверьте обе даты", level=ERROR)
    elif end - start > YEAR:
        message = f"программа идёт дней: {(end - start).days}, дольше календарного года"
        yield setting_flag("programme_end", message, cure="сверьте срок с Положением (п. 5.4)")


def monitoring_within_programme(book: Book, today: date) -> Iterator[Flag]:
    """Отчётная дата и оба мониторинга — в срок программы, итоговый — после промежуточного (п. 6.4)."""
    settings = book.settings
    start, end = settings.programme_start, settings.programme_end
    if start is None or end is None or end <= start:
        return
    for name in ("report_date", "interim_date", "final_date"):
        value: date | None = getattr(settings, name)
        if value is not None and not start <= value <= end + timedelta(days=31):
            message = f"{day(value)} вне срока программы {day(start)}–{day(end)}"
            yield setting_flag(name, message, cure="сверьте дату")
            return
    interim, final = settings.interim_date, settings.final_date
    if interim is not None and final is not None and final <= interim:
        message = f"итоговый {day(final)} не позже промежуточного {day(interim)}"
        yield setting_flag("final_date", message, cure="сверьте обе даты")


def contingents_are_known(book: Book, today: date) -> Iterator[Flag]:
    """С началом программы известен контингент: без него показатели П1–П3 не посчитать."""
    start = book.settings.programme_start
    if start is not None and start <= today:
        for name in CONTINGENTS:
            if _empty(book, name):
                yield setting_flag(name, "контингент не указан", cure="впишите число на начало года", level=HINT)


def contingents_are_consistent(book: Book, today: date) -> Iterator[Flag]:
    """Обучающихся 15–19 лет не больше, чем 10–19."""
    wider, narrower = book.settings.pupils_10_19, book.settings.pupils_15_19
    if wider is not None and narrower is not None and narrower > wider:
        message = f"обучающихся 15–19 лет {narrower}, а 10–19 лет — {wider}"
        yield setting_flag("pupils_15_19", message, cure="сверьте оба числа", level=ERROR)


def age_limits_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Возраст обучающихся «до» не меньше, чем «от»."""
    low, high = book.settings.age_min, book.settings.age_max
    if high < low:
        message = f"возраст до {high}, а от {low}"
        yield setting_flag("age_max", message, cure="сверьте оба числа", level=ERROR)


def some_weight_counts(book: Book, today: date) -> Iterator[Flag]:
    """Хотя бы один вес подбора больше нуля."""
    if not any(getattr(book.settings, name) for name in WEIGHTS):
        cure = "верните хотя бы одному весу число больше нуля"
        yield setting_flag(WEIGHTS[0], "все веса подбора — нули", cure=cure, level=ERROR)


def signers_are_known(book: Book, today: date) -> Iterator[Flag]:
    """С началом программы известны школа, руководитель и координатор (п. 4.1, 4.3)."""
    start = book.settings.programme_start
    if start is not None and start <= today:
        for name in SIGNERS:
            if _empty(book, name):
                yield setting_flag(name, "не заполнено, а программа началась", cure="заполните: это нужно в приказах")


def _empty(book: Book, name: str) -> bool:
    """Whether a setting's cell is there and empty; a misread one is a finding already."""
    row = book.setting_rows.get(name)
    table = book.table(SettingRow)
    if row is None or "value" not in table.positions:
        return False
    raw = table.raw(row, "value")
    return raw is None or (isinstance(raw, str) and not raw.strip())
