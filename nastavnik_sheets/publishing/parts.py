"""The parts of the page one by one: each with its title, its HTML and the same as plain lines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.publishing.links import safe_link
from nastavnik_sheets.wording import plural, typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.publishing.content import Content, Item, Named

TITLE = "Наши наставники"
NBSP = "\u00a0"


class Part(NamedTuple):
    """One section: where links lead to, its title, its HTML, its plain lines."""

    anchor: str
    title: str
    html: str
    lines: tuple[str, ...]


def about(content: Content) -> str:
    """Return the sentence under the title."""
    return f"Программа «{content.settings.programme_name}», период {content.period}."


def parts(content: Content) -> list[Part]:
    """Return the sections that have something to say, in the order of the page."""
    made = (_mentors, _honoured, _results, _forms, _programmes, _practices, _partners, _papers, _contacts)
    return [part for one in made if (part := one(content)) is not None]


def shown(text: str) -> str:
    """Return a text with the typography of the documents, escaped."""
    return escape(typography(text))


def counted(number: int, one: str, few: str, many: str) -> str:
    """«14 наставников»."""
    return f"{number}{NBSP}{plural(number, one, few, many)}"


def _mentors(content: Content) -> Part | None:
    more = counted(content.more_mentors, "наставник", "наставника", "наставников") if content.more_mentors else ""
    if not content.mentors and not more:
        return None
    rest = (f"И ещё {more}." if content.mentors else f"В программе {more}.") if more else ""
    html = _people(content.mentors) + (f'<p class="rest">{shown(rest)}</p>' if rest else "")
    return Part("mentors", "Наставники", html, (*_names(content.mentors), *([rest] if rest else [])))


def _honoured(content: Content) -> Part | None:
    more = counted(content.more_honoured, "поощрение", "поощрения", "поощрений") if content.more_honoured else ""
    if not content.honoured and not more:
        return None
    rest = (f"И ещё {more}." if content.honoured else f"В этом году — {more}.") if more else ""
    html = _people(content.honoured) + (f'<p class="rest">{shown(rest)}</p>' if rest else "")
    return Part("honour", "Доска почёта", html, (*_names(content.honoured), *([rest] if rest else [])))


def _people(people: Sequence[Named]) -> str:
    cards = "".join(_card(one.name, one.about, "", one.link) for one in people)
    return f'<ul class="cards">{cards}</ul>' if cards else ""


def _names(people: Sequence[Named]) -> list[str]:
    return [" — ".join((one.name, "; ".join(one.about))) if one.about else one.name for one in people]


def _card(title: str, small: Sequence[str], text: str, link: str, level: str = "h3") -> str:
    lines = "".join(f'<p class="small">{shown(line)}</p>' for line in small)
    body = f"<p>{shown(text)}</p>" if text else ""
    known = safe_link(link)
    more = f'<p><a href="{escape(known)}" rel="noopener noreferrer">{_reading(title)}</a></p>' if known else ""
    return f"<li><{level}>{shown(title)}</{level}>{lines}{body}{more}</li>"


def _reading(title: str) -> str:
    return f'Подробнее<span class="unseen">: {shown(title)}</span>'


def _results(content: Content) -> Part | None:
    told = [one for one in content.results if one.percent is not None or one.shown == "не публикуется"]
    if not told:
        return None
    rows = "".join(
        f'<tr><th scope="row">{shown(one.title)}</th><td>{escape(one.counted)}</td>'
        f'<td class="share">{escape(one.shown)}{_bar(one.percent)}</td></tr>'
        for one in told
    )
    html = _table(f"Показатели программы, период {content.period}", ("Показатель", "Учтено", "Доля"), rows)
    return Part("results", "Результаты", html, tuple(f"{one.title}: {one.shown} ({one.counted})" for one in told))


def _bar(percent: float | None) -> str:
    if percent is None:
        return ""
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="100" height="6"/><rect class="part" width="{percent:.1f}" height="6"/></svg>'
    )


def _forms(content: Content) -> Part | None:
    if not content.forms:
        return None
    rows = "".join(f'<tr><th scope="row">{shown(form)}</th><td>{number}</td></tr>' for form, number in content.forms)
    html = _table("Пары и группы по формам наставничества", ("Форма", "Пар"), rows)
    return Part("forms", "Формы наставничества", html, tuple(f"{form}: {number}" for form, number in content.forms))


def _table(caption: str, heads: Sequence[str], rows: str) -> str:
    titles = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return f"<table><caption>{shown(caption)}</caption><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"


def _programmes(content: Content) -> Part | None:
    return _items("programmes", "Банк программ", content.programmes)


def _practices(content: Content) -> Part | None:
    return _items("practices", "Методическая копилка и лучшие практики", content.practices)


def _partners(content: Content) -> Part | None:
    return _items("partners", "Партнёры программы", content.partners)


def _papers(content: Content) -> Part | None:
    part = _items("papers", "Документы", content.papers, plain=True)
    if part is None:
        return None
    note = "Тексты документов — в разделе «Документы» сайта школы."
    return Part(part.anchor, part.title, f'{part.html}<p class="rest">{shown(note)}</p>', part.lines)


def _items(anchor: str, title: str, items: Sequence[Item], *, plain: bool = False) -> Part | None:
    if not items:
        return None
    if plain:
        html = "".join(f"<li>{shown(' '.join((one.title, *one.small)))}</li>" for one in items)
        return Part(anchor, title, f'<ul class="plain">{html}</ul>', tuple(map(_line, items)))
    html = "".join(_card(one.title, one.small, one.text, one.link) for one in items)
    return Part(anchor, title, f'<ul class="cards">{html}</ul>', tuple(map(_line, items)))


def _line(one: Item) -> str:
    small = f" ({'; '.join(one.small)})" if one.small else ""
    link = safe_link(one.link)
    return f"{one.title}{small}" + (f": {one.text}" if one.text else "") + (f" {link}" if link else "")


def _contacts(content: Content) -> Part | None:
    s = content.settings
    site = safe_link(s.site)
    rows = [
        ("Координатор программы", escape(", ".join(t for t in (s.coordinator, s.coordinator_post) if t))),
        ("Школа", escape(s.school_full or content.school)),
        ("Адрес", escape(s.address or "")),
        ("Телефон", f'<a href="tel:{_dialled(s.phone)}">{escape(s.phone)}</a>' if s.phone else ""),
        ("Эл. почта", f'<a href="mailto:{escape(s.email)}">{escape(s.email)}</a>' if s.email else ""),
        ("Сайт", f'<a href="{escape(site)}" rel="noopener noreferrer">{escape(site)}</a>' if site else ""),
    ]
    known = [(title, html) for title, html in rows if html]
    html = "".join(f"<div><dt>{title}</dt><dd>{value}</dd></div>" for title, value in known)
    texts = {"Координатор программы": ", ".join(t for t in (s.coordinator, s.coordinator_post) if t),
             "Школа": s.school_full or content.school, "Адрес": s.address, "Телефон": s.phone, "Эл. почта": s.email,
             "Сайт": site}  # fmt: skip
    lines = tuple(f"{title}: {text}" for title, text in texts.items() if text)
    return Part("contacts", "Контакты", f'<dl class="contacts">{html}</dl>', lines)


def _dialled(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isdigit() or letter == "+")
