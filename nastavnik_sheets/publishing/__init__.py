"""The school's page about mentoring and texts to paste: only who has agreed is named, the rest are counted.

Plain functions of a book and a day. Leaves who may be named to `facts.withdrawal`, files and the register of
publications to `commands.publishing`.
"""

from nastavnik_sheets.publishing.content import Content, content
from nastavnik_sheets.publishing.page import page
from nastavnik_sheets.publishing.texts import for_partners, fragment, plain_text

__all__ = ["Content", "content", "for_partners", "fragment", "page", "plain_text"]
