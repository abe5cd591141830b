"""How far a name that evidence gives is trusted where other words of the paper are misread."""

from briefbook.cables import read_heading
from briefbook.cables.evidence.paper import Candidate
from briefbook.cables.evidence.spelling import letter_runs
from briefbook.cables.evidence.trust import trust, trust_features
from briefbook.cables.heading_draft import draft_of_text

DAMAGED = "SECREI\nTO: {}\nFROM: Ottawa\nDAIE: 4 May 1957\nSUBJECT: Timber\nThe Mlnister asked tbe embassy to wait.\n"


def certainty(name, text, quality="capitals"):
    candidate = Candidate("to", name, 1, name, frozenset({f"who={quality}", "label=to"}))
    features = trust_features(draft_of_text(text, 1900, "").lines, candidate, 0.9, 0.9)
    return None if features is None else trust(features)


def test_letters_that_stand_behind_one_another_in_no_word_are_unlikely():
    assert letter_runs("Schrceder")[0] < letter_runs("Schroeder")[0]
    assert letter_runs("UMFIGYP")[1] < letter_runs("WECKMANN")[1]
    assert letter_runs("ab") == (0.0, 0.0)


def test_a_name_that_looks_misread_is_trusted_less():
    sound, misread = certainty("WHITBY", DAMAGED), certainty("WHRTBQK DFPARTMENT", DAMAGED)
    assert sound is not None
    assert misread is not None
    assert misread < sound


def test_on_a_paper_on_which_nothing_looks_misread_the_question_is_not_asked():
    assert certainty("UMFIGYP", "TO: UMFIGYP\nFROM: Ottawa\nThe minister asked the embassy to wait.\n") is None


def test_a_post_is_given_on_a_damaged_paper():
    assert read_heading(DAMAGED.format("London"))["to"] == ["LONDON"]
