"""What an author leaves out or puts in, marked: ellipses, brackets, [sic], hyphens; and how it is shown."""

import pytest

from briefbook.checks.quotations import read_quotation, verify
from briefbook.model.page import Page
from briefbook.model.verdict import Editing, EditingGrade

TEXT = """
FM OSLO MAR7/63 CONFD
THE MINISTER SAID THAT THE HARBOUR WOULD BE OPEN TO OUR SHIPS
UNTIL 28 MARCH AND THAT HE WAS NOT RPT NOT WILLING TO SIGN BEFORE.
HE LOOKED DISSATISFIED WITH THE PRICE OF TWELVE MILLION CROWNS.
THE HARBOUR WAS NOT OPEN. THE HARBOUR AND THE QUAY WOULD BE OPEN.
"""


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("he was … not willing to sign", "verbatim"),
        ("harbour [which] would be open", "verbatim"),
        ("He [the consul] looked dissatisfied", "verbatim"),
        ("he was [not] willing to sign", "verbatim"),
        ("he was [eager and] willing to sign", "altered"),
        ("the harbour [not] would be open", "altered"),
        ("… the minister said … [that] … ", "verbatim"),
        ("[The] minister said [sic] that", "verbatim"),
        ("look[s] dissatisfied with the price", "verbatim"),
        ("lo[o]ked dissatisfied with the price", "verbatim"),
        ("seem[ed] dissatisfied with the price", "altered"),
        ("our ships [sailing] … until 28 March", "verbatim"),
        ("ships … [sailing] until 28 March", "verbatim"),
        ("open … open … open", "verbatim-edited"),  # WAS NOT is under the dots
        ("*looked* _dissatisfied_ with the price", "verbatim"),
        ("looked dissatis-fied with the price", "verbatim"),
        # runs that have no place in the order asked
        ("the quay would be open … the minister said", "not-found"),
        ("before … zebra", "not-found"),
        ("zebra … willing to sign before", "altered"),
        ("crowns … open … zebra crossings of the plain in winter", "not-found"),
        # few words
        ("price of", "verbatim"),
        ("price offer", "not-found"),
        ("wholly dissatisfied", "not-found"),
        ("dissatisfled with", "not-found"),
    ],
)
def test_what_an_author_marks_as_left_out_or_put_in(verdict_on, words, verdict):
    assert verdict_on(words, TEXT) == verdict


def test_a_gap_is_shown_with_what_it_passes_over(as_read, steps_of):
    made = verify("harbour … open to [the] ships", [as_read(TEXT)])
    assert steps_of(made) == [("gap", "…", "WOULD BE"), ("gap", "[the]", "OUR")]
    assert made.found == "HARBOUR … OPEN TO … SHIPS"


def test_of_several_places_the_one_with_the_narrowest_gaps_is_taken(as_read):
    assert verify("harbour … would be open", [as_read(TEXT)]).lines == (2, 2)


def test_a_denial_under_an_ellipsis_makes_a_verdict_of_its_own(as_read):
    made = verify("he was … willing to sign", [as_read(TEXT)])
    assert (str(made.verdict), made.why) == ("verbatim-edited", "the ellipsis hides NOT")
    assert made.editing == (Editing("…", "NOT", EditingGrade.DOUBTFUL, "the ellipsis hides NOT"),)


PEOPLE = """
MACMILLAN SPOKE OF KOREA AND HE ASKED US TO SEND WHEAT. THEY REFUSED THE OFFER OF THE UNION AND HE LAUGHED AT THEM.
"""


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("[Khrushchev] laughed at them", "verbatim-edited"),  # at the quotation's edge as within it
        ("[Macmillan] laughed at them", "verbatim"),
        ("and he laughed at [Macmillan]", "verbatim-edited"),  # one person for THEM
        ("spoke of [Japan] and he asked us", "altered"),
        ("spoke of [the Korean question] and he asked us", "verbatim"),
        ("the offer of the [bloc] and he laughed", "verbatim-edited"),
        ("the offer of the [Soviet Union] and he laughed", "verbatim"),
    ],
)
def test_a_person_for_a_pronoun_and_another_country_or_noun_in_brackets_are_looked_at(words, verdict):
    assert str(verify(words, [Page.of_text("D9", 1, PEOPLE, by="received")]).verdict) == verdict


def test_every_bracket_is_shown_with_what_it_stands_for(as_read):
    made = verify("[The consul] looked [dis]satisfied with the [low] price", [as_read(TEXT)])
    assert [(hand.written, hand.source, str(hand.grade)) for hand in made.editing] == [
        ("[The consul]", "", "fine"),
        ("[low]", "", "fine"),
    ]


@pytest.mark.parametrize("words", ["", "“…”", "[sic]", "[the consul]"])
def test_a_quotation_without_words_cannot_be_told(as_read, words):
    made = verify(words, [as_read(TEXT)])
    assert (str(made.verdict), made.why) == ("cannot-tell", "the quotation holds no words to compare")


def test_brackets_that_change_the_sense_are_explained(as_read):
    assert verify("he was [eager and] willing to sign", [as_read(TEXT)]).why == (
        "the brackets [eager and] take away a negation: the paper has NOT"
    )
    assert verify("the harbour [not] would be open", [as_read(TEXT)]).why == (
        "the brackets [not] bring in a negation: the paper has nothing"
    )


def test_brackets_over_a_redaction_are_the_author_s_guess_and_no_denial(verdict_on):
    text = TEXT.replace("AND THAT HE WAS NOT RPT NOT WILLING", "AND THAT HE WAS NOT [REDACTED] WILLING")
    assert verdict_on("and that he was [eager and] willing to sign", text) == "verbatim"


@pytest.mark.parametrize(
    ("words", "runs", "gaps"),
    [
        ("one two", [["one", "two"]], []),
        ("one … two", [["one"], ["two"]], [None]),
        ("one . . . . two", [["one"], ["two"]], [None]),
        ("one [...] two", [["one"], ["two"]], [None]),
        ("one * * * two", [["one"], ["two"]], [None]),
        ("one [or] two", [["one"], ["two"]], ["or"]),
        ("one [or] … two", [["one"], ["two"]], ["or"]),  # graded, however much the dots hide
        ("one … [or] two", [["one"], ["two"]], ["or"]),
        ("… one two …", [["one", "two"]], []),
        ("[A] one [B]", [["one"]], []),
        ("one (emphasis added) two[^3]", [["one", "two"]], []),
        ("corre-spondents wrote", [["correspondents", "wrote"]], []),
        ("well-known three-quarters", [["well", "known", "three", "quarters"]], []),
        ("seem[ed] [Y]es", [["seem", "es"]], []),
    ],
)
def test_a_quotation_is_runs_of_words_and_gaps(words, runs, gaps):
    quoted = read_quotation(words)
    assert [[token.text for token in run] for run in quoted.runs] == runs
    assert [gap.inside for gap in quoted.gaps] == gaps


def test_a_word_with_brackets_in_it_keeps_its_ends_of_the_source(as_read, steps_of):
    token = read_quotation("dis[satis]fied").runs[0][0]
    assert token.letters_outside_brackets("dissatisfied") == "disfied"
    assert read_quotation("look[s]").runs[0][0].letters_outside_brackets("looked") == "look"
    made = verify("the minister cook[ed] dissatisfied with the price of twelve million", [as_read(TEXT)])
    assert str(made.verdict) == "altered"


def test_a_long_quotation_is_placed_by_its_beginning_and_its_end(as_read):
    sentences = [f"ON DAY {n} THE FERRY BROUGHT GRANITE NUMBER {n} TO THE QUAY." for n in range(1, 120)]
    page = as_read("\n".join(sentences))
    assert str(verify(" ".join(sentences[9:100]), [page]).verdict) == "verbatim"
    changed = " ".join(sentences[9:100]).replace("GRANITE NUMBER 50 ", "TIMBER NUMBER 50 ")
    assert str(verify(changed, [page]).verdict) == "altered"


BREAD = (
    "MINISTER SAID THAT NORWAY WILL NOT SIGN. IT IS NOT ONLY A MATTER OF PRESTIGE BUT OF BREAD. HE DID NOT YET RESIGN."
)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("It is not … a matter of prestige", "the ellipsis hides ONLY behind NOT"),
        ("He did not … resign", "the ellipsis hides YET behind NOT"),
    ],
)
def test_an_ellipsis_does_not_hide_what_a_denial_denies(words, why):
    made = verify(words, [Page.of_text("D7", 1, BREAD, by="received")])
    assert (str(made.verdict), made.why) == ("verbatim-edited", why)


def test_a_people_is_the_side_that_it_is_of():
    page = Page.of_text("D7", 1, BREAD, by="received")
    made = verify("[the Danes] will not sign", [page])
    assert str(made.verdict) == "altered"
    assert made.why == "the brackets [the Danes] name another side: the paper has THAT NORWAY"
    assert str(verify("[the Norwegians] will not sign", [page]).verdict) == "verbatim"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("It is … certain that the ferry sails", "the ellipsis hides FAR FROM"),
        ("The quay was … repaired", "the ellipsis hides ALMOST"),
    ],
)
def test_dots_that_hide_that_it_is_not_quite_so_are_seen(words, why):
    text = "IT IS FAR FROM CERTAIN THAT THE FERRY SAILS. THE QUAY WAS BY THEN ALMOST REPAIRED."
    made = verify(words, [Page.of_text("D7", 1, text, by="received")])
    assert (str(made.verdict), made.why) == ("verbatim-edited", why)
