"""Headers of questionnaires and lists: which words of a header mean which column of the workbook.

The words stand here once, as patterns of the plain header («С какой темой Вам нужна помощь?» → «с какой темой вам
нужна помощь»). Leaves to `binding` what a person decided on «Столбцы анкет» and the texts of «Вопросы».
"""

from __future__ import annotations

import re
from functools import cache

from nastavnik_sheets.cells import as_text
from nastavnik_sheets.workbook import sheet_named

MENTEES, MENTORS, MEETINGS, PREFERENCES, ANSWERS = "mentees", "mentors", "meetings", "preferences", "answers"
PEOPLE = "people"
"""Both bases: every row says itself whether it is about a mentee or a mentor."""

WHO = "who"
"""What any row may say of the person it is about, and when: attributes of `rows.Row`, not of a sheet."""

_WHOSE = "( ребенка| участника| ученика| обучающегося| учащегося| педагога| студента| респондента| анкетируемого)?"
_PARENT = r"(родителя|родителей|законного представителя|представителя|мамы|папы|мамы или папы)( .*)?"
_YOU = "( вам| тебе)?"

_WORDS: dict[str, dict[str, str]] = {
    WHO: {
        "moment": "отметка времени|timestamp|(время|дата) создания|(время|дата) отправки( ответа)?"
        "|дата и время( заполнения| ответа| отправки)?|(дата|время) (заполнения|ответа|анкетирования|завершения)"
        "|дата заполнения анкеты|completion time|submitted( at)?|created( at)?",
        "code": "(мой )?код( участника| участника программы| из памятки)?",
        "full_name": f"(фио|полное имя){_WHOSE}( полностью)?|фамилия имя( и)? отчество{_WHOSE}( полностью)?"
        f"|(фамилия и имя|имя и фамилия|фамилия имя|имя фамилия){_WHOSE}",
        "surname": f"фамилия{_WHOSE}",
        "first_name": f"имя{_WHOSE}",
        "patronymic": f"отчество{_WHOSE}( при наличии)?",
        "birth_date": f"(полная )?дата рождения{_WHOSE}|день рождения|число месяц( и)? год рождения|birth date"
        "|date of birth|когда вы родились",
        "school_class": f"класс{_WHOSE}( группа| или группа| и буква| обучения)?|(учебная )?группа"
        "|в каком классе (вы |ты )?(учитесь|учишься|обучаетесь)",
        "phone": f"(контактный |мобильный |сотовый )?(номер )?телефона?( для связи)?{_WHOSE}|контакты"
        "|контактные данные( для связи)?|контактный номер",
        "email": "адрес (электронной )?почты|(электронная |эл )?почта|e ?mail( address| адрес)?|имя пользователя"
        "|username",
        "role": "роль( в программе)?( наставничества)?"
        "|(в какой роли|кем) (вы |ты )?(хотите|хотели бы|хочешь|будете|готовы)( .*)?"
        "|кем (вы )?являетесь( в программе)?|я хочу быть|хочу быть|кто вы в программе( наставничества)?",
    },
    MENTEES: {
        "request": "(основной |мой )?запрос( наставляемого| к наставнику)?|в чем (вам |тебе )?(нужна|требуется) помощь"
        f"|какая помощь{_YOU} (нужна|требуется)|с чем{_YOU} (нужна помощь|нужно помочь|помочь)"
        "|опишите (свой )?запрос|чему (вы )?хотите научиться|какую проблему (вы )?хотите решить",
        "topics": f"темы?( запроса)?|(с какой темой|с какими темами|по какой теме|по каким темам){_YOU} нужна помощь"
        f"|в (какой теме|каких темах|каком направлении|каких направлениях){_YOU} нужна помощь|направления?( запроса)?"
        f"|по каким предметам{_YOU} нужна помощь|темы в которых нужна помощь",
        "wanted_form": "(желаемая )?форма( наставничества)?|какая форма наставничества( .*)?",
        "wanted_role": "(желаемая )?ролевая модель",
    },
    MENTORS: {
        "competences": "(основные )?компетенции( наставника)?|(в чем|с чем|чем) (вы )?(можете|готовы|могли бы)"
        "( быть полезны| помочь| поделиться)|чему (вы )?(можете|готовы|могли бы) научить|сильные стороны",
        "topics": "темы( помощи)?|(с какой темой|с какими темами|по каким темам|по каким предметам)"
        " (вы )?(можете|готовы|могли бы) помочь|в каких (темах|направлениях) (вы )?(можете|готовы|могли бы) помочь",
        "organisation": "место (работы|учебы)( или (работы|учебы)| (работы|учебы))?|где (вы )?(работаете|учитесь)"
        "|организация|место работы учебы",
        "achievements": "(важные )?достижения( наставника)?",
        "interests": "интересы( наставника)?|хобби|увлечения( и интересы)?|интересы и увлечения|чем (вы )?увлекаетесь",
        "forms": "формы?( наставничества)?|в (какой форме|каких формах) наставничества( .*)?",
        "roles": "ролев(ая модель|ые модели)",
        "ages": "(желаемый )?возраст наставляем(ых|ого)|с каким возрастом (вы )?(готовы|хотели бы) работать",
        "hours": "часов в месяц|сколько часов в месяц( .*)?|ресурс времени( .*)?",
        "capacity": "количество наставляемых|сколько (человек|наставляемых)( .*)?|скольких( .*)? наставляемых( .*)?",
    },
    PEOPLE: {
        "kind": "кто (вы|это)|(ваш )?статус|(категория|тип) участника|вы",
        "gender": f"пол{_WHOSE}",
        "post": "должность|кем (вы )?работаете",
        "experience": "(педагогический |общий |трудовой )?стаж( работы| педагогической работы)?( в годах| лет)?",
        "guardian": f"(фио|имя|фамилия имя отчество) (одного из )?{_PARENT}|(законный )?представитель( ребенка)?"
        "|родитель( законный представитель)?",
        "guardian_phone": f"(контактный )?(номер )?телефона? (одного из )?{_PARENT}"
        f"|(контакты?|контактные данные) (одного из )?{_PARENT}",
        "times": "(удобное|свободное|подходящее) время( для встреч| встреч| для занятий)?"
        "|когда (вам |тебе )?удобно( встречаться| заниматься)?|удобные дни( и время)?( для встреч)?",
        "programme_seen": "(вы )?(ознакомлен[аы]?|знаком[аы]?|познакомились|ознакомились)( ли)?( вы)?"
        " с (программой|программами|положением)( .*)?",
        "note": "примечани[ея]|комментари[ий]",
    },
    MEETINGS: {
        "pair": "(код )?пары?",
        "mentor": "(фио |имя |код )?наставника?|фио наставника полностью|кто наставник",
        "mentee": "(фио |имя |код )?наставляем(ого|ый|ых|ые)|с кем (вы )?(встречались|проводили встречу|была встреча)"
        "|кто наставляемый",
        "held": "дата( проведения)?( встречи)?|когда (состоялась|прошла|была) встреча|когда (вы )?встречались",
        "kind": "(вид|тип) встречи|какая( это| по счету)?( была)? встреча",
        "state": "(встреча )?состоялась( ли)?( встреча)?|состояние( встречи)?|проведена",
        "venue": "формат( встречи| проведения)?|очно или онлайн|как прошла встреча",
        "minutes": "минут|(длительность|продолжительность)( встречи)?( в)?( минут| минутах| мин)?"
        "|сколько( минут)? (длилась|шла) встреча|сколько минут",
        "topic": "тема( встречи)?|о чем (вы )?говорили",
        "done": "что( было)? сделано( на встрече)?|что (вы )?(делали|сделали|успели)|содержание( встречи)?"
        "|(итоги?|результаты?)( встречи)?",
        "agreements": "договоренности|о чем (вы )?договорились|(домашнее )?задание( до следующей встречи)?",
        "next_date": "(дата )?следующ(ая|ей) встреч[аи]|когда следующая встреча",
    },
    PREFERENCES: {
        "stated": "дата( встречи| групповой встречи)?",
        "first": "(1 й|1|1 ый|первый) (выбор|кандидат)"
        "|с кем( из (наставников|наставляемых))? (вы )?хотели бы работать( .*)?"
        "|кто (может|мог бы) помочь вам( .*)?|кому (вы )?(сможете|можете) помочь( .*)?",
        "second": "(2 й|2|2 ой|второй) (выбор|кандидат)",
        "third": "(3 й|3|3 ий|третий) (выбор|кандидат)",
        "not_with": "(с кем )?(вы )?не (готов[аы]?|хотел[аи]? бы|хотите|хочу) работать( с( кем)?)?",
        "comment": "комментари[ий]",
    },
}

_ON_PAPER = "отметка в анкете его не заменяет, впишите подписанное на лист «Согласия»"
_NEVER: tuple[tuple[str, str], ...] = (
    (
        r".*(персональн|обработк|распространени|\bпдн\b|публикаци[юи] (фото|данных)).*",
        f"согласие — отдельный документ на бумаге (с 01.09.2025, ст. 9 152-ФЗ); {_ON_PAPER}",
    ),
    (
        r"(?!.*добровольн).*(соглас(ие|ны|ен|на)\b).*",
        f"согласие — отдельный документ на бумаге; {_ON_PAPER}",
    ),
    (r".*(паспорт|снилс|свидетельств[оа] о рождении|\bинн\b).*", "реквизиты документов в книгу не вносят"),
    (
        r"(чувствительная )?категория( наставляемого)?|.*(\bовз\b|инвалидн|диагноз|ограниченн\w+ возможност).*",
        "чувствительное: впишите сами на лист «Категории»",
    ),
    (r"№|n|no|n п п|№ п п|п п|id( ответа)?|номер( ответа)?|answer id|код ответа", "служебный столбец"),
    (r"время начала|start time|язык|ip( адрес)?|баллы|score", "служебный столбец"),
)

VOLUNTARY = re.compile(r".*добровольн.*")
_POLITE = re.compile(
    r"\b(пожалуйста|укажите|введите|напишите|впишите|выберите|отметьте|назовите"
    r"|ваш[аеиу]?|вашего|вашей|ваших|свое|свою|свой|свои|своего|твой|твоя|твое|твои)\b"
)
_NUMBERING = re.compile(r"^\s*(?:вопрос\s*)?\d{1,3}\s*[.)]\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")


def plain(header: str) -> str:
    """Return a header for comparison: small letters, ё as е, no punctuation, numbering and polite words."""
    text = _NUMBERING.sub("", as_text(header)).lower().replace("ё", "е")
    text = " ".join(re.sub(r"[^\w№]+", " ", text.replace("_", " ")).split())
    short = " ".join(_POLITE.sub(" ", text).split())
    return short or text


def places_of(header: str) -> dict[str, str]:
    """Return where the words of a header lead: the group of columns (a sheet, `WHO`, `PEOPLE`) → the attribute."""
    found: dict[str, str] = {}
    for text in dict.fromkeys((plain(header), plain(_BRACKETS.sub(" ", header)))):
        for group, words in _compiled().items():
            if group not in found:
                name = next((name for name, pattern in words if pattern.fullmatch(text)), None)
                if name:
                    found[group] = name
    return found


def never_taken(header: str) -> str | None:
    """Return why a column is never carried over (a consent, a passport, a running number), None if it may be."""
    text = plain(header)
    if VOLUNTARY.fullmatch(text) and not re.search("персональн|обработк|распростран", text):
        return None
    return next((why for pattern, why in _NEVER if text and re.fullmatch(pattern, text)), None)


def is_known(header: object) -> bool:
    """Whether the words of a header are known at all: how the row of headers is found."""
    return isinstance(header, str) and 0 < len(header) < 300 and bool(places_of(header) or never_taken(header))


@cache
def _compiled() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    patterns = {
        group: [*_titles(group), *((name, re.compile(words)) for name, words in table.items())]
        for group, table in _WORDS.items()
    }
    patterns[PEOPLE].append(("voluntary", VOLUNTARY))
    return patterns


def _titles(group: str) -> list[tuple[str, re.Pattern[str]]]:
    if group in {WHO, PEOPLE}:
        return []
    columns = [c for c in sheet_named(group).columns if not c.generated and c.name not in IDENTITY]
    return [(c.name, re.compile(re.escape(plain(title)))) for c in columns for title in (c.title, *c.aliases)]


IDENTITY = frozenset({"code", "full_name", "birth_date", "school_class", "phone", "email", "person"})
"""Columns of the bases that also tell who a person is: they are bound under `WHO`."""
