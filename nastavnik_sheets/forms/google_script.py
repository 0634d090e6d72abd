"""The script that builds Google Forms: the text of `google_forms.gs` with the questionnaires in it as data.

What is asked is JSON inside the script, so that no text of a question can become code. The code of a question stands
in the help text of its item, in square brackets; forms are known again by these codes.
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.scales import MARK, OFTEN, ONE, PARTICIPANT, POINTS, SEVERAL, YES
from nastavnik_sheets.settings import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.asking import AskedLine, Questionnaire

FILE = "Google Формы.gs"
CODE_TITLE, CODE_ITEM, ABOUT_ITEM = "Код участника", "КОД", "О-ДАННЫХ"
CODE_PATTERN = r"^\s*[УуYy][\s._-]*[0-9]{3,6}[\s._-]*[0-9]\s*$"
ABOUT_TITLE = "Прежде чем отвечать"
ABOUT = (
    "Участие добровольное: вопрос можно пропустить. Отметки за ответы не ставят. Имя, телефон, адрес и почту здесь не"
    " пишите — ни свои, ни чужие. Согласие на обработку персональных данных даётся отдельно, на бумаге; эта анкета его"
    " не заменяет."
)
CODE_HELP = "Он в вашей памятке участника, например У-014-9."
CODE_ERROR = "Впишите код из памятки, например У-014-9."
PERSON_HELP = "Код из списка, который раздал куратор, например У-014-9."
THANKS = "Спасибо! Ваш ответ записан."
_KINDS = {MARK: "scale", POINTS: "scale", YES: "one", OFTEN: "one", ONE: "one", SEVERAL: "several",
          PARTICIPANT: "person"}  # fmt: skip
_BOUNDS = {MARK: (1, 10), POINTS: (0, 2)}
LONGEST_TAB = 90


def script(questionnaires: Sequence[Questionnaire], *, sheet: str = "") -> str:
    """Return the whole script; `sheet` is the id of the Sheet that gathers the answers, if there is one already."""
    spec = {
        "sheet": sheet,
        "sheetTitle": "Ответы на анкеты наставничества",
        "setting": title_of("answers_sheet"),
        "codeTitle": CODE_TITLE,
        "codeError": CODE_ERROR,
        "aboutTitle": ABOUT_TITLE,
        "thanks": THANKS,
        "forms": [_form(one) for one in questionnaires],
    }
    text = resources.files("nastavnik_sheets.forms").joinpath("google_forms.gs").read_text(encoding="utf-8")
    return text.replace("/*SPEC*/{}", as_data(spec))


def as_data(value: object) -> str:
    """Return JSON that is safe inside a script, whatever its texts hold."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return re.sub("[<>&\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]", lambda odd: f"\\u{ord(odd[0]):04x}", text)


def tab_title(title: str) -> str:
    """Return how the sheet with the answers of a questionnaire is called."""
    return " ".join(re.sub(r"[\[\]*?:/\\']", " ", title).split())[:LONGEST_TAB].strip()


def _form(one: Questionnaire) -> dict[str, Any]:
    form: dict[str, Any] = {
        "title": one.title,
        "tab": tab_title(one.title),
        "description": f"Отвечает {one.role}." if one.role else "",
        "items": [_about(), _code(), *(_item(line) for line in one.lines)],
    }
    form["print"] = hashlib.sha256(json.dumps([form, THANKS], ensure_ascii=True).encode()).hexdigest()[:16]
    return form


def _about() -> dict[str, Any]:
    return {"code": ABOUT_ITEM, "kind": "about", "title": ABOUT_TITLE, "help": ABOUT}


def _code() -> dict[str, Any]:
    return {"code": CODE_ITEM, "kind": "code", "title": CODE_TITLE, "help": CODE_HELP, "required": True,
            "pattern": CODE_PATTERN}  # fmt: skip


def _item(line: AskedLine) -> dict[str, Any]:
    kind = _KINDS.get(line.scale, "text")
    help_text = f"{PERSON_HELP} [{line.code}]" if kind == "person" else f"[{line.code}]"
    item = {"code": line.code, "own": True, "kind": kind, "title": line.title, "help": help_text, "required": False}
    if kind == "scale":
        low, high = _BOUNDS[line.scale]
        item |= {"low": low, "high": high, "lowLabel": "самый низкий балл", "highLabel": "самый высокий"}
    elif kind == "person":
        item["pattern"] = CODE_PATTERN
    elif line.options:
        item["options"] = list(line.options)
    return item
