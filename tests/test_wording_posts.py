"""Posts: the head is inflected, the rest is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik_sheets.wording import decline_post, post_doubts

CASES = ("gen", "dat", "acc", "ins", "pre")

PARADIGMS = """
заместитель директора по учебно-воспитательной работе
заместителя директора по учебно-воспитательной работе
заместителю директора по учебно-воспитательной работе
заместителя директора по учебно-воспитательной работе
заместителем директора по учебно-воспитательной работе
заместителе директора по учебно-воспитательной работе

Заведующая библиотекой
Заведующей библиотекой
Заведующей библиотекой
Заведующую библиотекой
Заведующей библиотекой
Заведующей библиотекой

учитель-логопед, педагог-психолог
учителя-логопеда, педагога-психолога
учителю-логопеду, педагогу-психологу
учителя-логопеда, педагога-психолога
учителем-логопедом, педагогом-психологом
учителе-логопеде, педагоге-психологе

старший вожатый
старшего вожатого
старшему вожатому
старшего вожатого
старшим вожатым
старшем вожатом

временно исполняющий обязанности директора
временно исполняющего обязанности директора
временно исполняющему обязанности директора
временно исполняющего обязанности директора
временно исполняющим обязанности директора
временно исполняющем обязанности директора

обучающаяся 7 «А» класса
обучающейся 7 «А» класса
обучающейся 7 «А» класса
обучающуюся 7 «А» класса
обучающейся 7 «А» класса
обучающейся 7 «А» класса

коммерческий директор ООО «Мастер и партнёр»
коммерческого директора ООО «Мастер и партнёр»
коммерческому директору ООО «Мастер и партнёр»
коммерческого директора ООО «Мастер и партнёр»
коммерческим директором ООО «Мастер и партнёр»
коммерческом директоре ООО «Мастер и партнёр»
"""


@pytest.mark.parametrize("paradigm", PARADIGMS.strip().split("\n\n"), ids=lambda text: text.split("\n")[0])
def test_a_post_has_all_its_cases(paradigm):
    title, *forms = paradigm.split("\n")
    assert [decline_post(title, case) for case in CASES] == forms
    assert decline_post(title, "nom") == title
    assert post_doubts(title) == ()


@pytest.mark.parametrize(
    ("title", "dative"),
    [
        ("и.о. директора", "и.о. директора"),
        ("врио директора", "врио директора"),
        ("ст. вожатый", "ст. вожатому"),
        ('Директор МКОУ "Хосрехская СОШ"', 'Директору МКОУ "Хосрехская СОШ"'),
        ("ДИРЕКТОР", "ДИРЕКТОРУ"),
        ("тьютор", "тьютору"),
        ("родитель (законный представитель)", "родителю (законному представителю)"),
        ("учитель труда (технологии)", "учителю труда (технологии)"),
        ("учитель музыки и мировой художественной культуры", "учителю музыки и мировой художественной культуры"),
        ("учитель физики и классный руководитель", "учителю физики и классному руководителю"),
        ("учитель высшей категории", "учителю высшей категории"),
        ("учитель музыки, высшая категория", "учителю музыки, высшая категория"),
        ("секретарь-машинистка", "секретарю-машинистке"),
        ("вице-президент", "вице-президенту"),
        ("IT-специалист", "IT-специалисту"),
        ("глава сельского поселения", "главе сельского поселения"),
        ("мировой судья", "мировому судье"),
        ("инженер-электрик", "инженеру-электрику"),
        ("ответственная за питание", "ответственной за питание"),
        ("учитель - логопед", "учителю - логопеду"),
    ],
)
def test_posts_of_every_shape_have_a_dative(title, dative):
    assert decline_post(title, "dat") == dative


@pytest.mark.parametrize(
    ("title", "accusative"),
    [
        ("тьютор", "тьютора"),
        ("медиатор", "медиатора"),
        ("староста класса", "старосту класса"),
        ("медицинская сестра", "медицинскую сестру"),
        ("мать", "мать"),
    ],
)
def test_the_accusative_takes_posts_for_people(title, accusative):
    assert decline_post(title, "acc") == accusative


def test_shipped_forms_are_six_to_a_post_and_begin_alike():
    from importlib import resources

    table = resources.files("nastavnik_sheets.wording").joinpath("posts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    assert len(rows) > 100
    assert len({row[0] for row in rows}) == len(rows)
    for row in rows:
        assert len(row) == 6
        assert all(form.startswith(row[0][:2]) for form in row)
        assert row[1] != row[0]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("", "не указана"),
        ("{{ должность }}", "посторонние знаки"),
        ("<b>директор</b>", "посторонние знаки"),
        ("директор\x07", "посторонние знаки"),
        ("дирeктор", "смешаны"),
        ("директор " * 200, "слишком длинно"),
        ("МКОУ", "главное слово"),
        ("12345", "главное слово"),
    ],
)
def test_text_that_is_no_post_comes_back_as_it_is_with_a_doubt(title, reason):
    assert [decline_post(title, case) for case in CASES] == [title] * 5
    assert any(reason in found for found in post_doubts(title)), post_doubts(title)


def test_a_word_unknown_to_the_dictionary_is_doubted_but_declined():
    assert decline_post("форсайтолог", "dat") == "форсайтологу"
    assert any("не найдено в словаре" in reason for reason in post_doubts("форсайтолог"))


@given(st.text(alphabet='учитель директор-,()«»"и.{<1aZ\x07\n', max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_survived(title):
    for case in CASES:
        declined = decline_post(title, case)
        assert declined == title or not any("оставлено как есть" in reason for reason in post_doubts(title))
        assert declined.count("«") == title.count("«")


def test_an_unknown_case_is_our_mistake():
    with pytest.raises(ValueError, match="voc"):
        decline_post("директор", "voc")
