"""Likeness of free texts: by spelling, by the school's own words, by sense where the encoder is installed."""

from __future__ import annotations

from nastavnik_sheets.pairing.text import can_compare_sense, similarity, topics_meant
from nastavnik_sheets.service_sheets import Synonym

REQUESTS = ["завалил контрольную по алгебре", "хочу петь в хоре", ""]
COMPETENCES = ["алгебра, подготовка к экзаменам", "вокал, хоровое пение", ""]


def nearest(*, by_sense: bool) -> list[int]:
    return [int(row.argmax()) for row in similarity(REQUESTS, COMPETENCES, by_sense=by_sense)[:2]]


def test_texts_that_share_pieces_of_words_are_alike_and_others_are_not() -> None:
    assert nearest(by_sense=False) == [0, 1]


def test_likeness_lies_between_nothing_and_one_and_no_text_is_like_nothing() -> None:
    found = similarity(REQUESTS, COMPETENCES)
    assert found.shape == (3, 3)
    assert 0 <= found.min() <= found.max() <= 1
    assert found[2].max() == found[:, 2].max() == 0


def test_a_text_is_most_like_itself() -> None:
    texts = ["готовлю к олимпиадам по физике", "веду шахматный кружок", "учу играть на гитаре"]
    assert [int(row.argmax()) for row in similarity(texts, texts)] == [0, 1, 2]


def test_the_encoder_of_the_lock_compares_sense() -> None:
    assert can_compare_sense(), "дополнение text входит в requirements.lock: bash setup.sh"
    assert nearest(by_sense=True) == [0, 1]
    assert nearest_sense("ребёнка дразнят одноклассники", ["таблицы и формулы", "помощь в общении и дружбе"]) == 1


def nearest_sense(request: str, competences: list[str]) -> int:
    return int(similarity([request], competences, by_sense=True)[0].argmax())


def test_a_word_of_the_school_means_its_topic_in_any_ending() -> None:
    synonyms = [Synonym(word="дроби", topic="математика"), Synonym(word="ЕГЭ", topic="подготовка к ЕГЭ")]
    meant = topics_meant(["не понимаю дроби, скоро егэ", "люблю читать"], synonyms)
    assert meant == [{"математика": "дроби", "подготовка к ЕГЭ": "егэ"}, {}]
