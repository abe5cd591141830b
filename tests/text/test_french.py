"""French text, its words in English."""

import pytest

from briefbook.text.french import english_words, is_french


def _english(text):
    return " ".join(token.word for token in english_words(text))


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Il n’a rien signé", "he has not signed nothing"),
        ("Aucun soldat n’a été blessé", "no soldier has been wounded"),
        ("Il refuse de payer la dette", "he refused to pay the debt"),
        ("Le prince ne partira jamais", "the prince will not leave"),
        ("Ils sont restés en ville", "they has remained in city"),
        ("Le pont sera rouvert", "the bridge will be opened"),
        ("Il ne reçoit que le roi", "he received only the king"),
        ("Je ne l’ai pas fait", "i has not done him"),
        ("Les Suisses le soutiennent", "the swiss supported him"),
    ],
)
def test_a_verb_is_read_with_its_denial_and_helpers(french, english):
    assert _english(french) == english


def test_every_word_keeps_the_place_of_that_for_which_it_stands():
    text = "Le ministre n’a pas signé."
    assert {text[token.start : token.end] for token in english_words(text)} == {"Le", "ministre", "a pas signé", "."}


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("L’ambassadeur de France a dit à Lefort que son gouvernement ne céderait pas.", True),
        ("Le général a quitté la ville.", True),
        ("The ambassador of France in La Paz told Le Monde that he would not go.", False),
        ("Mr. Du Pont des Moulins left.", False),
        ("", False),
    ],
)
def test_french_is_told_by_its_small_words(text, is_so):
    assert is_french(text) == is_so
