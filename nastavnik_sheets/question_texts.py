"""What the questionnaires ask, by moment and by who answers; laid out into rows by `questionnaires`.

`topic` joins an exit question with its entry twin of the same questionnaire set.
"""

from __future__ import annotations

from typing import NamedTuple

from nastavnik_sheets.lists import RS, RU, SU, TU
from nastavnik_sheets.scales import MARK, OFTEN, PARTICIPANT, TEXT, YES
from nastavnik_sheets.terms import MENTEE_ROLE as MENTEE
from nastavnik_sheets.terms import MENTOR_ROLE as MENTOR

CONTENT, EFFECT, STRONG, WEAK = "удовлетворённость", "влияние", "сильные стороны", "слабые стороны"
SIGNAL, HOPE = "сигнал куратору", "ожидания"
ENTRY, EXIT = "вход", "выход"
BEFORE = "before"
"""The topic of what the programme cannot change: whether somebody took part earlier."""
SURE, KNOWN, LITTLE, OURS = "[М+]", "[М]", "[М−]", "[В]"


class Asked(NamedTuple):
    """One question; `mark` says how sure its make-up is."""

    topic: str
    text: str
    scale: str = MARK
    purpose: str = ""
    sensitive: bool = False
    mark: str = SURE


def _marked(mark: str, *asked: Asked) -> tuple[Asked, ...]:
    return tuple(question._replace(mark=mark) for question in asked)


_MET = (
    Asked(BEFORE, "Участвовали ли Вы в программах наставничества раньше?", YES),
    Asked("where", "Если участвовали, то где и в какой роли?", TEXT),
)
_GLAD = Asked("glad", "Рады ли Вы, что участвуете в программе?", YES)
_WAS_GLAD = Asked("glad", "Рады ли Вы, что участвовали в программе?", YES, EFFECT)
_HOPES = Asked("hopes", "Чего Вы ждёте от программы?", TEXT, HOPE)
_HOPED = Asked("hopes", "Чего Вы ждали от программы?", TEXT, HOPE)
_DEAR = Asked("dear", "Что в программе для Вас особенно ценно?", TEXT, HOPE)
_WAS_DEAR = Asked("dear", "Что в программе оказалось для Вас особенно ценным?", TEXT, STRONG)
_LACKED = Asked("lacked", "Чего Вам не хватило и что стоит изменить?", TEXT, WEAK)
_CONTENT = Asked("content", "Насколько Вы довольны совместной работой?", MARK, CONTENT)
_CAME_TRUE = Asked("true", "Насколько оправдались Ваши ожидания?")

_PEER_MENTEE_ENTRY = (
    *_MET,
    Asked("effect", "Насколько действенной Вы представляете себе программу наставничества?"),
    Asked("comfort", "Насколько комфортно, как Вы думаете, Вам будет в программе?"),
    Asked("meetings", "Какого качества Вы ждёте от знакомства с программой и других общих мероприятий?"),
    Asked("use", "Насколько полезным для Вас будет участие в проекте?"),
    Asked("groups", "Насколько пригодятся Вам мероприятия, которые развивают навыки и умения?"),
    Asked("support", "Насколько сильной поддержки Вы ждёте от наставника?"),
    Asked("safety", "Насколько Вам важно чувствовать себя в безопасности рядом с наставником?", sensitive=True),
    Asked("clear", "Насколько Вам важно обсудить и записать, чего ждёт от Вас наставник?"),
    _HOPES,
    _DEAR,
    _GLAD,
)

_PEER_MENTOR_ENTRY = _marked(
    KNOWN,
    *_MET,
    Asked("effect", "Насколько действенной Вы представляете себе программу наставничества?"),
    Asked("comfort", "Насколько комфортно, как Вы думаете, Вам будет работать в программе?"),
    Asked("organise", "Насколько хорошо Вы сможете проводить мероприятия для наставляемого?"),
    Asked("plan", "Насколько точно Вы рассчитываете следовать программе наставничества?"),
    Asked("school", "Насколько Вам важно и понятно, как обучают наставников?"),
    Asked("training", "Насколько полезным Вам будет обучение наставников?"),
    Asked("involved", "Насколько включённым в работу Вы ожидаете увидеть наставляемого?"),
    Asked("content", "Насколько довольны совместной работой Вы ожидаете быть?"),
    _HOPES,
    _DEAR,
    _GLAD,
)

_PEER_MENTEE_EXIT = (
    *_MET,
    Asked("comfort", "Насколько комфортно Вам было общаться с наставником?"),
    Asked("use", "Насколько полезными и интересными были личные встречи с наставником?"),
    Asked("groups", "Насколько полезными и интересными были групповые встречи?"),
    Asked("support", "Насколько Вы чувствовали поддержку наставника?"),
    Asked("help", "Насколько полезной была помощь наставника?"),
    Asked("plan", "Насколько понятен был план работы с наставником?"),
    Asked("safety", "Насколько безопасно Вы чувствовали себя рядом с наставником?", sensitive=True),
    Asked("clear", "Насколько понятно было, чего ждёт от Вас наставник?"),
    _CONTENT,
    Asked("result", "Насколько Вы довольны результатом?"),
    Asked("effect", "Насколько программа оправдала Ваши ожидания?"),
    _HOPED,
    _WAS_DEAR,
    _LACKED,
    Asked("glad", "Понравилось ли Вам участвовать в программе?", YES, EFFECT),
    Asked("more", "Хотели бы Вы продолжить работу в программе?", YES, EFFECT),
    Asked("become", "Хотите ли Вы сами стать наставником?", YES, EFFECT),
    Asked("events", "Захотелось ли Вам чаще бывать на культурных и спортивных мероприятиях?", YES, EFFECT),
    Asked("news", "Стали ли Вы узнавать новое сами: книга, статья, новый ресурс?", YES, EFFECT),
    Asked("beyond", "Захотелось ли Вам изучать что-то сверх школьной программы?", YES, EFFECT),
    Asked("future", "Лучше ли Вы стали представлять свою будущую профессию?", YES, EFFECT),
    Asked("project", "Захотелось ли Вам создать собственный проект?", YES, EFFECT),
    Asked("marks", "Стали ли Вы успешнее учиться?", YES, EFFECT),
)

_PEER_MENTOR_EXIT = _marked(
    KNOWN,
    Asked("comfort", "Насколько комфортно Вам было общаться с наставляемым?"),
    Asked("use", "Насколько полезными и интересными были личные встречи?"),
    Asked("organise", "Насколько полезными и интересными были групповые встречи и мероприятия?"),
    Asked("planned", "Насколько удалось спланировать работу?"),
    Asked("plan", "Насколько удалось выполнить намеченный план?"),
    Asked("involved", "Насколько включённым в работу был наставляемый?"),
    _CONTENT,
    Asked("result", "Насколько Вы довольны результатом?"),
    Asked("effect", "Насколько программа оправдала Ваши ожидания?"),
    _WAS_DEAR,
    _LACKED,
    Asked("training", "Хватило ли Вам обучения и было ли оно понятным?", YES),
    Asked("glad", "Понравилось ли Вам быть наставником?", YES, EFFECT),
    Asked("more", "Хотели бы Вы продолжить работу в программе?", YES, EFFECT),
)

_ORGANISATION = "знакомства с коллективом, рабочим местом, обязанностями и требованиями"

_TEACHER_MENTEE_ENTRY = (
    *_MET,
    Asked("effect", "Насколько действенной Вы представляете себе программу наставничества?"),
    Asked("comfort", "Насколько комфортно, как Вы думаете, Вам будет в программе?"),
    Asked("meetings", f"Какого качества Вы ждёте от {_ORGANISATION}?"),
    Asked("use", "Насколько полезной Вам будет программа профессиональной и должностной адаптации?"),
    Asked("skills", "Насколько пригодятся Вам открытые уроки, семинары, вебинары и конкурсы?"),
    Asked("theory", "Насколько хорошо, как Вы ожидаете, Вам передадут нужную теорию?"),
    Asked("practice", "Насколько хорошо, как Вы ожидаете, Вам передадут практические навыки?"),
    Asked("adaptation", "Какого качества Вы ждёте от программы профессиональной адаптации?"),
    Asked("support", "Насколько Вам важно чувствовать поддержку наставника?"),
    Asked("content", "Насколько Вам важно остаться довольным совместной работой?"),
    Asked("hopes", "Чего Вы ждёте от программы и от своей роли в ней?", TEXT, HOPE),
    _DEAR,
    Asked("often", "Как часто, по Вашим ожиданиям, будут мероприятия по развитию навыков?", OFTEN, HOPE),
    _GLAD,
)

_TEACHER_MENTOR_ENTRY = (
    *_MET,
    Asked("effect", "Насколько действенной Вы представляете себе программу наставничества?"),
    Asked("comfort", "Насколько комфортно, как Вы думаете, Вам будет работать в программе?"),
    Asked("organise", "Насколько хорошо Вы сможете провести знакомство с коллективом и рабочим местом?"),
    Asked("use", "Насколько действенной будет программа профессиональной и должностной адаптации?"),
    Asked("theory", "Насколько хорошо с Вашей помощью наставляемый овладеет теорией?"),
    Asked("practice", "Насколько хорошо с Вашей помощью наставляемый овладеет практическими навыками?"),
    Asked("adaptation", "Какого качества программу адаптации Вы рассчитываете разработать?"),
    Asked("involved", "Насколько включённым в работу Вы ожидаете увидеть наставляемого?"),
    Asked("content", "Насколько довольны совместной работой Вы ожидаете быть?"),
    Asked("hopes", "Чего Вы ждёте от программы и от своей роли в ней?", TEXT, HOPE),
    _DEAR,
    Asked("often", "Как часто Вы собираетесь проводить мероприятия по развитию навыков?", OFTEN, HOPE),
    _GLAD,
)

_TEACHER_EFFECTS = (
    Asked("stay", "Видите ли Вы своё развитие в нашей школе в ближайшие пять лет?", YES, EFFECT),
    Asked("culture", "Захотелось ли Вам активнее участвовать в культурной жизни школы?", YES, EFFECT),
)
_OWN_WORK = Asked("own", "Появилось ли желание писать свои статьи, исследования, разработки?", YES, EFFECT)

_TEACHER_MENTEE_EXIT = (
    *_MET,
    Asked("effect", "Насколько действенной оказалась программа наставничества?"),
    Asked("comfort", "Насколько комфортно Вам было в программе?"),
    Asked("meetings", f"Какого качества были мероприятия для {_ORGANISATION}?"),
    Asked("use", "Насколько полезной оказалась программа профессиональной и должностной адаптации?"),
    Asked("skills", "Насколько пригодились Вам открытые уроки, семинары, вебинары и конкурсы?"),
    Asked("theory", "Насколько хорошо Вам передали нужную теорию?"),
    Asked("practice", "Насколько хорошо Вам передали практические навыки?"),
    Asked("adaptation", "Какого качества была программа профессиональной адаптации?"),
    Asked("support", "Насколько Вы чувствовали поддержку наставника?"),
    _CONTENT,
    _CAME_TRUE,
    Asked("hopes", "Чего Вы ждали от программы и какой увидели свою роль?", TEXT, HOPE),
    _WAS_DEAR,
    _LACKED,
    Asked("often", "Как часто проводились мероприятия по развитию навыков?", OFTEN),
    *_TEACHER_EFFECTS,
    Asked("sure", "Стали ли Вы увереннее в своих силах?", YES, EFFECT, sensitive=True),
    Asked("peace", "Стало ли меньше конфликтов с коллегами и родителями?", YES, EFFECT, sensitive=True),
    _OWN_WORK,
    _WAS_GLAD,
)

_TEACHER_MENTOR_EXIT = (
    *_MET,
    Asked("effect", "Насколько действенной оказалась программа наставничества?"),
    Asked("comfort", "Насколько комфортно Вам было работать в программе?"),
    Asked("organise", "Насколько хорошо удалось провести знакомство с коллективом и рабочим местом?"),
    Asked("use", "Насколько действенной оказалась программа профессиональной и должностной адаптации?"),
    Asked("theory", "Насколько хорошо наставляемый овладел теорией?"),
    Asked("practice", "Насколько хорошо наставляемый овладел практическими навыками?"),
    Asked("adaptation", "Какого качества получилась программа адаптации?"),
    Asked("involved", "Насколько включённым в работу был наставляемый?"),
    _CONTENT,
    _CAME_TRUE,
    Asked("hopes", "Чего Вы ждали от программы и какой увидели свою роль?", TEXT, HOPE),
    _WAS_DEAR,
    _LACKED,
    Asked("often", "Как часто проводились мероприятия по развитию навыков?", OFTEN),
    *_TEACHER_EFFECTS,
    Asked("classes", "Выросла ли успеваемость и улучшилось ли поведение в подшефных классах?", YES, EFFECT),
    Asked("peace", "Стало ли меньше конфликтов с коллегами и родителями?", YES, EFFECT, sensitive=True),
    _OWN_WORK,
    _WAS_GLAD,
)

PEERS = {
    (ENTRY, MENTEE): _PEER_MENTEE_ENTRY,
    (ENTRY, MENTOR): _PEER_MENTOR_ENTRY,
    (EXIT, MENTEE): _PEER_MENTEE_EXIT,
    (EXIT, MENTOR): _PEER_MENTOR_EXIT,
}
TEACHERS = {
    (ENTRY, MENTEE): _TEACHER_MENTEE_ENTRY,
    (ENTRY, MENTOR): _TEACHER_MENTOR_ENTRY,
    (EXIT, MENTEE): _TEACHER_MENTEE_EXIT,
    (EXIT, MENTOR): _TEACHER_MENTOR_EXIT,
}

COMMON = {
    (ENTRY, MENTEE): _marked(
        LITTLE,
        *_MET,
        Asked("effect", "Насколько действенной Вы представляете себе программу наставничества?"),
        Asked("comfort", "Насколько комфортно, как Вы думаете, Вам будет в программе?"),
        Asked("meetings", "Какого качества Вы ждёте от встреч и мероприятий программы?"),
        Asked("use", "Насколько полезным для Вас будет участие в программе?"),
        Asked("support", "Насколько сильной поддержки Вы ждёте от наставника?"),
        Asked("safety", "Насколько Вам важно чувствовать себя в безопасности рядом с наставником?", sensitive=True),
        _HOPES,
        _DEAR,
        _GLAD,
    ),
    (ENTRY, MENTOR): _marked(
        LITTLE,
        *_MET,
        Asked("effect", "Насколько действенной Вы представляете себе программу наставничества?"),
        Asked("comfort", "Насколько комфортно, как Вы думаете, Вам будет работать в программе?"),
        Asked("organise", "Насколько хорошо Вы сможете проводить встречи и мероприятия?"),
        Asked("involved", "Насколько включённым в работу Вы ожидаете увидеть наставляемого?"),
        Asked("content", "Насколько довольны совместной работой Вы ожидаете быть?"),
        _HOPES,
        _DEAR,
        _GLAD,
    ),
    (EXIT, MENTEE): _marked(
        LITTLE,
        Asked("effect", "Насколько действенной оказалась программа наставничества?"),
        Asked("comfort", "Насколько комфортно Вам было в программе?"),
        Asked("meetings", "Какого качества были встречи и мероприятия программы?"),
        Asked("use", "Насколько полезным для Вас было участие в программе?"),
        Asked("support", "Насколько Вы чувствовали поддержку наставника?"),
        Asked("safety", "Насколько безопасно Вы чувствовали себя рядом с наставником?", sensitive=True),
        _CONTENT,
        _CAME_TRUE,
        _HOPED,
        _WAS_DEAR,
        _LACKED,
        _WAS_GLAD,
        Asked("more", "Хотели бы Вы продолжить работу в программе?", YES, EFFECT),
    ),
    (EXIT, MENTOR): _marked(
        LITTLE,
        Asked("effect", "Насколько действенной оказалась программа наставничества?"),
        Asked("comfort", "Насколько комфортно Вам было работать в программе?"),
        Asked("organise", "Насколько хорошо удалось провести встречи и мероприятия?"),
        Asked("involved", "Насколько включённым в работу был наставляемый?"),
        _CONTENT,
        _CAME_TRUE,
        _WAS_DEAR,
        _LACKED,
        _WAS_GLAD,
        Asked("more", "Хотели бы Вы продолжить работу в программе?", YES, EFFECT),
    ),
}
"""The base of the forms whose own questionnaires are little known."""

_FUTURE = Asked("future", "Лучше ли Вы стали представлять свою будущую профессию?", YES, EFFECT, mark=LITTLE)
_NEW_JOB = Asked("job", "Заинтересовала ли Вас новая профессия?", YES, EFFECT, mark=LITTLE)
_REGION = Asked("region", "Думаете ли Вы работать на предприятии нашего региона?", YES, EFFECT, mark=LITTLE)
_COLLEAGUE = Asked(
    "colleague", "Видите ли Вы в наставляемом будущего подготовленного коллегу?", YES, EFFECT, mark=LITTLE
)
_INTERN = Asked("intern", "Готовы ли Вы пригласить наставляемого на стажировку?", YES, EFFECT, mark=LITTLE)

SPECIFIC: dict[str, dict[tuple[str, str], tuple[Asked, ...]]] = {
    TU: {
        (EXIT, MENTEE): _marked(
            LITTLE,
            Asked("beyond", "Захотелось ли Вам изучать что-то сверх школьной программы?", YES, EFFECT),
            Asked("marks", "Стали ли Вы успешнее учиться?", YES, EFFECT),
        ),
        (EXIT, MENTOR): _marked(
            LITTLE, Asked("progress", "Заметны ли у наставляемого успехи в учёбе или поведении?", YES, EFFECT)
        ),
    },
    SU: {
        (EXIT, MENTEE): (
            _FUTURE,
            Asked("enter", "Хотите ли Вы поступать туда, о чём рассказал наставник?", YES, EFFECT, mark=LITTLE),
            Asked("become", "Хотите ли Вы сами стать наставником?", YES, EFFECT, mark=LITTLE),
        ),
        (EXIT, MENTOR): (Asked("project", "Появился ли у вас совместный проект?", YES, EFFECT, mark=LITTLE),),
    },
    RU: {(EXIT, MENTEE): (_FUTURE, _NEW_JOB, _REGION), (EXIT, MENTOR): (_COLLEAGUE, _INTERN)},
    RS: {(EXIT, MENTEE): (_FUTURE, _REGION), (EXIT, MENTOR): (_COLLEAGUE, _INTERN)},
}

_CONTENT_SO_FAR = Asked("content", "Насколько Вы сейчас довольны совместной работой?", MARK, CONTENT, mark=OURS)

_GOES_WELL = (
    Asked("plan", "Выполняется ли ваш план?", YES),
    Asked("obstacle", "Что мешает работе?", TEXT, WEAK),
    Asked("alone", "Справляетесь ли Вы без помощи куратора или психолога?", YES, SIGNAL, sensitive=True),
    Asked("go on", "Хотите ли Вы продолжать работу в этой паре?", YES, SIGNAL, sensitive=True),
)

_INTERIM_MENTEE = _marked(
    LITTLE,
    Asked("comfort", "Насколько Вам комфортно с наставником?", MARK, SIGNAL, sensitive=True),
    Asked("use", "Насколько полезны Вам встречи?", MARK, SIGNAL),
    *_GOES_WELL,
)

_INTERIM_MENTOR = _marked(
    LITTLE,
    Asked("comfort", "Насколько Вам комфортно с наставляемым?", MARK, SIGNAL, sensitive=True),
    Asked("use", "Насколько полезны, по-Вашему, встречи наставляемому?", MARK, SIGNAL),
    *_GOES_WELL,
)

INTERIM = {MENTEE: (*_INTERIM_MENTEE, _CONTENT_SO_FAR), MENTOR: (*_INTERIM_MENTOR, _CONTENT_SO_FAR)}

PRELIMINARY = {
    MENTEE: _marked(
        OURS,
        Asked("wish", "Хотели бы Вы, чтобы у Вас был наставник?", YES),
        Asked("need", "С чем Вам нужна помощь или чему Вы хотите научиться?", TEXT, HOPE),
        Asked("trouble", "Что даётся Вам труднее всего в учёбе или работе?", TEXT, HOPE, sensitive=True),
        Asked("whom", "Каким Вы видите своего наставника?", TEXT, HOPE),
    ),
    MENTOR: _marked(
        OURS,
        Asked("wish", "Хотели бы Вы стать наставником?", YES),
        Asked("choice", "Это Ваш собственный выбор, без чьего-либо настояния?", YES, SIGNAL, sensitive=True),
        Asked("offer", "В чём Вы можете помочь и какой у Вас есть опыт?", TEXT, HOPE),
        Asked("reason", "Что для Вас было бы самой сильной причиной стать наставником?", TEXT, HOPE),
    ),
}

PREFERENCE = {
    MENTEE: _marked(
        SURE,
        Asked("first", "С кем из наставников Вы хотели бы работать в первую очередь?", PARTICIPANT),
        Asked("second", "Кого из наставников Вы выбрали бы вторым?", PARTICIPANT),
        Asked("third", "Кого из наставников Вы выбрали бы третьим?", PARTICIPANT),
        Asked("not with", "С кем из наставников Вы не готовы работать?", PARTICIPANT, sensitive=True),
        Asked("why", "Почему Вы так выбрали: кто поможет Вам достичь желаемых целей?", TEXT),
    ),
    MENTOR: _marked(
        SURE,
        Asked("first", "С кем из наставляемых Вы хотели бы работать в первую очередь?", PARTICIPANT),
        Asked("second", "Кого из наставляемых Вы выбрали бы вторым?", PARTICIPANT),
        Asked("third", "Кого из наставляемых Вы выбрали бы третьим?", PARTICIPANT),
        Asked("not with", "С кем из наставляемых Вы не готовы работать?", PARTICIPANT, sensitive=True),
        Asked("why", "Почему Вы так выбрали: кому и в чём Вы сможете помочь?", TEXT),
    ),
}
"""What people are asked after the group meeting; the answers go to «Предпочтения»."""
