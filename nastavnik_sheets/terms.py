"""The words the code branches on: statuses, states, kinds of consent, prefixes of codes.

Lists that a school may extend are rows of «Списки» (see `lists`); their column «Считать как» leads here.
"""

from nastavnik_sheets.cells import Choice
from nastavnik_sheets.codes import Ref

PERSON, PAIR, PROGRAMME, QUESTION, PARTNER = "У", "ПР", "ПГ", "ВП", "ПТ"
MENTEE_ROLE, MENTOR_ROLE = ROLES = ("наставляемый", "наставник")
PUPIL, STUDENT, TEACHER, PARENT, GRADUATE, EMPLOYER, VETERAN = STATUSES = (
    "ученик",
    "студент",
    "педагог",
    "родитель",
    "выпускник",
    "работодатель",
    "ветеран",
)
EXTERNAL = frozenset({STUDENT, PARENT, GRADUATE, EMPLOYER, VETERAN})
ORGANISATIONAL, TRIAL, PLANNING, REGULAR, FINAL = MEETING_MEANINGS = (
    "организационная",
    "пробная",
    "планирование",
    "регулярная",
    "заключительная",
)
PLANNED, HELD, CANCELLED = MEETING_STATES = ("план", "состоялась", "отменена")
PROPOSED, APPROVED, COMPLETED, STOPPED, DECLINED = PAIR_STATES = (
    "предложена",
    "утверждена",
    "завершена",
    "прекращена",
    "отклонена",
)
ACTIVE_PAIR, CLOSED_PAIR = (PROPOSED, APPROVED), (COMPLETED, STOPPED, DECLINED)
SELF, GUARDIAN = SIGNERS = ("сам", "законный представитель")
PROCESSING, DISSEMINATION, PARTICIPATION, WORKER = (
    "обработка персональных данных",
    "распространение персональных данных",
    "участие в программе",
    "согласие работника (ст. 351.8 ТК)",
)
CONSENT_KINDS = (PROCESSING, DISSEMINATION, PARTICIPATION, WORKER)
NAME, PLACE, PICTURES, ACHIEVEMENTS = PUBLIC_CATEGORIES = (
    "имя",
    "класс или должность",
    "фото и видео",
    "достижения",
)
"""What a consent to dissemination may cover, line by line as on its form (ст. 10.1 № 152-ФЗ)."""
FORGOTTEN = "Данные уничтожены"
"""How the name of a person begins whose data `forget` has destroyed; letters follow that tell such people apart."""
ROADMAP_STATES = ("не начато", "в работе", "выполнено", "отложено")
DUE_DECISIONS = ("сделано", "отложить")
PRELIMINARY, ENTRY, INTERIM, EXIT = MOMENTS = ("предварительный", "вход", "промежуточный", "выход")
DECISIONS = ("принять", "отклонить", "позже")
COMPLAINT = "жалоб"
"""The stem that makes a request a complaint, whatever else a school calls the kind (разд. 8)."""
FORMS, MEETING_KINDS = "Формы наставничества", "Виды встреч"
FORM = Choice(from_list=FORMS)
PEOPLE, ANYBODY = ("mentees", "mentors"), Ref(("mentees", "mentors"), (PERSON,))
PAIR_REF = Ref(("pairs",), (PAIR,))
MEASURES = (
    "встречи по плану",
    "встречи без пауз",
    "отметки о встречах",
    "задания плана",
    "анкеты",
    "Школа наставников",
    "события",
    "итоги и отзывы",
    "практики",
    "наставляемые",
    "завершённые пары",
)
"""What a criterion of an award may count, the last three as numbers, the others as shares; nothing that one person
says of another (п. 6.5). Together shorter than 255 letters, the longest drop-down that Excel takes from a rule."""
