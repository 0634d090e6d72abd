"""Texts to paste: plain text, a fragment of HTML for a site's own editor, and a text for partners without any name.

A consent covers the school's own site and board of honour (its form says so), so texts for other places name nobody.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from nastavnik_sheets.publishing.links import safe_link
from nastavnik_sheets.publishing.parts import TITLE, about, parts

if TYPE_CHECKING:
    from nastavnik_sheets.publishing.content import Content, Item

NOTE = "Названы только те, кто дал согласие на распространение персональных данных; остальные посчитаны."


def plain_text(content: Content) -> str:
    """Return the page as plain text."""
    lines = [f"{TITLE}. {content.school}", about(content), _totals(content)]
    for part in parts(content):
        lines += ["", part.title.upper(), *(f"• {line}" for line in part.lines)]
    return "\n".join([*lines, "", NOTE]) + "\n"


def fragment(content: Content) -> str:
    """Return the page for the editor of a site: headings, lists and links alone, which every editor keeps."""
    lines = [f"<p>{escape(about(content))} {escape(_totals(content))}</p>"]
    for part in parts(content):
        items = "".join(f"<li>{_linked(line)}</li>" for line in part.lines)
        lines.append(f"<h3>{escape(part.title)}</h3>\n<ul>{items}</ul>")
    return "\n".join([*lines, f"<p>{escape(NOTE)}</p>"]) + "\n"


def _linked(line: str) -> str:
    text, _, last = line.rpartition(" ")
    if last.startswith(("http://", "https://")) and safe_link(last):
        return f'{escape(text)} <a href="{escape(last)}">{escape(last)}</a>'
    return escape(line)


def for_partners(content: Content) -> str:
    """Return a short text for partners' sites and social networks: results and programmes, nobody by name."""
    nobody = replace(content, mentors=(), honoured=(), more_mentors=content.more_mentors + len(content.mentors),
                     more_honoured=0, practices=tuple(_without_author(content)), papers=())  # fmt: skip
    lines = [f"Наставничество: {content.school}", about(content), _totals(content)]
    for part in parts(nobody):
        if part.anchor != "mentors":
            lines += ["", part.title.upper(), *(f"• {line}" for line in part.lines)]
    return "\n".join(lines) + "\n"


def _without_author(content: Content) -> list[Item]:
    return [one._replace(small=tuple(s for s in one.small if not s.startswith("автор"))) for one in content.practices]


def _totals(content: Content) -> str:
    told = "; ".join(f"{title} — {number}" for title, number in content.totals)
    return f"{told[:1].upper()}{told[1:]}." if told else ""
