"""The page for the school's site: one file, no scripts, nothing loaded from anywhere, good on a phone and on paper.

Accessible: landmarks, one h1, headings in order, a skip link, tables with captions and scopes, contrast of WCAG AA.
Every text is escaped; a strict content policy stands in the page itself. Leaves the words of parts to `parts`.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from nastavnik_sheets.publishing.parts import TITLE, about, parts

if TYPE_CHECKING:
    from nastavnik_sheets.publishing.content import Content
    from nastavnik_sheets.publishing.parts import Part


def page(content: Content) -> str:
    """Return the whole page as text; the same content gives the same page."""
    shown = parts(content)
    head = _head(content)
    links = "".join(f'<li><a href="#{part.anchor}">{escape(part.title)}</a></li>' for part in shown)
    body = "\n".join(_section(part) for part in shown)
    return f"""<!DOCTYPE html>
<html lang="ru">
<head>
{head}
</head>
<body>
<a class="skip" href="#main">К содержанию</a>
<header class="top"><div class="wide">
<p class="school">{escape(content.school)}</p>
<h1>{escape(TITLE)}</h1>
<p class="lead">{escape(about(content))}</p>
{_totals(content)}
</div></header>
<nav class="wide" aria-label="Разделы страницы"><ul>{links}</ul></nav>
<main id="main" class="wide" tabindex="-1">
{body}
</main>
<footer><div class="wide">
<p>Страница составлена {content.day:%d.%m.%Y}. Названы только те, кто дал согласие на распространение персональных
данных (статья 10.1 Федерального закона № 152-ФЗ); остальные посчитаны. Группы меньше {content.settings.small_group}
человек не показаны.</p>
</div></footer>
</body>
</html>
"""


def _head(content: Content) -> str:
    style = stylesheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"""<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="description" content="{escape(f"{TITLE}. {about(content)}")}">
<title>{escape(f"{TITLE} — {content.school}")}</title>
<link rel="icon" href="data:,">
<style>{style}</style>"""


@cache
def stylesheet() -> str:
    """Return the style of the page, as it stands in the page and in its policy."""
    return (files("nastavnik_sheets.publishing") / "page.css").read_text(encoding="utf-8")


def _totals(content: Content) -> str:
    cells = "".join(f"<div><dt>{escape(title)}</dt><dd>{number}</dd></div>" for title, number in content.totals)
    return f'<dl class="totals">{cells}</dl>' if cells else ""


def _section(part: Part) -> str:
    return f"""<section aria-labelledby="{part.anchor}">
<h2 id="{part.anchor}" tabindex="-1">{escape(part.title)}</h2>
{part.html}
</section>"""
