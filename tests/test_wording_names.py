"""Names: cases, gender, doubts, cleaning and shortening."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik_sheets.wording import decline, doubts, gender_of, normalise_name, short_name

CASES = ("gen", "dat", "acc", "ins", "pre")

PARADIGMS = """
Гаджиев Саид-Магомед Магомедович
Гаджиева Саид-Магомеда Магомедовича
Гаджиеву Саид-Магомеду Магомедовичу
Гаджиева Саид-Магомеда Магомедовича
Гаджиевым Саид-Магомедом Магомедовичем
Гаджиеве Саид-Магомеде Магомедовиче

Хасбулатова Хадижа Абдуллаевна
Хасбулатовой Хадижи Абдуллаевны
Хасбулатовой Хадиже Абдуллаевне
Хасбулатову Хадижу Абдуллаевну
Хасбулатовой Хадижей Абдуллаевной
Хасбулатовой Хадиже Абдуллаевне

Коломиец Илья Кузьмич
Коломийца Ильи Кузьмича
Коломийцу Илье Кузьмичу
Коломийца Илью Кузьмича
Коломийцем Ильей Кузьмичом
Коломийце Илье Кузьмиче

Ким София Львовна
Ким Софии Львовны
Ким Софии Львовне
Ким Софию Львовну
Ким Софией Львовной
Ким Софии Львовне

Алиев Расим Мамед оглы
Алиева Расима Мамед оглы
Алиеву Расиму Мамед оглы
Алиева Расима Мамед оглы
Алиевым Расимом Мамед оглы
Алиеве Расиме Мамед оглы

Соловьёв-Седой Василий Павлович
Соловьёва-Седого Василия Павловича
Соловьёву-Седому Василию Павловичу
Соловьёва-Седого Василия Павловича
Соловьёвым-Седым Василием Павловичем
Соловьёве-Седом Василии Павловиче

Сухой Муса Исаевич
Сухого Мусы Исаевича
Сухому Мусе Исаевичу
Сухого Мусу Исаевича
Сухим Мусой Исаевичем
Сухом Мусе Исаевиче

Мусаева Гюзель Исаевна
Мусаевой Гюзели Исаевны
Мусаевой Гюзели Исаевне
Мусаеву Гюзель Исаевну
Мусаевой Гюзелью Исаевной
Мусаевой Гюзели Исаевне
"""


@pytest.mark.parametrize("paradigm", PARADIGMS.strip().split("\n\n"), ids=lambda text: text.split("\n")[0])
def test_a_full_name_has_all_its_cases(paradigm):
    name, *forms = paradigm.split("\n")
    assert [decline(name, case).replace("ё", "е") for case in CASES] == [form.replace("ё", "е") for form in forms]


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Иванов И.И.", "Иванова И.И."),
        ("И.И. Иванов", "И.И. Иванова"),
        ("Иванов И. И.", "Иванова И. И."),
        ("Магомедова П.М.", "Магомедовой П.М."),
        ("Иван Иванович Абрамович", "Ивана Ивановича Абрамовича"),
        ("Магомед Гаджиев", "Магомеда Гаджиева"),
        ("Мария Ивановна", "Марии Ивановны"),
        ("Седых Лев Ильич", "Седых Льва Ильича"),
        ("Шевченко Павел Фомич", "Шевченко Павла Фомича"),
        ("Гюго Виктор", "Гюго Виктора"),
        ("Рза-заде Эльчин Рамиз оглы", "Рза-заде Эльчина Рамиз оглы"),
        ("Бонч-Бруевич Пётр Ильич", "Бонч-Бруевича Петра Ильича"),
        ("Тер-Петросян Армен", "Тер-Петросяна Армена"),
        ("Саидова Анна-Мария Петровна", "Саидовой Анны-Марии Петровны"),
        ("фон Берг Карл Иванович", "фон Берга Карла Ивановича"),
        ("Щербина Анна Петровна", "Щербины Анны Петровны"),
        ("Кравец Инна Петровна", "Кравец Инны Петровны"),
        ("Кузнец Лука Фомич", "Кузнеца Луки Фомича"),
        ("Гаджиева Патимат Магомедовна", "Гаджиевой Патимат Магомедовны"),
        ("Гаджиев Саид Магомед Ахмедович", "Гаджиева Саид Магомеда Ахмедовича"),
    ],
)
def test_names_of_every_shape_have_a_genitive(name, genitive):
    assert decline(name, "gen") == genitive


@pytest.mark.parametrize(
    ("name", "instrumental"),
    [
        ("Гаджиев Магомед", "Гаджиевым Магомедом"),
        ("Шин Алексей", "Шином Алексеем"),
        ("Дарвин Чарльз Ильич", "Дарвином Чарльзом Ильичом"),
        ("Ткач Иван", "Ткачом Иваном"),
        ("Абрамович Роман", "Абрамовичем Романом"),
        ("Олеша Юрий", "Олешей Юрием"),
        ("Лапша Юрий", "Лапшой Юрием"),
        ("Цой Айтек Ильич", "Цоем Айтеком Ильичом"),
        ("Львов Иван Ильич", "Львовым Иваном Ильичом"),
        ("Юн Иван Ильич", "Юном Иваном Ильичом"),
        ("Хемингуэй Эрнест Ильич", "Хемингуэем Эрнестом Ильичом"),
        ("Антонёнок Иван Ильич", "Антонёнком Иваном Ильичом"),
        ("Алиева Бика-Ханум Ильинична", "Алиевой Бика-Ханум Ильиничной"),
    ],
)
def test_the_instrumental_follows_the_kind_of_surname(name, instrumental):
    assert decline(name, "ins") == instrumental


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Гаджиев Саид-Магомед Магомедович", "m"),
        ("Алиева Севиндж Расим кызы", "f"),
        ("Алиев Расим Мамед-оглы", "m"),
        ("Магомедова П.М.", "f"),
        ("Ли Патимат", "f"),
        ("Седова-Ким Т.А.", "f"),
        ("Ли Магомедрасул", "m"),
        ("Щербина Иван", "m"),
        ("Ким А.А.", None),
        ("Шевченко Саша", None),
        ("Магомедова Ислам", None),
        ("Ли Абырвалгус", None),
        ("", None),
        ("{{ ФИО }}", None),
    ],
)
def test_gender_is_told_or_left_unknown_but_never_male_by_default(name, gender):
    assert gender_of(name) == gender


def test_a_name_of_unknown_gender_stays_in_the_nominative_and_is_doubted():
    assert decline("Ким А.А.", "gen") == "Ким А.А."
    assert any("укажите пол" in reason for reason in doubts("Ким А.А."))
    assert decline("Ким А.А.", "gen", gender="m") == "Кима А.А."
    assert decline("Ким А.А.", "gen", gender="f") == "Ким А.А."
    assert doubts("Ким А.А.", gender="m") == ()


def test_a_name_of_unknown_gender_is_declined_where_both_genders_agree():
    assert decline("Шевченко Саша", "gen") == "Шевченко Саши"


def test_ordinary_names_raise_no_doubt():
    for name in ("Гаджиев Магомед Ахмедович", "Магомедова Патимат Гаджиевна", "Иванов И.И.", "Ли Иван Ильич"):
        assert doubts(name) == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Гаджиев Саид-Магомед Ильич", "через дефис"),
        ("Гаджиев Магомед", "нет отчества"),
        ("Кравец Иван Петрович", "на -ец"),
        ("Мичурок Иван Петрович", "на -ок"),
        ("Ткач Иван Петрович", "от ударения"),
        ("Скиба Иван Петрович", "на -а"),
        ("Мусаева Гюзель Исаевна", "на -ь"),
        ("Aхмедов Иван Ильич", "смешаны русские и латинские"),
        ("Магомед Ахмедович Гаджиев", "порядок слов"),
        ("Гаджиев Магомед Али", "не похоже на отчество"),
        ("Магомедова Ислам", "разного рода"),
        ("Сорокин А.А.", "предположительно"),
        ("Магомедова Патимат Ахмедович", "опечатки"),
        ("Гаджиева Магомед Ахмедович", "опечатки"),
        ("Гаджиев Булач Ильич", "творительного падежа имени"),
        ("Петрова (Иванова) Анна", "скобки"),
        ("Гаджиев", "одно слово"),
        ("Гаджиев Магомед оглы", "имени отца"),
        ("", "не указано"),
    ],
)
def test_a_doubtful_name_says_why(name, reason):
    assert any(reason in found for found in doubts(name)), doubts(name)


def test_a_stated_gender_against_the_patronymic_is_doubted():
    assert any("расходится" in reason for reason in doubts("Иванов Иван Иванович", gender="f"))


UNREADABLE = [
    "", "   ", "{{ ФИО }}", "<b>Иванов</b>", "Ив\x07анов Иван", "Иванов\x00", "Иванов 2", "Ivanov Ivan", "Aхмедов Иван",
    "Иванов" * 2000, "=СУММ(А1)", "Иванов; Петров", "№ 5", "Иванов\u0301 Иван", "?", "-", "Иванов --", "Иванов, Иван",
]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: repr(text[:20]))
def test_text_that_is_no_name_comes_back_as_it_is_with_a_doubt(text):
    assert [decline(text, case) for case in ("nom", *CASES)] == [text] * 6
    assert normalise_name(text) == text
    assert short_name(text) == text
    assert gender_of(text) is None
    assert len(doubts(text)) == 1


@given(st.text(alphabet="аеиоьйнвкцшАИН.-' ёЁ\u00a0\u2011{<1aZ\x07\n", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_survived_and_never_changed_in_silence(text):
    unread = any("оставлено как есть" in reason for reason in doubts(text))
    for case in CASES:
        declined = decline(text, case)
        assert declined == text if unread else len(declined.split()) == len(normalise_name(text).split())
    assert (short_name(text) == text) if unread else short_name(text)


@given(st.text(alphabet="абвгиоьйнмцшАИНМ.-' ", max_size=30))
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_is_cleaning_once(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  ГАДЖИЕВ   САИД–МАГОМЕД\u00a0Магомедович ", "Гаджиев Саид-Магомед Магомедович"),
        ("Гаджиев Саид - Магомед", "Гаджиев Саид-Магомед"),
        ("Гаджиев Саид\u2011Магомед", "Гаджиев Саид-Магомед"),
        ("АЛИЕВА СЕВИНДЖ РАСИМ КЫЗЫ", "Алиева Севиндж Расим кызы"),
        ("РЗА-ЗАДЕ ЭЛЬЧИН", "Рза-заде Эльчин"),
        ("иванов и.и.", "Иванов И.И."),
        ("ИВАНОВ И.И.", "Иванов И.И."),
        ("МакКей Алан", "МакКей Алан"),
        ("Иванов Андреи\u0306", "Иванов Андрей"),
        ("Ива\u00adнов Иван\u200b", "Иванов Иван"),
    ],
)
def test_a_name_is_cleaned(typed, clean):
    assert normalise_name(typed) == clean


@pytest.mark.parametrize(
    ("name", "surname_first", "initials_first"),
    [
        ("Гаджиев Саид-Магомед Магомедович", "Гаджиев С.-М.М.", "С.-М.М. Гаджиев"),
        ("Магомед Ахмедович Гаджиев", "Гаджиев М.А.", "М.А. Гаджиев"),
        ("Иванов И. И.", "Иванов И.И.", "И.И. Иванов"),
        ("Алиев Расим Мамед оглы", "Алиев Р.М. оглы", "Р.М. оглы Алиев"),
        ("фон Берг Карл Иванович", "фон Берг К.И.", "К.И. фон Берг"),
        ("Гаджиева Патимат", "Гаджиева П.", "П. Гаджиева"),
        ("Гаджиев", "Гаджиев", "Гаджиев"),
    ],
)
def test_a_name_is_shortened_either_way(name, surname_first, initials_first):
    assert short_name(name) == surname_first
    assert short_name(name, initials_first=True) == initials_first


def test_a_shortened_name_can_be_glued_and_declined():
    assert short_name("Гаджиев Магомед Ахмедович", nbsp=True) == "Гаджиев\u00a0М.А."
    assert decline(short_name("Гаджиев Саид-Магомед Магомедович"), "dat") == "Гаджиеву С.-М.М."


def test_an_unknown_case_is_our_mistake():
    with pytest.raises(ValueError, match="voc"):
        decline("Иванов Иван", "voc")


def printed(code):
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return done.stdout.strip()


def test_importing_wording_loads_no_declension_library():
    code = (
        "import sys; from nastavnik_sheets import wording; wording.short_name('Иванов Иван');"
        "print(sorted({'pytrovich', 'pymorphy3'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "[]"


def test_names_do_not_load_the_dictionary_of_posts():
    code = (
        "import sys; from nastavnik_sheets.wording import decline; decline('Гаджиева Патимат Ахмедовна', 'gen');"
        "print('pymorphy3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "False"
