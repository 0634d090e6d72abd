"""Russian wording: cases of names and posts, gender, doubts, dates in words, fine typography.

Plain functions of text. Importing it loads neither pytrovich nor pymorphy3: they are loaded at the
first name or post that needs them. What a person overrides on a sheet always wins over what is
computed here; `doubts` and `post_doubts` say when a person should look.
"""

from nastavnik_sheets.wording.cases import Case, decline
from nastavnik_sheets.wording.doubt import doubts
from nastavnik_sheets.wording.gender import Gender, gender_of
from nastavnik_sheets.wording.names import normalise_name, short_name
from nastavnik_sheets.wording.posts import decline_post, post_doubts
from nastavnik_sheets.wording.typography import date_words, plural, typography

__all__ = [
    "Case",
    "Gender",
    "date_words",
    "decline",
    "decline_post",
    "doubts",
    "gender_of",
    "normalise_name",
    "plural",
    "post_doubts",
    "short_name",
    "typography",
]
