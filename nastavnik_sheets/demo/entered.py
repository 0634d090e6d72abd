"""What the coordinator types before the pairs: the school, decisions on answers, corrections, consents, the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.demo import collected
from nastavnik_sheets.demo.cast import mentee_pupils, veteran
from nastavnik_sheets.facts.ages import is_minor
from nastavnik_sheets.lists import RU, SU, TT, TU, UU
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Arrival, Binding, SettingRow
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.terms import (
    ACHIEVEMENTS,
    DISSEMINATION,
    EXTERNAL,
    NAME,
    PARTICIPATION,
    PLACE,
    PROCESSING,
    TEACHER,
    WORKER,
)
from nastavnik_sheets.workbook import Category, Consent, Mentee, Mentor
from nastavnik_sheets.year_sheets import Curator, Event, IndicatorRow, Partner, Programme, RoadmapAction, Training

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.demo.year import Year
    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.workbook import Person

DIRECTOR, COORDINATOR = "Меджидова Сабина Тагировна", "Омарова Диана Исрафиловна"
PSYCHOLOGIST, CLERK = "Тен Виталий Робертович", "Ким Валерия Олеговна"
SETTINGS: dict[str, object] = {
    "school_full": "Муниципальное бюджетное общеобразовательное учреждение "
    "«Средняя общеобразовательная школа № 2 города Хазарска»",
    "school_short": "МБОУ «СОШ № 2 г. Хазарска»",
    "founder": "Администрация городского округа «город Хазарск»",
    "address": "г. Хазарск, ул. Приморская, д. 14",
    "place": "г. Хазарск",
    "phone": "+7 928 000-00-02",
    "email": "school2@example.org",
    "site": "https://school2.example.org",
    "municipality": "Управление образования г. Хазарска",
    "director": DIRECTOR,
    "coordinator": COORDINATOR,
    "psychologist": PSYCHOLOGIST,
    "clerk": CLERK,
    "pupils_10_19": 168,
    "pupils_15_19": 52,
    "young_teachers": 6,
    "enterprises": 18,
}
CURATORS = (
    (UU, "Исмаилова Эльвира Камильевна", "педагог-организатор"),
    (TT, "Хизриев Султан Омарович", "заместитель директора по научно-методической работе"),
    (TU, "Хизриев Султан Омарович", "заместитель директора по научно-методической работе"),
    (SU, "Исмаилова Эльвира Камильевна", "педагог-организатор"),
    (RU, "Зайцева Ольга Петровна", "советник директора по воспитанию"),
)
PARTNERS = (
    ("АО «Хазарская ГЭС»", "Ковалёв Андрей Геннадьевич", "Гаммацаев Юсуп Ибрагимович", "директор"),
    ("ГБУ «Хазарская городская больница»", "Мусаева Индира Хасбулатовна", "Алиомарова Роза Юсуповна", "главный врач"),
    ("ООО «Каспийские цифровые решения»", "Ли Роман Викторович", "Ли Роман Викторович", "генеральный директор"),
    ("ИП Джабраилова К. Э.", "Джабраилова Карина Эльбрусовна", "Джабраилова Карина Эльбрусовна", "предприниматель"),
)
RESPONSIBLE = (
    "Омарова Д. И., координатор",
    "Исмаилова Э. К., куратор",
    "Хизриев С. О., куратор",
    "Зайцева О. П., куратор",
)
TARGETS = {"П3": 70, "П5": 85, "П6": 85}
CATEGORIES = (
    ("Абдуллаев Саид-Магомед Расулович", "демонстрирует неудовлетворительные образовательные результаты"),
    ("Юсупов Арсен Маратович", "проявил выдающиеся способности"),
    ("Черных Полина Андреевна", "не принимает участия в жизни школы, отстранён от коллектива"),
    ("Яхьяев Далгат Русланович", "имеет проблемы с поведением"),
    ("Раджабова Мадина Шамиловна", "молодой специалист"),
    ("Шапиева Написат Магомедсаидовна", "эмоциональное выгорание, хроническая усталость"),
)
COMMON_COURSE = "Школа наставников: общий курс"
COURSE = ((9, 14, "Кто такой наставник: роль, границы, первая встреча"), (10, 8, "Как составить план развития вместе"),
          (1, 21, "Трудные разговоры: как слушать и поддержать"))  # fmt: skip


def school(plan: Plan, year: Year) -> None:
    """Type the school's particulars, curators, partners, programmes and who answers for what."""
    basis = {"basis": f"от {year.day(8, 20):%d.%m.%Y} № 138"}
    by_title = {fold(title_of(name)): value for name, value in {**SETTINGS, **basis}.items()}
    for row in plan.book[SettingRow]:
        value = by_title.get(fold(row.title or ""))
        if value is not None:
            plan.set(row, "value", value)
    for form, name, post in CURATORS:
        plan.add(Curator(mentoring_form=form, full_name=name, post=post, organisation="МБОУ «СОШ № 2 г. Хазарска»"))
    for number, (title, contact, head, post) in enumerate(PARTNERS, start=1):
        plan.add(Partner(
            code="", title=title, enterprise=True, contact=contact, head=head, head_post=post, address="г. Хазарск",
            contract_number=f"{number}-п", contract_date=year.day(8, 24 + number),
            contribution="наставники, экскурсии, профессиональные пробы",
        ))  # fmt: skip
    for programme in plan.book[Programme]:
        plan.set(programme, "approved", year.day(8, 28))
        plan.set(programme, "start", year.start)
        plan.set(programme, "end", year.end)
    targets(plan, year)


def targets(plan: Plan, year: Year) -> None:
    """Set this year's targets: those of the last year that has any, made up to be lower where the school begins."""
    known = {row.number: row for row in plan.book[IndicatorRow] if row.part == "цель" and row.target is not None}
    if any(row.part == "цель" and row.year == year.first and row.target is not None for row in plan.book[IndicatorRow]):
        return
    for number, row in known.items():
        plan.add(IndicatorRow(
            code="", part="цель", number=number, text=row.text, year=year.first, target=TARGETS.get(number or "", 15),
            note="значение придумано для примера: впишите значение региона",
        ))  # fmt: skip


def responsible(plan: Plan, year: Year) -> None:
    """Name who answers for each action of the roadmap, and mark what the spring has brought."""
    for action in plan.book[RoadmapAction]:
        plan.set(action, "responsible", RESPONSIBLE[((action.stage or 1) + action.row) % len(RESPONSIBLE)])
    mark_roadmap(plan, year.day(8, 31))


def mark_roadmap(plan: Plan, day: date, *, forgotten: int = 0) -> None:
    """Mark actions whose term has passed as done, those begun as under way; the row `forgotten` is left as it is."""
    for action in plan.book[RoadmapAction]:
        if action.state == "выполнено" or action.row == forgotten or not (action.start and action.end):
            continue
        if action.end <= day:
            plan.set(action, "state", "выполнено")
            plan.set(action, "done", action.end)
        elif action.start <= day:
            plan.set(action, "state", "в работе")


def answers_about_files(plan: Plan, _year: Year) -> None:
    """Say where the second «Телефон» belongs, that namesakes are two people and the misspelt pupil is one."""
    base = sheet_of(Mentee)
    for binding in plan.book[Binding]:
        if binding.source == collected.REPEATED and not binding.column_title:
            plan.set(binding, "sheet_title", base.title)
            plan.set(binding, "column_title", base.column("guardian_phone").title)
    for arrival in plan.book[Arrival]:
        if arrival.decision is None:
            plan.set(arrival, "decision", _decision(arrival))


def _decision(arrival: Arrival) -> str:
    if "Заменить" in (arrival.question or ""):
        return "не переносить"
    return "новый человек" if fold(arrival.full_name or "") == fold(arrival.candidate_name or "") else "это он"


def paper_questionnaire(plan: Plan, year: Year) -> None:
    """Type in, in a hurry, the mentor who came with a paper questionnaire."""
    person = veteran(year.first)
    table = plan.book.table(Mentor)
    row = table.next_row
    low, _, high = person.ages.partition("–")
    typed: dict[str, Value] = {
        "full_name": "Магомедэминова  Cугра Гусейновна",  # two spaces, a Latin letter
        "gender": "Ж", "birth_date": f"1 марта {person.birth.year} г.", "kind": person.kind, "post": person.post,
        "experience": str(person.experience), "phone": person.phone.replace("+7 928 ", "8(928)"),
        "competences": person.text + " ", "topics": person.topics.replace(", ", "; "), "voluntary": "Да",
        "forms": person.forms.replace(", ", "; "), "capacity": person.places, "age_from": int(low),
        "age_to": int(high), "times": person.times.replace(", ", "; "), "joined": f"{year.imported:%d.%m.%Y}",
        "questionnaire": year.imported,
    }  # fmt: skip
    for name, value in typed.items():
        plan.put(plan.book.title(sheet_of(Mentor)), row, table.positions[name], before=None, after=value)


def corrections(plan: Plan, year: Year) -> None:
    """Correct what only a person can: look up birth dates and a phone, and what the class list did not ask."""
    known = {(p.name, p.school_class): p for p in mentee_pupils(year.first)}
    for mentee in plan.book[Mentee]:
        person = known.get((mentee.full_name or "", mentee.school_class or ""))
        if person is not None:
            if mentee.birth_date != person.birth:
                plan.set(mentee, "birth_date", person.birth)
            if mentee.phone is None:
                plan.set(mentee, "phone", person.phone)
            if mentee.voluntary is None:
                plan.set(mentee, "voluntary", value=True)


def consents(plan: Plan, year: Year) -> None:
    """Enter the signed papers: consents of everybody, contracts and certificates of those from outside."""
    for number, person in enumerate(_people(plan)):
        day = year.day(9, 10 + number % 4)
        kinds = [PROCESSING, PARTICIPATION]
        if isinstance(person, Mentor) and plan.book.status(person) == TEACHER:
            kinds.append(WORKER)
        if number % 3 == 0:
            kinds.append(DISSEMINATION)
        for kind in kinds:
            plan.add(_consent(person, kind, day, year))
    _papers_of_invited(plan, year)
    codes = {(p.full_name or ""): p.code for p in plan.book[Mentee]}
    for name, category in CATEGORIES:
        plan.add(Category(person=codes[name], category=category, source="анкета и беседа с классным руководителем"))


def _people(plan: Plan) -> list[Mentee | Mentor]:
    """Return everybody once, a mentor who is a mentee too as a mentor."""
    leading = {m.code for m in plan.book[Mentor]}
    return [*(m for m in plan.book[Mentee] if m.code not in leading), *plan.book[Mentor]]


def _consent(person: Person, kind: str, day: date, year: Year) -> Consent:
    minor = person.birth_date is not None and is_minor(person.birth_date, day)
    guardian: str | None = getattr(person, "guardian", None)
    return Consent(
        code="", person=person.code, kind=kind, signed_by="законный представитель" if minor else "сам",
        guardian=guardian if minor else None, basis="свидетельство о рождении" if minor else None, given=day,
        valid_until=year.end.replace(month=12), kept="сейф, папка «Наставничество»",
        scope=(NAME, PLACE, ACHIEVEMENTS) if kind == DISSEMINATION else None,
    )  # fmt: skip


def _papers_of_invited(plan: Plan, year: Year) -> None:
    partners = {p.contact: p.code for p in plan.book[Partner]}
    invited = [m for m in plan.book[Mentor] if plan.book.status(m) in EXTERNAL]
    for number, mentor in enumerate(invited, start=1):
        plan.set(mentor, "contract_number", f"{number}-н")
        plan.set(mentor, "contract_date", year.day(9, 11))
        plan.set(mentor, "clearance", year.day(9, 8))
        if mentor.full_name in partners:
            plan.set(mentor, "partner", partners[mentor.full_name])


def meeting(plan: Plan, year: Year) -> None:
    """Enter the preparation, the group meeting at which programmes were shown, and the first training."""
    everybody = sorted({p.code for p in _people(plan)}, key=lambda code: int(code.split("-")[1]))
    shown = tuple(p.code for p in plan.book[Programme] if p.mentoring_form in {UU, TT, TU, SU, RU})
    lead = f"{COORDINATOR}, координатор"
    for kind, title, day in (
        ("педагогический совет", "Целевая модель наставничества: с чего начинаем", year.day(4, 15)),
        ("родительское собрание", "Зачем ребёнку наставник", year.day(5, 18)),
        ("выявление желающих", "Классные часы: кому нужен наставник, кто готов помочь", year.day(9, 2)),
    ):
        plan.add(Event(
            code="", kind=kind, title=title, held=day, place="актовый зал", responsible=lead, guests=40,
            agenda="Зачем школе наставничество\nКто и как участвует",
        ))  # fmt: skip
    plan.add(Event(
        code="", kind="групповая встреча", title="Знакомство наставников и наставляемых", held=year.met,
        place="актовый зал", programmes=shown, invited=tuple(everybody), attended=tuple(everybody), responsible=lead,
        minutes=f"протокол № 1 от {year.met:%d.%m.%Y}",
    ))  # fmt: skip
    for person in (*plan.book[Mentee], *plan.book[Mentor]):
        plan.set(person, "programme_seen", year.met)
    mark_roadmap(plan, year.met)
    trainings(plan, year, before=year.ordered)


def trainings(plan: Plan, year: Year, *, before: date | None = None, after: date | None = None) -> None:
    """Enter who came to each lesson of the Школа наставников in a span of days; one in seven was ill."""
    for lesson, (month, number, topic) in enumerate(COURSE):
        held = year.day(month, number)
        if (before and held > before) or (after and held <= after) or not year.is_new(held):
            continue
        for place, mentor in enumerate(plan.book[Mentor]):
            came = lesson == 0 or (place + lesson) % 7 != 0
            plan.add(Training(
                code="", mentor=mentor.code, programme=COMMON_COURSE, topic=topic, held=held, hours=2.0,
                lead=PSYCHOLOGIST, attended=came,
                certificate="справка школы" if lesson == 0 else None,
            ))  # fmt: skip
