"""The same, written as a publisher does; and numbers, signs and conditions that a quotation may not lose."""

import pytest

from briefbook.checks.quotations import read_quotation, source_text, verify
from briefbook.checks.quotations.other_forms import in_form_of
from briefbook.model.page import Page
from briefbook.model.verdict import Verdict

LETTER = """The consul paid 2,340,000 crowns, or 7.5% of the toll, at 11:45 a.m. in Müllersund.
Ice fell to -8 degrees. He saw half a dozen barges, and wrote to me.
The mayor said that if the ferry sank the bank would pay; the owners will not.
The league won 40 seats and the farmers 15. Oslo had asked Bergen. Bergen never replied. Oslo wrote again.
"""
CAPITALS = "THE TARIFF COVERS A. WHEAT IN SACKS B. OATS IN BULK C. BARLEY FOR SEED. THE ENVOY MUELLER SIGNED IT."
SPANISH = "EL CONSUL RECIBIO LA NOTA SIN LA FIRMA DE LOS DUEÑOS DEL PUERTO."
ENGLISH = "THE PRIEST SPOKE OF THE SIN OF THE MERCHANTS AND OF THE PRICE OF BREAD."


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("The consul paid 2 340 000 crowns", LETTER),
        ("7.5 per cent of the toll", LETTER),
        ("at 11.45 a.m.", LETTER),
        ("in Muellersund", LETTER),
        ("fell to –8 degrees", LETTER),
        ("half a dozen barges", LETTER),
        ("Oslo had asked Bergen. … Oslo wrote again", LETTER),  # a whole sentence is left out
        ("The tariff covers wheat in sacks, oats in bulk, barley for seed", CAPITALS),
        ("the envoy Müller signed it", CAPITALS),
        ("spoke of the … merchants and of the price", ENGLISH),
    ],
)
def test_what_is_only_written_otherwise_is_word_for_word(words, text):
    assert str(verify(words, [Page.of_text("D7", 1, text, by="received")]).verdict) == "verbatim"


@pytest.mark.parametrize(
    ("words", "text", "verdict"),
    [
        ("The consul paid 2 340 crowns", LETTER, "altered"),
        ("at 11.54 a.m. in", LETTER, "altered"),
        ("fell to 8 degrees", LETTER, "altered"),
        ("fell to +8 degrees", LETTER, "altered"),
        ("a dozen barges", LETTER, "altered"),
        ("wrote to [Halvorsen]", LETTER, "verbatim"),  # at the end it may only explain
        ("and wrote to [Stalin]. The mayor said", LETTER, "verbatim-edited"),
        ("The mayor said that … the bank would pay", LETTER, "verbatim-edited"),  # IF THE FERRY SANK
        ("the ferry … will not", LETTER, "verbatim-edited"),  # the owners', not the ferry's
        ("The league won … 15", LETTER, "verbatim-edited"),
        ("The tariff covers barley in sacks", CAPITALS, "altered"),
        ("recibió la nota … la firma", SPANISH, "verbatim-edited"),  # SIN denies in Spanish
    ],
)
def test_what_changes_a_number_a_condition_or_a_denial_is_seen(words, text, verdict):
    assert str(verify(words, [Page.of_text("D7", 1, text, by="received")]).verdict) == verdict


@pytest.mark.parametrize(
    ("words", "text", "verdict"),
    [
        ("36 delegates came", "THIRTY-SIX DELEGATES CAME BY TRAIN.", Verdict.VERBATIM),
        ("37 delegates came", "THIRTY-SIX DELEGATES CAME BY TRAIN.", Verdict.ALTERED),
        ("thirty-six delegates came", "36 DELEGATES CAME BY TRAIN, AND 6 LEFT.", Verdict.VERBATIM),
        ("thirty-seven delegates came", "36 DELEGATES CAME BY TRAIN.", Verdict.ALTERED),
        ("some 2 million crowns", "SOME TWO MILLION CROWNS WERE PAID.", Verdict.VERBATIM),
        ("some two million crowns", "SOME 2 MILLION CROWNS WERE PAID.", Verdict.VERBATIM),
        ("some 2 billion crowns", "SOME TWO MILLION CROWNS WERE PAID.", Verdict.ALTERED),
        ("1,250 men were there", "TWELVE HUNDRED AND FIFTY MEN WERE THERE.", Verdict.VERBATIM),
        ("on the 3rd of May", "ON THE THIRD OF MAY, NOT ON THE 4TH.", Verdict.VERBATIM),
        ("six ships and 36 men", "SIX SHIPS AND THIRTY-SIX MEN, NOT 36 SHIPS.", Verdict.VERBATIM),
    ],
)
def test_numbers_in_words_and_in_figures(words: str, text: str, verdict: Verdict) -> None:
    assert verify(words, [Page.of_text("D7", 1, text)]).verdict is verdict


AMERICAN = (
    "THE LABOR LEADERS FAVORED A NEW CENTER FOR DEFENSE AND TRAVELED TO THE HARBOR TO REALIZE IT. FOUR MEN FILED IN."
)


DESPATCH = (
    "HE SHEWED US THE GAOL AT 4.30 P.M. AND MADE ENQUIRIES. THE CONNEXION OF THE SCEPTICS WITH THE PORT WAS SLIGHT."
)


@pytest.mark.parametrize(
    "words",
    ["he showed us the jail", "and made inquiries", "The connection of the skeptics with the port was slight"],
)
def test_an_older_spelling_of_the_paper_s_is_a_difference_of_spelling_alone(words):
    made = verify(words, [Page.of_text("D7", 1, DESPATCH, by="received")])
    assert {step.step for step in made.difference if step.step != "same"} <= {"spelling"}
    assert made.why.startswith("only the spelling differs")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("the gaol at 4:30 p.m.", Verdict.VERBATIM), ("the gaol at 4:50 p.m.", Verdict.ALTERED)],
)
def test_an_hour_with_a_colon_is_the_paper_s_with_a_point(words, verdict):
    assert verify(words, [Page.of_text("D7", 1, DESPATCH, by="received")]).verdict is verdict


@pytest.mark.parametrize(
    "words",
    [
        "the labour leaders favoured a new centre for defence",
        "and travelled to the harbour to realise it",
    ],
)
def test_a_word_spelt_as_on_the_other_side_of_the_atlantic_is_a_difference_of_spelling_alone(words):
    made = verify(words, [Page.of_text("D7", 1, AMERICAN, by="received")])
    assert made.verdict is Verdict.ALTERED
    assert {step.step for step in made.difference} == {"spelling"}
    assert made.why == (
        "only the spelling differs: British where the paper has American, or the other way round; letter case, "
        "punctuation and line breaks were not compared"
    )


@pytest.mark.parametrize(
    "words", ["for men filed in", "four men filled in", "the labourer leaders favoured a new centre"]
)
def test_a_word_of_another_sense_is_no_other_spelling(words):
    made = verify(words, [Page.of_text("D7", 1, AMERICAN, by="received")])
    assert made.verdict is Verdict.ALTERED
    assert {step.step for step in made.difference} - {"spelling", "same"}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("the posts were refilled in May", "THE POSTS WERE REFILED IN MAY."),
        ("the papers were unfiled when we came", "THE PAPERS WERE UNFILLED WHEN WE CAME."),
        ("the house had a story of its own", "THE HOUSE HAD A STOREY OF ITS OWN."),
        ("he sent a check to the bank", "HE SENT A CHEQUE TO THE BANK."),
    ],
)
def test_words_one_letter_apart_that_mean_something_else_are_two_words(words, text):
    made = verify(words, [Page.of_text("D7", 1, text, by="received")])
    assert made.verdict is Verdict.ALTERED
    assert "spelling" not in {step.step for step in made.difference}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("the reactor was refuelled at sea", "THE REACTOR WAS REFUELED AT SEA."),
        ("the plot unravelled in an imperilled town", "THE PLOT UNRAVELED IN AN IMPERILED TOWN."),
    ],
)
def test_a_doubled_l_is_a_difference_of_spelling_alone_elsewhere(words, text):
    made = verify(words, [Page.of_text("D7", 1, text, by="received")])
    assert {step.step for step in made.difference} == {"spelling"}


def test_a_spelling_beside_a_changed_word_excuses_nothing():
    made = verify("the labour leaders opposed a new centre", [Page.of_text("D7", 1, AMERICAN, by="received")])
    assert made.verdict is Verdict.ALTERED
    assert ("changed", "opposed", "FAVORED") in {(step.step, step.quoted, step.source) for step in made.difference}


def test_the_sign_of_pounds_is_no_letter_that_the_source_writes_otherwise():
    stream = source_text([Page.of_text("D7", 1, "THEY ASKED FOR $5 MILLION OF CREDIT")]).all
    quoted = read_quotation("£5 million of credit")
    assert in_form_of(quoted, stream) == quoted
